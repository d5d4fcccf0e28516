"""Mail addresses and phone numbers: what the fixtures cannot show."""

from __future__ import annotations

import pytest
from checks.reading_one import found, marked

from kb_tools.checks.options import Options


@pytest.mark.parametrize(
    ("address", "severity"),
    [
        ("jana.kral@northern-mills.zz", "error"),
        ("jk77@gmx.zz", "error"),
        ("jkral@northern-mills.zz", "warning"),
        ("kral-mill@northern-mills.zz", "warning"),
    ],
)
def test_a_persons_address_is_worse(address: str, severity: str) -> None:
    (finding,) = found("KB601", address)
    assert finding.severity == severity


@pytest.mark.parametrize(
    ("rule", "text"),
    [("KB601", "jana.kral@northern-mills.zz"), ("KB602", "call +210 601 884 215"), ("KB602", "+210601884215")],
)
def test_the_value_is_in_no_message(rule: str, text: str) -> None:
    (finding,) = found(rule, text)
    told = finding.message + finding.key + finding.hint
    assert not any(part in told for part in ("jana", "kral", "mills", "601", "884", "215"))


def test_a_number_allowed_is_allowed_however_it_is_spaced() -> None:
    options = Options(personal_data_allowed=("+210 (601) 884-215",))
    assert marked("KB602", "call +210601884215 or +210 601 884 215 or +210 601 884 216", options) == [
        "+210 601 884 216"
    ]


@pytest.mark.parametrize("allowed", ["+1 371 266 0142", "(371) 266-0142"])
def test_a_number_allowed_may_lack_its_country(allowed: str) -> None:
    text = "(371) 266-0142 and (371) 266-0143"
    assert marked("KB602", text, Options(personal_data_allowed=(allowed,))) == ["(371) 266-0143"]


def test_owner_is_looked_at_when_it_is_another_field() -> None:
    text = "---\nowner: network-team\nsymptoms: [jkral@northern-mills.zz]\n---\n# a\n"
    assert marked("KB601", text) == ["jkral@northern-mills.zz"]


@pytest.mark.parametrize(
    "text", ["jkral@northern-mills.zz:", "jkral@northern-mills.zz: she", "**jkral@northern-mills.zz:**"]
)
def test_a_colon_after_it_is_punctuation(text: str) -> None:
    assert marked("KB601", text) == ["jkral@northern-mills.zz"]


def test_crlf_and_tabs_keep_columns() -> None:
    (finding,) = found("KB601", "# a\r\n\r\n\tjkral@northern-mills.zz\r\n")
    assert (finding.span.line, finding.span.column, finding.span.end_column) == (3, 2, 25)
