"""A mail address that belongs to a person.

Every mail address in the article is looked at: text, front matter, code, and HTML comments, which the built page still
holds. An address that looks like a person's (`first.last@`, or a mailbox at a public mail provider) is an error, any
other a warning.

Not reported:

- role addresses: `info@`, `support@`, `noreply@`, `postmaster@` and the like, and whatever has such a word in it
- domains reserved for examples (`example.com`, `.test`, `.invalid`) and companies made up for manuals (contoso, fabrikam)
- placeholders: `user@`, `your.name@`, `john.doe@`
- the login in an SSH, scp or git address, message ids, and addresses in the fields `owner` and `author`
- what `personal_data_allowed` under `[check]` in `kb.toml` lists: an address, or a domain as `@our-company.com`

## Why

Articles are copied, exported, indexed and kept in git for ever. A caller's address in one of them is a breach that
somebody has to report, and the address of a colleague who has left is a caller who never hears back.

## Example

```markdown
Ask Jana (jana.kral@northern-mills.zz) which mailbox it was.
```

## Fix

```markdown
Ask the caller which mailbox it was.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.checks.finding import Found
from kb_tools.checks.masking import key, masked
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.safety.placeholders import stands_for_nobody
from kb_tools.checks.source import Source

_DOMAIN = re.compile(r"@((?:[^\W_](?>(?:[\w-]|\\-){0,62})\\?\.){1,8}[^\W\d_]{2,24})(?![^\W_]|[@-]|\.\w)")
_LOCAL = re.compile(r"(?<![^\W_])(?<![.%+\\-])[^\W_](?:[\w%+-]|\\?[.]|\\[_+-])*$")
_MESSAGE_ID = re.compile(r"(?i)message-?id|in-reply-to|references\s*:")
_IN_URL = re.compile(r"[a-z][a-z+]{1,9}://[^\s/@<>\"']*$", re.I)
_SHELL = re.compile(r"(?:^|[\s`$>|;])(?:ssh|scp|sftp|rsync|git|ssh-copy-id|mosh|curl|ping)\s[^|;]*$")

# fmt: off
_ROLES = frozenset(
    "info information support supports help helpdesk service services servicedesk sales contact office admin admins "
    "administrator administrators hostmaster postmaster webmaster abuse security secure noc noreply reply donotreply "
    "mailer daemon root billing account accounts accounting invoice invoices order orders returns rma marketing press "
    "media jobs career careers legal privacy dpo gdpr feedback team teams hello mail email mailbox newsletter news list "
    "lists subscribe unsubscribe bounce bounces alert alerts notification notifications monitoring operations ops devops "
    "sysadmin dispatch reception enquiries inquiries customer customers customerservice customercare care complaints "
    "warranty partner partners community events all everyone everybody staff group groups desk hotline request requests "
    "report reports ticket tickets oncall emergency spam phish phishing opencode opensource conduct maintainers delist "
    "git postbox nobody somebody anybody system robot bot client server test tests tester testing scan scanner printer "
    "fax smtp relay owner sender recipient recipients from to journal archive shared room calendar svc sync enquiry "
    "inquiry kontakt cs connect provisioning trademarks success complaint verification shipping pickup contract "
    "channel".split()
)
_PLACEHOLDERS = frozenset(
    "user users username usera userb userc someone anyone name yourname myname firstname lastname first last jdoe johndoe "
    "janedoe doe alias example sample you me your my foo bar baz abc xyz xxx xx x a b c n address emailaddress mailaddress "
    "localpart local placeholder dummy external externaluser guest member employee person people upn login john "
    "jane alice bob".split()
)
# fmt: on
_JOBS = ("admin", "account", "acct", "team", "service", "services", "support", "desk", "mailbox", "user")
_PROVIDERS = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|mac|gmx|web|t-online|freenet|mailbox|posteo"
    r"|proton|protonmail|pm|tutanota|tuta|mail|yandex|seznam|orange|wanadoo|free|laposte|libero|btinternet|comcast|verizon)"
    r"\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2})"
)
_PERSON = re.compile(r"[^\W\d_]{2,20}[.][^\W\d_]{2,20}\d{0,2}")
_WORDS = re.compile(r"[^\W\d_]+")
_OWN_FIELDS = ("owner", "author", "authors", "ms.author", "reviewer", "reviewers", "reviewed_by", "maintainer")


def check(source: Source, options: Options) -> Iterator[Found]:
    text = source.text
    if "@" not in text:
        return
    seen: set[tuple[int, str]] = set()
    for at in _DOMAIN.finditer(text):
        local = _LOCAL.search(text[max(0, at.start() - 65) : at.start()])
        if local is None:
            continue
        name, domain = local.group().replace("\\", ""), at.group(1).replace("\\", "")
        if _is_nobody(name, domain) or _is_allowed(name, domain, options.personal_data_allowed):
            continue
        first = at.start() - len(local.group())
        if _is_login(text, first, at.end()):
            continue
        span = source.span(first, at.end())
        address = f"{name}@{domain}".lower()
        if (span.line, address) in seen or _is_own(source, span.line, address):
            continue
        seen.add((span.line, address))
        personal = _PERSON.fullmatch(name) or _PROVIDERS.fullmatch(domain.lower())
        yield Found(
            span,
            f"a {'personal ' if personal else ''}mail address stands here: {masked(name)}@{masked(domain)}",
            key("mail", address),
            "Name the team or its role address; a mailbox that may stand here goes into personal_data_allowed in kb.toml.",
            severity="error" if personal else "warning",
        )


def _is_nobody(name: str, domain: str) -> bool:
    words = _WORDS.findall(name.lower())
    if any(word in _ROLES or word.endswith(_JOBS) for word in words) or all(word in _PLACEHOLDERS for word in words):
        return True
    if words[-1] == "doe" or words[0] in ("user", "example", "someone", "your") or "example" in name.lower():
        return True
    # 0100014fbe1c09cf-7cb9f704-...: a message, not a mailbox.
    return sum(map(str.isdigit, name)) > 6 or stands_for_nobody(domain)


def _is_allowed(name: str, domain: str, allowed: tuple[str, ...]) -> bool:
    name, domain = name.lower(), domain.lower()
    return any(
        f"{name}@{domain}" == each.lower() or (each[:1] == "@" and f".{domain}".endswith(f".{each[1:].lower()}"))
        for each in allowed
    )


def _is_login(text: str, start: int, end: int) -> bool:
    """Is it the user@host of a command or an address of another kind?"""
    if text[end : end + 1] == ":" and text[end + 1 : end + 2].strip(" \n*_\"')"):
        return True
    before = text[max(0, start - 200) : start].rpartition("\n")[2]
    return bool(_IN_URL.search(before) or _SHELL.search(before) or _MESSAGE_ID.search(before))


def _is_own(source: Source, line: int, address: str) -> bool:
    """Does this line of the front matter name somebody of the team itself?"""
    if line >= source.article.first_line:
        return False
    above = [(number, field) for field, number in source.article.lines.items() if number <= line]
    return address == source.article.owner.lower() or max(above, default=(0, ""))[1].lower() in _OWN_FIELDS


RULE = Rule("KB601", "personal-mail", "warning", __doc__, article=check, secret=True)
