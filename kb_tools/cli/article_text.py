"""An article as text: for a terminal, for a pipe, for a ticket."""

from __future__ import annotations

import re
from datetime import date

from kb_tools.article.model import Article
from kb_tools.article.plain import strip_marks
from kb_tools.article.trust import Flags, trust
from kb_tools.cli.output import clean
from kb_tools.config import Settings
from kb_tools.search.card import url

_ADMONITION = re.compile(
    r'^(?P<indent>[ \t]*)(?:!!!|\?\?\?\+?|===)[ \t]*(?P<type>[\w-]*)[ \t]*(?:"(?P<title>[^"]*)")?[ \t]*$'
)
_LIST_ITEM = re.compile(r"^(\s*(?:\d+[.)]|[-*+])\s+)(.*)$")


def section_markdown(article: Article, kind: str) -> str:
    """The Markdown of all sections of a kind, with their headings."""
    lines = article.body.split("\n")
    starts = [section.line - article.first_line for section in article.sections] + [len(lines)]
    return "\n".join(
        "\n".join(lines[max(start, 0) : end]).rstrip()
        for section, start, end in zip(article.sections, starts, starts[1:], strict=False)
        if section.kind == kind
    )


def head(article: Article, today: date, flags: Flags | None = None) -> str:
    """Title, trust, what is said to be wrong with it, what it is about and where it goes when it fails."""
    lines = [article.title, judged(article, today, flags)]
    if flags is not None:
        lines.append(f"Flagged: {flags.said}")
    about = " · ".join(", ".join(part) for part in (article.products, article.applies_to, article.error_codes) if part)
    if about:
        lines.append(about)
    if article.escalate_to:
        lines.append(f"If that fails: {article.escalate_to}")
    lines.append(f"{article.path}  [{article.id}]")
    return "\n".join(lines)


def judged(article: Article, today: date, flags: Flags | None = None) -> str:
    """The article's trust in words."""
    return trust(
        today,
        confidence=article.confidence,
        last_reviewed=article.last_reviewed,
        review_days=article.review_days,
        status=article.status,
        expires=article.expires,
        flags=flags,
    ).summary


def for_ticket(article: Article, kind: str | None, settings: Settings) -> str:
    """Plain text to paste: what the article says, and which article it was."""
    markdown = section_markdown(article, kind) if kind else article.body
    link = url(article.path, settings)
    source = f"[{article.id}] {article.title}" + (f"\n{link}" if link.startswith("http") else "")
    return f"{plain_markdown(markdown)}\n\nSource: {source}"


def plain_markdown(markdown: str) -> str:
    """Markdown without its markup, line by line, lists and indentation kept."""
    lines: list[str] = []
    fenced = False
    for line in markdown.split("\n"):
        if re.match(r"\s*(```|~~~)", line):
            fenced = not fenced
            continue
        if fenced:
            lines.append(line)
            continue
        if found := _ADMONITION.match(line):
            title = found["title"] or found["type"].capitalize()
            lines.append(f"{found['indent']}{title}:")
        elif found := _LIST_ITEM.match(line):
            lines.append(found.group(1) + strip_marks(found.group(2)))
        elif line.lstrip().startswith("|"):
            cells = [strip_marks(cell) for cell in line.strip().strip("|").split("|")]
            if not all(set(cell) <= set("-: ") for cell in cells):
                lines.append("  ".join(cells))
        else:
            indent = line[: len(line) - len(line.lstrip())]
            text = line.lstrip("#") if line.startswith("#") else line
            lines.append(indent + strip_marks(text.strip()))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")


def print_rich(
    article: Article, markdown: str, width: int, today: date, flags: Flags | None = None, *, whole: bool
) -> None:
    """Print an article on a terminal, with headings, lists and emphasis."""
    # Imported here: a tenth of a second that only a reader at a terminal pays.
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.panel import Panel
    from rich.text import Text

    console = Console(width=width)
    if whole:
        console.print(Panel(Text(clean(head(article, today, flags)))))
    console.print(Markdown(_for_rich(clean(markdown)), hyperlinks=False))


def _for_rich(markdown: str) -> str:
    """Admonitions and tabs, which plain Markdown takes for code, as quotes."""
    lines: list[str] = []
    inside: int | None = None
    for line in markdown.split("\n"):
        if found := _ADMONITION.match(line):
            inside = len(found["indent"])
            lines.append(f"{found['indent']}> **{found['title'] or found['type'].capitalize()}**  ")
        elif inside is not None and (not line.strip() or line.startswith(" " * (inside + 4))):
            lines.append(f"{' ' * inside}> {line[inside + 4 :]}" if line.strip() else f"{' ' * inside}>")
        else:
            inside = None
            lines.append(line)
    return "\n".join(lines)
