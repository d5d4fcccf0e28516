"""How do keys and tokens look that tell what they are?"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kb_tools.checks.rules.safety.placeholders import is_placeholder, stands_for_nobody


class Kind(NamedTuple):
    what: str
    marks: tuple[str, ...]
    """Without one of these, in small letters, there is none in a text: told before the slower pattern is tried. None are
    needed for a pattern that begins with letters of its own, which is found as fast."""
    pattern: re.Pattern[str]
    """Its group `value` is the secret; without such a group, the whole."""
    is_real: Callable[[re.Match[str]], bool]
    keep: int = 4


_EXAMPLE = re.compile(r"example|placeholder|your|xxxx|redacted|dummy|sample|1234|abcd")
_ANY_USER = re.compile(r"(?i)\*?(?:user(?:name)?|login|name|foo|me|x+)\*?")
# The storage emulator's key is the same everywhere.
_EMULATOR = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsu"


def is_varied(found: re.Match[str]) -> bool:
    """Is it neither XXXXXXXX nor ...EXAMPLE?"""
    value = found.group().lower()
    return len(set(value)) > 8 and not _EXAMPLE.search(value)


def _is_key_block(found: re.Match[str]) -> bool:
    # AAAA: what stands in authorized_keys, for everybody.
    value = found["value"]
    return "EXAMPLE" not in found.group().upper() and len(set(value)) > 16 and not value.startswith("AAAA")


def _is_token(found: re.Match[str]) -> bool:
    """Is the header of a JSON Web Token one, and is the token made out to somebody?"""
    import json
    from base64 import urlsafe_b64decode

    head, body, _ = found.group().split(".")
    try:
        header = json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4)))
        claims = urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode("utf-8", "replace").lower()
    except (ValueError, RecursionError):
        return False
    made_up = '"1234567890"' in claims or any(word in claims for word in ("example", "contoso", "fabrikam", "john doe"))
    return isinstance(header, dict) and "alg" in header and not made_up


def _is_login(found: re.Match[str]) -> bool:
    """https://user:password@host: no placeholder, and a host that exists?"""
    user, password, host = found["user"], found["value"], found["host"]
    generic = _ANY_USER.fullmatch(user) and re.fullmatch(r"(?i)p\w*|foo|x+", password)
    return not (generic or is_placeholder(password) or len(password) < 5 or stands_for_nobody(host))


def _is_account(found: re.Match[str]) -> bool:
    return is_varied(found) and not found["value"].startswith(_EMULATOR)


def _kind(
    what: str, marks: str, pattern: str, keep: int = 4, is_real: Callable[[re.Match[str]], bool] = is_varied
) -> Kind:
    return Kind(what, tuple(marks.split("|")) if marks else (), re.compile(pattern), is_real, keep)


KINDS = (
    _kind(
        "a private key", "private key",
        r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n|>){0,20}"
        r"(?:[\w-]{1,30}:[^\n]{0,200}\n\s{0,8}){0,4}(?P<value>[A-Za-z0-9+/=]{40,}+)",
        0, _is_key_block,
    ),
    _kind("an AWS access key", "akia|asia", r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])"),
    _kind("a GitHub token", "", r"gh[pousr]_(?<!\wgh[pousr]_)[A-Za-z0-9]{36,255}"),
    _kind("a GitHub token", "github_pat_", r"(?<!\w)github_pat_[A-Za-z0-9_]{60,255}"),
    _kind("a GitLab token", "glpat-", r"(?<!\w)glpat-[\w-]{20,64}", 6),
    _kind("a Slack token", "xox", r"(?<!\w)xox[abeoprs]-(?:\d{5,15}-){1,3}[A-Za-z0-9]{16,64}"),
    _kind("a Slack webhook", "hooks.slack.com", r"hooks\.slack\.com/services/(?P<value>T\w{7,12}/B\w{7,12}/\w{20,30})", 0),
    _kind("a Google API key", "aiza", r"(?<!\w)AIza[\w-]{35}(?![\w-])"),
    _kind("a Stripe key", "k_live_", r"(?<!\w)[sr]k_live_[A-Za-z0-9]{20,247}", 8),
    _kind("a SendGrid key", "sg.", r"(?<!\w)SG\.[\w-]{20,24}\.[\w-]{39,50}", 3),
    _kind("an npm token", "npm_", r"(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)"),
    _kind("a PyPI token", "pypi-ag", r"(?<!\w)pypi-AgE[\w-]{50,500}"),
    _kind("an OpenAI key", "t3blbkfj", r"(?<!\w)sk-(?:proj-|svcacct-)?[\w-]{20,180}T3BlbkFJ[\w-]{20,180}", 3),
    _kind("an Anthropic key", "sk-ant-", r"(?<!\w)sk-ant-[a-z0-9]{3,10}-[\w-]{60,180}", 6),
    _kind("a Hugging Face token", "hf_", r"(?<!\w)hf_[A-Za-z]{34}(?!\w)", 3),
    _kind("a DigitalOcean token", "_v1_", r"(?<!\w)do[opr]_v1_[a-f0-9]{64}", 3),
    _kind(
        "an Azure account key", "accountkey=|sharedaccesskey=",
        r"(?i:AccountKey|SharedAccessKey)=(?P<value>[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)", 0, _is_account,
    ),
    _kind(
        "a token (JWT)", "eyj", r"(?<![\w.-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,8000}\.[\w-]{20,2000}", 3, _is_token,
    ),
    _kind(
        "a password in an address", "://",
        r"://(?P<user>[^\s:/@<>\"'`]{1,64}):(?P<value>[^\s/@<>\"'`]{1,64})@"
        r"(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})", 0, _is_login,
    ),
)  # fmt: skip
