"""A phone number that may be a person's.

Found where it is written as a phone number: `+` and a country code; `(371) 266-0142`; `0199/551 2874` and the like, with
separators. Where other things look the same (`371-266-0142`, `01 99 42 68 53`), only next to a word such as *phone*,
*call*, *mobile* or *fax*.

Not reported:

- numbers reserved for films and manuals: 555 in North America, and the ranges that the regulators of Great Britain,
  Germany, France, Ireland, Sweden and Australia name
- freephone and service numbers (0800, 888, 0180), and what is plainly made up (123 4567, 00 00 00)
- what stands in code, in web addresses, and in the fields `error_codes`, `id` and dates
- what `personal_data_allowed` under `[check]` in `kb.toml` lists, however it is spaced there

No rule can tell the number of a person from that of a company: allow the latter.

## Why

A caller's number in an article is personal data in everybody's copy of it. A colleague's number stops being right, and
nobody updates it.

## Example

```markdown
If that fails, ring Jana on +210 601 884 215.
```

## Fix

```markdown
If that fails, ring **network-oncall**.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.article.inline import code_spans
from kb_tools.checks.finding import Found
from kb_tools.checks.masking import key, masked
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.safety.numbers import COUNTRIES, is_nobodys
from kb_tools.checks.source import Source

_GAP = r"(?:[ \u00a0\u202f.\u2010\u2011\u2013-]|\\[.-]){0,2}"
_INTERNATIONAL = rf"\+(?P<intl>[1-9]\d{{0,2}}(?:{_GAP}\(?0?\d{{1,5}}\)?)(?:/?{_GAP}\d{{1,8}}){{0,5}})"
_AMERICAN = (
    r"(?P<us>\([2-9]\d\d\) ?[2-9]\d\d\\?[ .-]\d{4}"
    r"|(?<![\d.] )(?P<plain>[2-9]\d\d(?P<dash>\\?-)[2-9]\d\d(?P=dash)\d{4}))"
)
_NATIONAL = (
    r"\(?(?P<national>(?:(?<=\()0\d{1,5}\) ?[/-]?|0[1-9]\d{1,4} ?/ ?|0[1-9]\d{0,4}[ .-])\d{2,8}(?:[ .-]\d{2,8}){0,4})"
)
_NUMBER = re.compile(rf"(?:{_INTERNATIONAL}|{_AMERICAN}|{_NATIONAL})(?![\w/%]|[-.,:]\d)")
_NOT_AFTER = re.compile(r"[\w/=&#$€£%.,\\-]$|[\w.]:$|\d[ :\u00a0]$|[\w)\]] ?\+$")
# Each begins with a letter of its own: that is found many times faster than a choice.
_STARTS = tuple(map(re.compile, (r"\+[1-9]", r"\([02-9]\d", r"0[1-9]\d{0,4}(?: ?/ ?| |\.|-)\d\d")))
_DASHES = re.compile(r"-[2-9]\d\d\\?-\d{4}(?!\d)")
_WORDS = re.compile(
    r"(?i)\b(?:phones?|telephones?|tel|call(?:s|ed|ing|er)?|dial|mobile|cell|fax|rings?|whatsapp|sms|text|reach|number|hotline"
    r"|contact|telefon|handy|mobil|rufnummer|anruf|durchwahl)\b|☎|📞"
)
_IN_ADDRESS = re.compile(r"(?:https?://|www\.|\]\()[^\s)]*$")
_NO_PHONES = frozenset("error_codes id cause_id last_reviewed since next_update expires ms.date date".split())
_DIGITS = re.compile(r"\D+")


def check(source: Source, options: Options) -> Iterator[Found]:
    text = source.text
    starting = _starting(text)
    if not starting:
        return
    allowed = {_DIGITS.sub("", each) for each in options.personal_data_allowed if "@" not in each}
    starts = sorted((line, field) for field, line in source.article.lines.items())
    seen: set[tuple[int, str]] = set()
    end = 0
    for place in starting:
        found = _NUMBER.match(text, place) if place >= end else None
        digits = _person_of(found) if found else ""
        if not found or not digits or _DIGITS.sub("", found.group()) in allowed or digits in allowed:
            continue
        start = found.start() + (found.group()[0] == "(" and ")" not in found.group())
        before = text[max(0, start - 200) : start].rpartition("\n")[2]
        if text[start] == "(":
            before = before.removesuffix("1 ")
        if not before.endswith("tel:") and (_NOT_AFTER.search(before) or _IN_ADDRESS.search(before)):
            continue
        end = found.end()
        span = source.span(start, end)
        line = source.lines[span.line - 1]
        if _needs_a_word(found) and not _WORDS.search(line[max(0, span.column - 200) : span.column + 200]):
            continue
        if span.line < source.article.first_line:
            field = next((field for number, field in reversed(starts) if number <= span.line), "")
            if field.lower() in _NO_PHONES:
                continue
        elif span.line in source.code_lines or _in_code(line[: span.column + 300], span.column - 1):
            continue
        if (span.line, digits) in seen:
            continue
        seen.add((span.line, digits))
        yield Found(span, f"a phone number stands here: {masked(text[start:end], 3)}", key("phone", digits),
                    "Name the team; a number that may stand here goes into personal_data_allowed in kb.toml.")  # fmt: skip


def _starting(text: str) -> list[int]:
    """Where a number may begin, in order."""
    found = {match.start() for start in _STARTS for match in start.finditer(text)}
    if "-" in text:
        for dash in _DASHES.finditer(text):
            place = dash.start() - 3 - (text[dash.start() - 1] == "\\")
            if place >= 0:
                found.add(place)
                found.add(max(0, place - 2))
    return sorted(found)


def _person_of(found: re.Match[str]) -> str:
    """The digits of a number that may be somebody's, with the country code where it has one; else nothing."""
    if intl := found["intl"]:
        digits = _DIGITS.sub("", intl.replace("(0)", ""))
        country = COUNTRIES.match(digits)
        has_gaps = len(digits) < len(intl)
        if country is None or not (8 if has_gaps else 10) <= len(digits) <= (15 if has_gaps else 14):
            return ""
        rest = digits[country.end() :]
        return "" if is_nobodys(country.group(), rest) else digits
    if us := found["us"]:
        digits = _DIGITS.sub("", us)[-10:]
        return "" if is_nobodys("1", digits) else f"1{digits}"
    digits = _DIGITS.sub("", found["national"])
    if not 9 <= len(digits) <= 12:
        return ""
    return "" if is_nobodys("", digits[1:]) else digits


def _needs_a_word(found: re.Match[str]) -> bool:
    """Could this be something else as well?"""
    if found["national"] is None:
        return found["plain"] is not None
    national = found["national"]
    return ")" not in national and "/" not in national


def _in_code(line: str, column: int) -> bool:
    return "`" in line and any(start <= column < end for start, end, _, _ in code_spans(line))


RULE = Rule("KB602", "personal-phone", "warning", __doc__, article=check, secret=True)
