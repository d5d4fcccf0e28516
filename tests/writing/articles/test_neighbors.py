"""What a folder's articles have in common is proposed for the next one, and nothing that they do not agree on."""

from __future__ import annotations

from collections.abc import Callable

from trees import Files, article

from kb_tools.checks.base import Base
from kb_tools.writing.articles.neighbors import Usual, likely_folders, product_in, usual_in

BaseOf = Callable[[Files], Base]


def test_what_most_say(team: Base) -> None:
    assert usual_in(team, "net") == Usual(3, "router", "net-team", "noc", "public", "90d")


def test_a_new_folder_gets_what_most_of_all_say_but_no_product(team: Base) -> None:
    assert usual_in(team, "new/deep") == Usual(0, "", "net-team", "noc", "public", "90d")


def test_half_is_no_majority(base_of: BaseOf) -> None:
    files = {f"docs/x/{owner}.md": article(owner, owner=owner, products=f"[{owner}]") for owner in ("a", "b")}
    assert usual_in(base_of(files), "x") == Usual(2)


def test_a_year_is_written_as_one(base_of: BaseOf) -> None:
    assert usual_in(base_of({"docs/x/a.md": article("a", review_interval="365d")}), "x").review_interval == "1y"


def test_nothing_there(base_of: BaseOf) -> None:
    base = base_of({"docs/x.txt": "x"})
    assert usual_in(base, "") == Usual()
    assert likely_folders(base, [], "fault") == []


def test_folders_of_the_nearest_hits_come_first(team: Base) -> None:
    assert likely_folders(team, [], "fault") == ["net", "mail"]
    assert likely_folders(team, [("mail/full.md", 900), ("net/a0.md", 400), ("net/a1.md", 400)], "fault") == [
        "mail",
        "net",
    ]


def test_overview_pages_are_no_neighbors(base_of: BaseOf) -> None:
    files = {"kb.toml": 'exclude = ["index.md"]', "docs/x/index.md": article("Home", owner="lead"),
             "docs/x/a.md": article("a", owner="team")}  # fmt: skip
    assert usual_in(base_of(files), "x").owner == "team"


def test_the_product_that_is_named_counts(team: Base) -> None:
    assert product_in(["my mail does not come"], team, "net") == "mail"
    assert product_in(["my email does not come"], team, "net") == ""
    assert product_in(["Router and mail"], team, "net") == "router"


def test_call_handling_has_folders_of_its_own(base_of: BaseOf) -> None:
    base = base_of({"docs/calls/a.md": article("a", kind="call"), "docs/net/b.md": article("b", kind="fault")})
    hits = [("calls/a.md", 900), ("net/b.md", 100)]
    assert likely_folders(base, hits, "known-issue") == ["net", "calls"]
    assert likely_folders(base, reversed(hits), "call") == ["calls", "net"]
