"""What number words say: every string of digits and letters that they can mean.

"five fifty five" is 5 55, 550 5 or 555; "double-oh" is 00; "twenty oh four" is 2004; "charlie three" is c3. Which of it is a
code, codes.py decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

_UNITS = {"zero": 0, "oh": 0, "o": 0, "nought": 0, "naught": 0, "null": 0, "one": 1, "two": 2, "three": 3, "four": 4,
          "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "niner": 9}  # fmt: skip
_TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
          "seventeen": 17, "eighteen": 18, "nineteen": 19}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
         "ninety": 90}  # fmt: skip
REPEATS = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
LETTERS = {name: name[0] for name in (
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec "
    "romeo sierra tango uniform victor whiskey whisky yankee zulu").split()} | {"xray": "x", "x-ray": "x"}  # fmt: skip
_POWERS = {"hundred": 100, "thousand": 1000}
_DOTS = frozenset({"dot", "point", "period"})
_HEX = frozenset({"hex", "0x", "ox"})
_ZEROS = frozenset({"0", "zero", "oh", "o", "nought"})
"""What an x follows in 0x."""
_HEX_LETTERS = frozenset("abcdef")
FIRST = {*_UNITS, *_TEENS, *_TENS, *REPEATS, *_POWERS, *_DOTS, *LETTERS, *_HEX}
"""Words that a spoken code may begin with."""

MAX_SPOKEN = 20
"""Words in a spoken code: "oh x" and eight digits said one by one, and some to spare."""

MAX_OPEN = 6
"""Places of a spoken code that are tried in more than one reading; each doubles the work."""


def is_number_word(word: str) -> bool:
    """Is this a number as it is said, or how often the next one is said?"""
    return word in _UNITS or word in _TEENS or word in _TENS or word in REPEATS or word in _POWERS


def run(parts: Sequence[tuple[str, int]], start: int) -> tuple[list[str], int, bool]:
    """The number words from *start* on, where they end, and whether hexadecimal digits were announced."""
    end, hexadecimal = start, False
    words: list[str] = []
    while end < len(parts) and len(words) < MAX_SPOKEN:
        word = parts[end][0]
        following = parts[end + 1][0] if end + 1 < len(parts) else ""
        if (word in _HEX and end == start) or (word == "x" and end == start + 1 and parts[start][0] in _ZEROS):
            hexadecimal, words = True, []
        elif (
            is_number_word(word)
            or word in _DOTS
            or word in LETTERS
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
    return len(digit) == 1 and (is_number_word(following) or (len(following) == 1 and following.isdecimal()))


def may_be_code(words: Sequence[str], hexadecimal: bool) -> bool:
    """Are there enough words for a code? One number word alone is a quantity."""
    if any(map(is_number_word, words)):
        return len(words) > 1 or hexadecimal or words[0] == "hundred"
    return len(words) > 2 and all(word.isdecimal() for word in words)


def readings(words: Sequence[str]) -> Iterator[str]:
    """Every string of digits that these words can mean."""
    choices: list[tuple[str, ...]] = []
    index = 0
    while index < len(words):
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in REPEATS and (following in _UNITS or following in LETTERS):
            digit = str(_UNITS[following]) if following in _UNITS else LETTERS[following]
            choices.append((digit * REPEATS[word],))
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
        elif word in LETTERS:
            choices.append((LETTERS[word],))
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
