"""All links of a knowledge base and where they lead, for the rules about links and for whoever follows links."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb_tools.article.model import Link
from kb_tools.checks.facts import Facts
from kb_tools.checks.finding import Edit, Found, Severity
from kb_tools.checks.masking import without_login
from kb_tools.links.resolve import Lead, State, resolve
from kb_tools.links.written import written_once

if TYPE_CHECKING:
    from kb_tools.checks.base import Base

Row = tuple[Facts, Link, Lead]


def leads(base: Base) -> list[Row]:
    """Every link that leads to no other server. A target that references share counts once, where it is defined."""
    tree = base.tree
    found: list[Row] = []
    for facts in base:
        known: dict[tuple[str, str], Lead] = {}
        for link in written_once(facts.links):
            if link.target.startswith(("https://", "http://")):
                continue
            key = (link.target, link.text if link.kind == "html" else "")
            lead = known.get(key)
            if lead is None:
                lead = known[key] = resolve(tree, facts.path, link)
            if lead.state != "elsewhere":
                found.append((facts, link, lead))
    return found


def led(base: Base, state: State) -> Iterator[Row]:
    """The links of which this is to be said."""
    return (row for row in base.leads if row[2].state == state)


def found_at(
    base: Base, row: Row, message: str, hint: str, severity: Severity | None = None, *, better: str = ""
) -> Found:
    """A finding at the target of a link; *better* is put in its place by `--fix`."""
    facts, link, lead = row
    edits = (Edit(facts.file, link.span, better),) if better and link.span.line == link.span.end_line else ()
    other = posixpath.normpath(base.file(lead.path)) if lead.path and lead.path != facts.path else ""
    involves = (other,) if other and not other.startswith("../") else ()
    return Found(link.span, message, link.target, hint, facts.file, involves, edits, severity)


def shown(target: str) -> str:
    """A target in a message: on one line, and not too long."""
    target = without_login(target)
    if len(target) > 1000:
        target = f"{target[:500]}{target[-500:]}"
    text = " ".join("".join(character if character.isprintable() else " " for character in target).split())
    return text if len(text) <= 100 else f"{text[:60]}…{text[-35:]}"
