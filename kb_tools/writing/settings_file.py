"""kb.toml for a new knowledge base: every setting, with those switched on that the articles there ask for."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from kb_tools.config import FIELDS, HEADINGS
from kb_tools.writing.planned import quoted
from kb_tools.writing.survey import DATES, Habits, Name
from kb_tools.writing.templates import fill

OFF = "#"
"""Before a setting that is switched off; remarks have a space after it."""


def settings_file(docs: str, exclude: Sequence[str], habits: Habits | None) -> str:
    """The text of a kb.toml.

    Args:
        docs: the articles' folder, where kb would not find it by itself; else empty.
        exclude: what is never the answer to a caller.
        habits: how the articles that are there write their front matter.
    """
    habits = habits or Habits()
    return fill(
        "kb.toml",
        docs=f"docs = {_toml(docs)}" if docs else f'{OFF}docs = "docs"',
        exclude=f"exclude = {_toml(exclude)}" if exclude else f'{OFF}exclude = ["/index.md"]',
        date_formats=_date_formats(habits),
        known_fields="\n".join(textwrap.wrap(", ".join(FIELDS), 116, initial_indent="#   ", subsequent_indent="#   ")),
        fields=_fields(habits),
        headings="\n".join(f"{OFF}{kind} = {_toml(names)}" for kind, names in HEADINGS.items()),
    )


def _date_formats(habits: Habits) -> str:
    if not habits.date_formats:
        return f'{OFF}date_formats = ["%d.%m.%Y", "%m/%d/%Y"]'
    if habits.other_formats:
        rivals = (habits.date_formats[0], *habits.other_formats)
        lines = ["# The articles' dates fit each of these: no day above 12 tells which. Switch on the right one:"]
        lines += [f"{OFF}date_formats = {_toml([rival, *habits.date_formats[1:]])}" for rival in rivals]
        return "\n".join(lines)
    return f"date_formats = {_toml(habits.date_formats)}"


def _fields(habits: Habits) -> str:
    lines = []
    for ours, names in habits.fields.items():
        sure = [name for name in names if name.sure]
        if sure:
            lines.append(f"{ours} = {_names(sure)}    # {_counts(ours, sure, habits)}")
        if len(sure) < len(names):
            lines.append(f"# Switch this on if it means the same here: {_counts(ours, names, habits)}")
            lines.append(f"{OFF}{ours} = {_names(names)}")
    return "\n".join(lines) or f'{OFF}owner = "author"\n{OFF}last_reviewed = ["reviewed", "date"]'


def _names(names: Sequence[Name]) -> str:
    return _toml([name.name for name in names] if len(names) > 1 else names[0].name)


def _counts(ours: str, names: Sequence[Name], habits: Habits) -> str:
    used = " and ".join(str(name.articles) for name in names)
    # An example of any other field could be somebody's name.
    example = f", such as {_toml(names[0].example[:40])}" if ours in DATES else ""
    return f"in {used} of {habits.articles} articles{example}"


def _toml(value: str | Sequence[str]) -> str:
    return quoted(value) if isinstance(value, str) else f"[{', '.join(quoted(item) for item in value)}]"
