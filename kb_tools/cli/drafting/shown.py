"""What kb new tells about the article it made."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from kb_tools.cli.output import clean
from kb_tools.wording import counted

if TYPE_CHECKING:
    from kb_tools.writing.articles.saved import Saved

MOST = 5
"""Of one kind of line, before the rest is counted."""


def render(saved: Saved) -> str:
    """The report, a part for each thing that there is to do."""
    return "\n\n".join("\n".join(part) for part in map(list, _parts(saved)) if part)


def _parts(saved: Saved) -> Iterator[Iterator[str]]:
    if saved.is_seen:
        yield _missing(saved)
        yield _collisions(saved)
        yield _found(saved)
    else:
        yield iter([f"kb does not count {clean(saved.file)} as an article: see ignore in kb.toml."])
    yield (clean(text) for text in saved.notes)


def _missing(saved: Saved) -> Iterator[str]:
    empty = [each for each in saved.findings if each.slug == "section-empty"]
    orphan = next((each for each in saved.findings if each.slug == "orphan"), None)
    others = [each for each in saved.findings if each not in empty and each is not orphan]
    if not (saved.findings or saved.prompts):
        yield "Nothing is missing: kb check finds nothing in it."
        return
    yield "Still to do:"
    if empty:
        names = ", ".join(each.message.partition("'")[2].rstrip("'") for each in empty)
        yield f"  write {clean(names)}"
    yield from _some([f"  line {each.line}: {clean(each.message)}. {clean(each.hint)}".rstrip() for each in others])
    if saved.prompts:
        lines = ", ".join(map(str, saved.prompts))
        yield f"  line {lines}: take out what is left of the form; the site does not show it"
    if orphan is not None:
        yield f"  {clean(orphan.hint).rstrip('.')}: [{clean(saved.title)}]({quote(saved.file.rpartition('/')[2])})"


def _collisions(saved: Saved) -> Iterator[str]:
    if saved.collisions:
        yield "Says what another article says:"
        yield from _some([f"  {clean(each.path)}:{each.line}: {clean(each.message)}" for each in saved.collisions])


def _found(saved: Saved) -> Iterator[str]:
    if not saved.title_finds_it:
        yield "A search for its title does not find it among the first three: name the one thing that only it is about."
    if saved.unfound:
        yield "These symptoms do not find it among the first three:"
        yield from _some([f"  {clean(said)}" for said in saved.unfound])
    elif saved.title_finds_it:
        yield "Its title and all its symptoms find it."
    if saved.answers:
        yield f"It answers {counted(len(saved.answers), 'phrase')} of phrases.yml:"
        yield from _some([f"  {clean(said)}" for said in saved.answers])
    if saved.takes:
        yield f"It comes first for {counted(len(saved.takes), 'phrase')} that phrases.yml gives to another article:"
        yield from _some([f"  {clean(said)} -> {clean(path)}" for said, path in saved.takes])


def next_steps(file: str, *, in_git: bool) -> str:
    """What to do now, as commands."""
    name = shlex.quote(file)
    steps = [(f"kb check {name}", "until it finds nothing")]
    if in_git:
        steps.append((f"git add {name}", ""))
    steps.append(("confidence: validated", "in its front matter, once it has helped a caller"))
    width = max(len(step) for step, _ in steps)
    return "Next:\n" + "\n".join(clean(f"  {step:<{width}}   {why}".rstrip()) for step, why in steps)


def _some(lines: list[str]) -> list[str]:
    return [*lines[:MOST], *([f"  and {len(lines) - MOST} more"] if len(lines) > MOST else [])]
