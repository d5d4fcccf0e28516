"""What callers said and which article should have come up: phrases.yml, or a folder in BEIR's layout."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kb_tools import marked_yaml
from kb_tools.errors import ConfigError
from kb_tools.text_file import read_text

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
    first: dict[str, Case] = {}
    for item in marked_yaml.items(root, path, "must be a list: - said: ...") if root is not None else ():
        case = _phrase(item, path, paths)
        known = first.setdefault(" ".join(case.said.lower().split()), case)
        if known is not case:
            raise ConfigError(f"this was said on line {known.line} already", path=path, line=case.line)
    return list(first.values())


def _phrase(item: Any, path: Path, paths: Mapping[str, str]) -> Case:
    said, expected, unwanted = "", frozenset[str](), frozenset[str]()
    seen: dict[str, int] = {}
    for name, key, value in marked_yaml.fields(item, path, "each phrase is: said: ... and expect: [id]"):
        if name in seen:
            raise ConfigError(f"{name!r} stands on line {seen[name]} already", path=path, line=marked_yaml.line(key),
                              hint="Begin each phrase with a hyphen: - said: ...")  # fmt: skip
        seen[name] = marked_yaml.line(key)
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
    labels, queries = folder / "qrels" / "test.tsv", folder / "queries.jsonl"
    for number, row in _rows(labels):
        parts = row.split("\t")
        if number == 1 and parts[-1].strip() == "score":
            continue
        if len(parts) != 3 or not _is_number(parts[2]):
            raise ConfigError("a line needs query, article and score, with tabs between", path=labels, line=number)
        if float(parts[2]) > 0:
            wanted.setdefault(parts[0], set()).add(paths.get(parts[1], parts[1]))
    cases = []
    for number, row in _rows(queries):
        try:
            query = json.loads(row)
            name, said = str(query["_id"]), str(query["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError("each line must be JSON with _id and text", path=queries, line=number) from error
        if name in wanted:
            cases.append(Case(said, frozenset(wanted[name]), line=number))
    return cases


def _rows(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that hold something, from 1. Only \\n ends a line: a text may hold other line breaks."""
    text = read_text(path)
    return ((number, row.rstrip("\r")) for number, row in enumerate(text.split("\n"), 1) if row.strip())


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
