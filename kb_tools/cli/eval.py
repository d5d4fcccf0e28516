"""kb eval: measure the search on what callers said."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_tools.cli.opening import open_searcher
from kb_tools.cli.output import Progress, clean, columns, note, to_json, wants_color
from kb_tools.errors import NotFoundError

if TYPE_CHECKING:
    from kb_tools.search.evaluate import Change, Evaluation, Outcome
    from kb_tools.search.searcher import Searcher

BELOW_FLOOR = 1
MEASURES = ("mrr", "hit@1", "hit@3", "hit@10")


def _floors(ctx: click.Context, parameter: click.Parameter, value: str | None) -> list[tuple[str, float]]:
    floors = []
    for part in (value or "").replace(" ", "").split(","):
        if part:
            name, _, number = part.partition("=")
            try:
                floor = float(number)
            except ValueError:
                floor = -1.0
            if name not in MEASURES or not 0 <= floor <= 1:
                raise click.BadParameter(
                    f"{part!r} is no floor; write mrr=0.8,hit@3=0.9 (known: {', '.join(MEASURES)})"
                )
            floors.append((name, floor))
    return floors


@click.command(short_help="Measure the search on what callers said.")
@click.argument("phrases", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--floor", callback=_floors, metavar="LIST", help="Fail below these, such as mrr=0.8,hit@3=0.9.")
@click.option("--compare", metavar="REF", help="Also measure the articles as they are at a git commit, and compare.")
@click.option("--misses", type=click.IntRange(0), default=20, show_default=True, help="How many misses to show.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
@click.pass_obj
def command(folder: str, phrases: Path | None, floor: list[tuple[str, float]], compare: str | None, misses: int,
            as_json: bool) -> int:  # fmt: skip
    """Measure the search on what callers said.

    PHRASES is a file like phrases.yml (the default, next to kb.toml): what they said, the articles expected, and those that
    must not come up. Or it is a folder in BEIR's layout: queries.jsonl and qrels/test.tsv.

    \b
    Examples:
      kb eval
      kb eval --floor mrr=0.8,hit@3=0.9
      kb eval --compare main
      kb -C corpora/stackfaq eval corpora/stackfaq --json
    """
    from kb_tools.search.evaluate import below, changes

    searcher = open_searcher(folder, strict=True)
    evaluation = _evaluate(searcher, searcher, phrases)
    measures = evaluation.measures
    failures = below(measures, floor)
    difference = None
    if compare is not None:
        from kb_tools.cli.at_commit import searcher_at

        with searcher_at(searcher.settings, compare) as before:
            difference = changes(_evaluate(before, searcher, phrases), evaluation)
    if as_json:
        found = evaluation.as_dict()
        if difference is not None:
            found["changes"] = [change._asdict() for change in difference]
        click.echo(to_json(found))
    else:
        click.echo(_text(evaluation, misses, difference), color=wants_color())
    for failure in failures:
        note(failure, "error")
    return BELOW_FLOOR if failures else 0


def _evaluate(searcher: Searcher, named: Searcher, phrases: Path | None) -> Evaluation:
    """Run the phrases on *searcher*; the phrases name the articles of *named*."""
    from kb_tools.search.cases import FILE_NAME, is_beir, load_cases
    from kb_tools.search.evaluate import evaluate

    root = named.settings.root
    path = phrases or (root if is_beir(root) and not (root / FILE_NAME).exists() else root / FILE_NAME)
    if not path.exists():
        raise NotFoundError("there are no phrases to measure with", path=path,
                            hint="Write what callers said: - said: \"...\"  expect: [article-id]")  # fmt: skip
    # An article that was moved since is still the same article: its id is.
    paths_by_id = {card["id"]: card["path"] for card in searcher.cards()}
    paths = {
        name: paths_by_id.get(card["id"], card["path"]) for card in named.cards() for name in (card["path"], card["id"])
    }
    cases = load_cases(path, paths)
    with Progress("Searching", len(cases)) as progress:
        return evaluate(searcher, cases, progress)


def _text(evaluation: Evaluation, most: int, difference: list[Change] | None) -> str:
    width = columns()
    lines: list[str] = []
    missed = evaluation.misses
    for outcome in missed[:most]:
        lines += _miss(outcome, width)
    if len(missed) > most:
        lines += [f"... and {len(missed) - most} more that are not first (--misses {len(missed)} shows all).", ""]
    for change in difference or ():
        word, color = ("worse ", "red") if change.is_worse else ("better", "green")
        ranks = f"{change.before or '-'} -> {change.after or '-'}"
        lines.append(f"{click.style(f'{word} {ranks:>8}', fg=color)}  {clean(change.said)}")
    if difference is not None:
        worse = sum(change.is_worse for change in difference)
        lines += [f"{len(difference) - worse} phrases better, {worse} worse.", ""]
    if evaluation.tautologies:
        lines.append(
            f"{len(evaluation.tautologies)} phrases stand word for word in the article's own symptoms; not counted:"
        )
        lines += [f"  {clean(case.said)}" for case in evaluation.tautologies]
    measures = "   ".join(f"{name} {value:.3f}" for name, value in evaluation.measures.items())
    return "\n".join([*lines, f"{len(evaluation.outcomes)} phrases   {click.style(measures, bold=True)}"])


def _miss(outcome: Outcome, width: int) -> list[str]:
    place = f"rank {outcome.rank}" if outcome.rank else "not found" if outcome.case.expected else "unwanted"
    said = textwrap.shorten(clean(outcome.case.said), width - 14, placeholder="…")
    lines = [f"{place:>9}  {said}"]
    if outcome.rank != 1 and outcome.case.expected:
        lines.append(f"{'':9}  wanted {clean(', '.join(sorted(outcome.case.expected)))}")
        lines.append(f"{'':9}  first  {clean(outcome.found[0]) if outcome.found else 'nothing'}")
    lines += [f"{'':9}  must not come up: {clean(path)}" for path in outcome.unwanted]
    return [*lines, ""]
