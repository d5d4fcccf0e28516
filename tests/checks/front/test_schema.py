"""Is the schema one that editors understand, and do kb's reader, the manual and the shipped articles agree with it?"""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb_tools.article.fields import Fields
from kb_tools.article.front_matter import FrontMatter
from kb_tools.checks.front.schema import Violation, known_values, schema, schema_text, violations
from kb_tools.config import FIELDS, Settings

ROOT = Path(__file__).parents[3]
MANUAL = (ROOT / "docs/manual/writing-articles.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)` \| .* \| (must|should|may|where [^|]+) \|$", re.M)
KINDS = known_values("kind")


def required(**values: object) -> set[str]:
    return {field for field, _, keyword in violations(values) if keyword == "required"}


def test_it_is_a_schema() -> None:
    jsonschema_rs.meta.validate(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_field_kb_reads_is_in_it_and_described() -> None:
    assert set(schema()["properties"]) == {*FIELDS, "search"}
    assert all(field["description"].endswith(".") for field in schema()["properties"].values())


def test_the_manual_and_the_schema_demand_the_same() -> None:
    rows = dict(ROW.findall(MANUAL))
    assert set(rows) <= set(FIELDS)
    must = {field for field, needed in rows.items() if needed == "must"}
    assert must
    known_issue = {"status", "since", "next_update", "expires"}
    assert set(rows) | known_issue | {"workaround"} == set(FIELDS)
    for kind in KINDS:
        assert required(kind=kind) == must | (known_issue if kind == "known-issue" else set())


@pytest.mark.parametrize("values", [{}, {"title": "a"}, {"kind": "story"}])
def test_nothing_is_demanded_of_an_article_of_another_form(values: dict[str, object]) -> None:
    assert required(**values) == set()


def test_its_examples_are_valid() -> None:
    definitions = schema()["$defs"]
    for name, field in schema()["properties"].items():
        for value in (*field.get("examples", ()), *definitions.get(field.get("$ref", "")[8:], {}).get("examples", ())):
            assert list(violations({name: value})) == [], f"{name}: {value}"


def test_a_teams_own_fields_may_hold_anything() -> None:
    assert list(violations({"vendor": 3, "links": [{"a": None}], "reviewers": True})) == []


@pytest.mark.parametrize(
    ("values", "violation"),
    [
        ({"confidence": "valid"}, Violation("confidence", (), "enum")),
        ({"symptoms": ["a", 809]}, Violation("symptoms", (1,), "type")),
        ({"symptoms": [""]}, Violation("symptoms", (0,), "minLength")),
        ({"title": ["a"]}, Violation("title", (), "type")),
        ({"title": "x" * 71}, Violation("title", (), "maxLength")),
        ({"id": "A"}, Violation("id", (), "pattern")),
        ({"last_reviewed": "2026-13-01"}, Violation("last_reviewed", (), "pattern")),
        ({"next_update": "2026-11-21 9:00"}, Violation("next_update", (), "pattern")),
        ({"search": {"exclude": "yes"}}, Violation("search", ("exclude",), "type")),
    ],
)
def test_what_breaks_it_is_told_by_field(values: dict[str, object], violation: Violation) -> None:
    assert list(violations(values)) == [violation]


@given(
    st.builds(
        "{}{}{}".format,
        st.one_of(st.integers(-5, 20_000), st.sampled_from(["", "1.5", "٣", "0090"])),
        st.sampled_from(["", " ", "  ", "\t", "\n"]),
        st.sampled_from(["d", "D", "day", "Days", "w", "weeks", "m", "MONTH", "y", "years", "h", "", "dd", "d ", "mm"]),
    )
)
@example("90d")
@example("90 d")
@example("quarterly")
def test_an_editor_and_kb_agree_on_intervals(text: str) -> None:
    read = Fields(FrontMatter({"review_interval": text}), Settings(Path(), Path())).days("review_interval")
    if text == text.strip() and text.isascii():
        assert (read is not None) == (not list(violations({"review_interval": text})))


def test_the_file_itself_is_what_users_get() -> None:
    assert schema_text() == (ROOT / "kb_tools/checks/front/article.schema.json").read_text("utf-8")
