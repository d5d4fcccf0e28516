"""Set up a new knowledge base: decide which files it needs, then write those that are not there."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from kb_tools.config import CONFIG_NAME
from kb_tools.corpus.listing import SUFFIXES, list_articles
from kb_tools.errors import KbError
from kb_tools.links.mkdocs_yml import NAMES as MKDOCS_NAMES
from kb_tools.writing.automation import Checks, ci_files, hooks_file
from kb_tools.writing.new_file import create
from kb_tools.writing.planned import Planned, first_there, planned, quoted
from kb_tools.writing.settings_file import settings_file
from kb_tools.writing.surroundings import docs_folder, is_project_file, platform, repository
from kb_tools.writing.survey import survey
from kb_tools.writing.templates import fill

FIRST_ARTICLE = "accounts/password-refused.md"
FIRST_SEARCH = "it says my password is wrong"


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do to make a folder a knowledge base."""

    folder: Path
    files: tuple[Planned, ...]
    left_out: tuple[str, ...] = ()
    """What it does not get, and why."""
    articles: int = 0
    """How many were there before."""
    has_site: bool = True
    in_repository: bool = False
    above: Path | None = None
    """A knowledge base that the folder lies in, and that stops at the new one from now on."""


def plan(folder: Path, ci: Literal["github", "gitlab", "none"] | None, today: date) -> Plan:
    """Decide what *folder* (absolute, there or not) needs; nothing is written.

    Args:
        folder: the new knowledge base.
        ci: the platform to write a CI file for; None to find out which.
        today: the day the first article counts as reviewed.

    Raises:
        ConfigError: there is a kb.toml, and it is wrong.
        KbError: the folder is none, or the articles that are there cannot be listed.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise KbError("is not a folder", path=folder, hint="Name the folder that the knowledge base goes into.")
    docs_name = docs_folder(folder)
    docs = folder / docs_name
    found = [entry.path for entry in list_articles(docs)] if docs.is_dir() else []
    articles = [path for path in found if not is_project_file(path) and not _is_home(path)]
    mkdocs = first_there(folder, *MKDOCS_NAMES)
    # MkDocs builds no site from the folder that holds its own mkdocs.yml.
    has_site = docs_name != "." or mkdocs is not None

    files = [_settings_file(folder, docs_name, found)]
    left_out = []
    if has_site:
        files += [_site_file(folder, docs_name), _home_page(docs, with_first=not articles)]
    else:
        left_out.append(f"mkdocs.yml: MkDocs needs the articles in a folder of their own, such as docs. For a site, "
                        f"move them there, delete {CONFIG_NAME}, and run kb init again.")  # fmt: skip
    if not articles or (docs / FIRST_ARTICLE).exists():
        files.append(planned(docs / FIRST_ARTICLE, fill("password-refused.md", today=today.isoformat())))
    else:
        left_out.append(f"a first article: {len(articles)} are there already.")
    top = repository(folder)
    below = folder.relative_to(top).as_posix() if top else "."
    checks = Checks("" if below == "." else below, (mkdocs.name if mkdocs else MKDOCS_NAMES[0]) if has_site else "")
    if ci != "none":
        files += ci_files(ci or platform(folder), top or folder, checks)
    files += [hooks_file(top or folder, checks), _ignore_file(folder, docs_name)]
    return Plan(folder, tuple(files), tuple(left_out), len(articles), has_site, top is not None, _above(folder))


def check(todo: Plan) -> None:
    """Can all of it be written? Asked before the first file is, so that the usual trouble leaves nothing half done.

    Raises:
        KbError: it cannot.
    """
    for item in todo.files:
        if item.existing is None:
            above = next(folder for folder in item.path.parents if os.path.lexists(folder))
            if not above.is_dir():
                raise _unwritable(item.path, f"{above} is not a folder")
            if not os.access(above, os.W_OK | os.X_OK):
                raise _unwritable(item.path, f"{above} cannot be written")


def carry_out(todo: Plan) -> Iterator[tuple[Planned, bool]]:
    """Write what is not there yet; for each file, was it created?

    Raises:
        KbError: a file or a folder cannot be written. What was written before is whole.
    """
    for item in todo.files:
        try:
            created = item.existing is None and create(item.path, item.text)
        except OSError as error:
            raise _unwritable(item.path, error.strerror or str(error)) from error
        yield item, created


def next_steps(todo: Plan) -> list[str]:
    """What to do now, as commands and what they are for."""
    from importlib.util import find_spec

    where = os.path.relpath(todo.folder)
    if where.startswith(".."):
        where = str(todo.folder)
    steps = [] if where == "." else [(f"cd {shlex.quote(where)}", "")]
    if todo.articles:
        steps += [("kb check", f"what is wrong with the {todo.articles} articles"),
                  ("kb check --write-baseline", "leaves that for later, with baseline in kb.toml"),
                  ("kb search WORDS...", "what a caller would say")]  # fmt: skip
    else:
        steps += [(f"kb search {FIRST_SEARCH}", "finds the first article"),
                  ("kb show password-refused", "prints it; write the next one in this form")]  # fmt: skip
    if todo.has_site:
        if not (find_spec("mkdocs") and find_spec("material")):
            steps.append(("pip install 'kb-tools[site]'", "what the site needs"))
        steps.append(("mkdocs serve", "shows the site while you write"))
    if not todo.in_repository:
        steps.append(("git init", "articles are kept in git"))
    steps.append(("pre-commit install", "checks before each commit (pip install pre-commit)"))
    width = max(len(command) for command, _ in steps)
    return [f"{command:<{width}}   {purpose}".rstrip() for command, purpose in steps]


def _unwritable(path: Path, reason: str) -> KbError:
    return KbError(f"cannot be created: {reason}", path=path,
                   hint="Mend that, then run kb init again: it goes on where it stopped.")  # fmt: skip


# --- The files ------------------------------------------------------------------------------------------------------


def _settings_file(folder: Path, docs_name: str, found: Sequence[str]) -> Planned:
    path = folder / CONFIG_NAME
    if first_there(folder, CONFIG_NAME):
        return planned(path, "")
    aside = sorted(f"/{name}" for name in found if "/" not in name and (_is_home(name) or is_project_file(name)))
    if docs_name != "." and not any(_is_home(name[1:]) for name in aside):
        # In a tree that grew without kb, the index.md of a folder may well be an article.
        aside.insert(0, "/index.md" if found else "index.md")
    # The folder's one home is docs_dir in mkdocs.yml, where kb finds it; but not in a mkdocs.yaml.
    own_docs = docs_name if docs_name == "." or first_there(folder, *MKDOCS_NAMES) == folder / MKDOCS_NAMES[1] else ""
    docs = folder / docs_name
    return planned(path, settings_file(own_docs, aside, survey(docs) if docs.is_dir() else None))


def _site_file(folder: Path, docs_name: str) -> Planned:
    # A name that is not UTF-8 has no other spelling in a text file.
    name = os.fsencode(folder.name).decode("utf-8", "replace") or "Knowledge base"
    folders = "" if docs_name == "docs" else f"docs_dir: {quoted(docs_name)}\n"
    if docs_name.partition("/")[0] == "site":
        folders += f"site_dir: {_built(docs_name)}\n"
    return planned(folder / MKDOCS_NAMES[0], fill("mkdocs.yml", site_name=quoted(name), folders=folders),
                   *MKDOCS_NAMES[1:])  # fmt: skip


def _built(docs_name: str) -> str:
    """Where the built site goes: MkDocs' own default, unless the articles are there."""
    return "_site" if docs_name.partition("/")[0] == "site" else "site"


def _home_page(docs: Path, *, with_first: bool) -> Planned:
    first = "\nThe first article: [The right password is refused at sign-in](accounts/password-refused.md)\n"
    homes = sorted(name for name in os.listdir(docs) if _is_home(name)) if docs.is_dir() else []
    return planned(docs / "index.md", fill("index.md", first=first if with_first else ""), *homes)


def _ignore_file(folder: Path, docs_name: str) -> Planned:
    from pathspec import GitIgnoreSpec

    lines = ["/.kb/", f"/{_built(docs_name)}/"]
    found = planned(folder / ".gitignore", fill("gitignore", lines="\n".join(lines)))
    if found.existing is None:
        return found
    text = found.path.read_text(encoding="utf-8-sig", errors="replace") if found.path.is_file() else ""
    spec = GitIgnoreSpec.from_lines(text.splitlines())
    missing = [line for line in lines if not spec.match_file(f"{line[1:]}file")]
    return Planned(found.path, found.text, found.existing, "\n".join(missing))


def _above(folder: Path) -> Path | None:
    """The knowledge base that *folder* lies in; kb does not look beyond a repository."""
    for inner, outer in zip((folder, *folder.parents), folder.parents, strict=False):
        if (inner / ".git").exists():
            return None
        if (outer / CONFIG_NAME).is_file():
            return outer
    return None


def _is_home(path: str) -> bool:
    """Is this what MkDocs makes the first page of its folder?"""
    name, _, suffix = path.rpartition(".")
    return name.lower() in ("index", "readme") and f".{suffix.lower()}" in SUFFIXES
