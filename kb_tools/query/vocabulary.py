"""The team's vocabulary: the caller's word -> the article's word.

``vocabulary.yml`` next to kb.toml, and a starter set for helpdesks that comes with kb::

    same:                                  # each of these may stand for each other
      - [internet box, router, modem]
    say:                                   # what callers say: what articles say
      kicked off: [disconnects, drops]

It is compiled into one sorted text file that is searched in place, so that ten thousand entries cost a query nothing.
"""

from __future__ import annotations

import mmap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kb_tools.digests import blake2b
from kb_tools.errors import ConfigError

if TYPE_CHECKING:
    from kb_tools.search.analysis import Analyzer

FILE_NAME = "vocabulary.yml"
STARTER = Path(__file__).with_name("starter_vocabulary.yml")
LONGEST = 4
"""The most words an entry's caller's side may have."""

TAB = "\t"


class Entry(NamedTuple):
    """One line of meaning."""

    said: str
    means: tuple[str, ...]
    line: int


def digest(root: Path) -> str:
    """Name the state of the team's vocabulary and the starter set; cheap enough for every search."""
    hasher = blake2b(STARTER.read_bytes(), digest_size=8)
    path = root / FILE_NAME
    try:
        # Not of a pipe by that name, which would never end.
        if path.is_file():
            with open(path, "rb") as file:
                # What is longer than 20 MB is refused when it is read.
                hasher.update(file.read(20_000_001))
        else:
            hasher.update(b"-")
    except OSError:
        hasher.update(b"-")
    return hasher.hexdigest()


def load(root: Path) -> list[Entry]:
    """Read the starter set and the team's vocabulary.

    Raises:
        ConfigError: a mistake in the team's file, with its line.
    """
    entries = read(STARTER)
    path = root / FILE_NAME
    return entries + read(path) if path.is_file() else entries


def read(path: Path) -> list[Entry]:
    """Read one vocabulary file. Raises ConfigError for the first mistake: file, line, reason."""
    from kb_tools import marked_yaml

    root = marked_yaml.compose(path)
    entries: list[Entry] = []
    for name, key, value in marked_yaml.fields(root, path, "must hold 'same:' and 'say:'") if root else ():
        if name == "same":
            entries += _same(value, path)
        elif name == "say":
            entries += _say(value, path)
        else:
            raise ConfigError(f"unknown part {name!r}", path=path, line=marked_yaml.line(key),
                              hint="The parts are: same, say.")  # fmt: skip
    _reject_duplicates(entries, path)
    return entries


def _same(node: Any, path: Path) -> list[Entry]:
    from kb_tools import marked_yaml

    entries = []
    for group in marked_yaml.items(node, path, "'same' is a list of groups: - [router, modem]"):
        words = tuple(
            _text(item, path) for item in marked_yaml.items(group, path, "a group is a list: - [router, modem]")
        )
        if len(words) < 2:
            raise ConfigError("a group needs two words at least", path=path, line=marked_yaml.line(group))
        _reject_repeated(words, path, marked_yaml.line(group))
        entries += [
            Entry(word, tuple(other for other in words if other != word), marked_yaml.line(group)) for word in words
        ]
    return entries


def _say(node: Any, path: Path) -> list[Entry]:
    import yaml

    from kb_tools import marked_yaml

    entries = []
    for _, key, value in marked_yaml.fields(node, path, "'say' holds lines such as: kicked off: disconnects"):
        nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
        said, means, at = _text(key, path), tuple(_text(item, path) for item in nodes), marked_yaml.line(key)
        if not means:
            raise ConfigError(f"{said!r} stands for nothing", path=path, line=at)
        _reject_repeated(means, path, at)
        entries.append(Entry(said, means, at))
    return entries


def _reject_repeated(words: Sequence[str], path: Path, line: int) -> None:
    """Rejects a word that stands twice in one list."""
    seen = set()
    for word in words:
        if word.lower() in seen:
            raise ConfigError(f"{word!r} stands twice in one list", path=path, line=line)
        seen.add(word.lower())


def _text(node: Any, path: Path) -> str:
    from kb_tools import marked_yaml
    from kb_tools.search.analysis import TOKEN

    found = marked_yaml.text(node, path, "this must be a word or a phrase")
    words = TOKEN.findall(found)
    if not words:
        raise ConfigError(f"there is no word in {found!r}", path=path, line=marked_yaml.line(node))
    if len(words) > LONGEST:
        raise ConfigError(f"{found!r} has more than {LONGEST} words", path=path, line=marked_yaml.line(node),
                          hint="Keep the words that carry the meaning.")  # fmt: skip
    return found


def _reject_duplicates(entries: Iterable[Entry], path: Path) -> None:
    """The same thing said twice on different lines is a slip; a -> b -> a is one too: `same` says that."""
    first: dict[tuple[str, str], int] = {}
    for said, means, line in entries:
        for meaning in means:
            pair = (said.lower(), meaning.lower())
            if pair[0] == pair[1]:
                raise ConfigError(f"{said!r} stands for itself", path=path, line=line)
            if first.setdefault(pair, line) != line:
                raise ConfigError(f"{said!r} -> {meaning!r} stands on line {first[pair]} already", path=path, line=line)
    for (said, meaning), line in first.items():
        back = first.get((meaning, said))
        if back is not None and back != line:
            raise ConfigError(f"{said!r} -> {meaning!r} goes round in a circle with line {min(back, line)}", path=path,
                              line=max(back, line), hint=f"Write it once, under same: - [{said}, {meaning}]")  # fmt: skip


# --- compiled -------------------------------------------------------------------------------------------------------


def compiled(entries: Iterable[Entry], analyzer: Analyzer) -> bytes:
    """The entries by their terms, one a line, sorted, an empty line first: ``said terms<TAB>meaning terms<TAB>...``."""
    table: dict[str, dict[str, None]] = defaultdict(dict)
    for said, means, _ in entries:
        key = " ".join(analyzer.own_terms(analyzer.tokens(said)))
        for meaning in means:
            terms = " ".join(analyzer.own_terms(analyzer.tokens(meaning)))
            if key and terms and terms != key:
                table[key][terms] = None
    lines = sorted(f"{key}\t{TAB.join(meanings)}".encode("utf-8", "replace") for key, meanings in table.items())
    return b"\n".join([b"", *lines, b""])


class Vocabulary:
    """A compiled vocabulary, searched in place."""

    def __init__(self, content: bytes | mmap.mmap = b"\n") -> None:
        self._content = content

    @classmethod
    def open(cls, path: Path) -> Vocabulary:
        """Raises OSError, or ValueError where the file is empty."""
        with open(path, "rb") as file:
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def meanings(self, terms: Sequence[str]) -> list[list[str]]:
        """What these terms, said together, stand for: each meaning as a list of terms."""
        key = " ".join(terms).encode("utf-8", "replace") + b"\t"
        line = self._first_from(key)
        return [meaning.split(" ") for meaning in line[len(key) :].decode().split("\t")] if line.startswith(key) else []

    def begins(self, term: str) -> bool:
        """Does any entry begin with this term?"""
        start = term.encode("utf-8", "replace")
        line = self._first_from(start)
        return line.startswith((start + b" ", start + b"\t"))

    def _first_from(self, key: bytes) -> bytes:
        """The first line that is not less than *key*."""
        content, low, high = self._content, 1, len(self._content)
        while low < high:
            start = content.rfind(b"\n", 0, (low + high) // 2) + 1
            end = content.find(b"\n", start)
            if end < 0 or bytes(content[start:end]) >= key:
                high = start - 1 if start > low else low
            else:
                low = end + 1
        end = content.find(b"\n", low)
        return bytes(content[low:end]) if end >= 0 else b""
