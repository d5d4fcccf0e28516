"""Do imports run one way, and does only the command line know of terminals?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kb_tools"

BASICS = frozenset({
    "__version__", "atomic", "config", "config_file", "digests", "errors", "lengths", "marked_yaml",
    "text_file", "wording", "workers",
})  # fmt: skip
"""What everything may import; they import nothing but each other."""

MAY_IMPORT = {
    "article": (),
    "corpus": ("article",),
    "query": ("article", "corpus", "search"),
    "search": ("article", "corpus", "query"),
    "links": ("article", "corpus"),
    "history": ("article", "corpus"),
    "checks": ("article", "corpus", "query", "search", "links", "history"),
    "review": ("article", "corpus", "query", "search", "links", "history", "checks"),
    "health": ("article", "corpus", "query", "search", "links", "history", "checks", "review"),
    "site": ("article", "corpus", "query", "search", "links", "history", "checks"),
    "writing": ("article", "corpus", "query", "search", "links", "history", "checks", "review"),
}
"""Part -> the parts below it. `query` and `search` share how text is cut."""


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imported(path: Path) -> Iterator[str]:
    """Every module that a file names in an import, also within functions."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute here"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names) if module == "kb_tools" else (module,)


def files(part: str) -> list[Path]:
    return [PACKAGE / f"{part}.py"] if (PACKAGE / f"{part}.py").is_file() else sorted((PACKAGE / part).rglob("*.py"))


def parts_of(part: str) -> set[tuple[str, str]]:
    """(file, part of ours that it imports), other than its own."""
    names = ((path, name.split(".")) for path in files(part) for name in imported(path))
    return {(path.name, name[1]) for path, name in names if name[0] == "kb_tools" and name[1:2] not in ([], [part])}


def test_every_part_is_in_its_place() -> None:
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert there - {"__init__", "__main__", "cli"} <= set(MAY_IMPORT) | BASICS


@pytest.mark.parametrize("part", sorted(MAY_IMPORT))
def test_imports_run_one_way(part: str) -> None:
    assert files(part) or part == "site"
    allowed = BASICS.union(MAY_IMPORT[part])
    assert {row for row in parts_of(part) if row[1] not in allowed} == set()


@pytest.mark.parametrize("part", sorted(BASICS - {"__version__"}))
def test_the_basics_need_nothing_else(part: str) -> None:
    assert {row for row in parts_of(part) if row[1] not in BASICS} == set()


OUTSIDE_CLI = [path for path in sorted(PACKAGE.rglob("*.py")) if (PACKAGE / "cli") not in path.parents]


@pytest.mark.parametrize(("library", "home"), [("click", "cli"), ("rich", "cli"), ("whoosh", "search/engines/whoosh")])
def test_a_library_has_one_home(library: str, home: str) -> None:
    using = [
        path for path in sorted(PACKAGE.rglob("*.py")) if any(name.split(".")[0] == library for name in imported(path))
    ]
    assert using
    assert [path for path in using if PACKAGE / home not in path.parents] == []


def test_only_the_command_line_prints_and_exits() -> None:
    assert OUTSIDE_CLI
    for path in OUTSIDE_CLI:
        for node in nodes(path):
            if isinstance(node, ast.Call):
                assert _name(node.func) not in ("print", "exit", "quit", "sys.exit", "os._exit"), (
                    f"{path}:{node.lineno}"
                )
            elif isinstance(node, ast.Name):
                assert node.id != "SystemExit", f"{path}:{node.lineno}"


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        return f"{called.value.id}.{called.attr}"
    return called.id if isinstance(called, ast.Name) else ""


def test_only_one_module_runs_programs() -> None:
    """Git is asked in one way: no hooks, no prompts, no settings that change what it prints.

    `kb browse` runs the reader's own editor, clipboard and browser.
    """
    using = [path.relative_to(PACKAGE).as_posix() for path in OUTSIDE_CLI + sorted((PACKAGE / "cli").rglob("*.py"))
             if any(name.split(".")[0] == "subprocess" for name in imported(path))]  # fmt: skip
    assert using == ["history/git.py", "cli/browsing/programs.py"]
