"""What becomes of which file, and the files as they will be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kb_tools.links.tree import Tree


class Way(NamedTuple):
    """What becomes of the files; all paths are below the docs folder."""

    paths: Mapping[str, str] = {}
    """Old path -> new path, of each file that moves."""
    folder: tuple[str, str] = ("", "")
    """The folder that moves as a whole, and where to."""
    gone: Mapping[str, str] = {}
    """Each file that is removed -> what takes its place; empty where nothing does."""
    anchors: Mapping[str, Mapping[str, str]] = {}
    """Old path of an article -> its old anchors -> their new ones."""

    def page(self, path: str) -> str:
        """Where a file stands afterwards."""
        return self.paths.get(path, path)

    def goal(self, path: str) -> str:
        """What links to this file lead to afterwards; empty for nothing."""
        return self.gone[path] if path in self.gone else self.page(path)

    def place(self, path: str) -> str:
        """The same for a folder, or for what lies out of the docs folder."""
        old, new = self.folder
        if old and (path == old or path.startswith(f"{old}/")):
            return new + path[len(old) :]
        return path

    def below(self, folder: str) -> Way:
        """The same, seen from further above: *folder* is the way down, with a slash at its end."""
        return Way(
            {folder + old: folder + new for old, new in self.paths.items()},
            (folder + self.folder[0], folder + self.folder[1]) if self.folder[0] else ("", ""),
            {folder + old: new and folder + new for old, new in self.gone.items()},
            {folder + path: anchors for path, anchors in self.anchors.items()},
        )


def tree_after(tree: Tree, way: Way) -> Tree:
    """The files as they will be."""
    files = frozenset(way.page(path) for path in tree.files if path not in way.gone)
    anchors = {way.page(path): found for path, found in tree.anchors.items() if path not in way.gone}
    for path, renamed in way.anchors.items():
        anchors[way.page(path)] = frozenset(renamed.get(anchor, anchor) for anchor in anchors[way.page(path)])
    redirects = {old: redirect for old, redirect in tree.site.redirects.items() if old not in files}
    site = tree.site._replace(redirects=redirects)
    return Tree(tree.root, tree.docs, files, site, anchors, tree.top)
