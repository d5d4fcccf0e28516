"""Which text was read? The same name for the same text, however it is written."""

from __future__ import annotations

from datetime import date

import pytest

from kb_tools.article.reviewed import review_hash, text_hash

FRONT = "---\ntitle: VPN\nproducts: [vpn, mail]\n---\n# VPN\n\nText.\n"
NAMES = {"last_reviewed": ("ms.date", "review.date"), "reviewed_by": ("review.by",)}


def named(text: str) -> str:
    return text_hash(text.encode(), NAMES)


@pytest.mark.parametrize(
    "same",
    [
        FRONT.replace("\n", "\r\n"), "\ufeff" + FRONT, FRONT.rstrip("\n"), FRONT.replace("# VPN", "\n\n# VPN"),
        FRONT.replace("title: VPN", "last_reviewed: 2026-01-01\ntitle: 'VPN'  # a comment\nreviewed_by: Ada"),
        FRONT.replace("title: VPN", "ms.date: 1/2/2026\nreview:\n  date: 2026-01-01\n  by: Ada\ntitle: VPN"),
        FRONT.replace("[vpn, mail]", "\n  - vpn\n  - mail\nreviewed_hash: '012345678901'"),
    ],
)  # fmt: skip
def test_how_it_is_written_and_what_reviews_write_make_no_difference(same: str) -> None:
    assert named(same) == named(FRONT)


@pytest.mark.parametrize(
    "other",
    [
        FRONT.replace("Text.", "Text!"), FRONT.replace("Text.", "Text. "), FRONT.replace("title: VPN", "title: WLAN"),
        FRONT.replace("vpn, mail", "mail, vpn"), FRONT.replace("title: VPN", "title: VPN\nowner: a"),
        FRONT.replace("title: VPN", "review:\n  date: 2026-01-01\n  held: yes\ntitle: VPN"), "# VPN\n\nText.\n",
    ],
)  # fmt: skip
def test_every_other_change_does(other: str) -> None:
    assert named(other) != named(FRONT)


@pytest.mark.parametrize("content", [b"", b"\0", b"\xff\xfea\0", b"---\n[\n---\n", b"---\na: [" * 50, b"\xed\xa0\x80"])
def test_whatever_a_file_holds(content: bytes) -> None:
    assert len(text_hash(content, {})) == 12


def test_a_review_is_of_a_text_and_of_a_day() -> None:
    days = (None, date(2026, 11, 1), date(2026, 11, 2))
    texts = (FRONT, FRONT.replace("Text.", "Text!"))
    assert len({review_hash(text.encode(), NAMES, day) for text in texts for day in days}) == 6
    dated = FRONT.replace("title", "last_reviewed: 2026-11-02\ntitle")
    assert review_hash(dated.encode(), NAMES, days[1]) == review_hash(FRONT.encode(), NAMES, days[1])
