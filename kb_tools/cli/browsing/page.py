"""An article as it is read during a call: what to say, check and do first; the steps can be ticked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from kb_tools.article.model import Article, Section
from kb_tools.article.plain import Paragraph

Kind = Literal["heading", "text", "item", "step", "code"]

ORDER = ("say", "check", "workaround", "fix", "escalation")
"""What comes first; the rest follows as it stands in the file."""

_LEAD = re.compile(r"(?P<indent>[ \t>]*)(?P<mark>(?P<number>\d{1,9})[.)]|[-*+])[ \t]+")
_CONTAINER = re.compile(r"(?:!!!|\?\?\?\+?|===)")
_QUOTED = re.compile(r'["“„«]([^"“”„«»]*)["”“»]')


@dataclass(frozen=True, slots=True)
class Step:
    """One action of Fix or Workaround."""

    number: int
    words: str
    under: str
    """The heading that its list stands below, where there are several lists."""
    group: int
    """Which list it is in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, an item, a heading or a line of code."""

    kind: Kind
    text: str
    indent: int = 0
    mark: str = ""
    step: int = -1
    """Its place among the steps."""


@dataclass(slots=True)
class Page:
    """All pieces in the order of a call."""

    pieces: list[Piece] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def page(article: Article) -> Page:
    """Put an article in the order of a call."""
    made = Page()
    lines = article.body.split("\n")
    for section in _ordered(article.sections):
        _section(made, section, lines, article)
    groups = {step.group for step in made.steps}
    if len(groups) == 1:
        made.steps = [Step(step.number, step.words, "", step.group) for step in made.steps]
    return made


def to_say(article: Article) -> str:
    """The words to read out or send; a paragraph that is a quotation comes without its marks."""
    texts = [paragraph.text for section in article.sections if section.kind == "say"
             for paragraph in section.paragraphs if paragraph.level == 0]  # fmt: skip
    return "\n\n".join(found[1] if (found := _QUOTED.fullmatch(text)) else text for text in texts)


def _ordered(sections: tuple[Section, ...]) -> Iterator[Section]:
    for kind in ORDER:
        yield from (section for section in sections if section.kind == kind)
    yield from (section for section in sections if section.kind not in ORDER)


def _section(made: Page, section: Section, lines: list[str], article: Article) -> None:
    if section.heading and section.heading != article.title and section.level > 1:
        made.pieces.append(Piece("heading", section.heading))
    tickable = section.kind in ("fix", "workaround")
    items: list[tuple[int, bool]] = []
    """The items that a paragraph may belong to: how far each is indented, and whether it is numbered."""
    number, group = 0, made.steps[-1].group + 1 if made.steps else 0
    for paragraph in section.paragraphs:
        if paragraph.level:
            continue
        source = _source(lines, paragraph.line - article.first_line)
        lead = None if paragraph.is_code else _LEAD.match(source)
        indent = _indent(lead["indent"] if lead else source)
        while items and items[-1][0] >= indent:
            closed = items.pop()
            if not items and closed[1] and not (lead and lead["number"]):
                # Something else follows on the same level: the next number begins another list.
                number, group = 0, group + 1
        if paragraph.is_code:
            made.pieces += [Piece("code", line.expandtabs(4), indent) for line in paragraph.text.split("\n")]
        elif lead:
            made.pieces.append(_item(made, section, paragraph, lead, tickable and not items, number, group))
            if lead["number"] and not items:
                number = number + 1 if number else int(lead["number"])
            items.append((indent, bool(lead["number"])))
        else:
            kind: Kind = "heading" if _CONTAINER.match(source.lstrip()) else "text"
            made.pieces.append(Piece(kind, paragraph.text, indent if items else 0))


def _item(made: Page, section: Section, paragraph: Paragraph, lead: re.Match[str], tickable: bool, number: int,
          group: int) -> Piece:  # fmt: skip
    indent = _indent(lead["indent"])
    if not lead["number"]:
        return Piece("item", paragraph.text, indent, "-")
    shown = number + 1 if number else int(lead["number"])
    if not tickable or ">" in lead["indent"]:
        return Piece("item", paragraph.text, indent, lead["mark"])
    made.steps.append(Step(shown, paragraph.text, section.heading if section.level > 2 else "", group))
    return Piece("step", paragraph.text, indent, f"{shown}.", len(made.steps) - 1)


def _source(lines: list[str], index: int) -> str:
    return lines[index] if 0 <= index < len(lines) else ""


def _indent(text: str) -> int:
    expanded = text.replace(">", " ").expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))
