"""Codes as they are spoken and written -> the one form they have in the index.

"oh x eight double-oh seven triple-oh five", "hex 8007 0005" and "0x80070005" are all the term "80070005"; "five fifty five
one ten" is "550" and "5.1.10". Speech leaves open where one number ends and the next begins ("five fifty five" is 5 55,
550 5 or 555), so every reading is tried, and those are kept that the index knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kb_tools.query import spoken
from kb_tools.search.analysis import reply_and_status

Exists = Callable[[str], bool]
"""Does any article have this term?"""

_CUES = frozenset("error err code fault event eventid id http status stop number no kb".split())
"""Words before a number that make it a code."""

_COUNTED = frozenset(
    """area bay block box build card case cell chart day days desk disk door drive fan file floor form gate group
    hour item lane layer level line lines list loop model node nodes note page pages part parts pass pc pcs phase
    plan point pool port ports rack ring role room round row rule seat shift site sites slot stage step steps tab
    table task team test tier time times tip tray type unit units user users wave week weeks wing zone""".split()
)
"""Ordinary words that are followed by a number: *step 2* is no code, even where an article says *step2*."""

_LOOKS_HEX = re.compile(r"[0-9a-f]{2,8}$")
_STATUS = re.compile(r"(?=[a-f]*[0-9])[a-f][0-9a-f]{7}$")
"""c0000017, read off a screen that leaves 0x out; deadbeef and all other words have no digit."""
_CONFUSED = str.maketrans("oli", "011")
_QUANTITY = re.compile(r"\d{1,4}[a-z]+$")
"""24h, 100mbit, 10am, 2nd: no code unless an article has it as one."""
_VERSION = re.compile(r"([a-z]{5,})\d{1,4}$|([a-z]+)(?:19|20)\d\d$")
"""windows11, office2019: where the name is a word of the articles, it says little."""
_CUE_AND_NUMBER = re.compile(r"([a-z]+)(\d+)$")
_PIECES = re.compile(r"[^-_]+")


class Code(NamedTuple):
    """A code found in a query."""

    term: str
    first: int
    """The index of the first token that says it."""
    last: int
    certain: bool
    """It cannot be a quantity: written with letters, dots or 0x, or announced ("error 809")."""
    known: bool
    """An article has it."""


def find_codes(tokens: Sequence[str], exists: Exists, own: Callable[[str], str]) -> list[Code]:
    """All codes that the tokens say or spell, from left to right.

    Args:
        tokens: lower-case tokens, as the analyzer cuts them.
        own: a token's own term.
    """
    # The analyzer keeps "double-oh" and "fifty-five" together.
    parts = [(part, index) for index, token in enumerate(tokens) for part in _spoken_parts(token)]
    found: list[Code] = []
    position = 0
    while position < len(parts):
        code, used = _spoken(parts, position, exists)
        if not used:
            code, used = _written(parts, position, exists, own)
        found.extend(code)
        position += max(used, 1)
    return found


def _spoken_parts(token: str) -> list[str]:
    if both := reply_and_status(token):
        return list(both)
    pieces = token.split("-")
    return pieces if len(pieces) > 1 and all(spoken.is_number_word(piece) for piece in pieces) else [token]


# --- spoken ---------------------------------------------------------------------------------------------------------


def _spoken(parts: Sequence[tuple[str, int]], start: int, exists: Exists) -> tuple[list[Code], int]:
    """The code that begins at *start*, and how many parts it takes; nothing when none is spoken there."""
    if (word := parts[start][0]) not in spoken.FIRST and not word.isdecimal():
        return [], 0
    words, end, hexadecimal = spoken.run(parts, start)
    if not spoken.may_be_code(words, hexadecimal):
        return [], 0
    announced = _announced(parts, start)
    first, last = parts[start][1], parts[end - 1][1]
    readings = sorted(set(spoken.readings(words)), key=lambda reading: (len(reading), reading))
    best: list[str] = []
    for reading in readings:
        terms = _known_terms(reading, exists, hexadecimal)
        if terms and (not best or sum(map(len, terms)) > sum(map(len, best))):
            best = terms
    # "one point five" is a quantity, "five dot one dot ten" is none.
    certain = announced or hexadecimal or any(word in spoken.REPEATS for word in words)
    certain = certain or any(term.count(".") > 1 for term in best or readings[:1])
    if best:
        return [Code(term, first, last, certain, True) for term in best], end - start
    if not any(map(spoken.is_number_word, words)) or (words[0] in spoken.LETTERS and not hexadecimal):
        # Numbers in figures, or a word like "hotel" before a number: only a code where an article has it.
        return [], 0
    if any(word.isdecimal() and len(word) > 2 and exists(word.lstrip("0")) for word in words):
        # A code that articles have stands within; it is found by itself.
        return [], 0
    if hexadecimal or (certain and len(readings[0].replace(".", "")) >= 3):
        term = readings[0].lstrip("0") or "0"
        return [Code(term, first, last, True, exists(term))], end - start
    return [], 0


def _known_terms(reading: str, exists: Exists, hexadecimal: bool) -> list[str]:
    """The codes that a string of digits is made of, as far as the index knows them."""
    whole = reading.lstrip("0") or "0"
    if len(whole) >= 3 and exists(whole):
        return [whole]
    if hexadecimal:
        return []
    digits = reading.replace(".", "")
    if len(digits) >= 3:
        for dotted in _dotted(digits):
            if exists(dotted):
                return [dotted]
    # A three-digit reply and an enhanced status code: 550 5.1.1
    if len(digits) >= 6:
        left, right = digits[:3], digits[3:]
        known = [dotted for dotted in _dotted(right) if exists(dotted)]
        if known:
            return [left, known[0]] if exists(left) else known[:1]
    return []


def _dotted(digits: str) -> Iterator[str]:
    """5110 -> 5.1.10, 5.11.0; the parts of a mail status code."""
    for first in (1, 2):
        for second in (1, 2, 3):
            parts = digits[:first], digits[first : first + second], digits[first + second :]
            if all(parts) and len(parts[2]) <= 3:
                yield ".".join(parts)


# --- written --------------------------------------------------------------------------------------------------------


def _written(
    parts: Sequence[tuple[str, int]], start: int, exists: Exists, own: Callable[[str], str]
) -> tuple[list[Code], int]:
    """A code written in one piece, or in several with spaces between."""
    word, first = parts[start]
    if word in ("hex", "0x") or (word == "0" and start + 1 < len(parts) and parts[start + 1][0] == "x"):
        skip = 1 if word in ("hex", "0x") else 2
        if joined := _joined(parts, start + skip):
            text, used = joined
            term = text.lstrip("0") or "0"
            return [Code(term, first, parts[start + skip + used - 1][1], True, exists(term))], skip + used
    following = parts[start + 1][0] if start + 1 < len(parts) else ""
    if word.isalpha() and (not following or following.isalpha()):
        # Most words: nothing here has a digit.
        return [], 0
    # Several groups: 8007 0005; ORA 942; KB 5005565
    for used in (4, 3, 2) if any(char.isdigit() for char in following) else ():
        group = [part for part, _ in parts[start : start + used]]
        if len(group) == used and _may_join(group):
            head, *rest = group
            text = (
                head + "".join(rest) if head.isdigit() or _LOOKS_HEX.match(head) else head + "".join(rest).lstrip("0")
            )
            term = text.lstrip("0")
            if len(term) >= 4 and exists(term):
                # 50 000 may be a quantity.
                certain = not _is_version(term, exists, own) and (not term.isdigit() or len(term) >= 7)
                return [Code(term, first, parts[start + used - 1][1], certain or _announced(parts, start), True)], used
    term = own(word)
    # A0012345 may be A-12345 in an article; c0000017 is no C17.
    if _STATUS.match(word) and (exists(word) or len(term) < 5 or not exists(term)):
        return [Code(word, first, first, True, exists(word))], 1
    if not any(char.isdigit() for char in word):
        return [], 0
    # "error no 5" is a code, "no 24h repair" is none.
    announced = _announced(parts, start) and not (parts[start - 1][0] == "no" and _QUANTITY.match(term))
    if not exists(term):
        repaired = own(_PIECES.sub(_without_confusion, word))
        if repaired != term and exists(repaired):
            return [Code(repaired, first, first, True, True)], 1
        if (found := _CUE_AND_NUMBER.match(word)) and found.group(1) in _CUES - {"kb"}:
            term, announced = own(found.group(2)), True
    digits = sum(char.isdigit() for char in term)
    letters = any(char.isalpha() for char in word)
    shaped = (
        word.startswith("0x")
        or (letters and digits >= 2 and not _QUANTITY.match(term) and not _is_version(term, exists, own))
        or ("." in word and word.count(".") >= 2)
    )
    if digits >= 3 or shaped or (announced and digits):
        certain = shaped or announced or (digits >= 5 and "-" not in term)
        return [Code(term, first, first, certain, exists(term))], 1
    return [], 0


def _announced(parts: Sequence[tuple[str, int]], start: int) -> bool:
    return start > 0 and parts[start - 1][0] in _CUES


def _is_version(term: str, exists: Exists, own: Callable[[str], str]) -> bool:
    found = _VERSION.match(term)
    return found is not None and exists(own(found[1] or found[2]))


def _without_confusion(piece: re.Match[str]) -> str:
    """O for 0 and l for 1 in what has a digit: "oo942", but not "ora"."""
    text = piece.group()
    return text.translate(_CONFUSED) if any(char.isdigit() for char in text) else text


def _joined(parts: Sequence[tuple[str, int]], start: int) -> tuple[str, int] | None:
    """Groups of hexadecimal digits in a row."""
    groups = []
    for word, _ in parts[start : start + 4]:
        if not _LOOKS_HEX.match(word) or not any(char.isdigit() for char in word):
            break
        groups.append(word)
    text = "".join(groups)
    return (text, len(groups)) if len(text) >= 3 else None


def _may_join(group: Sequence[str]) -> bool:
    head, *rest = group
    if not all(part.isdigit() for part in rest[1:]) or not (rest[0].isdigit() or _LOOKS_HEX.match(rest[0])):
        return False
    if head.isdigit() or _LOOKS_HEX.match(head):
        return True
    is_counted = head in _COUNTED and len(rest[0]) <= 2
    return head.isalpha() and 2 <= len(head) <= 5 and len(rest) == 1 and not is_counted
