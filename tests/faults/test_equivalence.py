"""Whatever happens to the articles, an index that was updated all along answers as one that is built anew."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trees import index, quiet, write

from kb_tools.cli.opening import bring_up_to_date
from kb_tools.config import Settings
from kb_tools.search import advance
from kb_tools.search import build as building
from kb_tools.search.searcher import Searcher
from kb_tools.search.update import Keeper

WORDS = ["router", "vpn", "drops", "printer", "jams", "809", "0x80070005", "log-in", "won't", "the"]
NAMES = ["a.md", "b.md", "c/d.md", "c/e f.md", "g.md", "c.md"]
QUERIES = [
    *WORDS,
    "router drops",
    "vpn drops 809",
    "the printer jams won't log-in",
    "printr jam",
    "routr 80070005",
    "rou",
    "8007",
    '"vpn drops"',
]

contents = st.one_of(
    st.builds(
        "---\ntitle: {}\nsymptoms: [{}]\nproducts: [{}]\n---\n\n## Fix\n\n{}\n".format,
        *[st.lists(st.sampled_from(WORDS), max_size=size).map(" ".join) for size in (3, 4, 1, 30)],
    ),
    st.sampled_from(
        ["", "# Router\n", "\0binary", "---\nsearch: {exclude: true}\n---\nrouter", "---\nbroken: [\n---\nvpn"]
    ),
)

steps = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), contents),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("touch"), st.sampled_from(NAMES), st.integers(-20, 20)),
    st.tuples(st.just("update"), st.none(), st.none()),
)


def answers(settings: Settings) -> dict[str, list[tuple[str, int]]]:
    """What each query finds. Equal scores come in the order in which articles were indexed, so that is left open."""
    searcher = Searcher(settings, bring_up_to_date(Keeper(settings), quiet=True))
    return {
        query: sorted((hit.card["path"], hit.score) for hit in searcher.search(query, 100).hits) for query in QUERIES
    }


def take(docs: Path, step: tuple[str, str | None, object]) -> None:
    verb, name, argument = step
    path = docs / str(name)
    if verb == "write":
        write(docs, {str(name): str(argument)})
    elif verb != "update" and not path.exists():
        return
    elif verb == "delete":
        path.unlink()
    elif verb == "rename":
        (docs / str(argument)).parent.mkdir(exist_ok=True)
        path.replace(docs / str(argument))
    elif verb == "touch":
        assert isinstance(argument, int)
        then = path.stat().st_mtime + argument
        os.utime(path, (then, then))


@pytest.mark.parametrize(
    ("small", "parallel"), [(200, 1000), (1, 1000), (200, 2)], ids=["one core", "often anew", "many cores"]
)
@given(st.lists(steps, max_size=20))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_updated_all_along_or_built_anew(
    monkeypatch: pytest.MonkeyPatch, small: int, parallel: int, history: list[tuple[str, str | None, object]]
) -> None:
    monkeypatch.setattr(advance, "SMALL", small)
    monkeypatch.setattr(building, "PARALLEL_FROM", parallel)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs"
        write(docs, {"kept.md": "---\ntitle: Router drops\n---\n\nThe printer jams.\n"})
        old, new = (Settings(Path(folder) / name, docs) for name in ("old", "new"))
        for settings_ in (old, new):
            settings_.root.mkdir()
        index(old)
        for step in history:
            take(docs, step)
            if step[0] == "update":
                Keeper(old).update(quiet)
        assert answers(old) == answers(new)
