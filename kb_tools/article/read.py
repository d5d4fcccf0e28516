"""Bytes -> Article. Whatever the file holds, it is read as far as it can be and its problems are noted with their lines."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from kb_tools.article.blocks import Blocks, scan
from kb_tools.article.fields import Fields
from kb_tools.article.front_matter import split
from kb_tools.article.model import Article, Problem, Section, Span
from kb_tools.article.plain import Paragraph, paragraphs, strip_marks
from kb_tools.config import Settings

_DECORATION = re.compile(r"^[\W_]++|(?<![\W_])[\W_]++$")

MAX_BYTES = 5_000_000
"""What is longer than a thick book is cut off here, with a problem noted."""


class Reading(NamedTuple):
    """An article, and what it was read from."""

    article: Article
    text: str
    """The whole file, front matter included, lines ended by \\n."""
    blocks: Blocks
    """The Markdown below the front matter; its places count in lines of the file."""


def read_article(path: str, content: bytes, settings: Settings) -> Article:
    """Read one file. *path* is below the docs folder, with forward slashes."""
    return read(path, content, settings).article


def read(path: str, content: bytes, settings: Settings) -> Reading:
    """Read one file, and keep what else was found out on the way: nobody need do that again."""
    text, problems = decode(content)
    front, body = split(text)
    fields = Fields(front, settings)
    first_line = front.end + 1
    blocks = scan(body, first_line)
    sections = _sections(blocks, first_line, settings)
    h1 = next((section.heading for section in sections if section.level == 1 and section.heading), "")
    name = path.rpartition("/")[2].rpartition(".")[0]
    dates = {name: fields.date(name) for name in ("last_reviewed", "expires")}
    article = Article(
        path=path,
        id=fields.text("id") or path.rpartition(".")[0],
        title=strip_marks(fields.text("title"))
        or h1
        or name.replace("-", " ").replace("_", " ").strip()
        or name
        or path,
        kind=fields.text("kind"),
        symptoms=fields.texts("symptoms"),
        error_codes=fields.texts("error_codes"),
        products=fields.texts("products"),
        applies_to=fields.texts("applies_to"),
        audience=fields.text("audience"),
        confidence=fields.text("confidence").lower(),
        owner=fields.text("owner"),
        last_reviewed=dates["last_reviewed"],
        review_days=fields.days("review_interval"),
        ask=fields.text("ask"),
        escalate_to=fields.text("escalate_to"),
        cause_id=fields.text("cause_id"),
        status=fields.text("status").lower(),
        since=fields.text("since"),
        next_update=fields.text("next_update"),
        expires=dates["expires"],
        workaround=fields.text("workaround"),
        description=fields.text("description"),
        tags=fields.texts("tags"),
        reviewed_hash=fields.text("reviewed_hash"),
        redirects=fields.texts("redirects"),
        excluded=fields.excludes_itself(),
        sections=sections,
        body=body,
        first_line=first_line,
        lines=front.lines,
        nodes=front.nodes,
        problems=(*problems, *front.problems, *fields.problems),
    )
    return Reading(article, text, blocks)


def decode(content: bytes) -> tuple[str, list[Problem]]:
    """Bytes -> text with lines ended by \\n, and what was odd about the bytes."""
    problems = []
    if len(content) > MAX_BYTES:
        problems.append(_at(1, "too-long", f"the file has {len(content) / 1e6:.1f} MB; only the first 5 MB are read",
                            "Split it: nobody reads this mid-call."))  # fmt: skip
        content = _cut(content)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.append(_at(1, "not-utf-8", "the file is UTF-16, which MkDocs cannot read", "Save it as UTF-8."))
        return _lines(content.decode("utf-16", "replace")), problems
    if b"\0" in content[:8000]:
        return "", [_at(1, "binary", "this is not text", "Rename the file, or leave it out: ignore, in kb.toml.")]
    if content.startswith(b"\xef\xbb\xbf"):
        problems.append(_at(1, "byte-order-mark", "the file begins with a byte order mark, which hides its front matter "
                            "from some tools", "Save it as UTF-8 without BOM."))  # fmt: skip
        content = content[3:]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _lines(content[: error.start].decode("utf-8"))
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        place = Span(line, column, line, column + 1)
        problems.append(Problem("not-utf-8", f"byte 0x{content[error.start]:02x} is not UTF-8; the file is read as "
                                "Windows-1252", place, "Save it as UTF-8."))  # fmt: skip
        text = content.decode("cp1252", "replace")
    if not text.strip():
        problems.append(_at(1, "empty", "the file is empty", "Write the article, or delete the file."))
    return _lines(text), problems


def _cut(content: bytes) -> bytes:
    """The first MAX_BYTES, without the half of a character at the end."""
    end = MAX_BYTES
    while end > MAX_BYTES - 4 and content[end] & 0xC0 == 0x80:
        end -= 1
    return content[:end]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _at(line: int, slug: str, message: str, hint: str) -> Problem:
    return Problem(slug, message, Span(line, 1, line, 1), hint)


def _sections(blocks: Blocks, first_line: int, settings: Settings) -> tuple[Section, ...]:
    """Cut the article at its headings."""
    kinds = _kinds(settings.headings)
    sections: list[Section] = []
    heading, level, line = "", 0, first_line
    found: list[Paragraph] = []
    for paragraph in paragraphs(blocks):
        if not paragraph.level:
            found.append(paragraph)
            continue
        if heading or found:
            sections.append(Section(kinds(heading), heading, level, line, tuple(found)))
        heading, level, line, found = paragraph.text, paragraph.level, paragraph.line, []
    sections.append(Section(kinds(heading), heading, level, line, tuple(found)))
    return _inherited(sections)


def _inherited(sections: list[Section]) -> tuple[Section, ...]:
    """A section without a kind below one that has it ("Method 1" below "Resolution") is of that kind."""
    kind, above = "", 0
    for index, section in enumerate(sections):
        if section.kind or section.level <= above:
            kind, above = section.kind, section.level
        elif kind:
            sections[index] = replace(section, kind=kind)
    return tuple(sections)


def _bare(heading: str) -> str:
    """A heading without what decorates it: "🔧 Fix:" is "fix"."""
    return _DECORATION.sub("", heading.lower())


class _Kinds:
    """Tells what a heading stands for, in the team's own words."""

    def __init__(self, headings: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        self._names = {bare: kind for kind, names in headings for name in names if (bare := _bare(name))}
        # "Resolution 2: reinstall", "Cause (Outlook)", "Solutions", "Resolution for administrators". Not for short names:
        # "Do not restart" is no fix.
        longer = sorted((re.escape(name) for name in self._names if len(name) > 3), key=len, reverse=True)
        after = r"(?:s?\s*[\d:(–—-]|\s+(?:for|of|in|on|by|using|when)\b|s?$)"
        self._begins = re.compile(rf"({'|'.join(longer)}){after}")
        self._known: dict[str, str] = {}

    def __call__(self, heading: str) -> str:
        known = self._known.get(heading)
        if known is None:
            if len(self._known) > 100_000:
                self._known.clear()
            known = self._known[heading] = self._look_up(_bare(heading))
        return known

    def _look_up(self, heading: str) -> str:
        if heading in self._names:
            return self._names[heading]
        found = self._begins.match(heading)
        return self._names[found.group(1)] if found else ""


@lru_cache(maxsize=4)
def _kinds(headings: tuple[tuple[str, tuple[str, ...]], ...]) -> _Kinds:
    return _Kinds(headings)
