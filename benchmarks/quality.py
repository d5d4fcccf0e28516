"""How often is the right article first, and which part of the search does how much for it?

python benchmarks/quality.py [DIR...] [--quick]

Each DIR has docs/ and what to look for in it: phrases.yml, or queries.jsonl and qrels/test.tsv in BEIR's layout.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from others import Fts5, StockWhoosh
from switches import PLAIN, SPELLING, SWITCHES, Switch
from workbench import OWN, SEED, copy_of, mistyped, open_in_memory_of_this_run, print_table, texts

from kb_tools.search import build
from kb_tools.search.cases import FILE_NAME, Case, is_beir, load_cases
from kb_tools.search.evaluate import Evaluation, Outcome, changes, evaluate
from kb_tools.search.searcher import Searcher

TYPOS = 100


class Set(NamedTuple):
    """A knowledge base and what should be found in it."""

    name: str
    root: Path
    searcher: Searcher
    cases: list[Case]
    whole: Evaluation
    """With everything switched on."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*", default=[OWN], metavar="DIR", help="default: this repository")
    parser.add_argument("--quick", action="store_true", help="without switching parts off")
    arguments = parser.parse_args()
    # Another process would not see what is switched off.
    build.MAX_WORKERS = 1
    with ExitStack() as stack:
        sets = [_load(folder, stack.enter_context(copy_of(folder))) for folder in arguments.folders]
        for labelled in sets:
            _print_engines(labelled)
        _print_typos(sets)
        if not arguments.quick:
            _print_parts(sets)


def _load(folder: Path, root: Path) -> Set:
    searcher = open_in_memory_of_this_run(root)
    paths = {name: card["path"] for card in searcher.cards() for name in (card["path"], card["id"])}
    # Labels and queries are read where they are: only articles were copied.
    cases = load_cases(folder if is_beir(folder) else folder / FILE_NAME, paths)
    whole = evaluate(searcher, cases)
    # A phrase that stands word for word in an article proves nothing, here and in all tables below.
    counted = [outcome.case for outcome in whole.outcomes]
    return Set(folder.resolve().name, root, searcher, counted, whole)


def _print_engines(labelled: Set) -> None:
    articles = texts(labelled.searcher)
    rows = [_measures("kb", labelled.whole)]
    with tempfile.TemporaryDirectory() as scratch:
        engines: dict[str, Callable[[str], list[str]]] = {
            "stock Whoosh": StockWhoosh(Path(scratch), articles),
            "FTS5, no stop words": Fts5(articles).without_stop_words,
        }
        for name, engine in engines.items():
            rows.append(_measures(name, _of(engine, labelled.cases)))
    head = f"{labelled.name}: {len(labelled.cases)} queries, {labelled.searcher.documents} articles"
    print_table((head, "MRR@10", "hit@1", "hit@3", "hit@10"), rows)


def _of(engine: Callable[[str], list[str]], cases: Sequence[Case]) -> Evaluation:
    """Another engine's answers, measured as kb's are."""
    outcomes = []
    for case in cases:
        found = tuple(engine(case.said))
        rank = next((place for place, path in enumerate(found, 1) if path in case.expected), 0)
        outcomes.append(Outcome(case, rank if case.expected else 1, found, ()))
    return Evaluation(tuple(outcomes))


def _measures(name: str, evaluation: Evaluation) -> tuple[str, ...]:
    return name, *(f"{value:.3f}" for value in evaluation.measures.values())


def _print_typos(sets: Sequence[Set]) -> None:
    rows = []
    for labelled in sets:
        chance = random.Random(SEED)
        as_said = chance.sample(labelled.cases, min(TYPOS, len(labelled.cases)))
        typed = [case._replace(said=mistyped(case.said, chance)) for case in as_said]
        right, wrong = (evaluate(labelled.searcher, cases).measures["mrr"] for cases in (as_said, typed))
        with SPELLING.off():
            without = evaluate(labelled.searcher, typed).measures["mrr"]
        rows.append(
            [labelled.name, f"{right:.3f}", *(f"{mrr:.3f} ({mrr / right - 1:+.1%})" for mrr in (wrong, without))]
        )
    head = f"MRR@10, {TYPOS} queries with two letters swapped in the longest word"
    print_table((head, "as said", "mistyped", "without spelling"), rows)


def _print_parts(sets: Sequence[Set]) -> None:
    """Each part off by itself: MRR, the change, and how many queries are answered better and worse."""
    rows = [["nothing", *(f"{labelled.whole.measures['mrr']:.4f}" for labelled in sets)]]
    rows += [[switch.name, *(_without(switch, labelled) for labelled in sets)] for switch in (*SWITCHES, PLAIN)]
    print_table(("Off; MRR@10 (change; queries better, worse)", *(labelled.name for labelled in sets)), rows)


def _without(switch: Switch, labelled: Set) -> str:
    with switch.off():
        searcher = open_in_memory_of_this_run(labelled.root) if switch.needs_index else labelled.searcher
        evaluation = evaluate(searcher, labelled.cases)
    mrr, before = evaluation.measures["mrr"], labelled.whole.measures["mrr"]
    different = changes(labelled.whole, evaluation)
    worse = sum(change.is_worse for change in different)
    return f"{mrr:.4f} ({mrr - before:+.4f}; {len(different) - worse}, {worse})"


if __name__ == "__main__":
    main()
