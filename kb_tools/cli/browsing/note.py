"""The ticket note: the lines that the site's note has (theme/assets/article/note.js)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kb_tools.article.model import Article
from kb_tools.cli.browsing.page import Step


def ticket_note(
    article: Article,
    *,
    trust: str,
    revision: str,
    url: str,
    steps: Sequence[Step],
    done: set[int],
    found: str,
    now: datetime,
) -> str:
    """What was looked at, done and found in this call. *now* knows its time zone."""
    ticked = [steps[index] for index in sorted(done)]
    lines = [
        article.title,
        f"Article: {article.id}" + (f" (revision {revision})" if revision else ""),
        f"Address: {url}" if url.startswith("http") else "",
        f"Trust: {trust}",
        f"Time: {_time(now)}",
        (f"Steps done ({len(ticked)} of {len(steps)}):" if ticked else "Steps done: none") if steps else "",
        *(f"  {f'{step.under}, ' if step.under else ''}{step.number}. {step.words}" for step in ticked),
        f"Found: {found.strip()}" if found.strip() else "",
        f"Escalate to: {article.escalate_to}" if article.escalate_to else "",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _time(now: datetime) -> str:
    zone = now.strftime("%z")
    return f"{now:%Y-%m-%d %H:%M} {zone[:3]}:{zone[3:5]}"
