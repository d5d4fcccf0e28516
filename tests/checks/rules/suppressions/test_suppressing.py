"""What is kept, what is taken out, and what is left over."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.marked import TODAY, base, check
from checks.reading_one import source
from trees import write

from kb_tools.checks.rules import RULES, named
from kb_tools.checks.runner import run
from kb_tools.checks.suppress import WHOLE_FILE, Suppression, suppressions
from kb_tools.errors import ConfigError

CARD = "card 4539 1488 0343 6467"
WHY = "a made-up number"


def _found(folder: Path, body: str, *rules: str, toml: str = "", path: str = "docs/a.md") -> list[tuple[int, str]]:
    write(folder, {path: body, "kb.toml": toml, "docs/index.md": "# Index\n"})
    return [(each.line, each.rule) for each in check(folder, *(rules or ("card-number", "KB8")))]


def _held(text: str) -> list[tuple[int, int]]:
    return [(each.first, each.last) for each in suppressions(source(text))]


@pytest.mark.parametrize(
    "body",
    [
        f"{CARD} <!-- kb: ignore KB603 {WHY} -->\n",
        f"<!-- kb: ignore KB603 {WHY} -->\n{CARD}\n",
        f"<!-- kb: ignore KB603 {WHY} -->\n\n{CARD}\n",
        f"<!-- kb: ignore card-number {WHY} -->\nText\n{CARD}\nText\n",
        f"<!-- kb: ignore KB6 {WHY} -->\n{CARD}\n",
        f"<!-- kb: ignore safety {WHY} -->\n{CARD}\n",
        f"<!-- kb:ignore KB603: {WHY} -->\n{CARD}\n",
        f"<!-- kb: ignore kb603 - {WHY}\nas you can see -->\n{CARD}\n",
        f"<!-- kb: ignore KB603 {WHY} -->\n```\na\n\n{CARD}\n```\n",
        f"<!-- kb: ignore KB603 {WHY} -->\n| a |\n|---|\n| {CARD} |\n",
        f"> <!-- kb: ignore KB603 {WHY} -->\n> {CARD}\n",
        f"- Text <!-- kb: ignore KB603 {WHY} -->\n  {CARD}\n",
        f"{CARD}\n\n<!-- kb: ignore-file KB603 {WHY} -->\n",
        f"---\n# kb: ignore-file KB603 {WHY}\ntitle: a\n---\n{CARD}\n",
        f"---\ntitle: {CARD} # kb: ignore KB603 {WHY}\n---\n",
        f"---\n# kb: ignore KB603 {WHY}\ntitle: {CARD}\n---\n",
        f"---\nsymptoms: # kb: ignore KB603 {WHY}\n  - a\n  - {CARD}\n---\n",
        f"---\n# kb: ignore KB603 {WHY}\n\nsymptoms:\n  - a\n  - {CARD}\ntitle: a\n---\n",
        f"---\nsymptoms:\n  - a\n  - {CARD} # kb: ignore KB603 {WHY}\n---\n",
    ],
)
def test_it_holds(tmp_path: Path, body: str) -> None:
    assert _found(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f"<!-- kb: ignore KB603 {WHY} --> Text\n\n{CARD}\n", 3),
        (f"<!-- kb: ignore KB603 {WHY} -->\nText\n\n{CARD}\n", 4),
        (f"{CARD}\n<!-- kb: ignore KB603 {WHY} -->\n", 1),
        (f"{CARD}\nText <!-- kb: ignore KB603 {WHY} -->\n", 1),
        (f"Text <!-- kb: ignore KB603 {WHY} -->\n\n{CARD}\n", 3),
        (f"<!-- kb: ignore KB602 {WHY} -->\n{CARD}\n", 2),
        (f"---\ntitle: a # kb: ignore KB603 {WHY}\nsymptoms: {CARD}\n---\n", 3),
        (f"---\nsymptoms:\n  - a # kb: ignore KB603 {WHY}\n  - {CARD}\n---\n", 4),
    ],
)
def test_it_does_not_hold_there(tmp_path: Path, body: str, line: int) -> None:
    assert (line, "KB603") in _found(tmp_path, body, "card-number")


@pytest.mark.parametrize(
    "body",
    [
        f"`<!-- kb: ignore KB603 {WHY} -->` {CARD}\n",
        f"```\n<!-- kb: ignore KB603 {WHY} -->\n{CARD}\n```\n",
        f"Text\n\n    <!-- kb: ignore KB603 {WHY} -->\n    {CARD}\n",
        f'---\ntitle: "{CARD} # kb: ignore KB603 {WHY}"\n---\n',
        f"---\ndescription: |\n  # kb: ignore KB603 {WHY}\n  {CARD}\n---\n",
        f"kb: ignore KB603 {WHY}\n{CARD}\n",
    ],
)
def test_in_code_and_text_it_is_none(tmp_path: Path, body: str) -> None:
    assert [rule for _, rule in _found(tmp_path, body)] == ["KB603"]


def test_without_a_reason_it_does_not_hold(tmp_path: Path) -> None:
    assert _found(tmp_path, f"<!-- kb: ignore KB603 -->\n{CARD}\n") == [(1, "KB802"), (2, "KB603")]


def test_several_rules_are_judged_one_by_one(tmp_path: Path) -> None:
    body = f"<!-- kb: ignore KB603, mail-personal,KB601 personal-phone KB605 {WHY} -->\n{CARD}\n"
    write(tmp_path, {"docs/a.md": body})
    found = check(tmp_path, "KB6", "KB8")
    assert [(each.rule, each.message) for each in found] == [
        ("KB801", "mail-personal is no rule that can be suppressed"),
        ("KB801", "KB601 finds nothing here"),
    ]
    assert found[0].hint == "Did you mean KB601 personal-mail?"
    assert len({each.fingerprint for each in found}) == 2


def test_what_did_not_run_is_not_judged(tmp_path: Path) -> None:
    body = f"<!-- kb: ignore KB601 {WHY} -->\nText\n\n<!-- kb: ignore KB6 {WHY} -->\nText\n"
    assert _found(tmp_path, body, "card-number", "KB8") == []
    assert _found(tmp_path, body, "KB6", "KB8") == [(1, "KB801"), (4, "KB801")]


def test_what_is_said_about_suppressions_stays(tmp_path: Path) -> None:
    body = f"<!-- kb: ignore-file KB8, suppressions, KB802 {WHY} -->\n\n<!-- kb: ignore KB603 -->\n"
    toml = '[[check.except]]\nrules = ["KB8"]\npaths = ["/docs/"]\nreason = "tired of it"\n'
    assert _found(tmp_path, body, toml=toml) == [(1, "KB801"), (1, "KB801"), (1, "KB801"), (3, "KB802")]
    assert {each.message.partition(" ")[2] for each in check(tmp_path, "KB801")} == {
        "is no rule that can be suppressed"
    }


def test_exceptions_by_path_and_the_count(tmp_path: Path) -> None:
    toml = '[[check.except]]\nrules = ["safety"]\npaths = ["/docs/old/", "!/docs/old/new.md"]\nreason = "as it was"\n'
    write(tmp_path, {"docs/old/a.md": CARD, "docs/old/new.md": CARD, "docs/b.md": CARD, "kb.toml": toml})
    rules = [*named("KB603"), *named("KB8")]
    result = run(base(tmp_path, TODAY), rules)
    assert [each.path for each in result.findings] == ["docs/b.md", "docs/old/new.md"]
    assert result.suppressed == 1


def test_a_pattern_that_gitignore_would_not_take(tmp_path: Path) -> None:
    toml = '\n[[check.except]]\nrules = ["KB603"]\npaths = ["!"]\nreason = "why"\n'
    with pytest.raises(ConfigError) as caught:
        _found(tmp_path, CARD, toml=toml)
    assert caught.value.line == 2


def test_a_severity_of_its_own(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"docs/a.md": f"Text <!-- kb: ignore KB603 {WHY} -->", "kb.toml": '[check.severity]\nKB801 = "error"\n'},
    )
    assert [each.severity for each in check(tmp_path, "KB603", "KB8")] == ["error"]


def test_findings_about_the_whole_base_too(tmp_path: Path) -> None:
    files = {
        "docs/a.md": f"---\naudience: public\n---\n[b](b.md) <!-- kb: ignore KB607 {WHY} -->\n\n[b](b.md)\n",
        "docs/b.md": "---\naudience: internal\n---\n# b\n",
    }
    write(tmp_path, files)
    assert [(each.line, each.rule) for each in check(tmp_path, "KB607", "KB8")] == [(6, "KB607")]


def test_broken_front_matter_still_has_its_comments() -> None:
    assert _held("---\ntitle: [a # kb: ignore KB101 why\n---\n") == [(2, 3)]


def test_where_it_stands() -> None:
    (each,) = suppressions(source("# a\n\nText <!-- kb: ignore KB201, link-case  the  why -->"))
    assert each == Suppression(("KB201", "link-case"), "the why", 3, 3, 3, 11, 48)
    (each,) = suppressions(source("---\n# kb: ignore-file KB201 why  \n---\n"))
    assert each == Suppression(("KB201",), "why", 2, 1, WHOLE_FILE, 3, 28)


def test_no_rule_is_lost() -> None:
    assert {rule.id for rule in RULES if rule.family == "suppressions"} == {"KB801", "KB802"}


@pytest.mark.parametrize(
    "said", ["kb: ingore", "KB: Ignore", "kb: ignored", "kb : ignore", "kb:disable", "kb: ignore_file"]
)
def test_what_only_looks_like_a_suppression_is_told(tmp_path: Path, said: str) -> None:
    found = _found(tmp_path, f"{CARD} <!-- {said} KB603 {WHY} -->\n")
    assert found == ([(1, "KB603"), (1, "KB801")] if said != "kb: ignore_file" else [(1, "KB603")])


@pytest.mark.parametrize(
    "text", ["<!-- kb: above -->", "`<!-- kb: ingore KB603 -->`", "    <!-- kb: ingore -->", "<!-- ignore -->"]
)
def test_other_comments_and_code_are_left_alone(tmp_path: Path, text: str) -> None:
    assert _found(tmp_path, f"# A\n\n{text}\n") == []
