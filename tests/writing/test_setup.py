"""What a folder needs to become a knowledge base, and what it has already."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from shlex import split

import pytest
import yaml
from repositories import git
from trees import write

from kb_tools.article.read import read_article
from kb_tools.article.trust import trust
from kb_tools.config import load_settings
from kb_tools.writing.setup import FIRST_ARTICLE, Plan, carry_out, plan

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 2, 28)
PAGE = "# A\n"

ALL = ["kb.toml", "mkdocs.yml", "docs/index.md", f"docs/{FIRST_ARTICLE}", ".github/workflows/kb.yml",
       ".github/workflows/kb-weekly.yml", ".pre-commit-config.yaml", ".gitignore"]  # fmt: skip


def _new(todo: Plan) -> list[str]:
    return [item.path.relative_to(todo.folder).as_posix() for item in todo.files if item.existing is None]


def _advice(todo: Plan) -> dict[str, str]:
    return {item.path.name: item.advice for item in todo.files if item.advice}


def test_empty_folder_gets_everything(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "not" / "there"):
        todo = plan(folder, None, TODAY)
        assert _new(todo) == ALL
        assert todo.left_out == ()
    assert not (tmp_path / "not").exists()


def test_planning_writes_nothing(tmp_path: Path) -> None:
    plan(tmp_path, None, TODAY)
    assert [*tmp_path.iterdir()] == []


def test_second_run_finds_all_of_it(tmp_path: Path) -> None:
    assert all(created for _, created in carry_out(plan(tmp_path, None, TODAY)))
    again = plan(tmp_path, None, TODAY)
    assert _new(again) == []
    assert _advice(again) == {}
    assert not any(created for _, created in carry_out(again))


@pytest.mark.parametrize("name", ALL)
def test_no_file_that_is_there_is_touched(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: "" if name == "kb.toml" else "theirs\n"})
    before = (tmp_path / name).read_bytes()
    done = {
        item.path.relative_to(tmp_path).as_posix(): created for item, created in carry_out(plan(tmp_path, None, TODAY))
    }
    assert (tmp_path / name).read_bytes() == before
    assert not done.pop(name)
    assert all(done.values())


@pytest.mark.parametrize(
    ("there", "spared"),
    [
        ("mkdocs.yaml", "mkdocs.yml"),
        ("docs/README.md", "docs/index.md"),
        ("docs/Index.markdown", "docs/index.md"),
    ],
)
def test_file_under_another_name_does_its_work(tmp_path: Path, there: str, spared: str) -> None:
    write(tmp_path, {there: "site_name: x\n"})
    assert spared not in _new(plan(tmp_path, None, TODAY))


def test_articles_that_are_there_get_no_first_one(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": PAGE, "docs/x/b.md": PAGE, "docs/README.md": PAGE})
    todo = plan(tmp_path, None, TODAY)
    assert f"docs/{FIRST_ARTICLE}" not in _new(todo)
    assert todo.articles == 2
    assert any("2 are there already" in text for text in todo.left_out)


def test_articles_beside_the_settings_get_no_site(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": PAGE, "x/b.md": PAGE, "README.md": PAGE})
    todo = plan(tmp_path, None, TODAY)
    assert _new(todo) == ["kb.toml", ".github/workflows/kb.yml", ".github/workflows/kb-weekly.yml",
                          ".pre-commit-config.yaml", ".gitignore"]  # fmt: skip
    assert any("mkdocs.yml" in text for text in todo.left_out)
    for item in todo.files:
        assert "mkdocs build" not in item.text
    list(carry_out(todo))
    settings = load_settings(tmp_path)
    assert settings.docs.resolve() == tmp_path.resolve()
    assert settings.exclude == ("/README.md",)


def test_docs_folder_of_another_name(tmp_path: Path) -> None:
    write(tmp_path, {"Größe: #1/a.md": PAGE, "Größe: #1/index.md": PAGE})
    list(carry_out(plan(tmp_path, None, TODAY)))
    assert yaml.safe_load((tmp_path / "mkdocs.yml").read_bytes())["docs_dir"] == "Größe: #1"


def test_articles_in_the_folder_that_mkdocs_builds_into(tmp_path: Path) -> None:
    write(tmp_path, {"site/a.md": PAGE})
    list(carry_out(plan(tmp_path, None, TODAY)))
    settings = yaml.safe_load((tmp_path / "mkdocs.yml").read_bytes())
    assert (settings["docs_dir"], settings["site_dir"]) == ("site", "_site")
    assert "/_site/" in (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert load_settings(tmp_path).docs == tmp_path / "site"


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ("", "/.kb/\n/site/"),
        ("*.pyc\nsite/\n", "/.kb/"),
        (".kb\n/site\n", ""),
        ("*\n", ""),
        ("site/\n!site/\n", "/.kb/\n/site/"),
    ],
)
def test_lines_missing_in_a_gitignore_are_named(tmp_path: Path, lines: str, missing: str) -> None:
    write(tmp_path, {".gitignore": lines})
    assert _advice(plan(tmp_path, None, TODAY)).get(".gitignore", "") == missing


def test_gitignore_that_is_created_does_what_it_should(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    list(carry_out(plan(tmp_path, None, TODAY)))
    write(tmp_path, {".kb/index/x": "", "site/x.html": "", "docs/site/x.md": PAGE})
    command = ["git", "-C", str(tmp_path), "status", "--porcelain", "-uall"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "docs/site/x.md" in shown
    assert ".kb/" not in shown
    assert "x.html" not in shown


# --- CI and hooks ---------------------------------------------------------------------------------------------------


def test_ci_can_be_chosen_or_left(tmp_path: Path) -> None:
    assert ".gitlab-ci.yml" in _new(plan(tmp_path, "gitlab", TODAY))
    assert ".github/workflows/kb.yml" in _new(plan(tmp_path, "github", TODAY))
    assert not any("gitlab" in name or "github" in name for name in _new(plan(tmp_path, "none", TODAY)))


def test_pipeline_that_is_there_gets_a_file_to_include(tmp_path: Path) -> None:
    write(tmp_path, {".gitlab-ci.yml": "test:\n  script: [make]\n"})
    todo = plan(tmp_path, None, TODAY)
    assert ".gitlab/kb.yml" in _new(todo)
    advice = yaml.safe_load(_advice(todo)[".gitlab-ci.yml"])
    assert advice == {"include": [{"local": "/.gitlab/kb.yml"}]}
    list(carry_out(todo))
    write(tmp_path, {".gitlab-ci.yml": "include: /.gitlab/kb.yml\n"})
    assert _advice(plan(tmp_path, None, TODAY)) == {}


def test_hooks_to_add_to_those_that_are_there_are_shown(tmp_path: Path) -> None:
    write(tmp_path, {".pre-commit-config.yaml": "repos:\n  - repo: local\n    hooks: []\n"})
    shown = yaml.safe_load(_advice(plan(tmp_path, None, TODAY))[".pre-commit-config.yaml"])
    (tmp_path / ".pre-commit-config.yaml").unlink()
    list(carry_out(plan(tmp_path, None, TODAY)))
    created = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_bytes())
    assert shown["repos"] == created["repos"]


@pytest.mark.parametrize("below", ["kb", "teams/Größe & 'Maß'", "a: b #c"])
def test_below_the_top_of_a_repository_ci_and_hooks_go_where_they_are_looked_for(tmp_path: Path, below: str) -> None:
    top = tmp_path / "repo"
    top.mkdir(parents=True, exist_ok=True)
    git(top, "init", "-q")
    todo = plan(top / below, None, TODAY)
    assert all(item.path.is_relative_to(top) for item in todo.files)
    list(carry_out(todo))
    list(carry_out(plan(top / below, "gitlab", TODAY)))
    workflows = [*(top / ".github/workflows").iterdir()]
    assert len(workflows) == 2
    for workflow in workflows:
        [job] = yaml.safe_load(workflow.read_bytes())["jobs"].values()
        assert job["defaults"]["run"]["working-directory"] == below
    base, *jobs = yaml.safe_load((top / ".gitlab-ci.yml").read_bytes()).items()
    assert base[0].startswith(".")
    assert len(jobs) == 2
    for _, job in jobs:
        assert job["extends"] == base[0]
        assert split(job["script"][1]) == ["cd", below]
    hooks = yaml.safe_load((top / ".pre-commit-config.yaml").read_bytes())["repos"][0]["hooks"]
    entries = [hook["entry"] for hook in hooks]
    assert split(entries[0]) == ["kb", "-C", below, "check", "--changed-since", "HEAD"]
    assert split(entries[1]) == ["mkdocs", "build", "--strict", "-f", f"{below}/mkdocs.yml"]
    assert (top / below / ".gitignore").exists()


def test_two_in_one_repository_do_not_share_a_file(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    list(carry_out(plan(tmp_path / "a", "github", TODAY)))
    second = plan(tmp_path / "b", "github", TODAY)
    list(carry_out(second))
    assert sorted(path.name for path in (tmp_path / ".github/workflows").iterdir()) == [
        "kb-a.yml", "kb-b.yml", "kb-weekly-a.yml", "kb-weekly-b.yml"]  # fmt: skip
    assert "kb -C b check" in _advice(second)[".pre-commit-config.yaml"]


# --- What stands in the files ---------------------------------------------------------------------------------------


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without the objects that its tags name."""


_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: suffix)
_Loader.add_constructor("!ENV", lambda loader, node: None)


def test_site_is_built_as_this_one_is(tmp_path: Path) -> None:
    list(carry_out(plan(tmp_path, None, TODAY)))
    theirs, ours = (yaml.load(path.read_bytes(), _Loader) for path in (tmp_path / "mkdocs.yml", ROOT / "mkdocs.yml"))
    for part in ("markdown_extensions", "validation"):
        assert theirs[part] == ours[part]
    assert theirs["plugins"] == ours["plugins"]
    assert "navigation.prune" in theirs["theme"]["features"]
    assert theirs["theme"]["name"] == "material"
    # A font from elsewhere tells a third party who reads what.
    assert theirs["theme"]["font"] is False


@pytest.mark.parametrize(
    "name", ["Team KB", "Größe und Maß", 'say "hi": #1 $x ${y} {z} %s', "知識ベース 📚", "- a", "yes", "0x1F", "a\nb"]
)
def test_site_has_the_name_of_its_folder(tmp_path: Path, name: str) -> None:
    list(carry_out(plan(tmp_path / name, None, TODAY)))
    assert yaml.safe_load((tmp_path / name / "mkdocs.yml").read_bytes())["site_name"] == name


def test_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    folder = tmp_path / "caf\udce9"
    try:
        list(carry_out(plan(folder, None, TODAY)))
    except OSError:
        pytest.skip("such names cannot be here")
    assert yaml.safe_load((folder / "mkdocs.yml").read_bytes())["site_name"] == "caf\N{REPLACEMENT CHARACTER}"


def test_first_article_is_in_the_format_of_the_manual(tmp_path: Path) -> None:
    list(carry_out(plan(tmp_path, None, TODAY)))
    settings = load_settings(tmp_path)
    found = read_article(FIRST_ARTICLE, (settings.docs / FIRST_ARTICLE).read_bytes(), settings)
    assert found.problems == ()
    assert found.last_reviewed == TODAY
    assert [section.heading for section in found.sections if section.level == 2] == [
        "Say", "Check", "Fix", "If that fails", "Why"]  # fmt: skip
    assert [section.kind for section in found.sections if section.level == 2] == [
        "say",
        "check",
        "fix",
        "escalation",
        "cause",
    ]
    assert found.sections[0].heading == found.title
    assert len(found.title) < 70
    assert 3 <= len(found.symptoms) <= 6
    for value in (found.id, found.kind, found.products, found.audience, found.owner, found.ask, found.escalate_to):
        assert value
    # Nobody has checked it in this team.
    judged = trust(TODAY, confidence=found.confidence, last_reviewed=found.last_reviewed, review_days=found.review_days)
    assert judged.confidence == "not-validated"
    assert judged.review_due is not None
    assert found.escalate_to in next(s for s in found.sections if s.kind == "escalation").paragraphs[0].text
    assert not any(link in found.body for link in ("http", "example.com"))


def test_templates_are_shipped(tmp_path: Path) -> None:
    build = pytest.importorskip("hatchling.build")
    import os
    import zipfile

    before = os.getcwd()
    os.chdir(ROOT)
    try:
        wheel = build.build_wheel(str(tmp_path))
    finally:
        os.chdir(before)
    shipped = set(zipfile.ZipFile(tmp_path / wheel).namelist())
    assert "kb_tools/checks/front/article.schema.json" in shipped
    for path in (ROOT / "kb_tools/writing/templates").iterdir():
        if path.is_file():
            assert path.relative_to(ROOT).as_posix() in shipped


@pytest.mark.parametrize(
    ("files", "above"),
    [({"kb.toml": ""}, True), ({"kb.toml": "", "x/.git/HEAD": ""}, False), ({"docs/a.md": ""}, False)],
)
def test_knowledge_base_above_is_noticed(tmp_path: Path, files: Mapping[str, str], above: bool) -> None:
    # A repository of its own, so that nothing above the test's folder counts.
    write(tmp_path, {".git/HEAD": "", **files})
    assert (plan(tmp_path / "x", "none", TODAY).above == tmp_path) is above
