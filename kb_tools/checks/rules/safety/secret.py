"""A password, key or token.

Found by their form: private keys (PEM); keys and tokens of AWS, Azure, GitHub, GitLab, Slack, Google, Stripe, SendGrid,
npm, PyPI, OpenAI, Anthropic, Hugging Face and DigitalOcean; JSON Web Tokens; `https://user:password@host`. A value after
`password =`, `secret:`, `api_key=` and the like is reported only when nobody would take it for a placeholder: at least
eight characters, capitals, small letters and digits, and none of the words that stand for *put yours here*.

Text, front matter, code and comments are looked at. Not reported: what says that it is an example
(`AKIAIOSFODNN7EXAMPLE`, `<password>`, `$TOKEN`, `hunter2` and other short ones), keys that every copy of a product has, and
tokens made out to a reserved domain.

## Why

Whoever can read the article, or any old clone of the repository, can use it. Bots find keys in public repositories
within minutes.

## Example

```markdown
Log in to the console with `svc-portal` and password = "t7Rq9Lm2Vx".
```

## Fix

```markdown
Log in to the console with `svc-portal`; the password is in the team's vault.
```

Then change the secret: taking it out of the file does not take it out of the history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.checks.finding import Found
from kb_tools.checks.masking import key, masked
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.safety.placeholders import is_placeholder
from kb_tools.checks.rules.safety.tokens import KINDS, is_varied
from kb_tools.checks.source import Source


def _is_password(found: re.Match[str]) -> bool:
    value = found["value"]
    kinds = sum(bool(re.search(kind, value)) for kind in (r"[a-z]", r"[A-Z]", r"\d"))
    # Some-Name2 is the name of a thing; a password has its digits in the middle as well.
    name = re.fullmatch(r"[A-Za-z._-]+\d{0,3}", value)
    is_call = re.match(r"[A-Za-z_][\w.]*\(", value)
    plain = name or is_call or is_placeholder(value) or "/" in value[:2]
    return kinds == 3 and not plain and len(set(value)) > 6


# Each begins with a word of its own: that is found many times faster than a choice.
_NAMES = tuple(map(re.compile, (
    r"pass(?:w(?:ord|ort|d)|phrase)", r"pwd", r"pw(?<![^\W_]pw)(?![^\W_])", r"kennwort",
    r"secret(?:[ _-]?(?:access[ _-]?)?key|(?<=client.secret)|(?<=clientsecret))",
    r"api[_-]?key", r"token(?:(?<=access.token)|(?<=auth.token)|(?<=accesstoken)|(?<=authtoken))",
)))  # fmt: skip
_AWS_SECRET = re.compile(
    r"[\"'`]?[ \t]{0,3}[:=]?[ \t]{0,3}[\"'`]?(?P<value>(?=\S{0,39}[0-9])(?=\S{0,39}[A-Z])[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"
)
_ASSIGNED = re.compile(
    r"(?:\*\*|__)?[\"'`]?[ \t]{0,3}(?::?=|[:=]>?|is\b)(?:\*\*|__)?[ \t]{0,3}"
    r"(?P<quote>[\"'`]{0,2})(?P<value>[!-&(-;=?-_a-~]{8,64}?)"
    r"(?:(?P=quote)(?=[\s,;)\]}|]|\.(?:\s|$)|$)|(?=\s|$))",
    re.M,
)


def check(source: Source, options: Options) -> Iterator[Found]:
    last = 0
    for start, end, what, keep in sorted(_all(source.text)):
        if start < last:
            continue
        last = end
        value = source.text[start:end]
        yield Found(source.span(start, end), f"{what} stands here: {masked(value, keep)}", key("secret", value),
                    "Change the secret, then take it out: the history keeps it.")  # fmt: skip


def _all(text: str) -> Iterator[tuple[int, int, str, int]]:
    """From, to, what, and how many characters of it may be shown."""
    lower = text.lower()
    for kind in KINDS:
        if not kind.marks or any(mark in lower for mark in kind.marks):
            group = "value" if "value" in kind.pattern.groupindex else 0
            for found in kind.pattern.finditer(text):
                if kind.is_real(found):
                    yield *found.span(group), kind.what, kind.keep
    if len(lower) != len(text):
        # A letter that is two in lower case: the places differ.
        lower = text
    for name in _NAMES:
        for found in name.finditer(lower):
            assigned = _AWS_SECRET.match(text, found.end()) if found.group().startswith("secret") else None
            if assigned and is_varied(assigned):
                yield *assigned.span("value"), "an AWS secret key", 0
                continue
            assigned = _ASSIGNED.match(text, found.end())
            if assigned and _is_password(assigned):
                yield *assigned.span("value"), "a password", 0


RULE = Rule("KB605", "secret", "error", __doc__, article=check, secret=True)
