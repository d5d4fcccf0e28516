"""What callers said and which article should have come up: phrases.yml, or a folder in BEIR's layout."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kb_tools import marked_yaml
from kb_tools.errors import ConfigError

FILE_NAME = "phrases.yml"


class Case(NamedTuple):
    """One thing a caller said."""

    said: str
    expected: frozenset[str]
    """Paths of the articles that answer it."""
    unwanted: frozenset[str] = frozenset()
    """Paths of the articles that must not be among the first three."""
    line: int = 0


def load_cases(path: Path, paths: Mapping[str, str]) -> list[Case]:
    """Read a phrases file, or a folder with queries.jsonl and qrels/test.tsv.

    Args:
        paths: article id or path -> path.

    Raises:
        ConfigError: the first mistake in it, with its line.
    """
    if path.is_dir():
        return _beir(path, paths)
    return _phrases(path, paths)


def is_beir(folder: Path) -> bool:
    return (folder / "queries.jsonl").is_file() and (folder / "qrels" / "test.tsv").is_file()


def _phrases(path: Path, paths: Mapping[str, str]) -> list[Case]:
    root = marked_yaml.compose(path)
    cases: list[Case] = []
    first: dict[str, int] = {}
    for item in marked_yaml.items(root, path, "must be a list: - said: ...") if root is not None else ():
        case = _phrase(item, path, paths)
        key = " ".join(case.said.lower().split())
        if first.setdefault(key, case.line) != case.line:
            raise ConfigError(f"this was said on line {first[key]} already", path=path, line=case.line)
        cases.append(case)
    return cases


def _phrase(item: Any, path: Path, paths: Mapping[str, str]) -> Case:
    said, expected, unwanted = "", frozenset[str](), frozenset[str]()
    for name, key, value in marked_yaml.fields(item, path, "each phrase is: said: ... and expect: [id]"):
        if name == "said":
            said = marked_yaml.text(value, path, "'said' must be what the caller said, in quotes")
        elif name == "expect":
            expected = _articles(value, path, paths)
        elif name == "not":
            unwanted = _articles(value, path, paths)
        else:
            near = difflib.get_close_matches(name, ("said", "expect", "not"), n=1)
            raise ConfigError(f"unknown field {name!r}", path=path, line=marked_yaml.line(key),
                              hint=f"Did you mean {near[0]!r}?" if near else "Known: said, expect, not.")  # fmt: skip
    line = marked_yaml.line(item)
    if not said:
        raise ConfigError("a phrase without 'said'", path=path, line=line)
    if not expected and not unwanted:
        raise ConfigError("a phrase that expects nothing", path=path, line=line, hint="Name the article: expect: [id]")
    if both := expected & unwanted:
        raise ConfigError(f"{min(both)} is both expected and unwanted", path=path, line=line)
    return Case(said, expected, unwanted, line)


def _articles(node: Any, path: Path, paths: Mapping[str, str]) -> frozenset[str]:
    import yaml

    names = node.value if isinstance(node, yaml.SequenceNode) else [node]
    found = set()
    for item in names:
        name = marked_yaml.text(item, path, "this must be the id of an article")
        if name not in paths:
            near = difflib.get_close_matches(name, paths, n=1)
            raise ConfigError(f"there is no article {name!r}", path=path, line=marked_yaml.line(item),
                              hint=f"Did you mean {near[0]!r}?" if near else "")  # fmt: skip
        found.add(paths[name])
    return frozenset(found)


def _beir(folder: Path, paths: Mapping[str, str]) -> list[Case]:
    """BEIR's layout (Thakur et al., "BEIR: A Heterogeneous Benchmark", 2021); articles that are gone count as misses."""
    wanted: dict[str, set[str]] = {}
    labels = folder / "qrels" / "test.tsv"
    try:
        for number, row in enumerate(labels.read_text(encoding="utf-8").splitlines()[1:], 2):
            parts = row.split("\t")
            if len(parts) != 3:
                raise ConfigError("a line needs query, article and score, with tabs between", path=labels, line=number)
            if parts[2].strip() != "0":
                wanted.setdefault(parts[0], set()).add(paths.get(parts[1], parts[1]))
        cases = []
        queries = folder / "queries.jsonl"
        for number, row in enumerate(queries.read_text(encoding="utf-8").splitlines(), 1):
            query = json.loads(row)
            if query["_id"] in wanted:
                cases.append(Case(query["text"], frozenset(wanted[query["_id"]]), line=number))
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=error.filename) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError("each line must be JSON with _id and text", path=queries, line=number) from error
    return cases
