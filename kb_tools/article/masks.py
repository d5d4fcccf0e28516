"""What in an article is not Markdown? Fenced code, raw HTML blocks and comments, hidden before the blocks are read.

Python-Markdown takes these three out of the text before it looks for blocks, so this module does the same, in the same
order. Each is overwritten by filler of the *same length*: every offset in the masked text is an offset in the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

from kb_tools.article.fences import FENCE_FILLER, HTML_FILLER, Hidden, end_of_line, mask_fences

__all__ = [
    "BLOCK_TAGS", "FENCE_FILLER", "HTML_FILLER", "RAW_TAGS", "SCRIPT_OR_COMMENT", "TAG", "Hidden", "has_markdown", "mask",
]  # fmt: skip

# fmt: off
BLOCK_TAGS = frozenset([
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "main", "menu", "nav", "ol", "p", "pre",
    "section", "table", "ul", "canvas", "colgroup", "dd", "body", "dt", "group", "html", "iframe", "li", "legend",
    "math", "map", "noscript", "output", "object", "option", "progress", "script", "style", "summary", "tbody", "td",
    "textarea", "tfoot", "th", "thead", "tr", "video", "center",
])
# fmt: on
"""The tags that begin a raw block when they open a line: Python-Markdown's own list."""

RAW_TAGS = frozenset(["canvas", "math", "option", "pre", "script", "style", "textarea"])
"""The tags whose content is never Markdown, whatever they say."""


def mask(source: str) -> tuple[str, list[Hidden]]:
    """Which text is left for the block parser, and what was hidden from it?"""
    hidden: list[Hidden] = []
    masked = source
    if "```" in masked or "~~~" in masked:
        masked = mask_fences(masked, hidden)
    if "<" in masked:
        masked = _mask_html(masked, hidden)
    return masked, hidden


_HTML_FIRST = re.compile(r" {0,3}(?=<[a-zA-Z!?/])")
_HTML_LATER = re.compile(r"\n {0,3}(?=<[a-zA-Z!?/])")
_ATTRIBUTES = r"""(?>(?:[^<>"'`]+|"[^"]*+"|'[^']*+')*)"""
TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>`<]*+)({_ATTRIBUTES})>")
_COMMENT_OR_TAG = re.compile(rf"<!--|<(/?)([a-zA-Z][^\s/>`<]*+)({_ATTRIBUTES})>")
SCRIPT_OR_COMMENT = re.compile(
    r"<!--(?>[^-]*(?:(?!--!?>).[^-]*)*)(?:--!?>)?|<(script|style)\b(?>[^<]*(?:(?!</\1\s*>).[^<]*)*)(?:</\1\s*>)?",
    re.I | re.S,
)
"""Scripts, styles and comments, down to the end of the text where they have none."""
_COMMENT_END = re.compile(r"--!?>")
_MARKDOWN_ATTRIBUTE = re.compile(r"""\smarkdown(?:\s*=\s*["']?(1|block|span|markdown)\b["']?|(?=[\s/]|$))""", re.I)


def has_markdown(attributes: str) -> bool:
    """Does a tag with these attributes ask that Markdown be read in its element?"""
    return bool(_MARKDOWN_ATTRIBUTE.search(attributes))


class _HtmlMask:
    """One walk over the raw HTML of a text; it only ever moves forward."""

    def __init__(self, text: str, hidden: list[Hidden]) -> None:
        self.text = text
        self.hidden = hidden
        self.parts: list[str] = []
        self.done = 0
        self.no_comment_end = len(text) + 1
        self.open_markdown: list[str] = []
        self.fences = [item.start for item in hidden if item.kind == "fence"]
        """Where they begin, in order."""

    def hide(self, kind: Literal["html", "comment"], start: int, end: int, alone: bool = True) -> None:
        """Overwrite with filler, which stands in a block of its own as Python-Markdown's placeholder does."""
        size = end - start
        # After spaces the line is not broken before it, and so the block goes on.
        lead = HTML_FILLER if self.text[start - 1 : start] == " " else "\n"
        filler = lead + HTML_FILLER * (size - 3) + "\n\n" if alone and size > 3 else HTML_FILLER * size
        if kind == "comment" and bisect_left(self.fences, start) < bisect_left(self.fences, end):
            # A fence found inside a comment is not on the page.
            self.hidden[:] = [h for h in self.hidden if not (h.kind == "fence" and start <= h.start < end)]
        self.hidden.append(Hidden(kind, start, end, start, end))
        self.parts += (self.text[self.done : start], filler)
        self.done = end

    def comment_end(self, position: int) -> int:
        """Where does the comment that starts here end? -1: nowhere, so it is text."""
        if position >= self.no_comment_end:
            return -1
        found = _COMMENT_END.search(self.text, position + 4)
        if found is None:
            # There is none further on either: do not search the rest again for each opening.
            self.no_comment_end = position
            return -1
        return found.end()

    def declaration_end(self, position: int) -> int:
        """Where does `<!...>` or `<?...?>` end?"""
        text = self.text
        if text.startswith("<!--", position):
            return self.comment_end(position)
        closing = "?>" if text[position + 1] == "?" else "]]>" if text.startswith("<![CDATA[", position) else ">"
        end = text.find(closing, position)
        return -1 if end < 0 else end + len(closing)

    def raw_end(self, position: int, tag: str) -> int:
        """Where is the last element closed that was opened since `position`? What never closes runs to the end."""
        text = self.text
        stack = [tag]
        if tag in ("script", "style"):
            position = self.cdata_end(position, tag)
        while token := _COMMENT_OR_TAG.search(text, position):
            position = token.end()
            name = token.group(2)
            if name is None:
                end = self.comment_end(token.start())
                position = end if end > 0 else position
                continue
            name = name.lower()
            if not token.group(1):
                if not token.group(3).endswith("/") and name != "hr":
                    stack.append(name)
                    if name in ("script", "style"):
                        position = self.cdata_end(position, name)
            elif name in stack:
                while stack.pop() != name:
                    pass
                if not stack:
                    return position
            elif len(stack) > 5000:
                # `name in stack` is linear: pages of nothing but opening tags must not become quadratic.
                return len(text)
        return len(text)

    def cdata_end(self, position: int, tag: str) -> int:
        found = re.compile(rf"</{tag}\s*>", re.I).search(self.text, position)
        return found.start() if found else len(self.text)

    def tag_at(self, position: int) -> int:
        """Hide the block that a tag opens here, if it does; where does the search go on?"""
        found = TAG.match(self.text, position)
        if found is None:
            return position + 1
        closing, name, attributes = found.group(1), found.group(2).lower(), found.group(3)
        end = found.end()
        if name not in BLOCK_TAGS:
            return end
        if closing:
            if name in self.open_markdown:
                while self.open_markdown.pop() != name:
                    pass
                self.hide("html", position, end)
            return end
        markdown = has_markdown(attributes)
        # Spaces before the outermost element with Markdown in it keep Python-Markdown from reading what is in it.
        indented = not self.open_markdown and position > 0 and self.text[position - 1] == " "
        if attributes.endswith("/") or name == "hr" or (markdown and name not in RAW_TAGS and not indented):
            self.hide("html", position, end)
            if markdown and not attributes.endswith("/") and name != "hr":
                self.open_markdown.append(name)
            return end
        end = self.raw_end(end, name)
        self.hide("html", position, end)
        return end

    def run(self) -> str:
        text = self.text
        position = 0
        while True:
            opening = _HTML_LATER.search(text, position - 1) if position else _HTML_FIRST.match(text)
            opening = opening or (None if position else _HTML_LATER.search(text))
            if self.open_markdown:
                # The end of an element with Markdown in it may stand anywhere, not only at the start of a line.
                closing = re.compile(rf"</{re.escape(self.open_markdown[-1])}\s*>", re.I).search(text, position)
                if closing and (opening is None or closing.start() <= opening.end()):
                    position = self.tag_at(closing.start())
                    continue
            if opening is None:
                break
            comment = text.find("<!--", position, opening.end())
            if comment >= 0 and (end := self.comment_end(comment)) > 0:
                # Not at the start of a line, a comment hides nothing from the blocks; but tags in it open none.
                position = end
                continue
            position = opening.end()
            if text[position + 1] in "!?":
                end = self.declaration_end(position)
                if end < 0:
                    position += 1
                    continue
                kind: Literal["html", "comment"] = "comment" if text.startswith("<!--", position) else "html"
                self.hide(kind, position, end)
                position = end
            else:
                position = self.tag_at(position)
            if position == self.done:
                position = self.tail(position)
        return "".join(self.parts) + text[self.done :] if self.parts else text

    def tail(self, position: int) -> int:
        """After a block, the rest of its line may open another one although it is not at the start of a line."""
        text = self.text
        while position < len(text):
            end = end_of_line(text, position)
            found = _COMMENT_OR_TAG.search(text, position, end) if text.find("<", position, end) >= 0 else None
            if found is None:
                return position
            start = found.start()
            if found.group(2) is None:
                after = self.comment_end(start)
                if after < 0:
                    return position
                self.hide("comment", start, after, alone=False)
            else:
                after = self.tag_at(start)
                if self.done != after:
                    position = after
                    continue
            position = after
        return position


def _mask_html(text: str, hidden: list[Hidden]) -> str:
    return _HtmlMask(text, hidden).run() if _HTML_FIRST.match(text) or _HTML_LATER.search(text) else text
