"""The form of a new article: the team's own, templates/KIND.md, or ours in the team's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Literal, NamedTuple

from kb_tools.article.read import decode
from kb_tools.config import Settings
from kb_tools.errors import ContentError
from kb_tools.writing.articles.wording import Wording

Kind = Literal["fault", "how-to", "known-issue", "call"]

KINDS: Mapping[Kind, str] = {
    "fault": "something is broken",
    "how-to": "the caller wants to do something",
    "known-issue": "many are affected, and we are on it",
    "call": "how to handle the call itself",
}

FOLDER = "templates"
"""Of a team's own forms, below the root."""

_FIELD = re.compile(r"([a-z_]+):(.*)")
_HEADING = re.compile(r"^## (.+)$", re.M)
_SECTIONS = {"Say": "say", "Check": "check", "Fix": "fix", "Do": "fix", "Workaround": "workaround",
             "If that fails": "escalation", "Why": "cause"}  # fmt: skip


class Template(NamedTuple):
    """A form to fill in."""

    text: str
    is_own: bool
    """The team's own: only what it has a place for is filled in."""


def template(kind: Kind, settings: Settings, wording: Wording) -> Template:
    """The form for an article of a kind.

    Raises:
        ContentError: the team has one of its own that cannot be read.
    """
    path = settings.root / FOLDER / f"{kind}.md"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        content = b""
    except OSError as error:
        raise ContentError(f"cannot be read: {error.strerror or error}", path=path) from error
    if not content.strip():
        # Also of `kb new --print-template fault > templates/fault.md`: the shell has made the file before kb runs.
        ours = resources.files("kb_tools.writing.templates") / "articles" / f"{kind}.md"
        return Template(_in_team_words(ours.read_text(encoding="utf-8"), wording), False)
    text, problems = decode(content)
    if any(problem.slug in ("not-utf-8", "binary") for problem in problems):
        raise ContentError("is no template: it is not UTF-8", path=path, hint="Save it as UTF-8.")
    return Template(text, True)


def comments(text: str) -> list[str]:
    """The prompts of a template: its HTML comments."""
    return re.findall(r"<!--.*?-->", text, re.S)


def _in_team_words(text: str, wording: Wording) -> str:
    """Our template with the team's names for fields and sections."""
    _, front, body = text.split("---\n", 2)
    front = _renamed(front, wording.names)
    used = wording.headings
    body = _HEADING.sub(lambda found: f"## {used.get(_SECTIONS[found[1]], found[1])}", body)
    if wording.has_symptoms:
        first = body.index("\n## ")
        body = f"{body[:first]}\n## {used['symptoms']}\n\n$symptoms\n{body[first:]}"
    return f"---\n{front}---\n{body}"


def _renamed(front: str, names: Mapping[str, Sequence[str]]) -> str:
    """The fields under their other names. Those that belong within one field stand where the first of them does."""
    fields: dict[str, list[tuple[str, list[str]]]] = {}
    for line in front.splitlines():
        if found := _FIELD.match(line):
            top, *below = names.get(found[1], (found[1],))
            lines = [found[2]]
            fields.setdefault(top, []).append((".".join(below), lines))
        else:
            lines.append(line)
    written: list[str] = []
    for top, values in fields.items():
        if not values[0][0]:
            first, *others = values[0][1]
            written += [f"{top}:{first}", *others]
            continue
        written.append(f"{top}:")
        for name, (first, *others) in values:
            written += [f"  {name}:{first}", *(f"  {other}" for other in others)]
    return "".join(f"{line}\n" for line in written)
