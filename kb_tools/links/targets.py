"""What is a target, going by its text alone? An address elsewhere, one of this site, a dangerous one, or none at all."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, urlsplit

Shape = Literal["inside", "elsewhere", "empty", "malformed", "unsafe", "unknown"]


class Form(NamedTuple):
    """The text of a target, judged."""

    shape: Shape
    why: str = ""
    """What is wrong with it, after "the address ...": no full stop."""
    better: str = ""
    """What it should be, where that is sure."""
    guess: str = ""
    """What it may be meant to be."""


_INSIDE = Form("inside")
_ELSEWHERE = Form("elsewhere")
_UNKNOWN = Form("unknown")

_STRIPPED = re.compile(r"[\t\r\n]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_TEMPLATE = re.compile(r"\{\{|\{%|<%|\$\{|%[A-Z_]{3,}%")
_UNSAFE_DATA = re.compile(
    r"data:\s*(?:text/html|application/xhtml\+xml|image/svg\+xml|text/xml|application/xml)\b", re.I
)
_WEB = frozenset(("http", "https", "ftp", "ftps", "ws", "wss"))
_MISSPELLED = re.compile(r"h{1,3}t{1,4}p{0,3}s{0,2}|t{1,3}p{1,2}s?|h?ttsp|thtps?|hptts?|htps?|hpps?")
_HALF_WEB = re.compile(r"(https?)(?:(?::/(?!/)|:(?!/)|//|;//|,//|\.//)(.*)|:///+(.*))", re.I | re.S)
_AGAIN = re.compile(r"(?:https?://)+(https?://.*)", re.I | re.S)
_NAME = re.compile(r"\w[\w-]*+(?>(?:\.[\w-]++)*)\.?")
_ADDRESS = re.compile(r"\[[0-9A-Fa-f:.%]+\]")
_HOST_AND_PORT = re.compile(r"(?:localhost|[A-Za-z0-9-]++(?>(?:\.[A-Za-z0-9-]++)+)):\d{1,5}(?:[/?#].*)?", re.S | re.I)
_WWW = re.compile(r"www\.[\w-]+(?:\.[\w-]+)+(?:[/?#:].*)?", re.I | re.S)
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+(?:\?.*)?")
FILE_NAMES = (".md", ".markdown", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf", ".zip", ".html", ".txt")


def form(target: str) -> Form:
    """Judge a target by its text."""
    # Whole pictures may stand in targets (data:); no need to keep those.
    return _known(target) if len(target) < 500 else _judged(target)


@lru_cache(maxsize=4096)
def _known(target: str) -> Form:
    return _judged(target)


def _judged(target: str) -> Form:
    if target.startswith(("https://", "http://")) and _NAME.fullmatch(target.partition("//")[2].partition("/")[0]):
        return _ELSEWHERE
    # What browsers do not see.
    text = _STRIPPED.sub("", target).strip()
    if not text:
        return Form("empty")
    if _TEMPLATE.search(text):
        return _UNKNOWN
    try:
        parts = urlsplit(text)
    except ValueError as error:
        return Form("malformed", f"cannot be read ({error}), which stops MkDocs")
    found = _SCHEME.match(text)
    scheme = found[1].lower() if found else ""
    if scheme:
        return _with_scheme(text, scheme, parts)
    if text.startswith("//"):
        return _ELSEWHERE if _is_host(_host(parts)) else Form("malformed", "has no host after its //")
    return _without_scheme(text)


def _with_scheme(text: str, scheme: str, parts: SplitResult) -> Form:
    if scheme in ("javascript", "vbscript"):
        return Form("unsafe", "runs a program in the reader's browser")
    if scheme == "data":
        if _UNSAFE_DATA.match(text):
            return Form("unsafe", "is a whole page made of its own text (data:), which may run programs")
        return _ELSEWHERE
    if scheme in _WEB:
        return _web(text, parts)
    rest = text[len(scheme) + 1 :]
    if rest.startswith("//") and _MISSPELLED.fullmatch(scheme):
        right = "https" if scheme.endswith("s") else "http"
        return Form("malformed", f"begins with {scheme}://, which is no protocol", guess=f"{right}:{rest}")
    if re.match(r"https?://", rest, re.I) and scheme not in ("view-source", "feed", "web+feed"):
        return Form("malformed", f"begins with {scheme}: before the address itself", better=rest)
    if len(scheme) == 1:
        return Form("malformed", f"is a path on a Windows computer, of which browsers take {scheme}: for a protocol")
    if scheme.endswith(FILE_NAMES):
        return Form("malformed", "has a number after its file, which makes the file a protocol for browsers",
                    guess=text.partition(":")[0])  # fmt: skip
    if _HOST_AND_PORT.fullmatch(text):
        return Form("malformed", f"has no http:// in front, so that browsers take {scheme}: for a protocol",
                    guess=f"http://{text}")  # fmt: skip
    return _ELSEWHERE


def _web(text: str, parts: SplitResult) -> Form:
    if half := _HALF_WEB.fullmatch(text):
        rest = (half[2] or half[3] or "").lstrip("/")
        better = f"{half[1].lower()}://{rest}"
        if not rest:
            return Form("malformed", "has no host")
        return Form("malformed", "does not have two slashes after its protocol",
                    better=better if form(better).shape == "elsewhere" else "")  # fmt: skip
    host = _host(parts)
    if not host:
        return Form("malformed", "has no host")
    if host.lower() in ("http", "https") and parts.path.startswith("//"):
        again = _AGAIN.fullmatch(text)
        better = again[1] if again and form(again[1]).shape == "elsewhere" else ""
        return Form("malformed", "has its protocol twice", better=better)
    if any(character.isspace() for character in host):
        return Form("malformed", f"has a space in its host {host!r}")
    if not _is_host(host):
        return Form("malformed", f"has a host that cannot be: {host!r}")
    try:
        _ = parts.port
    except ValueError:
        return Form("malformed", "has a port that is no number up to 65535")
    return _ELSEWHERE


def _host(parts: SplitResult) -> str:
    """The host as written, without user and port."""
    host = parts.netloc.rpartition("@")[2]
    if host.startswith("["):
        return host[: host.find("]") + 1]
    return host.partition(":")[0]


def _is_host(host: str) -> bool:
    return bool(_NAME.fullmatch(host) or _ADDRESS.fullmatch(host))


def _without_scheme(text: str) -> Form:
    if half := _HALF_WEB.fullmatch(text):
        rest = (half[2] or half[3] or "").lstrip("/")
        better = f"{half[1].lower()}://{rest}"
        if rest and form(better).shape == "elsewhere":
            return Form("malformed", "does not have :// after its protocol", better=better)
        return _INSIDE if rest else Form("malformed", "has no host")
    if text.startswith("://"):
        return Form("malformed", "has no protocol before its ://", guess="https" + text)
    if _WWW.fullmatch(text) and not text.lower().endswith(FILE_NAMES):
        return Form("malformed", "has no https:// in front, so that it means a file of this site",
                    guess=f"https://{text}")  # fmt: skip
    if _MAIL.fullmatch(text) and not text.lower().endswith(FILE_NAMES):
        return Form("malformed", "is a mail address without mailto: in front", better=f"mailto:{text}")
    return _INSIDE
