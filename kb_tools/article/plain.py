"""What does a reader read? The words of an article without its markup, for search and snippets."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import methodcaller
from typing import NamedTuple

from kb_tools.article.blocks import Blocks
from kb_tools.article.inline import unescape_entities
from kb_tools.article.masks import SCRIPT_OR_COMMENT

_END = "\x03"
"""Stands between texts while they are stripped together: one call of each substitution for the whole article."""

_MARKED = re.compile(r"[\\`*_\[<&{\x02\x03]").search
# Each pattern starts with a literal, and looks back behind it: that is many times faster than a class in front.
_CODE = re.compile(
    r"`(?<![\\`]`)(`{0,2})(?!`)([^`\x03]+)(?<!`)`\1(?!`)"
    r"|``(?<![\\`]``)(?!`)((?:[^`\x03]|`(?!`))+)``(?!`)"
)
_LINK = re.compile(
    r"""\[((?>(?:[^\[\]\x03]+|\[[^\[\]\x03]*\])*))\]"""
    r"""(?:\(\s*+(?:<[^<>\x03]*+>|(?>(?:[^\s()"'\x03]+|\([^\s()\x03]*\))*))(?>(?:\s++(?:"[^"\x03]*+"|'[^'\x03]*+'))?)\s*+\)"""
    r"""|\s?\[[^\[\]\x03]*+\])"""
)
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s\x03]+\]")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*+:[^<>\s\x03]++|[^<>\s@\x03]++@[^<>\s@\x03]++)>")
_TAG = re.compile(
    r"""<(?:!--(?>[^<\x03-]*(?:(?!-->|<!--)[^\x03][^<\x03-]*)*)-->|/?[a-zA-Z](?>(?:[^<>"'\x03]+|"[^"\x03]*+"|'[^'\x03]*+')*)>)"""
)
_ATTRIBUTES = re.compile(r"\{(?<!\\\{):? ?[.#][^{}\x03]*+\}")
_STARS = re.compile(r"\*(?<![\\*]\*)(\*{0,2})(?=[^\s*\x03])([^*\x03]*+)(?<![\s\\])\*\1(?!\*)")
_LOW_LINES = re.compile(r"_(?<![\w\\]_)(_{0,2})(?=[^\s_\x03])([^_\x03]*+)(?<![\s\\])_\1(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|])")
_FIRST = methodcaller("group", 1)
_SECOND = methodcaller("group", 2)
_NEXT_LINE = re.compile(r"\n *")

# Marks in code are words: they are lifted out of the way while the rest is stripped.
_MARKS = "\\`*_[]()<>&!{}"
_LIFT = {ord(mark): 0xF600 + index for index, mark in enumerate(_MARKS)}
_DROP = {chr(0xF600 + index): mark for index, mark in enumerate(_MARKS)}
_LIFTED = re.compile("[\uf600-\uf60d]")
_NEEDS_LIFT = re.compile(r"[\\`*_\[\]()<>&!{}]").search

_ANY_TAG = re.compile(r"""<[/!?]?[a-zA-Z](?>(?:[^<>"']+|"[^"]*+"|'[^']*+')*)>""")
_WHITE = re.compile(r"\s+")


class Paragraph(NamedTuple):
    """A paragraph, item, row, title or code block as it is read, and the line of the file it starts on."""

    line: int
    text: str
    is_code: bool = False
    level: int = 0
    """Of a heading, else 0."""


def plain(blocks: Blocks) -> str:
    """The whole text for search, one paragraph a line, code with its own lines."""
    return "\n".join([text for _, text, _, _ in _stripped(blocks)])


def paragraphs(blocks: Blocks) -> tuple[Paragraph, ...]:
    """The same text in pieces, each with its line: what snippets are cut from."""
    starts, before = blocks.line_starts, blocks.first_line - 1
    return tuple([
        Paragraph(bisect_right(starts, at) + before, text, code, level) for at, text, code, level in _stripped(blocks)
    ])  # fmt: skip


def strip_marks(text: str) -> str:
    """A short text (a title, a symptom) without its markup."""
    return _strip(text).strip()


def _stripped(blocks: Blocks) -> list[tuple[int, str, bool, int]]:
    """Offset, text, whether it is code, and heading level, in the order of the source."""
    marked: list[tuple[int, str, int]] = []
    found: list[tuple[int, str, bool, int]] = []
    for block in blocks.blocks:
        kind, text, at, level = block
        start = at if type(at) is int else at[0]  # type: ignore[index]
        if kind == "code":
            text = text.replace("\x02", "").replace("\x03", "").strip("\n")
            if text:
                found.append((start, text, True, 0))
            continue
        if kind == "row":
            level = 0
            text = " ".join(text.replace("\\|", "\uf610").replace("|", " ").replace("\uf610", "\\|").split())
        elif "\n" in text:
            text = _NEXT_LINE.sub(" ", text)
        if _MARKED(text):
            marked.append((start, text, level))
        else:
            found.append((start, text, False, level))
    if marked:
        texts = _strip(_END.join([_without_filler(text) for _, text, _ in marked])).split(_END)
        for (start, _, level), text in zip(marked, texts, strict=True):
            text = text.strip()
            if text:
                found.append((start, text, False, level))
    for hidden, start, end, inner, inner_end in blocks.hidden:
        if hidden == "fence":
            text = _code(blocks.source[inner:inner_end], start - blocks.source.rfind("\n", 0, start) - 1)
            if text:
                found.append((inner, text, True, 0))
        elif hidden == "html":
            text = _html(blocks.source[start:end])
            if text:
                found.append((start, text, False, 0))
    found.sort()
    return found


def _without_filler(text: str) -> str:
    if "\x02" in text or "\x03" in text:
        return text.replace("\x02", "").replace("\x03", "")
    return text


def _strip(text: str) -> str:
    lifted = False
    if "`" in text:
        text = _CODE.sub(_lift, text)
        lifted = bool(_LIFTED.search(text))
    if "[" in text:
        text = _FOOTNOTE.sub("", text).replace("![", "[")
        if "](" in text or "][" in text or "] [" in text:
            text = _LINK.sub(_FIRST, text)
            if "](" in text:
                text = _LINK.sub(_FIRST, text)
    if "<" in text:
        text = _TAG.sub("", _AUTOLINK.sub(_FIRST, text))
    if "{" in text:
        text = _ATTRIBUTES.sub("", text)
    if "*" in text:
        text = _STARS.sub(_SECOND, text)
        if "*" in text:
            text = _STARS.sub(_SECOND, text)
    if "_" in text:
        text = _LOW_LINES.sub(_SECOND, text)
    if "\\" in text:
        text = _ESCAPE.sub(_FIRST, text)
    if "&" in text:
        text = unescape_entities(text)
    return _LIFTED.sub(_drop, text) if lifted else text


def _lift(found: re.Match[str]) -> str:
    code = found.group(2) or found.group(3)
    return code.translate(_LIFT) if _NEEDS_LIFT(code) else code


def _drop(found: re.Match[str]) -> str:
    return _DROP[found.group()]


def _code(text: str, indent: int) -> str:
    """The content of a fence, without the indentation and quote marks that the fence itself has."""
    text = text.strip("\n")
    if indent:
        text = "\n".join([line[indent:] if not line[:indent].strip("> ") else line for line in text.split("\n")])
    return text.rstrip()


def _html(text: str) -> str:
    """The words of raw HTML."""
    if "<!--" in text or "<s" in text or "<S" in text:
        text = SCRIPT_OR_COMMENT.sub(" ", text)
    text = _WHITE.sub(" ", _ANY_TAG.sub(" ", text).replace("\x02", "").replace("\x03", "")).strip()
    if "&" in text:
        text = unescape_entities(text)
    return text
