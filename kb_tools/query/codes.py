"""Codes as they are spoken and written -> the one form they have in the index.

"oh x eight double-oh seven triple-oh five", "hex 8007 0005" and "0x80070005" are all the term "80070005"; "five fifty five
one ten" is "550" and "5.1.10". Speech leaves open where one number ends and the next begins ("five fifty five" is 5 55,
550 5 or 555), so every reading is tried, and those are kept that the index knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from kb_tools.search.analysis import reply_and_status

Exists = Callable[[str], bool]
"""Does any article have this term?"""

_UNITS = {"zero": 0, "oh": 0, "o": 0, "nought": 0, "naught": 0, "null": 0, "one": 1, "two": 2, "three": 3, "four": 4,
          "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "niner": 9}  # fmt: skip
_TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
          "seventeen": 17, "eighteen": 18, "nineteen": 19}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
         "ninety": 90}  # fmt: skip
_REPEATS = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_LETTERS = {name: name[0] for name in (
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec "
    "romeo sierra tango uniform victor whiskey whisky yankee zulu").split()} | {"xray": "x", "x-ray": "x"}  # fmt: skip
_POWERS = {"hundred": 100, "thousand": 1000}
_DOTS = frozenset({"dot", "point", "period"})
_HEX = frozenset({"hex", "0x", "ox"})
_ZEROS = frozenset({"0", "zero", "oh", "o", "nought"})
"""What an x follows in 0x."""
_HEX_LETTERS = frozenset("abcdef")
_CUES = frozenset("error err code fault event eventid id http status stop number no kb".split())
"""Words before a number that make it a code."""

MAX_SPOKEN = 20
"""Words in a spoken code: "oh x" and eight digits said one by one, and some to spare."""

MAX_OPEN = 6
"""Places of a spoken code that are tried in more than one reading; each doubles the work."""

_LOOKS_HEX = re.compile(r"[0-9a-f]{2,8}$")
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
    return pieces if len(pieces) > 1 and all(_is_number_word(piece) for piece in pieces) else [token]


def _is_number_word(word: str) -> bool:
    return word in _UNITS or word in _TEENS or word in _TENS or word in _REPEATS or word in _POWERS


# --- spoken ---------------------------------------------------------------------------------------------------------


def _spoken(parts: Sequence[tuple[str, int]], start: int, exists: Exists) -> tuple[list[Code], int]:
    """The code that begins at *start*, and how many parts it takes; nothing when none is spoken there."""
    words, end, hexadecimal = _run(parts, start)
    if not _may_be_code(words, hexadecimal):
        return [], 0
    announced = _announced(parts, start)
    first, last = parts[start][1], parts[end - 1][1]
    readings = sorted(set(_readings(words)), key=lambda reading: (len(reading), reading))
    best: list[str] = []
    for reading in readings:
        terms = _known_terms(reading, exists, hexadecimal)
        if terms and (not best or sum(map(len, terms)) > sum(map(len, best))):
            best = terms
    # "one point five" is a quantity, "five dot one dot ten" is none.
    certain = announced or hexadecimal or any(word in _REPEATS for word in words)
    certain = certain or any(term.count(".") > 1 for term in best or readings[:1])
    if best:
        return [Code(term, first, last, certain, True) for term in best], end - start
    if not any(map(_is_number_word, words)) or (words[0] in _LETTERS and not hexadecimal):
        # Numbers in figures, or a word like "hotel" before a number: only a code where an article has it.
        return [], 0
    if any(word.isdecimal() and len(word) > 2 and exists(word.lstrip("0")) for word in words):
        # A code that articles have stands within; it is found by itself.
        return [], 0
    if hexadecimal or (certain and len(readings[0].replace(".", "")) >= 3):
        term = readings[0].lstrip("0") or "0"
        return [Code(term, first, last, True, exists(term))], end - start
    return [], 0


def _run(parts: Sequence[tuple[str, int]], start: int) -> tuple[list[str], int, bool]:
    """The number words from *start* on, where they end, and whether hexadecimal digits were announced."""
    end, hexadecimal = start, False
    words: list[str] = []
    while end < len(parts) and len(words) < MAX_SPOKEN:
        word = parts[end][0]
        following = parts[end + 1][0] if end + 1 < len(parts) else ""
        if (word in _HEX and end == start) or (word == "x" and end == start + 1 and parts[start][0] in _ZEROS):
            hexadecimal, words = True, []
        elif (
            _is_number_word(word)
            or word in _DOTS
            or word in _LETTERS
            or (hexadecimal and word in _HEX_LETTERS)
            or (word.isdecimal() and len(word) <= 4 and (words or hexadecimal or _goes_on(word, following)))
        ):
            words.append(word)
        elif word == "and" and words and words[-1] in _POWERS:
            pass
        else:
            break
        end += 1
    while words and words[-1] in _DOTS:
        words.pop()
        end -= 1
    return words, end, hexadecimal


def _goes_on(digit: str, following: str) -> bool:
    """Does a figure begin a code that is read out? 8 double-oh 7; 8 0 9"""
    return len(digit) == 1 and (_is_number_word(following) or (len(following) == 1 and following.isdecimal()))


def _may_be_code(words: Sequence[str], hexadecimal: bool) -> bool:
    if any(map(_is_number_word, words)):
        return len(words) > 1 or hexadecimal or words[0] == "hundred"
    return len(words) > 2 and all(word.isdecimal() for word in words)


def _readings(words: Sequence[str]) -> Iterator[str]:
    """Every string of digits that these words can mean."""
    choices: list[tuple[str, ...]] = []
    index = 0
    while index < len(words):
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in _REPEATS and (following in _UNITS or following in _LETTERS):
            digit = str(_UNITS[following]) if following in _UNITS else _LETTERS[following]
            choices.append((digit * _REPEATS[word],))
            index += 2
            continue
        if word in _UNITS and following in _POWERS:
            rest, taken = _below_hundred(words, index + 2)
            whole = _UNITS[word] * _POWERS[following]
            choices.append((str(whole + rest), f"{whole}{rest}") if rest else (str(whole),))
            index += 2 + taken
            continue
        if word in _TENS:
            unit = _UNITS.get(following, 0)
            if unit:
                choices.append((str(_TENS[word] + unit), f"{_TENS[word]}{unit}"))
                index += 2
            else:
                choices.append((str(_TENS[word]),))
                index += 1
            continue
        if word in _UNITS:
            choices.append((str(_UNITS[word]),))
        elif word in _TEENS:
            choices.append((str(_TEENS[word]),))
        elif word in _DOTS:
            choices.append((".",))
        elif word in _LETTERS:
            choices.append((_LETTERS[word],))
        elif word.isdecimal() or word in _HEX_LETTERS:
            choices.append((word,))
        index += 1
    still_open = [place for place, texts in enumerate(choices) if len(texts) > 1]
    for place in still_open[MAX_OPEN:]:
        choices[place] = choices[place][:1]
    for combination in product(*choices):
        yield "".join(combination)


def _below_hundred(words: Sequence[str], start: int) -> tuple[int, int]:
    word = words[start] if start < len(words) else ""
    if word in _TENS:
        unit = _UNITS.get(words[start + 1], 0) if start + 1 < len(words) else 0
        return _TENS[word] + unit, 1 + bool(unit)
    if word in _TEENS or word in _UNITS:
        return _TEENS.get(word, _UNITS.get(word, 0)), 1
    return 0, 0


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
    # Several groups: 8007 0005; ORA 942; KB 5005565
    following = parts[start + 1][0] if start + 1 < len(parts) else ""
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
    return head.isdigit() or bool(_LOOKS_HEX.match(head)) or (head.isalpha() and 2 <= len(head) <= 5 and len(rest) == 1)
