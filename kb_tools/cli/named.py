"""Which article does the user mean? For the commands that name one without looking at all of them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from kb_tools.cli.output import note
from kb_tools.errors import NotFoundError
from kb_tools.search.searcher import Searcher


def warn_of_flags(searcher: Searcher) -> None:
    """Say which files in flags/ could not be read."""
    for trouble in searcher.flags.troubles if searcher.flags is not None else ():
        note(trouble, "warning")


def path_of(searcher: Searcher, name: str) -> str:
    """The path of the article with this id, path, or beginning of an id.

    Raises:
        NotFoundError: there is none, or several begin so.
    """
    written = name.replace("\\", "/").removeprefix("./")
    docs = f"{searcher.settings.docs_name}/"
    # A path from the root, as a shell completes it.
    below = written.removeprefix(docs) if docs != "/" else written
    paths = searcher.named(written) or (searcher.named(below) if below != written else [])
    if len(paths) == 1:
        return paths[0]
    if not paths and (path := _unlisted(searcher.settings.docs, below)):
        return path
    if not paths:
        import difflib

        near = difflib.get_close_matches(name, searcher.ids(), n=3)
        raise NotFoundError(f"no article is called {name!r}", hint=(
            f"Did you mean {', '.join(near)}?" if near else f"To look for it: kb search {name}"))  # fmt: skip
    raise NotFoundError(f"{len(paths)} articles begin with {name!r}", hint=f"They are: {', '.join(paths[:10])}")


def _unlisted(docs: Path, name: str) -> str:
    """The path of an article that no search finds, such as a page of the manual; it can be read all the same."""
    from kb_tools.corpus.listing import SUFFIXES

    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        return ""
    for candidate in (str(path), f"{path}.md"):
        try:
            if candidate.endswith(SUFFIXES) and (docs / candidate).is_file():
                return candidate
        except (OSError, ValueError):
            # Too long, or holds a NUL.
            return ""
    return ""
