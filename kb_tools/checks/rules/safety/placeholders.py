"""Names that stand for nobody: reserved domains, the companies that vendors made up for their manuals, `yourname`."""

from __future__ import annotations

import re
from functools import lru_cache

_RESERVED = frozenset("example test invalid localhost local internal lan home corp intranet private onion arpa".split())
"""Top level names that lead nowhere (RFC 2606, 6761, 6762), or nowhere outside a company."""

_FILES = frozenset(
    "png jpg jpeg gif svg webp ico bmp pdf gz tgz bz2 xz exe dll msi js ts css html htm xml json yml yaml toml ini cfg conf "
    "txt log csv doc docx xls xlsx ppt pptx pst ost db sys bat cmd gpg asc pem crt cer key pfx service socket timer mount "
    "target slice scope rpm deb jar war iso img tld ext yourdomain".split()
)
"""Endings that are no domain's."""

_MADE_UP = (
    "contoso", "fabrikam", "adatum", "tailspintoys", "fourthcoffee", "treyresearch", "wingtiptoys", "northwindtraders",
    "nwtraders", "adventure-works", "adventureworks", "litware", "proseware", "woodgrove", "alpineskihouse",
    "cohovineyard", "cohowinery", "lucernepublishing", "margiestravel", "graphicdesigninstitute", "humongousinsurance",
    "blueyonderairlines", "cpandl", "consolidatedmessenger", "southridgevideo", "wideworldimporters", "bellowscollege",
    "relecloud", "vanarsdel", "firstupconsultants", "bestforyouorganics", "anycompany", "initech", "globex",
    "noreply", "placeholder", "dummy", "foobar",
)  # fmt: skip
"""How the names begin that Microsoft, AWS and others use in their manuals."""

_WHOSE = (
    "my|your|our|some|any|the|new|old|other|another|external|internal|local|remote|source|target|customer|partner|sub"
)
_WHAT = (
    "domain|company|organi[sz]ation|org|corp|server|host|site|website|business|school|tenant|provider|isp|mail|email"
)
_GENERIC = re.compile(
    rf"(?:(?:{_WHOSE})[_-]?)*(?:{_WHAT})(?:[_-]?(?:name|domain|server|website|site))?[_-]?\w?\d*"
    r"|foo|bar|baz|acme|x+|y+|z+|abc|xyz|test\d*|sample|demo|somewhere|nowhere|noserver|nomail|redacted"
)
_SECOND_LEVEL = frozenset("co com net org ac gov edu or ne go gob".split())


@lru_cache(maxsize=1024)
def stands_for_nobody(domain: str) -> bool:
    """Is this domain reserved, made up, or no domain at all?"""
    labels = domain.lower().rstrip(".").split(".")
    if labels[0].startswith("ec2-") or labels[-3:] == ["rds", "amazonaws", "com"]:
        return True
    if labels[-1] in _RESERVED or labels[-1] in _FILES or labels[-1].isdigit() or len(labels) == 1:
        return True
    if any("example" in label or label.startswith(_MADE_UP) for label in labels):
        return True
    last = -3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else -2
    if labels[-2:] == ["onmicrosoft", "com"] and len(labels) > 2:
        last = -3
    return _GENERIC.fullmatch(labels[last]) is not None


_NOT_MEANT = re.compile(
    r"(?i)pass|p[a@4][s$5]{2}|secret|your|example|sample|test|dummy|placeholder|change.?me|redacted|removed|hidden|omitted|insert|replace"
    r"|todo|null|none|string|value|token|default|here|xxx|\*\*\*|\.\.\.|…|abc|1234|qwert|foo|[<>{}\[\]$%]"
)


def is_placeholder(value: str) -> bool:
    """Would nobody take this for a real password or key?"""
    return len(set(value)) < 5 or _NOT_MEANT.search(value) is not None
