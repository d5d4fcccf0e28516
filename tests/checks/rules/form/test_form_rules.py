"""The form rules where marks in a fixture do not reach: bytes, words, severities, fixes, and one finding for one mistake."""

from __future__ import annotations

import codecs
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from checks.marked import check
from hypothesis import given
from hypothesis import strategies as st
from trees import Content, write

import kb_tools.article
from kb_tools.article.read import MAX_BYTES
from kb_tools.checks.finding import Finding
from kb_tools.checks.fixes import fixed
from kb_tools.checks.front.required import misspelled
from kb_tools.checks.options import Options
from kb_tools.checks.problems import REPORTED_BY
from kb_tools.checks.rules import form, named
from kb_tools.checks.source import Source
from kb_tools.config import FIELDS, Settings

WHOLE = """---
id: vpn-drops
title: VPN drops
kind: fault
symptoms: [it drops]
products: [vpn]
audience: internal
confidence: validated
owner: network-team
last_reviewed: 2026-11-16
review_interval: 180d
escalate_to: network-oncall
---

# VPN drops

## Say

"One moment."

## Check

Does it drop at home?

## Fix

1. Restart it.

## If that fails

Send it to **network-oncall**.
"""


def found(folder: Path, content: Content, name: str = "docs/a.md", **others: Content) -> tuple[Finding, ...]:
    """What all form rules find in one article."""
    return check(write(folder, {name: content, **{f"docs/{key}.md": value for key, value in others.items()}}), "KB1")


def short(findings: tuple[Finding, ...]) -> list[tuple[str, str, int, int]]:
    return [(each.rule, each.severity, each.line, each.column) for each in findings]


def test_an_article_as_it_should_be(tmp_path: Path) -> None:
    assert found(tmp_path, WHOLE) == ()


def test_each_problem_of_the_reader_belongs_to_one_rule() -> None:
    """A new problem in article/ needs a rule that tells of it."""
    folder = Path(next(iter(kb_tools.article.__path__)))
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    calls = re.findall(r"\b(?:Problem|_problem|_at|self\._note)\((.*?)[,)]\s*f?\"", source, re.S)
    assert len(calls) >= len(REPORTED_BY) - 1
    slugs = set(
        re.findall(
            r"(?:Problem|_problem)\(\s*\"([a-z0-9-]+)\"|_at\(\s*\w+,\s*\"([a-z0-9-]+)\"|_note\(\s*\w+,\s*\"([a-z0-9-]+)\"",
            source,
        )
    )
    assert {next(filter(None, groups)) for groups in slugs} == set(REPORTED_BY)
    assert {rule.id for rule in form.RULES} >= set(REPORTED_BY.values())


PROBLEMS: dict[str, bytes] = {
    "front-matter-broken": b"---\ntitle: a: b\n---\n\n# A\n",
    "front-matter-no-end": b"---\ntitle: a\n\n# A\n",
    "front-matter-duplicate-key": b"---\ntitle: a\ntitle: b\n---\n\n# A\n",
    "byte-order-mark": codecs.BOM_UTF8 + b"# A\n",
    "not-utf-8": b"# Gr\xf6\xdfe\n",
    "binary": b"\x89PNG\0\0\0",
    "empty": b"",
    "too-long": b"# A\n" + b"x" * MAX_BYTES,
    "interval-unreadable": b"---\ntitle: a\nreview_interval: now and then\n---\n\n# A\n",
    "date-unreadable": b"---\ntitle: a\nlast_reviewed: yesterday\n---\n\n# A\n",
}


@pytest.mark.parametrize("slug", REPORTED_BY)
def test_each_problem_of_the_reader_is_one_finding(slug: str, tmp_path: Path) -> None:
    source = Source.read("a.md", PROBLEMS[slug], Settings(Path(), Path()), "docs/a.md")
    assert [problem.slug for problem in source.article.problems] == [slug]
    assert [each.rule for each in found(tmp_path, PROBLEMS[slug])] == [REPORTED_BY[slug]]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("# Größe\nGr".encode() + b"\xf6\xdfe\n", (2, 3)),
        ("# Größe é".encode() + b"\xf6", (1, 10)),
        (b"a\r\nb\rc \xff", (3, 3)),
        (codecs.BOM_UTF16_LE + "# A".encode("utf-16-le"), (1, 1)),
        (codecs.BOM_UTF16_BE + "# A".encode("utf-16-be"), (1, 1)),
        (b"\x7fELF\0", (1, 1)),
    ],
)
def test_where_a_file_is_not_utf_8(content: bytes, place: tuple[int, int], tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": content})
    assert short(check(tmp_path, "not-utf-8")) == [("KB104", "error", *place)]


def test_a_second_byte_order_mark_is_worse(tmp_path: Path) -> None:
    mark = codecs.BOM_UTF8
    once = found(tmp_path, mark + WHOLE.encode())
    assert short(once) == [("KB103", "warning", 1, 1)]
    twice = found(tmp_path, mark * 2 + WHOLE.encode())
    assert short(twice) == [("KB103", "error", 1, 1)]
    assert mend(tmp_path, twice) == WHOLE.encode()


def mend(folder: Path, findings: tuple[Finding, ...], name: str = "docs/a.md") -> bytes:
    """The file after `--fix`; nothing is found in it any more."""
    (file,), left = fixed(folder, findings)
    assert left == []
    write(folder, {name: file.after})
    assert check(folder, *{each.rule for each in findings if each.edits}) == ()
    return file.after


@pytest.mark.parametrize(
    ("content", "mended"),
    [
        (codecs.BOM_UTF8 + b"# A\r\n", b"# A\r\n"),
        (b"\n \n---\ntitle: A\n---\n", b"---\ntitle: A\n---\n"),
        (
            b"---\nerror_codes: [0x1F, 010]  # as shown\n---\n\n# A\n",
            b'---\nerror_codes: ["0x1F", "010"]  # as shown\n---\n\n# A\n',
        ),
        (b"---\r\ntitle: NO\r\n---\r\n", b'---\r\ntitle: "NO"\r\n---\r\n'),
        (b"---\ntitle: A\nequals: =\n---\n", b'---\ntitle: A\nequals: "="\n---\n'),
        (WHOLE.replace(": validated", ": Validated").encode(), WHOLE.encode()),
        (WHOLE.replace("kind: fault", "kind: Fault").encode(), WHOLE.encode()),
    ],
)
def test_what_is_fixed_is_right(content: bytes, mended: bytes, tmp_path: Path) -> None:
    assert mend(tmp_path, found(tmp_path, content)) == mended


@pytest.mark.parametrize(
    ("old", "new", "rule", "message", "hint"),
    [
        ("confidence: validated", "confidence: valid", "KB111",
         "confidence is 'valid'; known: wip, not-validated, validated, archived",
         "Did you mean validated?"),
        ("kind: fault", "kind: howto", "KB111", "kind is 'howto'; known: fault, how-to, known-issue, call", "Did you mean how-to?"),
        ("180d", "3 quarters", "KB111", "review_interval is '3 quarters', which is no length of time", "Write 90d, 12w, 6m or 1y."),
        ("owner: network-team\n", "", "KB110", "owner is missing; a fault must have it", 'Add a line such as: owner: network-team'),
        ("audience: internal\n", "", "KB110", "audience is missing; a fault must have it", "Add audience: internal or public."),
        ("[vpn]", "", "KB110", "products is empty", "Add a line such as: products: [vpn]"),
        ("symptoms:", "symptom:", "KB112", "kb does not know the field 'symptom'", "Did you mean symptoms?"),
        ("[vpn]", "[0x1F]", "KB113", "products: 0x1F becomes the number 31 in MkDocs", "Put it into quotes."),
        ("[vpn]", "[365]", "KB113", "products: 365 is the number 365 to MkDocs, not a text", "Put it into quotes."),
        ("[vpn]", "[1e3]", "KB113", "products: 1e3 is the number 1000 to an editor", "Put it into quotes."),
        ("[vpn]", "[NO]", "KB113", "products: NO becomes false in MkDocs", "Put it into quotes."),
        ("2026-11-16", "30.11.2026", "KB114", "last_reviewed is '30.11.2026', which is no date kb can read",
         "Write it as in 2026-10-31, or name your format under date_formats in kb.toml."),
        ("## Check", "## Chuck", "KB120", "there is no section Check",
         'Add "## Check": the question that tells it from its neighbors.'),
    ],
)  # fmt: skip
def test_what_is_said(old: str, new: str, rule: str, message: str, hint: str, tmp_path: Path) -> None:
    assert old in WHOLE
    (finding,) = found(tmp_path, WHOLE.replace(old, new))
    assert (finding.rule, finding.message, finding.hint) == (rule, message, hint)


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [("owner:", "onwer:", "error"), ("id:", "error-codes: [a]\nid:", "warning"), ("## Say", "## Hello", "error")],
)
def test_how_bad_it_is(old: str, new: str, severity: str, tmp_path: Path) -> None:
    (finding,) = found(tmp_path, WHOLE.replace(old, new))
    assert finding.severity == severity


def test_who_is_still_writing_is_warned_of_missing_sections(tmp_path: Path) -> None:
    (finding,) = found(
        tmp_path, WHOLE.replace("confidence: validated", "confidence: wip").replace("## Say", "## Hello")
    )
    assert (finding.rule, finding.severity) == ("KB120", "warning")


def test_fields_that_a_team_demands(tmp_path: Path) -> None:
    write(tmp_path, {
        "kb.toml": 'exclude = ["/manual/"]\n[fields]\nowner = "author"\n[check]\nrequired = ["owner", "title", "last_reviewed"]\n',
        "docs/a.md": "---\nauthor: me\n---\n\n# A heading is a title\n",
        "docs/b.md": "Text.\n",
        "docs/c.md": "---\nauthor:\ntitle: A\nlast_reviewed: 2026-11-16\n---\n",
        "docs/d.md": "---\ntitle: A\nautor: me\nlast_reviewed: 2026-11-16\n---\n",
        "docs/manual/e.md": "Text.\n",
    })  # fmt: skip
    findings = check(tmp_path, "KB110", "KB112", "KB124")
    assert [(each.path, each.rule, each.message) for each in findings] == [
        ("docs/a.md", "KB110", "last_reviewed is missing; every article must have it"),
        ("docs/b.md", "KB110", "owner is missing; every article must have it"),
        ("docs/b.md", "KB110", "title is missing; every article must have it"),
        ("docs/b.md", "KB110", "last_reviewed is missing; every article must have it"),
        ("docs/c.md", "KB110", "author is empty"),
        ("docs/d.md", "KB112", "kb does not know the field 'autor'"),
    ]
    assert findings[-1].severity == "error"


def test_a_heading_does_not_stand_in_for_the_title_of_a_fault(tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": '[check]\nrequired = ["title"]\n'})
    (finding,) = found(tmp_path, WHOLE.replace("title: VPN drops\n", ""))
    assert (finding.rule, finding.message) == ("KB110", "title is missing; a fault must have it")


def test_a_title_too_long_is_told_once(tmp_path: Path) -> None:
    assert [each.rule for each in found(tmp_path, WHOLE.replace("title: VPN drops", f"title: {'x' * 71}"))] == ["KB125"]


def test_front_matter_without_a_field_is_not_as_bad(tmp_path: Path) -> None:
    assert short(found(tmp_path, "---\n# title: A\n---\n# A\n")) == [("KB101", "warning", 1, 1)]


def test_a_field_that_stands_twice_is_underlined(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, '---\ntitle: A\n"title" : "b: c=d"\n---\n')
    assert (finding.line, finding.column, finding.span.end_column) == (3, 1, 8)


def test_only_blank_lines_are_taken_out_before_front_matter(tmp_path: Path) -> None:
    for before in ("# A\n", " ", "\n "):
        (finding,) = found(tmp_path, f"{before}---\ntitle: A\n---\n")
        assert (finding.rule, finding.edits) == ("KB127", ())


def test_mapped_fields_are_judged_under_our_names_where_the_teams_stand(tmp_path: Path) -> None:
    write(tmp_path, {
        "kb.toml": 'date_formats = ["%m/%d/%Y"]\n[fields]\nconfidence = "state.level"\nlast_reviewed = "ms.date"\nid = "key"\n',
        "docs/a.md": "---\ntitle: A\nms.date: 02/30/2026\nstate:\n  level: valid\nkey: Some Key\n---\n",
        "docs/b.md": "---\ntitle: B\nms.date: 02/28/2026\nstate: {level: validated}\nkey: some key\n---\n",
    })  # fmt: skip
    findings = check(tmp_path, "KB1")
    assert [(each.path, *row) for each, row in zip(findings, short(findings), strict=True)] == [
        ("docs/a.md", "KB114", "error", 3, 10),
        ("docs/a.md", "KB111", "error", 5, 10),
        ("docs/b.md", "KB126", "error", 5, 6),
    ]
    assert findings[1].message.startswith("state.level is 'valid'; known: ")
    assert findings[2].involves == ("docs/a.md",)


@pytest.mark.parametrize(
    "front",
    [
        "title: Error: 809",
        "title: *a",
        "title: !x a",
        "title: {{ a }}",
        "last_reviewed: 2026-02-30",
        "equals: =",
        "- a",
    ],
)
def test_mkdocs_does_lose_what_is_said_to_be_lost(front: str, tmp_path: Path) -> None:
    meta = pytest.importorskip("mkdocs.utils.meta")
    text = f"---\nowner: net\n{front}\n---\n# A\n"
    assert meta.get_data(text) == (text, {})
    findings = found(tmp_path, text)
    assert [each.rule for each in findings] == ["KB114" if "2026" in front else "KB101"]


@pytest.mark.parametrize("before", ["\n", " ", "<!-- a -->\n", "\ufeff"])
def test_mkdocs_does_not_see_what_is_said_to_be_hidden(before: str, tmp_path: Path) -> None:
    meta = pytest.importorskip("mkdocs.utils.meta")
    text = f"{before}---\ntitle: A\n---\n# A\n"
    assert "title" not in meta.get_data(text)[1]
    # One byte order mark is taken off by MkDocs before it looks.
    findings = found(tmp_path, codecs.BOM_UTF8 + text.encode() if before == "\ufeff" else text)
    assert [(each.rule, each.severity) for each in findings] == [("KB103" if before == "\ufeff" else "KB127", "error")]


@pytest.mark.parametrize(
    ("opening", "closing", "is_mended"),
    [
        ("----", "---", True),
        ("\u2013\u2013\u2013", "---", True),
        ("\u2014", "---", True),
        ("\u2014-", "\u2014-", False),
    ],
)
def test_front_matter_that_begins_with_other_dashes(
    opening: str, closing: str, is_mended: bool, tmp_path: Path
) -> None:
    meta = pytest.importorskip("mkdocs.utils.meta")
    text = f"{opening}\ntitle: A\n{closing}\n# A\n\n---\n"
    assert meta.get_data(text)[1] == {}
    (finding,) = found(tmp_path, text)
    assert (finding.rule, finding.span.end_column) == ("KB127", 1 + len(opening))
    assert finding.message.endswith(f"it begins with {opening}, not with ---")
    # Where the end is as wrong as the beginning, half a fix would make front matter of the article.
    assert bool(finding.edits) == is_mended
    if is_mended:
        assert mend(tmp_path, (finding,)) == f"---{text[len(opening) :]}".encode()


@pytest.mark.parametrize(
    ("field", "meant"),
    [("symptom", "symptoms"), ("last_reviewd", "last_reviewed"), ("lastReviewed", "last_reviewed"), ("Title", "title"),
     ("titel", "title"), ("error-codes", "error_codes"), ("appliesto", "applies_to"), ("Kinds", "kind"),
     ("escalate_too", "escalate_to"), ("task", ""), ("tasks", ""), ("mask", ""), ("side", ""), ("ids", "id"), ("x", ""), ("", ""),
     ("reviewed", ""), ("vendor", ""), ("state", ""), ("symptoms", ""), ("titelx", ""), ("t" * 10_000, "")],
)  # fmt: skip
def test_a_slip_of_the_pen(field: str, meant: str) -> None:
    assert misspelled([field], {}, is_held=True) == ({field: meant} if meant else {})
    assert misspelled([field], {}, is_held=False) == {}


def test_a_field_that_is_there_is_not_the_misspelled_one() -> None:
    assert misspelled(["symptom", "symptoms"], {}, is_held=True) == {}


@given(st.sampled_from(FIELDS), st.data())
def test_one_letter_wrong_is_one_slip(field: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(field) - 1))
    slip = data.draw(st.sampled_from(["drop", "double", "change", "swap"]))
    wrong = {
        "drop": field[:at] + field[at + 1 :],
        "double": field[:at] + field[at] + field[at:],
        "change": field[:at] + "x" + field[at + 1 :],
        "swap": field[:at] + field[at + 1 : at + 2] + field[at : at + 1] + field[at + 2 :],
    }[slip]
    if len(field) > 5 and wrong not in FIELDS:
        assert misspelled([wrong], {}, is_held=True) == {wrong: field}


def test_an_id_is_no_error_where_it_means_something_else(tmp_path: Path) -> None:
    write(tmp_path, {"docs/one/a.md": "---\nid: overview\n---\n", "docs/two/a.md": "---\nid: overview\n---\n"})
    assert check(tmp_path, "duplicate-id") == ()


def all_of_them(content: bytes) -> None:
    """Run all rules over a file, with and without front matter that says more."""
    settings = Settings(Path(), Path(), fields=(("products", ("appliesto",)), ("confidence", ("state.level",))))
    for text in (content, b"---\nkind: fault\n" + content + b"\n---\n" + content):
        source = Source.read("a.md", text, settings, "docs/a.md")
        for rule in form.RULES:
            if rule.article is not None:
                for each in rule.article(source, Options(required=("owner",))):
                    assert each.key
                    assert "\n" not in each.message
                    assert 1 <= each.span.line <= len(source.lines) + 1
                    assert each.span.column >= 1


@given(st.binary(max_size=400))
def test_any_file_is_checked_without_a_fault(content: bytes) -> None:
    all_of_them(content)


YAML_LIKE = st.lists(
    st.sampled_from(["title: a", "kind: fault", "symptoms:", "  - x", "- y", "a: {b: [c", "]}", "tags: [1, {a: b}]", "? [a]", ": b",
                     "title: &x a", "owner: *x", "audience: *x", "---", "confidence:", "  level: NO", "id: 'a", "\t", "2026-02-30",
                     "since: 2026-02-30", "products: !!seq [a]", "applies_to: !!set {a, b}", "# c",
                     "", "title: |", "  text", "<<: *x"]),
    max_size=10,
)  # fmt: skip


@given(YAML_LIKE)
def test_any_front_matter_is_checked_without_a_fault(lines: list[str]) -> None:
    all_of_them("\n".join(lines).encode())


HOSTILE = {
    "fields": "---\nkind: fault\n" + "".join(f"f{number}: 1.10\n" for number in range(5_000)) + "---\n",
    "one field": "---\nkind: fault\n" + "title: 010\n" * 20_000 + "---\n",
    "one list": "---\nkind: fault\nproducts: [" + "1.10, " * 20_000 + "]\n---\n",
    "lists": "---\nkind: fault\n" + f"products: [{'a, ' * 100}]\n" * 500 + "---\n",
    "a number": "---\nkind: fault\ntitle: 1" + ":01" * 200_000 + "\n---\n",
    "digits": "---\nkind: fault\nowner: " + "1" * 500_000 + "\n---\n",
    "headings": "---\nkind: fault\n---\n" + "# a\n## Fix\n" * 20_000,
    "comments": "## Fix\n" + "<!-- " * 50_000,
    "rules": "\n" + "---\n" * 20_000,
    "blanks": "\n" * 20_000 + "---\ntitle: a\n---\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_takes_no_more_than_its_share(content: str) -> None:
    """Quadratic time would be minutes here; the limit is far above what a busy machine needs."""
    source = Source.read("a.md", content.encode(), Settings(Path(), Path()), "docs/a.md")
    start = time.process_time()
    for rule in form.RULES:
        if rule.article is not None:
            list(rule.article(source, Options()))
    assert time.process_time() - start < 10


def test_jsonschema_is_not_imported_where_nothing_is_held_to_it(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "---\ntitle: A\naudience: ITPro\n---\n\nText.\n"})
    code = "import sys; from checks.marked import check; from pathlib import Path; check(Path(sys.argv[1]), 'KB1'); " \
           "assert 'jsonschema_rs' not in sys.modules"  # fmt: skip
    tests = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=tests, check=True)


def test_the_shipped_articles_are_clean() -> None:
    findings = check(Path(__file__).parents[4], "KB1")
    assert [f"{each.path}:{each.line}: {each.message}" for each in findings] == []


def test_a_family_is_named_by_its_number() -> None:
    assert named("KB1") == list(form.RULES)


def test_a_day_that_does_not_exist_is_called_that_and_told_once(tmp_path: Path) -> None:
    page = WHOLE.replace("2026-11-16", "2026-02-30").replace("owner:", "since: 2026-02-31\nbought: 2026-02-29\nowner:")
    assert [(each.message, each.hint) for each in found(tmp_path, page) if each.rule == "KB114"] == [
        ("since is 2026-02-31, which does not exist; MkDocs loses the whole front matter", "Write the day that was meant."),
        ("bought is 2026-02-29, which does not exist; MkDocs loses the whole front matter",
         "Write the day that was meant, or put it into quotes."),
        ("last_reviewed is 2026-02-30, which does not exist; MkDocs loses the whole front matter",
         "Write the day that was meant."),
    ]  # fmt: skip


def test_an_item_with_a_colon_is_told_once_and_where_it_stands(tmp_path: Path) -> None:
    page = WHOLE.replace("[it drops]", "\n  - it drops\n  - error: 809\n  - [a, 1.5]")
    assert short(found(tmp_path, page)) == [("KB111", "error", 7, 5), ("KB111", "error", 8, 5)]
    (item, _) = found(tmp_path, page)
    assert item.span.end_column == 15
