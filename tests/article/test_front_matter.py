"""Is front matter read as it was written, whatever state it is in, and is each problem named with its line?"""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb_tools.article.front_matter import MAX_DEPTH, FrontMatter, split


def problems(front: FrontMatter) -> list[tuple[str, int]]:
    return [(problem.slug, problem.span.line) for problem in front.problems]


def test_values_and_their_lines() -> None:
    front, body = split("---\ntitle: VPN drops\nsymptoms:\n  - one\n  - two\n\nowner: {team: net}\n---\n# Body\n")
    assert front.values == {"title": "VPN drops", "symptoms": ["one", "two"], "owner": {"team": "net"}}
    assert front.lines == {"title": 2, "symptoms": 3, "owner": 7}
    assert (front.end, body, front.problems) == (8, "# Body\n", ())


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0x1F", "0x1F"), ("007", "007"), ("1_000", "1_000"), ("1e3", "1e3"), ("12:30", "12:30"), ("2026-13-01", "2026-13-01"),
        ("yes", "yes"), ("true", "true"), ("null", ""), ("~", ""), ("''", ""), ("", ""), ("'null'", "null"), ("'  a '", "  a "),
        ('"\\u00fc \\x41"', "ü A"), ("a # comment", "a"), ("a#b", "a#b"), ("!!int 3", "3"), ("! x", "x"),
        ("|\n  a\n  b", "a\nb\n"), (">\n  a\n  b", "a b\n"), ("a\n  b", "a b"), ("[]", []), ("{}", {}), ("[1, [2]]", ["1", ["2"]]),
        ("&x a", "a"), ("{a: b, c: [d]}", {"a": "b", "c": ["d"]}),
    ],
)  # fmt: skip
def test_values_stay_as_they_were_written(written: str, value: object) -> None:
    front, _ = split(f"---\ncode: {written}\n---\n")
    assert front.values == {"code": value}
    assert front.problems == ()


def test_an_alias_stands_for_its_text() -> None:
    front, _ = split("---\na: &x one\nb: *x\nc: *unknown\n---\n")
    assert front.values == {"a": "one", "b": "one", "c": ""}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Title\n",
        "----\na: b\n---\n",
        "--- a\n---\n",
        " ---\na: b\n---\n",
        "\n---\na: b\n---\n",
        "---\n\nA rule above a text.\n",
        "---\n\nA text between rules.\n\n---\n\nMore.\n",
    ],
)
def test_no_front_matter(text: str) -> None:
    front, body = split(text)
    assert (front, body) == (FrontMatter(), text)


@pytest.mark.parametrize(
    "text", ["---\n---\nbody", "--- \n# only a comment\n--- \nbody", "---\n\n...\nbody", "---\n~\n---\nbody"]
)
def test_empty_front_matter(text: str) -> None:
    front, body = split(text)
    assert (front.values, front.problems, body) == ({}, (), "body")


def test_the_body_may_be_missing_and_have_rules_of_its_own() -> None:
    assert split("---\na: b\n---")[1] == ""
    assert split("---\na: b\n---\nx\n---\ny\n")[1] == "x\n---\ny\n"


def test_a_key_that_stands_twice() -> None:
    front, _ = split("---\ntitle: one\nowner: a\ntitle: two\n---\n")
    assert front.values["title"] == "two"
    assert problems(front) == [("front-matter-duplicate-key", 4)]
    assert "first is on line 2" in front.problems[0].message
    assert problems(split("---\na: {b: 1, b: 2}\n---\n")[0]) == [], "only fields of the article itself are known"


def test_front_matter_that_never_ends() -> None:
    front, body = split("---\ntitle: VPN\nsymptoms:\n  - one\n# Heading\n\ntext: with a colon\n")
    assert front.values == {"title": "VPN", "symptoms": ["one"]}
    assert (front.end, body) == (4, "# Heading\n\ntext: with a colon\n")
    assert problems(front) == [("front-matter-no-end", 1)]


def test_front_matter_that_never_ends_and_is_all_there_is() -> None:
    front, body = split("---\ntitle: VPN")
    assert (front.values, body) == ({"title": "VPN"}, "")
    assert problems(front) == [("front-matter-no-end", 1)]


@pytest.mark.parametrize(
    ("block", "line", "hint", "values"),
    [
        (
            "title: Error: 809\nowner: net",
            2,
            "Put a value that contains a colon into quotes",
            {"title": "Error: 809", "owner": "net"},
        ),
        ("title: a\n\towner: net", 3, "spaces, not with tabs", {"title": "a"}),
        ("title: [a\nowner: net", 3, "Look at this line and the one above", {"title": "[a", "owner": "net"}),
        ("title: 'a\nowner: net", 2, "The quote that begins here", {"title": "a", "owner": "net"}),
        ("title: @a\nowner: net", 2, "needs quotes", {"title": "@a", "owner": "net"}),
        ("title: `a`\nowner: net", 2, "needs quotes", {"title": "`a`", "owner": "net"}),
        ("title: a\nowner:net\nid: b", 3, "Put a plain space after the colon", {"title": "a", "id": "b"}),
        ("title: a\nowner:\u00a0net\nid: b", 3, "Put a plain space after the colon", {"title": "a", "id": "b"}),
        ("title: a\nid:b", 3, "Put a plain space after the colon", {"title": "a"}),
        ("id:b\ntitle: a", 2, "Put a plain space after the colon", {}),
        ("title: a\x07b\nowner: net", 2, "", {"title": "a\x07b", "owner": "net"}),
        (
            "owner: net\nsymptoms:\n  - 'one\n  - two",
            4,
            "The quote that begins here",
            {"owner": "net", "symptoms": ["one", "two"]},
        ),
        ("title: *x*\nowner: net", 2, "", {"title": "*x*", "owner": "net"}),
        ('title: "\\q"\nowner: net', 2, "", {"title": "\\q", "owner": "net"}),
    ],
)
def test_broken_yaml_is_told_with_its_line_and_read_as_far_as_it_can_be(
    block: str, line: int, hint: str, values: dict[str, object]
) -> None:
    front, body = split(f"---\n{block}\n---\nbody\n")
    assert [problem.slug for problem in front.problems] == ["front-matter-broken"]
    assert front.problems[0].span.line == line
    assert hint in front.problems[0].hint
    assert front.values == values
    assert body == "body\n"


@pytest.mark.parametrize(
    ("block", "column", "message"),
    [
        ("title: *gone", 8, "*gone stands for nothing"),
        ("a: &b x\ntitle: !foo x", 8, "!foo is no type that MkDocs knows"),
        ("title: !!python/object:os.system x", 8, "!!python/object:os.system is no type"),
        ("title: {{ a }}", 9, "what stands in brackets cannot be the name of a field"),
        ("[a]: b", 1, "what stands in brackets cannot be the name of a field"),
    ],
)
def test_what_only_mkdocs_trips_over_is_read_all_the_same(block: str, column: int, message: str) -> None:
    front, _ = split(f"---\nowner: net\n{block}\n---\n")
    assert front.values["owner"] == "net"
    (problem,) = front.problems
    assert (problem.slug, problem.span.line, problem.span.column) == (
        "front-matter-broken",
        3 + block.count("\n"),
        column,
    )
    assert problem.message.startswith(message)
    assert front.nodes == ()


def test_where_each_value_stands() -> None:
    front, _ = split("---\ntitle: VPN\nsymptoms:\n  - 'one'\n  - {a: &x 1, b: *x}\nowner:\nnote: |\n  a\n---\n")
    assert [
        (node.path, node.kind, node.text, node.line, node.column, node.end_line, node.end_column)
        for node in front.nodes
    ] == [
        (("title",), "plain", "VPN", 2, 8, 2, 11),
        (("symptoms",), "list", "", 4, 3, 4, 3),
        (("symptoms", 0), "quoted", "one", 4, 5, 4, 10),
        (("symptoms", 1), "fields", "", 5, 5, 5, 6),
        (("symptoms", 1, "a"), "plain", "1", 5, 9, 5, 13),
        (("symptoms", 1, "b"), "alias", "1", 5, 18, 5, 20),
        (("owner",), "plain", "", 6, 7, 6, 7),
        (("note",), "quoted", "a\n", 7, 7, 9, 1),
    ]


@pytest.mark.parametrize(("block", "line"), [("just text", 2), ("- a\n- b", 2), ("\n\n'text'\na: b", 4), ("[a, b]", 2)])
def test_yaml_that_holds_no_fields(block: str, line: int) -> None:
    front, _ = split(f"---\n{block}\n---\n")
    assert problems(front) == [("front-matter-broken", line)]
    assert front.values == {}


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "&a [", "!!x ["])
def test_nesting_without_end_ends_no_process(opening: str) -> None:
    front, body = split(f"---\na: {opening * 50_000}\n---\nbody")
    assert [slug for slug, _ in problems(front)] == ["front-matter-broken"]
    assert body == "body"


def test_as_deep_as_any_front_matter_needs() -> None:
    depth = MAX_DEPTH - 1
    assert split(f"---\na: {'[' * depth}x{']' * depth}\n---\n")[0].problems == ()
    assert problems(split(f"---\na: {'[' * (depth + 1)}x{']' * (depth + 1)}\n---\n")[0]) == [("front-matter-broken", 2)]


def test_aliases_are_not_multiplied() -> None:
    lines = ["a0: &a0 [lol, lol]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    front, _ = split("\n".join(["---", *lines, "---", ""]))
    assert front.values["a11"] == [""] * 9


PIECES = [
    "---", "...", "a: b", "a:", "  - x", "- [", "'", '"', "{", "}", "\t", "#", "*a", "&a", "? ", "|", ">", "%", "a: b: c",
    "\u2028", "\x85", "\x00", "日: 本", "<<: *a", "!!", "@",
]  # fmt: skip
yaml_like = st.lists(st.sampled_from(PIECES), max_size=8)


@given(st.one_of(yaml_like.map("\n".join), st.text()))
@example("\n\ufeff")
@example("? [a]\n: b")
@example("? {a: b}\n: {c: d}\n[e]: f")
def test_any_block_is_read_without_a_fault_and_loses_no_line(block: str) -> None:
    text = f"---\n{block}\n---\nbody"
    front, body = split(text)
    assert text.endswith(body)
    assert text.count("\n") == front.end + body.count("\n") - (not body and not text.endswith("\n"))
    last = text.count("\n") + 1
    assert all(1 <= line <= last for line in front.lines.values())
    assert all(1 <= problem.span.line <= last for problem in front.problems)
