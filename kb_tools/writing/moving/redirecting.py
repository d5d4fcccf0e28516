"""The old address of an article leads to it: what its front matter says about that, or the redirects of mkdocs.yml."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from kb_tools.article.front_matter import split
from kb_tools.article.read import decode
from kb_tools.links.tree import Tree, is_page

FIELD = "redirects"
"""The front matter field: paths that the article had before."""


def old_names(content: bytes) -> list[str]:
    """The paths that an article says it had."""
    found = split(decode(content)[0])[0].values.get(FIELD)
    names = [found] if isinstance(found, str) else found
    return [str(name) for name in names] if isinstance(names, list) else []


def file_at(tree: Tree, name: str) -> str:
    """The file of the built site that a previous name stands for: a path below the docs folder, or an address."""
    plain = posixpath.normpath(name.strip().replace("\\", "/").lstrip("/") or ".")
    if is_page(plain):
        return tree.built(plain)
    return plain if plain.endswith(".html") else posixpath.join(plain, "index.html")


def wanted(tree: Tree, after: Tree, paths: Mapping[str, str]) -> dict[str, str]:
    """Old path -> new path, of the pages whose address is free now, so that it can lead to the new one."""
    taken = {after.built(path) for path in after.files if is_page(path)}
    return {
        old: new
        for old, new in paths.items()
        if is_page(old) and is_page(new) and tree.is_published(old) and tree.built(old) not in taken
    }


def names_after(tree: Tree, names: Iterable[str], old: Iterable[str], taken: Iterable[str]) -> list[str]:
    """The previous names of an article: those it has, less those that are pages again, and the newest at the end."""
    free = set(taken)
    found: dict[str, str] = {}
    for name in (*names, *old):
        file = file_at(tree, name)
        if file not in free:
            found.setdefault(file, name)
    return list(found.values())
