"""An escalation that names nobody.

Three things are found:

- a section for escalation (*If that fails*, *Escalation*, or what `headings` in `kb.toml` calls so) that names no team, queue or
  desk, and has no link, bold name, mail address or number, in an article that has no `escalate_to` either
- "escalate to", "send it to", "hand it over to" and the like with nothing after it, or with `TODO`, `TBD`, `???`
- "escalate to the appropriate team", "send it to whoever is responsible": words that stand for a name and are none

Not looked at: code, and pages that are never the answer to a caller. An article that says its `kind` and has no
`escalate_to` is told so by `field-missing`, and not here a second time. An empty section is `section-empty`. English only, but for
the first of the three.

## Why

With a caller on the line, "escalate to the appropriate team" starts a search. The ticket goes to the wrong desk, comes
back two days later, and the caller was told that somebody has it.

## Example

```markdown
## If that fails

Escalate to the appropriate team.
```

## Fix

```markdown
## If that fails

Send it to **network-oncall** with the user name and the time of the last attempt.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.article.model import Section
from kb_tools.checks.finding import Found, at
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.speech.sentences import Prose, lowered
from kb_tools.checks.source import Source

_NAMES_SOMEBODY = re.compile(
    r"\]\(|\]\[|https?://|\*\*|__\w|`|@\w|mailto:|tel:|[#&]\w|\d{3}"
    r"|\b(?:teams?|desk|queue|on-?call|noc|soc|sre|support|managers?|lead|leads|group|engineers?|engineering|help ?desk|hotline"
    r"|administrators?|admins?|dispatch|vendor|carrier|provider|supplier|manufacturer|supervisor|owner|department|office|operations"
    r"|ops|security|slack|jira|case|ticket|channel|partner|developers?|specialist|colleague|author|maintainers?|community|forum"
    r"|(?:second|third|2nd|3rd|next|first)[ -](?:line|level)|(?:tier|level|line)[ -]?\d|l[123])\b",
    re.I,
)
_S = r"[\s>]{1,9}"
_IT = rf"(?:it|this|(?:the|this|that|your){_S}(?:case|ticket|call|caller|issue|problem|incident))"
# Each begins with a word of its own: that is found many times faster than a choice.
_TO = tuple(
    re.compile(rf"{verb}(?:{_S}{_IT}|{_S}them(?<=hand.them|pass.them))?(?:{_S}(?:over|on|up))?{_S}to\b")
    for verb in ("escalate", "hand", "pass", "forward", "transfer", "refer", "send", "give")
)
_OPEN = r"(?:\*\*|\[|<)?(?:TODO|TBD|TBA|FIXME|XXX+|\?\?+|_{3,}|\.\.\.|…)(?![\w(])"
_NOTHING = re.compile(rf"\s*(?:$|[.;!?](?:\s|$)|,{_S}with\b|{_S}with:|{_OPEN})")
_ESCALATES = re.compile(rf"escalate|hand|{_IT}", re.I)
_NOBODY = re.compile(
    rf"{_S}(?:(?:the|an?|your|our){_S})?(?:(?:appropriate|responsible|right|correct|relevant|proper|suitable|respective|competent|concerned"
    rf"|corresponding){_S}(?:team|person|people|group|department|desk|queue|party|parties|contact|colleague|level|support{_S}team)s?"
    rf"|somebody|someone|anybody|anyone|whoever|whomever|those{_S}responsible)\b",
    re.I,
)
_SPECIFIC = re.compile(
    r"^[^.!?\n]{0,60}(?:\]\(|\*\*|`|\(|:)"
    rf"|^\s*(?:at|in|from|on|listed|named|as|(?:is|are){_S}(?:named|listed|on|in))\b",
    re.I,
)


def check(source: Source, options: Options) -> Iterator[Found]:
    if not source.is_answer:
        return
    article = source.article
    lines: set[int] = set()
    if not article.kind and not article.escalate_to:
        for first, last in _escalations(article.sections, len(source.lines)):
            text = "\n".join(source.lines[first:last])
            if text.strip() and not _NAMES_SOMEBODY.search(text):
                lines.update(range(first, last + 1))
                heading = source.lines[first - 1]
                column = len(heading) - len(heading.lstrip("# ")) + 1
                yield Found(at(first, column, len(heading.rstrip("# ")) + 1), "nobody is named to escalate to",
                            heading.strip("# ").lower(), "Name the team or desk, and what to hand over.")  # fmt: skip
    lower = lowered(article.body)
    places = sorted(
        found.span() for verb in _TO for found in verb.finditer(lower)
        if _ESCALATES.search(found.group()) and not lower[found.start() - 1 : found.start()].isalnum()
    )  # fmt: skip
    if not places:
        return
    prose = Prose(source)
    shift = len(prose.text) - len(article.body)
    for start, end in ((start + shift, end + shift) for start, end in places):
        after = prose.text[end : end + 120]
        if prose.text[start:end] != article.body[start - shift : end - shift]:
            continue
        vague = _NOBODY.match(after)
        if vague and _SPECIFIC.search(after[vague.end() :]):
            continue
        if not vague and not _NOTHING.match(after.rpartition("\n\n")[0] if "\n\n" in after else after):
            continue
        span = source.span(start, end + (vague.end() if vague else 0))
        if span.line in lines:
            continue
        words = " ".join(prose.text[start : end + (vague.end() if vague else 0)].split())
        yield Found(span, f'"{words}" names nobody', words.lower(), "Name the team or desk.")


def _escalations(sections: tuple[Section, ...], end: int) -> Iterator[tuple[int, int]]:
    """The first and the last line of each section for escalation, sections below it included."""
    first = 0
    for section in sections:
        if section.kind == "escalation" and section.heading:
            first = first or section.line
        elif first:
            yield first, section.line - 1
            first = 0
    if first:
        yield first, end


RULE = Rule("KB701", "escalation-without-target", "warning", __doc__, article=check)
