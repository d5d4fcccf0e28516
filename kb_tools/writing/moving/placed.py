"""Put texts into a file at places that count in lines and columns. Every other byte stays what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb_tools.article.model import Span
from kb_tools.errors import ContentError

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\r|\n")


class Place:
    """The text of a file, and where its lines begin."""

    def __init__(self, content: bytes) -> None:
        self.mark = _BOM if content.startswith(_BOM) else b""
        raw = content[len(self.mark) :]
        try:
            self.text, self.encoding = raw.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            # As articles are read then. What is not in that code page survives as it is.
            self.text, self.encoding = _windows(raw), ""
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(self.text))]
        found = _LINE_END.search(self.text)
        self.line_end = found[0] if found else "\n"

    def offset(self, line: int, column: int) -> int:
        return min(self._starts[line - 1] + column - 1, len(self.text))

    def at(self, span: Span) -> str:
        """What stands there."""
        return self.text[self.offset(span.line, span.column) : self.offset(span.end_line, span.end_column)]

    def before(self, span: Span) -> str:
        """The character in front of it; empty at the beginning."""
        offset = self.offset(span.line, span.column)
        return self.text[offset - 1 : offset]

    def line_of(self, line: int) -> Span:
        """A whole line, with its end."""
        return Span(line, 1, line + 1, 1) if line < len(self._starts) else Span(line, 1, line, len(self.text) + 2)

    def end_of(self, line: int) -> Span:
        """The place behind the last character of a line."""
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        column = len(self.text[self._starts[line - 1] : end].rstrip("\r\n")) + 1
        return Span(line, column, line, column)

    def with_texts(self, texts: Iterable[tuple[Span, str]]) -> bytes:
        """The file with other texts at these places.

        Raises:
            ContentError: one of them is over another.
        """
        parts, last = [], 0
        for start, end, text in sorted({
            (self.offset(span.line, span.column), self.offset(span.end_line, span.end_column), text)
            for span, text in texts
        }):  # fmt: skip
            if start < last:
                raise ContentError("two changes want the same place", hint="Change it by hand first.")
            parts += [self.text[last:start], text.replace("\n", self.line_end)]
            last = end
        text = "".join([*parts, self.text[last:]])
        return self.mark + (text.encode(self.encoding) if self.encoding else _bytes(text))


def _windows(raw: bytes) -> str:
    """Windows-1252, in which five bytes are no letter: those keep their number."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(0xDC00 + byte) for byte in raw)


def _bytes(text: str) -> bytes:
    return b"".join(
        bytes([ord(letter) - 0xDC00]) if 0xDC80 <= ord(letter) <= 0xDCFF else letter.encode("cp1252") for letter in text
    )
