"""Front matter, navigation, redirects, phrases and kb.toml follow a move; nothing else in these files changes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from moves import Move, base_of
from trees import article, write

from kb_tools.checks import baseline
from kb_tools.checks.finding import Finding, Found, at
from kb_tools.checks.rules import named
from kb_tools.checks.runner import run, selected
from kb_tools.config import load_settings
from kb_tools.errors import KbError
from kb_tools.writing.changes import apply
from kb_tools.writing.moving.heading import plan_heading
from kb_tools.writing.moving.move import plan_move
from kb_tools.writing.moving.remove import plan_removal
from kb_tools.writing.reviewing import reviewed


def text(team: Path, name: str) -> str:
    return (team / name).read_bytes().decode()


def test_an_article_keeps_its_id_and_says_where_it_was(team: Path, move: Move) -> None:
    write(
        team, {"docs/a/one.md": "---\r\ntitle: 'One'  # rem\r\n---\r\n# One\r\n", "docs/a/two.md": article("T", id="t")}
    )
    move("a", "b/c")
    assert text(team, "docs/b/c/one.md") == (
        "---\r\ntitle: 'One'  # rem\r\nid: a/one\r\nredirects:\r\n  - a/one.md\r\n---\r\n# One\r\n"
    )
    assert text(team, "docs/b/c/two.md") == article("T", id="t", redirects="\n  - a/two.md").replace(
        "redirects: ", "redirects:"
    )


def test_an_overview_needs_no_id_and_an_image_no_redirect(team: Path, move: Move) -> None:
    write(team, {"docs/a/index.md": "# A\n", "docs/a/pic.png": b"\0png"})
    move("a", "b", redirect=False)
    assert text(team, "docs/b/index.md") == "# A\n"
    move("b/pic.png", "p.png")
    assert text(team, "docs/p.png") == "\0png"


def test_moving_back_takes_the_redirect_out(team: Path, move: Move) -> None:
    write(team, {"docs/one.md": article("One", id="one")})
    move("one.md", "a/two.md")
    move("a/two.md", "one.md")
    assert text(team, "docs/one.md") == article("One", id="one", redirects="\n  - a/two.md").replace(
        "redirects: ", "redirects:"
    )
    move("one.md", "a/two.md", redirect=False)
    assert text(team, "docs/a/two.md") == article("One", id="one")


def test_a_page_takes_the_place_that_another_was_redirected_from(team: Path, move: Move) -> None:
    other = article("Other", id="o", redirects='["/free/", old.md]')
    write(team, {"docs/one.md": article("One", id="one"), "docs/other.md": other})
    move("one.md", "free.md")
    assert text(team, "docs/other.md") == article("Other", id="o", redirects="[old.md]")


def test_a_name_of_the_team_is_used(team: Path, move: Move) -> None:
    write(team, {"docs/one.md": article("One"), "kb.toml": '[fields]\nid = "kb_id"\n'})
    move("one.md", "two.md", redirect=False)
    assert text(team, "docs/two.md") == article("One", kb_id="one")


NAV = """\
site_name: x
nav:
  - Home: index.md
  - 'One': "a/one.md"  # first
  - a/two.md
  - Sub: [a/three.md, index.md]
exclude_docs: |
  /a/draft.md
"""


def test_navigation(team: Path, move: Move) -> None:
    write(team, {f"docs/a/{name}.md": f"# {name}\n" for name in ("one", "two", "three")} | {"mkdocs.yml": NAV})
    plan = move("a", "ü b")
    after = NAV.replace('"a/one.md"', '"ü b/one.md"').replace("- a/two.md", "- ü b/two.md")
    assert text(team, "mkdocs.yml") == after.replace("[a/three.md", "[ü b/three.md")
    assert "mkdocs.yml: 3 in the navigation" in plan.notes


MAP = """\
site_name: x
plugins:
  - redirects:
      redirect_maps:
        'gone.md': a/one.md#place
        b/one.md: index.md
  - search
"""


def test_the_map_of_the_plugin(team: Path, move: Move) -> None:
    write(team, {"docs/a/one.md": article("One", id="one"), "mkdocs.yml": MAP})
    move("a/one.md", "b/one.md")
    assert text(team, "mkdocs.yml") == MAP.replace("a/one.md#place", "b/one.md#place").replace(
        "        b/one.md: index.md\n", "        a/one.md: b/one.md\n"
    )
    assert text(team, "docs/b/one.md") == article("One", id="one")
    move("b/one.md", "a/one.md")
    assert text(team, "mkdocs.yml") == MAP.replace("b/one.md: index.md", "b/one.md: a/one.md")


def test_a_map_at_the_end_of_its_file(team: Path, move: Move) -> None:
    whole = "plugins:\n- redirects:\n    redirect_maps:\n      gone.md: index.md"
    write(team, {"docs/one.md": article("One", id="one"), "mkdocs.yml": whole})
    move("one.md", "two.md")
    assert text(team, "mkdocs.yml") == whole + "\n      one.md: two.md"


def test_a_map_with_line_ends_of_windows(team: Path, move: Move) -> None:
    whole = MAP.replace("\n", "\r\n")
    write(team, {"docs/a/one.md": article("One", id="one"), "mkdocs.yml": whole})
    move("a/one.md", "c.md")
    entry = "        b/one.md: index.md\r\n"
    after = whole.replace("a/one.md#place", "c.md#place").replace(entry, f"{entry}        a/one.md: c.md\r\n")
    assert text(team, "mkdocs.yml") == after


def test_what_was_as_it_was_read_stays_so(team: Path, move: Move) -> None:
    write(
        team,
        {
            "docs/a.md": article("A", "[b](b.md)\n"),
            "docs/b.md": "# B\n\n[a](a.md)\n",
            "docs/c.md": "# C\n\n[a](a.md)\n",
        },
    )
    for name in ("a", "b", "c"):
        file = f"docs/{name}.md"
        apply(team, reviewed(load_settings(team), file, (team / file).read_bytes(), "Ada", date(2026, 1, 1)))
    (team / "docs/c.md").write_text(text(team, "docs/c.md") + "\nMore.\n")
    move("a.md", "x/a.md")
    after = {facts.path: facts.is_as_reviewed for facts in base_of(team)}
    assert after == {"index.md": False, "x/a.md": True, "b.md": True, "c.md": False}


@pytest.mark.parametrize("plugins", ["[redirects]", "\n  - redirects:\n      redirect_maps: {}"])
def test_a_map_that_nothing_can_be_added_to(team: Path, move: Move, plugins: str) -> None:
    whole = f"plugins: {plugins}\n"
    write(team, {"docs/one.md": article("One", id="one"), "mkdocs.yml": whole})
    assert move("one.md", "two.md").notes == ["mkdocs.yml: add to redirect_maps by hand: one.md: two.md"]
    assert text(team, "mkdocs.yml") == whole


PHRASES = """\
# what they say
- said: "no 'sync'"
  expect: [a/one.md, "other"]   # both
- said: two
  expect:
    - 'a/one.md'
  not: other
- said: three
  expect: a/one
"""


def test_phrases(team: Path, move: Move) -> None:
    write(team, {"docs/a/one.md": "# One\n", "docs/o.md": article("O", id="other"), "phrases.yml": PHRASES})
    move("a/one.md", "b.md")
    assert text(team, "phrases.yml") == PHRASES.replace("[a/one.md", "[b.md").replace("'a/one.md'", "'b.md'")


def test_the_id_of_a_page_that_gets_none_is_followed(team: Path, move: Move) -> None:
    write(team, {"docs/a/index.md": "# A\n", "phrases.yml": "- said: x\n  expect: a/index\n"})
    move("a", "b", redirect=False)
    assert text(team, "phrases.yml") == "- said: x\n  expect: b/index\n"


TOML = """\
# which
exclude = ["/a/", "one.md", 'a/one.md', "/b*/"]  # "/a/"
ignore = []
[[check.except]]
rules = ["safety"]
paths = ["/docs/a/", "/a/"]
reason = "paths = ['/docs/a/']"
"""


def test_patterns_that_name_it(team: Path, move: Move) -> None:
    write(team, {"docs/a/one.md": "# One\n", "docs/c/one.md": "# One\n", "kb.toml": TOML})
    plan = move("a", "d", redirect=False)
    assert text(team, "kb.toml") == TOML.replace('["/a/",', '["/d/",').replace('"/docs/a/", ', '"/docs/d/", ')
    assert plan.notes == ["kb.toml: 2 renamed"]
    move("c/one.md", "e.md")
    plan = move("e.md", "b1/e.md")
    assert plan.notes == ["b1/e.md will be never an answer: see exclude in kb.toml"]


def test_pages_that_leave_the_site_are_named(team: Path, move: Move) -> None:
    write(team, {"docs/one.md": "# One\n", "mkdocs.yml": "exclude_docs: |\n  /drafts/\n"})
    plan = move("one.md", "drafts/one.md")
    assert plan.notes == ["drafts/one.md will not be on the site: see exclude_docs and draft_docs in mkdocs.yml"]


def test_a_page_must_not_hide_another(team: Path, move: Move) -> None:
    write(team, {"docs/a/README.md": "# A\n", "docs/one.md": "# One\n", "mkdocs.yml": "site_name: x\n"})
    with pytest.raises(KbError, match=r"docs/a/README.md: would be hidden"):
        move("one.md", "a/index.md")
    (team / "mkdocs.yml").unlink()
    move("one.md", "a/index.md")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("a/one.md", "a/one.md", "is there already: nothing to move"),
        ("a/one.md", "two.md", "docs/two.md: is there already"),
        ("a", "a/b", "into itself"),
        ("a", "two.md/b", "docs/two.md: is a file"),
        ("a/one.md", "../one.md", "not below the docs folder"),
        ("a/one.md", "/tmp/one.md", "not below the docs folder"),
        ("a/one.md", "a/two", "an article's name ends in .md"),
        ("a/one.md", ".hidden/one.md", "would be no article there"),
        ("a", ".a", "its articles would be none there"),
        ("a", "node_modules", "its articles would be none there"),
        ("pic.png", "pic.md", "would become an article"),
        ("a/oen.md", "b.md", "there is no file, folder or article 'a/oen.md'"),
        ("docs", "b", "not below the docs folder"),
        ("README.md", "docs/b.md", "not below the docs folder"),
        ("link.md", "b.md", "is a link"),
        ("c", "d", "docs/c/link.md: is a link"),
    ],
)  # fmt: skip
def test_what_cannot_be_moved(team: Path, old: str, new: str, says: str) -> None:
    write(team, {"docs/a/one.md": "# One\n", "docs/two.md": "# Two\n", "README.md": "x", "docs/c/three.md": "# T\n",
                 "docs/pic.png": "x"})  # fmt: skip
    for name in ("link.md", "c/link.md"):
        (team / "docs" / name).symlink_to(team / "docs/two.md")
    with pytest.raises(KbError, match=r".*") as error:
        plan_move(base_of(team), team, old, new)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("here", "old", "new", "where"),
    [
        ("", "docs/a/one.md", "docs/b.md", "b.md"),
        ("", "a/one.md", "b.md", "b.md"),
        ("", "a/one.md", "docs/b.md", "b.md"),
        ("", "docs\\a\\one.md", "docs\\b\\c.md", "b/c.md"),
        ("docs/a", "one.md", "two.md", "a/two.md"),
        ("docs/a", "one.md", "../two.md", "two.md"),
        ("docs/a", "a/one.md", "b/two.md", "b/two.md"),
        ("", "the-one", "b/two.md", "b/two.md"),
        ("", "a/one", "b/two.md", "b/two.md"),
        ("docs/a", "one", "two.md", "a/two.md"),
        ("", "the-one", "docs/c/", "c/one.md"),
        ("", "a/one.md", "c", "c/one.md"),
        ("", "docs/a/one.md", "docs", "one.md"),
        ("docs", "a/one.md", ".", "one.md"),
        ("", "a", "c", "c/a/one.md"),
        ("", "a/", "d/", "d/one.md"),
        ("", "a", "d", "d/one.md"),
    ],
)
def test_paths_as_people_type_them(team: Path, here: str, old: str, new: str, where: str) -> None:
    write(team, {"docs/a/one.md": article("One", id="the-one"), "docs/c/x.md": "# X\n"})
    plan = plan_move(base_of(team), team / here, old, new)
    assert [change.path for change in plan.changes] == [f"docs/{where}"]


# --- the baseline -------------------------------------------------------------------------------------------------------

BASELINED = {
    "kb.toml": '[check]\nbaseline = "kb-baseline.txt"\n',
    # Twice the same mistake, one elsewhere, and a link that is written anew.
    "docs/a/one.md": "# Alike\n\n[x](gone.md) [y](gone.md) ![z](no.png)\n[w](../two.md#no) [e](https://e.example.net/x)\n",
    "docs/two.md": "# Alike\n\n[v](a/one.md#no) [u](gone.md)\n",
    "docs/three.md": "# Three\n\n[t](gone.md)\n",
}


def findings_of(team: Path) -> list[Finding]:
    return list(run(base_of(team), selected((), ())).findings)


@pytest.mark.parametrize(
    ("old", "new"), [("a/one.md", "b/c/one.md"), ("two.md", "a/two.md"), ("a", "deep/b"), ("a/one.md", "z.md")]
)
def test_the_baseline_knows_what_moved(team: Path, move: Move, old: str, new: str) -> None:
    write(team, BASELINED)
    before = findings_of(team)
    assert {finding.slug for finding in before} >= {"link-dead", "anchor-dead", "image-dead", "title-shared"}
    baseline.write(team / "kb-baseline.txt", before)
    plan = move(old, new)
    after = findings_of(team)
    assert len(after) == len(before)
    known = baseline.read(team / "kb-baseline.txt")
    assert known.split(after) == ([], after)
    assert {entry.path for entry in known.entries} == {finding.path for finding in after}
    assert any(note.startswith("kb-baseline.txt: ") for note in plan.notes)
    # As kb check --write-baseline would have it, so that the next one changes little.
    assert text(team, "kb-baseline.txt").splitlines() == sorted(
        text(team, "kb-baseline.txt").splitlines(), key=_by_path
    )


def _by_path(line: str) -> list[str]:
    if line.startswith("#"):
        return []
    rule, path, fingerprint, message = json.loads(line)
    return [path, rule, message, fingerprint]


def test_what_other_servers_said_is_known_after_a_move_and_nobody_is_asked(team: Path, move: Move) -> None:
    write(team, BASELINED)
    external = replace(named("external-dead")[0], external=False, base=lambda base: [
        Found(at(4), "dead", "https://e.example.net/x", "", facts.file) for facts in base if "one" in facts.file
    ])  # fmt: skip
    baseline.write(team / "kb-baseline.txt", run(base_of(team), [external]).findings)
    move("a/one.md", "one.md")
    after = run(base_of(team), [external]).findings
    assert baseline.read(team / "kb-baseline.txt").split(after) == ([], [*after])


def test_a_baseline_that_has_nothing_to_do_with_it_stays_to_the_byte(team: Path, move: Move) -> None:
    write(team, BASELINED)
    entry = '["KB201", "docs/three.md", "0123", "x"]\n'
    write(team, {"kb-baseline.txt": entry})
    move("a/one.md", "one.md")
    assert text(team, "kb-baseline.txt") == entry


def test_a_baseline_that_is_not_there_yet_stops_no_move(team: Path, move: Move) -> None:
    write(team, BASELINED)
    move("a/one.md", "one.md")
    assert not (team / "kb-baseline.txt").exists()


def test_a_baseline_in_which_a_merge_is_not_finished_stops_it(team: Path, move: Move) -> None:
    write(team, {**BASELINED, "kb-baseline.txt": "<<<<<<< HEAD\n"})
    with pytest.raises(KbError, match="a merge is not finished"):
        move("a/one.md", "one.md")
    assert (team / "docs/a/one.md").exists()


LINKED = {
    "kb.toml": '[check]\nbaseline = "kb-baseline.txt"\n',
    "docs/one.md": "# One\n\n## Old\n\n## More\n",
    "docs/other.md": "# Other\n\n## Old\n",
    # Without a text: that is what is found in a link that is alive.
    "docs/two.md": "# Two\n\n[](one.md#old) [](gone.md)\n",
}


@pytest.mark.parametrize("what", ["heading", "removal"])
def test_the_baseline_knows_links_that_follow_a_heading_or_the_article_named_instead(team: Path, what: str) -> None:
    write(team, LINKED)
    baseline.write(team / "kb-baseline.txt", findings_of(team))
    base = base_of(team)
    plan = (plan_heading(base, team, "one.md#old", "one.md#new", "New") if what == "heading"
            else plan_removal(base, team, "one.md", "other.md"))  # fmt: skip
    apply(team, plan.changes)
    assert "one.md#old" not in text(team, "docs/two.md")
    after = [finding for finding in findings_of(team) if finding.slug == "link-empty"]
    assert len(after) == 1
    assert baseline.read(team / "kb-baseline.txt").split(after) == ([], after)
