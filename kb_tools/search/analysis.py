"""Text -> terms, the same for articles and queries.

A term is a stem ("drop" for *drops*, *dropping*), a number, a code in its canonical form ("80070005" for *0x80070005*,
"ora942" for *ORA-00942*), or a pair of neighbours ("vpn drop"). Everything here works on one token at a time, by rules
and the Snowball stemmer, so that a browser can repeat it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, groupby
from unicodedata import normalize

import Stemmer

from kb_tools.search.english import NEGATIONS, one_spelling

TOKEN = re.compile(r"[^\W_]+(?:['’.\-_][^\W_]+)*")
"""Letters and digits, held together by what holds codes, file names and contractions together."""

MAX_LENGTH = 64
"""Longer tokens are base64, hashes and the like: nobody reads them out."""

STOP_WORDS = frozenset(
    """a about after again all also am an and any are as at be because been before being both but by can could d did do
    does doing down during each few for from further get gets getting got had has have having he her here hers him his
    how i if in into is it its just ll m may me might more most must my no of off on once only or other our out over own
    re s same shall she should so some such t than that the their them then there these they this those through to too
    under until up us ve very was we were what when where which while who whom why will with would you your yours""".split()
)
"""Words that say little by themselves: never corrected, never marked in what is shown. In a score they weigh little, being
everywhere."""

_ASCII_PIECES = {
    code: char.lower() if char.isalnum() or char in "'.-_" else " " for code, char in enumerate(map(chr, range(128)))
}
"""What is no part of a token is a blank."""

_CAMEL_CASE = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*")
_CAMEL_PART = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

MAX_UNSPACED = 400
"""Characters of one run of a script without spaces."""

_HEX = re.compile(r"0x([0-9a-f]{2,16})$")
_STATUS = re.compile(r"[a-f][0-9a-f]{7}$")
"""c0000017: what a Windows screen calls 0xC0000017."""
_LETTERS_AND_DIGITS = re.compile(r"([^\W\d_]+)(\d+)$")
_ONLY_DIGITS = re.compile(r"[\d.\-_]+$")
_SEPARATOR = re.compile(r"['’.\-_]")


class Analyzer:
    """Turns text into terms for articles written in *language*, remembering every token it has seen."""

    __slots__ = ("_is_english", "_memo", "_stem")

    def __init__(self, language: str = "english") -> None:
        self._stem = Stemmer.Stemmer(language, 0).stemWord
        self._is_english = language == "english"
        self._memo: dict[str, tuple[str, ...]] = {}

    def tokens(self, text: str) -> list[str]:
        """The tokens of *text*, in lower case, in order."""
        if not text.isascii():
            # One form for letters that can be written in several: accents apart or in one, full-width digits.
            text = normalize("NFKC", text)
        return TOKEN.findall(text.lower())

    def pieces(self, text: str) -> list[str]:
        """*text* in lower case, cut where no token goes on: the tokens of the pieces are those of the text.

        Cut more coarsely than into tokens, but several times faster: for long texts, whose pieces come again and again.
        """
        if text.isascii():
            return text.translate(_ASCII_PIECES).split()
        return normalize("NFKC", text).lower().split()

    def expand(self, token: str) -> tuple[str, ...]:
        """All terms of one lower-case token; the first is its own, the others are its parts."""
        known = self._memo.get(token)
        if known is None:
            if len(self._memo) > 400_000:
                self._memo.clear()
            known = self._memo[token] = self._terms(token)
        return known

    def inner_words(self, text: str) -> list[list[str]]:
        """The words within names such as *KubeNodeNotReady* or *Get-MailboxDatabase*, name by name."""
        if text.islower() or not (names := _CAMEL_CASE.findall(text)):
            return []
        return [_CAMEL_PART.sub(" ", name).lower().split() for name in names]

    def own_terms(self, tokens: Iterable[str]) -> list[str]:
        """The own term of each token, in order: what stands next to what. Where words are not spaced, all of them."""
        found: list[str] = []
        for token in tokens:
            terms = self.expand(token)
            if len(terms) == 1:
                found.append(terms[0])
            elif terms:
                found += [unit[0] for unit in self._unspaced(token)] if _has_unspaced(token) else terms[:1]
        return found

    def _terms(self, token: str) -> tuple[str, ...]:
        if _has_unspaced(token):
            return tuple(dict.fromkeys(chain.from_iterable(self._unspaced(token))))
        if token.isalpha():
            if self._is_english:
                if token in NEGATIONS:
                    return ("not",)
                token = one_spelling(token)
            return (self._stem(token[:MAX_LENGTH]),)
        if "'" in token or "’" in token:
            return self._contraction(token.replace("’", "'"))
        if token.isdigit():
            return (token.lstrip("0") or "0",) if len(token) <= MAX_LENGTH else ()
        if len(token) > MAX_LENGTH:
            return ()
        parts = _SEPARATOR.split(token)
        if len(parts) == 1:
            return _code(token)
        if _ONLY_DIGITS.match(token):
            return reply_and_status(token)[::-1] or (token,)
        if token[0] == "v" and token[1].isdigit() and "." in token and _ONLY_DIGITS.match(token, 1):
            # v5.2.3 is what others call 5.2.3.
            return (token[1:],)
        if len(parts) > 5:
            # A GUID or a chain of names: findable as it stands.
            return (token,)
        return self._compound(token, parts)

    def _contraction(self, token: str) -> tuple[str, ...]:
        if self._is_english and token in NEGATIONS:
            return ("not",)
        head, _, tail = token.rpartition("'")
        if tail in ("s", "m", "d", "re", "ve", "ll", "t") and head:
            return self.expand(head)
        return self.expand(token.replace("'", ""))

    def _unspaced(self, token: str) -> list[tuple[str, ...]]:
        """Chinese, Japanese and Korean have no spaces between words: each two neighbouring characters are a term."""
        units: list[tuple[str, ...]] = []
        for is_unspaced, characters in groupby(token, _is_unspaced):
            run = "".join(characters)
            if is_unspaced:
                pairs = range(max(1, min(len(run), MAX_UNSPACED) - 1))
                units += [(run[start : start + 2],) for start in pairs]
            elif (word := run.strip("'’.-_")) and (terms := self.expand(word)):
                units.append(terms)
        return units

    def _compound(self, token: str, parts: list[str]) -> tuple[str, ...]:
        """*log-in* is "login", and "log", "in"; *olmapi32.dll* keeps its dot, told from "olmapi32 dll"."""
        if "." in token:
            own = token
        else:
            joined = "".join(parts)
            own = self._stem(joined) if joined.isalpha() else _code("".join(_bare_number(part) for part in parts))[0]
        terms = [own]
        for part in parts:
            if len(part) > 1:
                terms.extend(term for term in self.expand(part) if term not in terms)
        return tuple(terms)


def _has_unspaced(token: str) -> bool:
    return not token.isascii() and any(map(_is_unspaced, token))


def _is_unspaced(char: str) -> bool:
    """Is this a character of a script that puts no spaces between words: kana, Han, Hangul?

    Not a regular expression: compiling one with these ranges takes 2 ms of every start.
    """
    code = ord(char)
    return 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7AF


def _code(token: str) -> tuple[str, ...]:
    """The canonical form of a token of letters and digits, and its parts."""
    if found := _HEX.match(token):
        return (found.group(1).lstrip("0") or "0",)
    if found := _LETTERS_AND_DIGITS.match(token):
        letters, digits = found.groups()
        own = letters + _bare_number(digits)
        terms = (own, _bare_number(digits)) if len(digits) >= 3 else (own,)
        return (*terms, token) if own != token and _STATUS.match(token) else terms
    return (token.lstrip("0") or "0",)


def _bare_number(part: str) -> str:
    return (part.lstrip("0") or "0") if part.isdigit() else part


def reply_and_status(token: str) -> tuple[str, ...]:
    """550-5.1.1, as mail servers write it -> 550, 5.1.1; nothing for any other token."""
    reply, _, status = token.partition("-")
    if len(reply) == 3 and status.count(".") == 2 and "-" not in status and reply.isdigit():
        return reply, status
    return ()


def is_code(term: str) -> bool:
    """Does this term name something exactly (a number of three digits or more, or letters with digits)?"""
    digits = sum(char.isdigit() for char in term)
    return digits >= 3 or (digits > 0 and ((digits < len(term) and not _ONLY_DIGITS.match(term)) or "." in term))
