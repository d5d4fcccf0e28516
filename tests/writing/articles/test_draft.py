"""The text of a new article: what was said, in the form of its kind and in the team's words; and its file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from trees import Files, article, write

from kb_tools.article.headings import headings
from kb_tools.article.read import read, read_article
from kb_tools.checks.base import Base
from kb_tools.checks.checking import load
from kb_tools.checks.options import load_options
from kb_tools.checks.rules import RULES
from kb_tools.checks.runner import run
from kb_tools.config import Settings, load_settings
from kb_tools.errors import ContentError, KbError
from kb_tools.writing.articles.draft import Draft, as_markdown, create_article, new_article, one_line
from kb_tools.writing.articles.template import KINDS, Kind, comments

BaseOf = Callable[[Files], Base]
NOW = datetime.now(timezone(timedelta(hours=2))).replace(microsecond=0)
TODAY = NOW.date()
EMPTY: Files = {"docs/x.txt": "x"}


def draft(kind: Kind = "fault", title: str = "The reader beeps twice", folder: str = "") -> Draft:
    return Draft(kind, title, folder, ("it beeps at me", "no: twice"), ("0x1F", "1.10"), ("reader",), "hardware-team",
                 "facilities", "internal", "90d", "Use the other door." if kind == "known-issue" else "")  # fmt: skip


def filled(text: str) -> str:
    """The same with something written in the place of each prompt."""
    for number, prompt in enumerate(comments(text)):
        text = text.replace(prompt, f"1. Do number {number}. They hear back within the hour.")
    return text


def checked(folder: Path) -> list[str]:
    settings = load_settings(folder)
    base = load(settings, load_options(settings), TODAY, searches=True)
    return [
        f"{each.slug}: {each.message}" for each in run(base, [rule for rule in RULES if not rule.external]).findings
    ]


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_was_said_is_read_again(kind: Kind, base_of: BaseOf) -> None:
    base = base_of(EMPTY)
    new = new_article(draft(kind), base, NOW)
    found = read_article(new.path, new.text.encode(), base.settings)
    assert found.problems == ()
    said = draft(kind)
    for field in (
        "kind",
        "title",
        "symptoms",
        "error_codes",
        "products",
        "owner",
        "escalate_to",
        "audience",
        "workaround",
    ):
        assert getattr(found, field) == getattr(said, field), field
    assert (found.id, found.path) == ("the-reader-beeps-twice", "the-reader-beeps-twice.md")
    assert (found.confidence, found.last_reviewed, found.review_days) == ("wip", TODAY, 90)
    if kind == "known-issue":
        assert found.status == "known-issue"
        assert datetime.fromisoformat(found.since) == NOW.replace(second=0)
        assert datetime.fromisoformat(found.next_update) == NOW.replace(second=0) + timedelta(hours=1)
        assert found.expires == TODAY + timedelta(days=7)


@pytest.mark.parametrize("kind", list(KINDS))
def test_unfilled_it_only_lacks_what_is_to_be_written_and_filled_it_is_clean(kind: Kind, base_of: BaseOf) -> None:
    base = base_of(EMPTY)
    new = new_article(draft(kind), base, NOW)
    folder = base.settings.root
    write(folder, {f"docs/{new.path}": new.text})
    found = checked(folder)
    assert {each.partition(":")[0] for each in found} == {"section-empty"}
    assert len(found) == len(comments(new.text)) == new.text.count("\n## ")
    write(folder, {f"docs/{new.path}": filled(new.text)})
    assert checked(folder) == []


def test_the_fields_stand_in_their_order(base_of: BaseOf) -> None:
    new = new_article(draft("known-issue"), base_of(EMPTY), NOW)
    names = [line.partition(":")[0] for line in new.text.split("---\n")[1].splitlines() if line[0].isalpha()]
    assert names == ["id", "title", "kind", "symptoms", "error_codes", "products", "audience", "confidence", "owner",
                     "last_reviewed", "review_interval", "escalate_to", "status", "since", "next_update", "expires",
                     "workaround"]  # fmt: skip


def test_without_error_codes_there_is_no_field_for_them(base_of: BaseOf) -> None:
    assert "error_codes" not in new_article(draft()._replace(error_codes=()), base_of(EMPTY), NOW).text


def test_the_kinds_are_those_of_the_type() -> None:
    assert tuple(KINDS) == get_args(Kind)


# --- the team's words -----------------------------------------------------------------------------------------------

THEIRS = """\
date_formats = ["%m/%d/%Y"]
[fields]
owner = "ms.author"
last_reviewed = "review.date"
review_interval = "review.every"
products = ["area", "service"]
"""


def test_fields_and_sections_are_called_as_the_neighbors_call_them(base_of: BaseOf) -> None:
    old = ("---\ntitle: T{n}\nms.author: ann\nservice: mail\nreview:\n  date: 11/20/2026\n---\n# T{n}\n\n## Symptoms\n\nX\n\n"
           "## Cause\n\nX\n\n## Resolution\n\nX\n")  # fmt: skip
    base = base_of({"kb.toml": THEIRS, **{f"docs/a/{n}.md": old.replace("{n}", str(n)) for n in range(3)}})
    new = new_article(draft(folder="a"), base, NOW)
    found = read_article(new.path, new.text.encode(), base.settings)
    assert (found.owner, found.products, found.last_reviewed, found.review_days) == (
        "hardware-team",
        ("reader",),
        TODAY,
        90,
    )
    assert f"\nreview:\n  date: {TODAY:%m/%d/%Y}\n  every: 90d\n" in new.text
    assert "\nms.author: hardware-team\n" in new.text
    assert "\nservice: [reader]\n" in new.text
    assert [section.heading for section in found.sections[1:]] == ["Symptoms", "Say", "Check", "Resolution", "If that fails",
                                                                  "Cause"]  # fmt: skip
    assert "## Symptoms\n\n- it beeps at me\n- no: twice\n" in new.text


def test_headings_that_kb_toml_names_are_used_without_any_neighbor(base_of: BaseOf) -> None:
    base = base_of({**EMPTY, "kb.toml": '[headings]\nfix = ["lösung"]\n'})
    found = read_article("x.md", new_article(draft(), base, NOW).text.encode(), base.settings)
    assert [section.heading for section in found.sections if section.kind == "fix"] == ["Lösung"]


@pytest.mark.parametrize(("files", "expected"), [
    (EMPTY, "Do"),
    ({"docs/a.md": article("a", "## Fix\n\nx\n", kind="fault")}, "Do"),
    ({"docs/a.md": article("a", "## What to do\n\nx\n", kind="call")}, "What to do"),
])  # fmt: skip
def test_in_a_call_it_is_done_and_not_fixed(base_of: BaseOf, files: Files, expected: str) -> None:
    assert f"\n## {expected}\n" in new_article(draft("call"), base_of(files), NOW).text


def test_a_fault_beside_call_handling_is_still_fixed(base_of: BaseOf) -> None:
    base = base_of({f"docs/a/{n}.md": article("a", "## Do\n\nx\n", kind="call") for n in range(3)})
    assert "\n## Fix\n" in new_article(draft(folder="a"), base, NOW).text


def test_the_teams_own_template_wins_and_gets_only_what_it_has_a_place_for(base_of: BaseOf) -> None:
    own = ("---\ntitle: # the short one\nowner: helpdesk\nconfidence: not-validated\nid:\nsymptoms: []\nours: $5 and $title\n"
           "---\n\n# $title\n\nCosts $5. $id\n")  # fmt: skip
    base = base_of({**EMPTY, "templates/fault.md": own})
    text = new_article(draft()._replace(error_codes=(), owner="ann"), base, NOW).text
    assert text == ('---\ntitle: The reader beeps twice # the short one\nowner: ann\nconfidence: not-validated\n'
                    'id: the-reader-beeps-twice\nsymptoms: [it beeps at me, "no: twice"]\nours: $5 and $title\n---\n\n'
                    "# The reader beeps twice\n\nCosts $5. the-reader-beeps-twice\n")  # fmt: skip
    assert "## Say" in new_article(draft("how-to"), base, NOW).text


@pytest.mark.parametrize("own", ["---\ntitle: [\n---\n", b"---\ntitle: \xff\n---\n"])
def test_a_template_that_cannot_be_filled_in_is_an_error(base_of: BaseOf, own: str | bytes) -> None:
    base = base_of({"docs/x.txt": "x", "templates/fault.md": own})
    with pytest.raises(ContentError, match=r"fault\.md"):
        new_article(draft(), base, NOW)


# --- the title ------------------------------------------------------------------------------------------------------


@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf", "Zs", "Co", "Cn")) | st.just(" "), min_size=1
    )
)
@example('It says: "a <b>x</b> & c &amp; d" #1 # 🎉 C:\\temp *x* __y__ snake_case [y](z) `q` {: #id } ##')
@example("1. one")
@example("- [ ] x | y ~~z~~")
@example("x { .cls }")
def test_the_page_shows_the_title_as_it_is(title: str) -> None:
    title = one_line(title)
    text = f"# {as_markdown(title)}\n"
    shown = headings(read("x.md", text.encode(), Settings(Path("/x"), Path("/x"))).blocks)
    if title:
        assert [heading.text for heading in shown] == [title]


@given(st.text())
def test_one_line_is_one_line_that_can_be_written(text: str) -> None:
    found = one_line(text)
    assert found == found.strip()
    assert len(found.splitlines()) <= 1
    found.encode("utf-8")


# --- the file -------------------------------------------------------------------------------------------------------


def _loader(base: Base) -> Callable[[], Base]:
    return lambda: load(base.settings, base.options, date.today())


def test_nothing_is_overwritten_and_no_id_given_twice(base_of: BaseOf) -> None:
    there = article("Other", id="the-reader-beeps-twice-2")
    base = base_of({"docs/net/The-Reader-Beeps-Twice.md": "# Mine\n", "docs/other.md": there})
    new = create_article(draft(folder="net"), base.settings, _loader(base), NOW)
    assert new.path == "net/the-reader-beeps-twice-3.md"
    assert (base.settings.docs / new.path).read_text(encoding="utf-8") == new.text
    assert (base.settings.docs / "net/The-Reader-Beeps-Twice.md").read_text(encoding="utf-8") == "# Mine\n"


def test_many_at_once_lose_nothing(base_of: BaseOf) -> None:
    base = base_of(EMPTY)
    made: list[str] = []
    folders = ["a", "b", "a", "b", "a", "b"]
    threads = [threading.Thread(target=lambda folder=folder: made.append(
        create_article(draft(folder=folder), base.settings, _loader(base), NOW).id)) for folder in folders]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == len(folders)
    assert len(list(base.settings.docs.rglob("*.md"))) == len(folders)


def test_a_folder_that_cannot_be_made_is_an_error(base_of: BaseOf) -> None:
    base = base_of(EMPTY)
    with pytest.raises(KbError, match="cannot be created"):
        create_article(draft(folder="x.txt"), base.settings, _loader(base), NOW)
