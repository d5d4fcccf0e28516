"""products.yml: what is gone, and every mistake with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from checks.marked import check
from trees import article, write

from kb_tools.checks.products import Verdict, load_products
from kb_tools.errors import ConfigError

TODAY = date(2026, 11, 21)


def verdict(folder: Path, text: str, applies_to: str, today: date = TODAY) -> Verdict | None:
    write(folder, {"products.yml": text})
    return load_products(folder / "products.yml").gone(applies_to, today)


def test_gone_is_the_first_day_without_and_until_the_last_with(tmp_path: Path) -> None:
    assert verdict(tmp_path, "crm: {gone: 2026-11-21}", "crm") == Verdict(TODAY, "")
    assert verdict(tmp_path, "crm: {gone: 2026-11-22}", "crm") is None
    assert verdict(tmp_path, "crm: {until: 2026-11-20}", "crm") == Verdict(TODAY, "")
    assert verdict(tmp_path, "crm: {until: 2026-11-21}", "crm") is None
    assert verdict(tmp_path, "crm: {until: 9999-12-31}", "crm") is None


def test_it_is_gone_when_the_last_of_it_is(tmp_path: Path) -> None:
    text = 'vpn:\n  "5.0": 2025-01-01\n  "5.1": {gone: 2026-01-01, instead: vpn 6}\n  "5.2": 2027-01-01\n'
    assert verdict(tmp_path, text, "vpn >= 5.0, < 5.2") == Verdict(date(2026, 1, 1), "vpn 6")
    assert verdict(tmp_path, text, "vpn 5.0") == Verdict(date(2025, 1, 1), "vpn 6")
    assert verdict(tmp_path, text, "vpn >= 5.0, < 5.3") is None
    assert verdict(tmp_path, text, "vpn") is None


def test_a_version_of_a_product_that_is_gone_is_gone(tmp_path: Path) -> None:
    text = "crm:\n  gone: 2026-01-01\n  instead: crm cloud\n"
    for applies_to in ("crm", "CRM", "crm 3", "crm >= 3", "crm *", "crm 3 and later"):
        assert verdict(tmp_path, text, applies_to) == Verdict(date(2026, 1, 1), "crm cloud")


@pytest.mark.parametrize("name", ["Windows 10", "windows-10", "WINDOWS_10", " windows  10 "])
def test_a_name_however_it_is_written(tmp_path: Path, name: str) -> None:
    assert verdict(tmp_path, "windows-10: 2025-10-14", name) is not None
    assert verdict(tmp_path, 'Windows:\n  "10": 2025-10-14', name) is not None


def test_the_longest_name_counts(tmp_path: Path) -> None:
    text = "windows: 2020-01-01\nwindows-server:\n"
    assert verdict(tmp_path, text, "windows server 2022") is None
    assert verdict(tmp_path, text, "windows 7") is not None
    assert verdict(tmp_path, "windows:\nwindows-server:\n  '2012': 2023-10-10\n", "windows server 2012") is not None


def test_a_hostile_text_takes_no_time(tmp_path: Path) -> None:
    for text in ("vpn " * 100_000, f"vpn 1{' ' * 100_000}x", "-" * 100_000, "<" * 100_000):
        assert verdict(tmp_path, "vpn: 2026-01-01\n", text) is None


def test_nothing_in_it(tmp_path: Path) -> None:
    for text in ("", "# nothing yet\n", "{}", "windows-11:\n"):
        assert verdict(tmp_path, text, "windows-11") is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- windows-10\n", 1, "each product is"),
        ("windows-10:\n  - 2025-10-14\n", 2, "each product is"),
        ("a: 2026-01-01\nwindows-10: soon\n", 2, "is no date"),
        ("windows-10: 2026-02-30\n", 1, "is no date"),
        ("windows-10: {gone: }\n", 1, "is no date"),
        ("windows-10:\n  gone: [2026-01-01]\n", 2, "is no date"),
        ("windows-10:\n  gone: 2026-01-01\n  until: 2026-01-01\n", 3, "both gone and until"),
        ("windows-10:\n  gone: 2026-01-01\n  gone: 2026-01-02\n", 3, "stands on line 2 already"),
        ("windows-10: 2026-01-01\nWindows 10: 2026-01-01\n", 2, "stands on line 1 already"),
        ("windows-10:\n  goner: 2026-01-01\n", 2, "is no version"),
        ('vpn:\n  "5.1":\n    insted: vpn 6\n', 3, "unknown field 'insted'"),
        ('vpn:\n  "5.1": {gone: 2026-01-01, instead: }\n', 2, "'instead' must be"),
        ("vpn:\n  latest: 2026-01-01\n", 2, "is no version"),
        ("vpn: 2026-01-01\n  x: [\n", 2, "not valid YAML"),
        ("'': 2026-01-01\n", 1, "without a name"),
    ],
)
def test_a_mistake_has_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        verdict(tmp_path, text, "windows-10")
    assert error.value.line == line


def test_a_slip_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        verdict(tmp_path, "windows-10:\n  goen: 2026-01-01\n", "windows-10")
    assert error.value.hint == "Did you mean 'gone'?"


def test_the_hint_names_what_came_instead(tmp_path: Path) -> None:
    files = {
        "products.yml": "crm: {gone: 2026-01-01, instead: crm cloud}\nold: 2026-01-01\n",
        "docs/one.md": article("One", applies_to="[crm]"),
        "docs/two.md": article("Two", applies_to="[old, new]"),
    }
    one, two = check(write(tmp_path, files), "KB406")
    assert one.message == "crm is gone since 2026-01-01"
    assert one.hint == "crm cloud came instead: try the steps there and name it, or archive the article."
    assert two.hint == "Name what the article still applies to, or take it out."
    assert one.involves == ("products.yml",)


def test_without_the_file_nothing_is_found(tmp_path: Path) -> None:
    write(tmp_path, {"docs/one.md": article("One", applies_to="[windows-10]")})
    assert check(tmp_path, "KB406") == ()


def test_a_file_that_kb_toml_names_must_be_there(tmp_path: Path) -> None:
    write(
        tmp_path, {"docs/one.md": article("One", applies_to="[crm]"), "kb.toml": '[check]\nproducts = "our/gone.yml"\n'}
    )
    with pytest.raises(ConfigError, match="which is not there") as error:
        check(tmp_path, "KB406")
    assert error.value.line == 2
    write(tmp_path, {"our/gone.yml": "crm: 2026-01-01\n"})
    assert [finding.involves for finding in check(tmp_path, "KB406")] == [("our/gone.yml",)]
