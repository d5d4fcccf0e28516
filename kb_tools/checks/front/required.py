"""Which fields must an article have, and has not? And which of its own are those, misspelled?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kb_tools.checks.options import Options
from kb_tools.checks.problems import is_broken
from kb_tools.checks.source import Source
from kb_tools.config import FIELDS


def missing(source: Source, options: Options) -> tuple[str, ...]:
    """The fields that must be there and are not, or hold nothing."""
    if is_broken(source):
        return ()
    lacking: dict[str, None] = {}
    if source.is_held:
        lacking |= dict.fromkeys(each.field for each in source.front.violations if each.keyword == "required")
        # An article that was never read through is never-reviewed (KB403), whatever its kind.
        lacking.pop("last_reviewed", None)
    if source.is_answer and options.required:
        values = source.front.values
        lacking |= dict.fromkeys(name for name in options.required if name not in values)
        if has_heading(source) and not source.is_held:
            lacking.pop("title", None)
    return tuple(lacking)


def has_heading(source: Source) -> bool:
    """Has the page a heading of the first level?"""
    return any(section.level == 1 and section.heading for section in source.article.sections)


def misspelled(fields: Iterable[str], names: Mapping[str, Sequence[str]], *, is_held: bool) -> dict[str, str]:
    """The fields of an article that are a known one misspelled -> the name that was meant.

    In an article of another form only the names count that `[fields]` in kb.toml gives: the rest is its own business.
    """
    there = frozenset(fields)
    theirs = tuple(sorted({key for keys in names.values() for key in keys}))
    known = (*FIELDS, *theirs) if is_held else theirs
    if not known or there <= frozenset(known):
        return {}
    found = {}
    for field in there.difference(FIELDS, theirs):
        meant = _meant(field, known)
        if meant and meant not in there:
            found[field] = meant
    return found


@lru_cache(maxsize=4096)
def _meant(field: str, known: tuple[str, ...]) -> str:
    if len(field) > 40:
        return ""
    plain = _plain(field)
    return next((name for name in known if _plain(name).removesuffix("s") == plain.removesuffix("s")), "") or next(
        (name for name in known if len(name) > 4 and _is_one_slip(plain, _plain(name))), ""
    )


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """A name as it sounds: lastReviewed and last-reviewed are last_reviewed."""
    return "".join(character for character in name.lower() if character not in "-_ .")


def _is_one_slip(one: str, other: str) -> bool:
    """Does one letter too many, too few, changed or swapped with its neighbor make one of the other?"""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    left, right = one[start:], other[start:]
    return (
        left[1:] == right[1:] or left[1:] == right or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )  # fmt: skip
