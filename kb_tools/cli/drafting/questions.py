"""From what a caller says to a draft: options first, then proposals, then questions, where somebody is there to answer."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_tools.cli.output import clean, note
from kb_tools.wording import counted

if TYPE_CHECKING:
    from kb_tools.article.model import Article
    from kb_tools.checks.base import Base
    from kb_tools.writing.articles.draft import Draft
    from kb_tools.writing.articles.neighbors import Usual
    from kb_tools.writing.articles.template import Kind

MOST_FOLDERS = 7
LONGEST_TITLE = 70

_WANTS_TO = re.compile(
    r"\W*(?:how (?:do|can|to|would)|where (?:do|can|is)|can (?:i|you|we)|i(?:'d| would) like|what is the way)\b", re.I
)
AUDIENCES = ("internal", "public")

_MASK = re.compile(r"<(?:mail|address|ip|number)>")

_LABELS = {"products": "Product", "owner": "Owner (the team that keeps it true)", "escalate_to": "Escalate to",
           "audience": "Audience (internal or public)", "review_interval": "Review every"}  # fmt: skip
_OPTIONS = {"products": "--product", "owner": "--owner", "escalate_to": "--escalate-to", "audience": "--audience"}


@dataclass(frozen=True)
class Given:
    """What the command line says."""

    said: str = ""
    kind: Kind | None = None
    title: str = ""
    symptoms: tuple[str, ...] = ()
    error_codes: tuple[str, ...] = ()
    folder: str | None = None
    products: tuple[str, ...] = ()
    owner: str = ""
    escalate_to: str = ""
    audience: str = ""
    workaround: str = ""
    id: str = ""


def is_answered_by_a_person() -> bool:
    """Is somebody there to answer questions?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


def draft_of(base: Base, given: Given, here: Path, *, asks: bool, takes_proposals: bool) -> Draft:
    """The draft.

    Args:
        asks: somebody answers.
        takes_proposals: what nobody says is as kb proposes it, and left empty where it proposes nothing.

    Raises:
        click.UsageError: nobody answers, and something is missing.
    """
    from kb_tools.writing.articles.draft import Draft, form_of, one_line
    from kb_tools.writing.articles.existing import codes_in
    from kb_tools.writing.articles.folder import folder_named
    from kb_tools.writing.articles.neighbors import likely_folders, product_in, usual_in

    said = one_line(_MASK.sub("...", given.said))
    missing: list[str] = []
    kind, title = given.kind, one_line(given.title)
    proposed_kind: Kind = "how-to" if _WANTS_TO.match(said) else "fault"
    if asks:
        kind = kind or _kind(proposed_kind)
        title = title or one_line(click.prompt("Title, as an agent would name it", default=_as_title(said) or None))
    elif not takes_proposals:
        missing += [option for option, value in (("--kind", kind), ("--title", title)) if not value]
    kind, title = kind or proposed_kind, title or _as_title(said)
    symptoms = [each for each in (said, *map(one_line, given.symptoms)) if each]
    if asks and not given.symptoms:
        symptoms += _more_symptoms()
    symptoms = list(dict.fromkeys(symptoms))
    codes = given.error_codes or codes_in([*symptoms, title], base.searcher)
    if asks and not given.error_codes:
        codes = _listed(click.prompt("Error codes, if any", default=", ".join(codes), show_default=bool(codes)))
    hits = [(hit.card["path"], hit.score) for hit in base.searcher.search(f"{said} {title}", 10).hits]
    likely = likely_folders(base, hits, kind)
    folder = folder_named(given.folder, base.settings, here) if given.folder is not None else None
    if folder is None and asks:
        folder = _folder(likely, base, here)
    elif folder is None and not takes_proposals:
        missing.append("--folder")
    folder = folder if folder is not None else (likely or [""])[0]
    draft = Draft(kind, title, folder, tuple(symptoms), codes, workaround=one_line(given.workaround),
                  id=given.id)  # fmt: skip
    _, form = form_of(draft, base)
    usual = usual_in(base, folder)
    named = product_in([*symptoms, title], base, folder)
    values = _values(given, form, usual._replace(product=named or usual.product))
    if asks:
        values = _asked(values, given, usual, base.file(folder) or ".")
    elif not takes_proposals:
        missing += [option for name, option in _OPTIONS.items() if name in values and not values[name]]
    if not title:
        missing.append("--title")
    if missing:
        raise click.UsageError(f"Nobody is there to be asked. Missing: {', '.join(dict.fromkeys(missing))}; or --yes, to take "
                               "what kb proposes.")  # fmt: skip
    _compare_products(base, values["products"])
    first = {name: "".join(value[:1]) for name, value in values.items()}
    return draft._replace(products=values["products"], owner=first["owner"], escalate_to=first["escalate_to"],
                          audience=first["audience"], review_interval=first["review_interval"])  # fmt: skip


def _values(given: Given, form: Article, usual: Usual) -> dict[str, tuple[str, ...]]:
    """What is known of the other fields: by the command line, by the team's own template, by the neighbors."""
    known: dict[str, tuple[Sequence[str], ...]] = {
        "products": (given.products, form.products, (usual.product,)),
        "owner": ((given.owner,), (form.owner,), (usual.owner,)),
        "escalate_to": ((given.escalate_to,), (form.escalate_to,), (usual.escalate_to,)),
        # In a folder of another form, these may be words of its own.
        "audience": ((given.audience,), (form.audience,), (usual.audience if usual.audience in AUDIENCES else "",)),
        "review_interval": ((f"{form.review_days}d" if form.review_days else "",), (usual.review_interval or "180d",)),
    }
    return {
        name: next((tuple(filter(None, each)) for each in choices if any(each)), ()) for name, choices in known.items()
    }


def _asked(
    values: Mapping[str, tuple[str, ...]], given: Given, usual: Usual, folder: str
) -> dict[str, tuple[str, ...]]:
    """The values as the writer wants them. What is proposed is one question, however much it is."""
    said = {name for name in values if getattr(given, name, ())}
    proposed = {name: value for name, value in values.items() if value and name not in said}
    keeps = True
    if proposed:
        shown = "; ".join(f"{_LABELS[name].partition(' (')[0].lower()} {', '.join(map(clean, value))}"
                          for name, value in proposed.items())  # fmt: skip
        of = f", as in {clean(folder)} ({counted(usual.articles, 'article')})" if usual.articles else ""
        keeps = click.confirm(f"Proposed{of}: {shown}. All right?", default=True)
    asked = {}
    for name, value in values.items():
        if name in said or (value and keeps):
            asked[name] = value
        else:
            text = click.prompt(_LABELS[name], default=", ".join(value), show_default=bool(value)).strip()
            while name == "audience" and text and text not in AUDIENCES:
                text = click.prompt(_LABELS[name], default="", show_default=False).strip()
            asked[name] = _listed(text) if name == "products" else (text,)
    return asked


def _kind(proposed: Kind) -> Kind:
    from kb_tools.writing.articles.template import KINDS

    click.echo("What kind of article?")
    for number, (name, meaning) in enumerate(KINDS.items(), 1):
        click.echo(f"  {number} {name:<12} {meaning}")
    names = list(KINDS)
    while True:
        text = click.prompt("Number or name", default=str(names.index(proposed) + 1)).strip().lower()
        if text.isdecimal() and 1 <= int(text) <= len(names):
            return names[int(text) - 1]
        if found := [name for name in names if name.startswith(text)]:
            return found[0]


def _folder(likely: Sequence[str], base: Base, here: Path) -> str:
    from kb_tools.errors import KbError
    from kb_tools.writing.articles.folder import folder_named

    for number, folder in enumerate(likely[:MOST_FOLDERS], 1):
        click.echo(f"  {number} {clean(folder or '. (the top)')}")
    ask = "Folder: a number, or the name of another, which may be new"
    while True:
        text = click.prompt(ask, default="1" if likely else ".").strip()
        if text.isdecimal() and 1 <= int(text) <= min(len(likely), MOST_FOLDERS):
            return likely[int(text) - 1]
        try:
            return folder_named(text, base.settings, here)
        except KbError as error:
            note(f"{error}. {error.hint}")


def _more_symptoms() -> list[str]:
    from kb_tools.writing.articles.draft import one_line

    found: list[str] = []
    ask = "What else do they say? One line each, in their words; Enter when that is all"
    while text := one_line(click.prompt(ask, default="", show_default=False)):
        found.append(text)
        ask = "And"
    return found


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, re.split(r"[,;]", text)))))


def _as_title(said: str) -> str:
    """What was said, as a title to be made better."""
    text = said[:1].upper() + said[1:]
    return text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE].rpartition(" ")[0] or text[:LONGEST_TITLE]


def _compare_products(base: Base, products: Sequence[str]) -> None:
    """A product that no other article has may be one of theirs, misspelled."""
    import difflib

    known = {product for facts in base for product in facts.products}
    for product in products:
        if known and product not in known and (near := difflib.get_close_matches(product, known, n=1)):
            note(f"no other article has the product {product}; did you mean {near[0]}?", "warning")
