"""What two articles may have in common, and how many are told together: where marks in a fixture do not reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.marked import check
from trees import article, write

DROPS = '["the VPN drops"]'


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"products": "[vpn]", "audience": "internal"}, {"products": "[wifi]", "audience": "public"}, 0),
        ({"products": "[vpn]", "audience": "internal"}, {"products": "[VPN]", "audience": "public"}, 1),
        ({"products": "[vpn]", "audience": "internal"}, {"products": "[wifi]", "audience": "internal"}, 1),
        ({"products": "[vpn]", "audience": "internal"}, {"audience": "public"}, 1),
        ({"audience": "public"}, {"products": "[vpn]", "audience": "internal"}, 1),
        ({"products": "[vpn]", "audience": "internal"}, {"products": "[wifi]"}, 1),
    ],
)
def test_a_symptom_is_shared_where_both_may_fit(
    one: dict[str, str], other: dict[str, str], expected: int, tmp_path: Path
) -> None:
    write(
        tmp_path,
        {
            "docs/a.md": article("One", symptoms=DROPS, **one),
            "docs/b.md": article("Other", symptoms=DROPS, **other),
        },
    )
    assert len(check(tmp_path, "symptom-shared")) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"audience": "internal"}, {"audience": "public"}, 0),
        ({"audience": "internal"}, {"audience": "internal"}, 1),
        ({"audience": "internal"}, {}, 1),
        ({}, {"audience": "public"}, 1),
    ],
)
def test_a_title_is_shared_among_the_same_readers(
    one: dict[str, str], other: dict[str, str], expected: int, tmp_path: Path
) -> None:
    write(tmp_path, {"docs/a.md": article("VPN drops", **one), "docs/b.md": article("VPN drops!", **other)})
    assert len(check(tmp_path, "title-shared")) == expected


def test_up_to_five_with_one_title_are_told_one_by_one(tmp_path: Path) -> None:
    write(tmp_path, {f"docs/{number}.md": article("VPN drops") for number in range(5)})
    found = check(tmp_path, "title-shared")
    assert [(each.path, each.message) for each in found] == [
        (f"docs/{number}.md", "docs/0.md has the same title") for number in range(1, 5)
    ]
    write(tmp_path, {"docs/5.md": article("VPN drops")})
    (all_of_them,) = check(tmp_path, "title-shared")
    assert all_of_them.path == "docs/0.md"
    assert all_of_them.message == "5 other articles have this title, the first of them docs/1.md"


def test_the_word_that_leads_nowhere_is_underlined(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "# A receiver\n", "vocabulary.yml": "say:\n  clicker: [handset]\n"})
    (found,) = check(tmp_path, "synonym-unused")
    assert (found.path, found.span) == ("vocabulary.yml", (2, 3, 2, 10))
