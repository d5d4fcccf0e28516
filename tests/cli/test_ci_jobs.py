"""The CI files that kb init makes: valid for their platforms, and each of their commands run in a real clone.

Only the platform itself is not there: GitHub's `gh` is a stand-in, GitLab's API a small server on loopback.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from repositories import git
from trees import article, kb, write

from kb_tools.checks.external.verdicts import FILE_NAME
from kb_tools.review.formats.markdown import MARKER

BELOW = ["", "teams/Größe & 'Maß'"]
DEAD = article("Printer is offline", "# Printer is offline\n\nSee [this](gone.md).\n")

needs_site = pytest.mark.skipif(find_spec("material") is None, reason="no Material for MkDocs")


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder for PATH with kb, mkdocs and python as they are here, and a pip that only says what it is asked for."""
    folder = tmp_path / "bin"
    command = f"exec '{sys.executable}'"
    texts = {"kb": f'{command} -m kb_tools "$@"', "mkdocs": f'{command} -m mkdocs "$@"', "python": f'{command} "$@"',
             "pip": 'echo "pip $*"', "gh": f"{command} '{folder}/gh.py' \"$@\""}  # fmt: skip
    write(folder, {name: f"#!/bin/sh\n{text}\n" for name, text in texts.items()})
    write(folder, {"gh.py": GH})
    for name in texts:
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture(params=BELOW, ids=["top", "below"])
def origin(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A repository with a fresh knowledge base and both platforms' files, and where in it that lies."""
    top = tmp_path / "origin"
    top.mkdir()
    git(top, "init", "--quiet", "--initial-branch=main")
    for platform in ("github", "gitlab"):
        assert kb(top, "init", str(top / request.param), "--ci", platform).returncode == 0
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "New knowledge base")
    return top, request.param


def clone(origin: Path, branch: str = "main") -> Path:
    folder = origin.with_name(f"clone-{len([*origin.parent.iterdir()])}")
    git(origin.parent, "clone", "--quiet", "--branch", branch, str(origin), str(folder))
    return folder


def workflow(origin: tuple[Path, str], weekly: bool = False) -> dict[str, Any]:
    found = [path for path in (origin[0] / ".github/workflows").iterdir() if ("weekly" in path.name) == weekly]
    loaded: dict[str, Any] = yaml.safe_load(found[0].read_bytes())
    return loaded


def environment(programs: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "NO_MKDOCS_2_WARNING": "1", **more}


# --- valid ------------------------------------------------------------------------------------------------------------


def test_the_files_are_what_the_platforms_take(origin: tuple[Path, str]) -> None:
    pytest.importorskip("check_jsonschema")
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    workflows = [str(path) for path in (origin[0] / ".github/workflows").iterdir()]
    assert len(workflows) == 2
    pipeline = ["--data-transform", "gitlab-ci", str(origin[0] / ".gitlab-ci.yml")]
    for arguments in (["vendor.github-workflows", *workflows], ["vendor.gitlab-ci", *pipeline]):
        done = subprocess.run([*check, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_a_pull_request_from_a_fork_gets_no_rights_and_puts_no_words_into_commands(origin: tuple[Path, str]) -> None:
    each_change, weekly = workflow(origin), workflow(origin, weekly=True)
    # YAML 1.1 reads "on" as true.
    assert set(each_change[True]) == {"push", "pull_request"}
    assert each_change["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in each_change["jobs"].values())
    assert not {"pull_request", "pull_request_target"} & set(weekly[True])
    assert weekly["permissions"] == {"contents": "read"}
    assert weekly["jobs"]["weekly"]["permissions"] == {"contents": "read", "issues": "write"}
    for loaded in (each_change, weekly):
        assert "secrets." not in yaml.safe_dump(loaded)
        for job in loaded["jobs"].values():
            assert job["timeout-minutes"]
            for step in job["steps"]:
                assert "${{" not in step.get("run", "")
                assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/x@v1"))
            assert job["steps"][0]["with"] == {"fetch-depth": 0, "persist-credentials": False}


def test_the_examples_in_the_manual_are_taken(origin: tuple[Path, str], tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema")
    page = (Path(__file__).parents[2] / "docs/manual/ci.md").read_text(encoding="utf-8")
    scanning, hooks = (yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", page, re.M | re.S))
    loaded = workflow(origin)
    loaded["on"] = loaded.pop(True)
    loaded["jobs"]["kb"]["permissions"] = scanning["permissions"]
    loaded["jobs"]["kb"]["steps"] += scanning["steps"]
    write(tmp_path, {"kb.yml": yaml.safe_dump(loaded)})
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", "kb.yml"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    shipped = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_bytes())
    assert [hook["id"] for hook in hooks["repos"][0]["hooks"]] == [hook["id"] for hook in shipped]


def test_pip_is_kept_for_as_long_as_the_file_asks_for_the_same_kb(origin: tuple[Path, str]) -> None:
    for weekly in (False, True):
        [job] = workflow(origin, weekly)["jobs"].values()
        setup = next(step for step in job["steps"] if "setup-python" in step.get("uses", ""))
        assert (origin[0] / setup["with"]["cache-dependency-path"]).is_file()


# --- GitHub -----------------------------------------------------------------------------------------------------------


def steps(
    loaded: Mapping[str, Any], folder: Path, programs: Path, event: str, base: str = ""
) -> Iterator[tuple[str, subprocess.CompletedProcess[str]]]:
    """Run the `run` steps of the only job as a runner does, for one event, up to the first that fails."""
    [job] = loaded["jobs"].values()
    temporary = folder.with_name(f"{folder.name}-temp")
    temporary.mkdir(exist_ok=True)
    values = {
        "github.base_ref": base,
        "runner.temp": str(temporary),
        "github.token": "t0ken",
        "github.repository": "a/b",
    }

    def filled(text: str) -> str:
        return re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda found: values[found[1]], text)

    given = {"GITHUB_STEP_SUMMARY": str(temporary / "summary.md"), "TEMP": str(temporary), **loaded.get("env", {})}
    for step in job["steps"]:
        if "run" not in step or not _applies(step.get("if", ""), event):
            continue
        own = {name: filled(text) for name, text in step.get("env", {}).items()}
        where = folder / job.get("defaults", {}).get("run", {}).get("working-directory", ".")
        done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=where, capture_output=True, text=True, check=False,
                              env=environment(programs, **given, **own))  # fmt: skip
        yield step.get("name", step["run"]), done
        if done.returncode:
            return


def _applies(condition: str, event: str) -> bool:
    if not condition:
        return True
    name, operator, value = condition.split()
    assert name == "github.event_name"
    return (event == value.strip("'")) == (operator == "==")


@needs_site
@pytest.mark.parametrize("event", ["push", "pull_request"])
def test_github_passes_what_is_right(origin: tuple[Path, str], programs: Path, event: str) -> None:
    top, below = origin
    git(top, "switch", "--quiet", "-c", "topic")
    write(
        top / below,
        {"docs/printer.md": DEAD.replace("gone.md", "index.md").replace("title:", "confidence: wip\ntitle:")},
    )
    write(
        top / below, {"docs/index.md": "---\ntitle: Home\n---\n\n[x](printer.md) [y](accounts/password-refused.md)\n"}
    )
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "Printer")
    done = [*steps(workflow(origin), clone(top, "topic"), programs, event, "main")]
    assert [each.returncode for _, each in done] == [0, 0, 0], [each.stdout + each.stderr for _, each in done]
    assert done[0][1].stdout.startswith("pip install kb-tools[site]")


@pytest.mark.parametrize("event", ["push", "pull_request"])
def test_github_fails_what_is_wrong_at_its_place(origin: tuple[Path, str], programs: Path, event: str) -> None:
    top, below = origin
    git(top, "switch", "--quiet", "-c", "topic")
    write(top / below, {"docs/printer.md": DEAD})
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "Printer")
    *_, (_, last) = steps(workflow(origin), clone(top, "topic"), programs, event, "main")
    assert last.returncode == 1, last.stderr
    path = f"{below}/docs/printer.md" if below else "docs/printer.md"
    [found] = [line for line in last.stdout.splitlines() if line.startswith("::error ") and "KB201" in line]
    assert f"file={path}," in found
    assert "line=6," in found


def test_a_pull_request_answers_only_for_what_it_changed(origin: tuple[Path, str], programs: Path) -> None:
    top, below = origin
    write(top / below, {"docs/printer.md": DEAD})
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "Wrong before")
    # No name of a branch is a command.
    hostile = "$(touch${IFS}owned)"
    git(top, "branch", hostile)
    git(top, "switch", "--quiet", "-c", "topic")
    write(top, {"README.md": "# Other\n"})
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "Other")
    folder = clone(top, "topic")
    ran = iter(steps(workflow(origin), folder, programs, "pull_request", hostile))
    next(ran)
    assert next(ran)[1].returncode == 0
    assert not [*folder.rglob("owned")]
    *_, (_, last) = steps(workflow(origin), clone(top, "topic"), programs, "push")
    assert last.returncode == 1


GH = """
import json, os, subprocess, sys
from pathlib import Path

store = Path(os.environ["TEMP"]) / "issues.json"
issues = json.loads(store.read_text()) if store.exists() else []
arguments = sys.argv[1:]
assert os.environ["GH_TOKEN"] and os.environ["GH_REPO"]

def option(name):
    return arguments[arguments.index(name) + 1] if name in arguments else None

verb = arguments[:2]
body = Path(option("--body-file")).read_text(encoding="utf-8") if option("--body-file") else ""
if verb == ["issue", "list"]:
    assert option("--state") == "open"
    found = [issue for issue in issues if issue["open"] and option("--label") in issue["labels"]]
    fields = option("--json").split(",")
    text = json.dumps([{name: issue[name] for name in fields} for issue in found])
    sys.exit(subprocess.run(["jq", "-r", option("--jq")], input=text, text=True).returncode)
elif verb == ["issue", "create"]:
    issues.append({"number": len(issues) + 1, "open": True, "title": option("--title"), "labels": [option("--label")],
                   "body": body})
elif verb == ["issue", "edit"]:
    [issue] = [issue for issue in issues if issue["number"] == int(arguments[2])]
    issue["body"] = body
elif verb == ["label", "create"]:
    assert "," not in arguments[2] and len(arguments[2]) <= 50
else:
    sys.exit(f"gh {verb}")
store.write_text(json.dumps(issues))
"""
"""As much of GitHub's program as the workflow uses, with issues in a file."""


@pytest.mark.skipif(shutil.which("jq") is None, reason="no jq")
def test_github_keeps_one_issue_from_week_to_week(origin: tuple[Path, str], programs: Path) -> None:
    top, below = origin
    write(top / below, {"docs/old.md": article("Old", "# Old\n", kind="fault", confidence="validated", owner="mail-team",
                                               last_reviewed="2020-01-01", review_interval="90d")})  # fmt: skip
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "Old")
    folder = clone(top)
    store = folder.with_name(f"{folder.name}-temp") / "issues.json"
    write(store.parent, {"issues.json": json.dumps([
        # Not ours: somebody else's words with our label, and ours that was closed.
        {"number": 1, "open": True, "title": "x", "labels": [_label(origin)], "body": "mine"},
        {"number": 2, "open": False, "title": "x", "labels": [_label(origin)], "body": MARKER},
    ])})  # fmt: skip
    for week in (1, 2):
        done = [*steps(workflow(origin, weekly=True), folder, programs, "schedule")]
        assert [each.returncode for _, each in done] == [0] * len(done), done[-1][1].stderr
        issues = json.loads(store.read_text(encoding="utf-8"))
        assert [issue["body"] for issue in issues[:2]] == ["mine", MARKER]
        [ours] = issues[2:]
        assert ours["body"].startswith(MARKER)
        assert "## Links to other sites" in ours["body"]
        assert len(ours["body"]) < 65_536
        assert ("mail-team" in ours["body"]) is (week == 1)
        assert ("Nothing is due" in ours["body"]) is (week == 2)
        write(folder / below, {"docs/old.md": "# Old\n"})
    summary = (store.parent / "summary.md").read_text(encoding="utf-8")
    assert "## Everything that kb check finds" in summary
    assert "KB401" in summary


def _label(origin: tuple[Path, str]) -> str:
    job = workflow(origin, weekly=True)["jobs"]["weekly"]
    return str(job["steps"][-1]["env"]["LABEL"])


# --- GitLab -----------------------------------------------------------------------------------------------------------


def job(origin: tuple[Path, str], weekly: bool = False) -> dict[str, Any]:
    pipeline = yaml.safe_load((origin[0] / ".gitlab-ci.yml").read_bytes())
    [found] = [each for name, each in pipeline.items() if not name.startswith(".") and ("weekly" in name) == weekly]
    base = pipeline[found["extends"]]
    return {**base, **found, "variables": {**base["variables"], **found["variables"]}}


def run_job(found: Mapping[str, Any], folder: Path, programs: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a job's script as a runner does: one shell, which ends at the first command that fails."""
    given = {"CI_PROJECT_DIR": str(folder), **given}
    for name, value in found["variables"].items():
        given[name] = re.sub(r"\$(\w+)", lambda variable: given[variable[1]], value)
    script = "\n".join(["set -eo pipefail", *found["script"]])
    return subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False,
                          env=environment(programs, **given))  # fmt: skip


@needs_site
def test_gitlab_checks_what_a_merge_request_changed(origin: tuple[Path, str], programs: Path) -> None:
    top, below = origin
    found = job(origin)
    assert found["variables"]["GIT_DEPTH"] == "0"
    done = run_job(found, clone(top), programs)
    assert done.returncode == 0, done.stdout + done.stderr
    start = git(top, "rev-parse", "HEAD").strip()
    write(top / below, {"docs/printer.md": DEAD})
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "Wrong")
    wrong = git(top, "rev-parse", "HEAD").strip()
    folder = clone(top)
    done = run_job(found, folder, programs, CI_MERGE_REQUEST_DIFF_BASE_SHA=start)
    assert done.returncode == 1, done.stderr
    reports = found["artifacts"]["reports"]
    findings = json.loads((folder / reports["codequality"]).read_bytes())
    path = f"{below}/docs/printer.md" if below else "docs/printer.md"
    assert [each["location"]["path"] for each in findings if each["check_name"].startswith("KB201")] == [path]
    assert b"<testsuite" in (folder / reports["junit"]).read_bytes()
    # What was wrong before is not this merge request's affair.
    write(top, {"README.md": "# Other\n"})
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "Other")
    folder = clone(top)
    done = run_job({**found, "script": [line for line in found["script"] if "mkdocs" not in line]}, folder, programs,
                   CI_MERGE_REQUEST_DIFF_BASE_SHA=wrong)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    # Nor what others brought into the target branch meanwhile, which a pipeline for merged results has checked out.
    done = run_job({**found, "script": [line for line in found["script"] if "mkdocs" not in line]}, folder, programs,
                   CI_MERGE_REQUEST_DIFF_BASE_SHA=start, CI_MERGE_REQUEST_TARGET_BRANCH_SHA=wrong)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_gitlab_runs_each_job_when_it_should(origin: tuple[Path, str]) -> None:
    conditions = [(rule["if"], rule.get("when")) for rule in job(origin)["rules"]]
    assert conditions[0] == ('$CI_PIPELINE_SOURCE == "schedule"', "never")
    assert {condition for condition, when in conditions if when is None} == {
        '$CI_PIPELINE_SOURCE == "merge_request_event"', "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}  # fmt: skip
    weekly = job(origin, weekly=True)
    assert [rule["if"] for rule in weekly["rules"]] == ['$CI_PIPELINE_SOURCE == "schedule"']
    assert weekly["allow_failure"] is True


class Issues(BaseHTTPRequestHandler):
    """As much of GitLab's issues API as the job uses."""

    issues: list[dict[str, Any]]

    def _answer(self) -> None:
        assert self.headers["PRIVATE-TOKEN"] == "s3cret"
        address = urlsplit(self.path)
        length = int(self.headers.get("Content-Length", 0))
        given = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        parts = address.path.split("/")
        assert parts[:5] == ["", "api", "v4", "projects", "7"]
        found: object = {}
        if self.command == "GET":
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            assert query["state"] == "opened"
            found = [issue for issue in self.issues if query["labels"] in issue["labels"]]
        elif self.command == "POST":
            self.issues.append({"iid": len(self.issues) + 1, "title": given["title"], "labels": [given["labels"]],
                                "description": given["description"]})  # fmt: skip
        else:
            [issue] = [issue for issue in self.issues if issue["iid"] == int(parts[-1])]
            issue["description"] = given["description"]
        content = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = _answer

    def log_message(self, *arguments: object) -> None:
        """Nothing: standard error is the job's."""


@pytest.fixture
def gitlab() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The address of a GitLab, and its issues."""
    issues: list[dict[str, Any]] = []
    server = HTTPServer(("127.0.0.1", 0), type("Handler", (Issues,), {"issues": issues}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/v4", issues
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_gitlab_keeps_one_issue_from_week_to_week(
    origin: tuple[Path, str], programs: Path, gitlab: tuple[str, list[dict[str, Any]]]
) -> None:
    top, below = origin
    address, issues = gitlab
    found = job(origin, weekly=True)
    issues.append({"iid": 1, "labels": [found["variables"]["LABEL"]], "description": None})
    write(top / below, {"docs/old.md": article("Größe & Maß", "# Old\n", kind="fault", owner="mail-team",
                                               last_reviewed="2020-01-01", review_interval="90d")})  # fmt: skip
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "Old")
    folder = clone(top)
    given = {"CI_API_V4_URL": address, "CI_PROJECT_ID": "7"}
    # Without a token there is the artifact, and no issue.
    done = run_job(found, folder, programs, **given)
    assert done.returncode == 0, done.stderr
    assert len(issues) == 1
    assert (folder / found["artifacts"]["paths"][0]).read_text(encoding="utf-8").startswith(MARKER)
    for week in (1, 2):
        # What the cache brings back lies in a folder that anybody may write to.
        (folder / below / ".kb").chmod(0o777)
        done = run_job(found, folder, programs, KB_TOKEN="s3cret", **given)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "s3cret" not in done.stdout + done.stderr
        assert len(issues) == 2
        assert issues[0]["description"] is None
        assert issues[1]["description"].startswith(MARKER)
        assert ("Größe \\& Maß" in issues[1]["description"]) is (week == 1)
        write(folder / below, {"docs/old.md": "# Old\n"})
    assert "## Links to other sites" in issues[1]["description"]


def test_what_is_cached_is_what_is_remembered_of_links(origin: tuple[Path, str]) -> None:
    """The caches of both platforms name the file that kb check --external keeps."""
    expected = f"{origin[1]}/.kb/{FILE_NAME}" if origin[1] else f".kb/{FILE_NAME}"
    [step] = [
        step for step in workflow(origin, weekly=True)["jobs"]["weekly"]["steps"] if "cache@" in step.get("uses", "")
    ]
    assert step["with"]["path"] == expected
    assert job(origin, weekly=True)["cache"]["paths"] == [expected]
