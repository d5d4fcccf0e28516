"""A payment card number.

A number with the first digits and the length of an issuer (Visa, Mastercard, American Express, Discover, Diners Club, JCB,
UnionPay) whose check digit is right (Luhn), in one piece or in the groups that are printed on a card. Text, front matter,
code and comments are looked at.

Not reported: the well-known test numbers of payment providers, a number that is part of a longer one, of a GUID or of a
name, and a number in one piece where nothing on its line speaks of a card or a payment: one in ten numbers of sixteen
digits has the right check digit.

## Why

A card number in an article is in every clone of the repository for ever, and storing it there breaks the card
companies' rules (PCI DSS). A caller who reads out a number must not find it written down.

## Example

```markdown
The payment page rejects 4539 1488 0343 6467 although it is valid.
```

## Fix

```markdown
The payment page rejects the card although it is valid.
```

Then have the number taken out of the history too, and tell whoever is responsible for payment data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.checks.finding import Found
from kb_tools.checks.masking import key, masked
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source

_NUMBER = re.compile(
    r"[2-6]\d{3}(?:(?P<gap>[ \u00a0-])\d{4}(?P=gap)\d{4}(?P=gap)\d{4}(?:(?P=gap)\d{3})?"
    r"|(?P<short>[ \u00a0-])\d{6}(?P=short)\d{4,5}|\d{10,12}(?:\d{3})?)(?!\w|[.,-]\w|[ -]\d{4}(?!\d))"
)
_NOT_AFTER = re.compile(r"[\w/=#@\\.-]$|\d[ \u00a0,]$")
_ISSUERS = (
    ("American Express", re.compile(r"3[47]\d{13}")),
    ("Diners Club", re.compile(r"3(?:0[0-59]|[689]\d)\d{11}")),
    ("JCB", re.compile(r"35(?:2[89]|[3-8]\d)\d{12}")),
    ("Visa", re.compile(r"4\d{15}(?:\d{3})?")),
    ("Mastercard", re.compile(r"(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}")),
    ("UnionPay", re.compile(r"62\d{14}")),
    ("Discover", re.compile(r"(?:6011|64[4-9]\d|65\d\d)\d{12}")),
)
_TEST = frozenset(
    """
    4012888888881881 4222222222222220 5105105105105100 2223003122003222 378282246310005 371449635398431 378734493671000
    6011111111111117 6011000990139424 30569309025904 38520000023237 3056930009020004 36227206271667 3530111333300000
    3566002020360505 6200000000000005 5200828282828210 5425233430109903 2222420000001113 2223000048400011
    4263982640269299 4917484589897107 4001919257537193 4007702835532454 4988438843884305 4166676667666746
    4444333322221111 4917610000000000 6011601160116611 4000056655665556 5425230000004415 4716108999716531
    374245455400126 4035501000000008 5577000055770004 2222410740360010 4539574100000000 371144371144376
    5123456789012346 5123450000000008 4508750015741019 4005519200000004 4009348888881881 4012000033330026
    4012000077777777 4217651111111119 4500600000000061 5555341244441115 341111111111111 5431111111111111
    """.split()
)
_CARD = re.compile(
    r"(?i)card|visa|master|amex|american express|credit|debit|diners|discover|\bjcb\b|union ?pay|cvv|cvc|payment|paid|pays?\b"
    r"|charge|karte|zahlung|expir"
)


def check(source: Source, options: Options) -> Iterator[Found]:
    text = source.text
    for found in _NUMBER.finditer(text):
        number = re.sub(r"\D", "", found.group())
        issuer = next((name for name, shape in _ISSUERS if shape.fullmatch(number)), "")
        if not issuer or not _luhn(number) or _is_test(number):
            continue
        start = found.start()
        if _NOT_AFTER.search(text[max(0, start - 2) : start]):
            continue
        span = source.span(start, found.end())
        around = source.lines[span.line - 1][max(0, span.column - 300) : span.column + 300]
        if len(number) == len(found.group()) and not _CARD.search(around):
            continue
        yield Found(span, f"a card number ({issuer}) stands here: {masked(found.group())}", key("card", number),
                    "Take it out, here and in the history, and tell whoever is responsible for payment data.")  # fmt: skip


def _luhn(number: str) -> bool:
    odd = sum(map(int, number[-1::-2]))
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (odd + even) % 10 == 0


def _is_test(number: str) -> bool:
    return number in _TEST or number.startswith("400000") or len(set(number)) < 4


RULE = Rule("KB603", "card-number", "error", __doc__, article=check, secret=True)
