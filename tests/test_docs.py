"""Is what the documentation says true? Links, commands, examples, settings, fields: held against the real thing."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from kb_tools.article.anchors import anchors
from kb_tools.article.blocks import Blocks, scan
from kb_tools.article.front_matter import split
from kb_tools.article.links import links, undefined_references
from kb_tools.checks.finding import Finding, Found, at
from kb_tools.checks.options import CHECK, EXTERNAL, Options, load_options
from kb_tools.checks.reports import FORMATS, Context
from kb_tools.checks.runner import Result
from kb_tools.cli import COMMANDS, kb
from kb_tools.cli.browsing.keys import HELP
from kb_tools.config import FIELDS, HEADINGS, Settings, load_settings
from kb_tools.errors import ConfigError
from kb_tools.query import vocabulary
from kb_tools.search import nudges
from kb_tools.search.cases import load_cases
from kb_tools.search.results import Question
from kb_tools.search.searcher import Searcher
from kb_tools.search.update import Keeper
from kb_tools.site.known_issues import known_issues
from kb_tools.site.options import KbConfig
from kb_tools.site.overview.of_site import of_site
from kb_tools.site.page import PLACEHOLDERS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MANUAL = DOCS / "manual"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
MOST_IN_A_SECTION = 50


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program as a user would, its output 80 columns wide."""
    given = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", **environment}
    return subprocess.run(command, cwd=cwd, env=given, capture_output=True, encoding="utf-8", check=False)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- links ----------------------------------------------------------------------------------------------------------


def read(page: Path) -> Blocks:
    front, body = split(page.read_text(encoding="utf-8"))
    return scan(body, front.end + 1)


@cache
def overview() -> frozenset[Path]:
    """The pages that each build of the site makes: no files of the docs folder. Those that depend on the day are left out."""
    with TemporaryDirectory() as folder:
        for name in ("docs", "kb.toml", "vocabulary.yml"):
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, Path(folder) / name)
        settings = load_settings(Path(folder))
        # Without a repository nothing is known of recent changes, as in CI; on that day no review is overdue.
        pages = of_site(
            Searcher(settings, Keeper(settings).update(lambda done: None)), lambda path: True, date(2026, 11, 21)
        )
    return frozenset(DOCS / path for path in pages)


def dead_links(page: Path) -> Iterator[str]:
    """Every link of a page that leads nowhere, with its place."""
    blocks = read(page)
    for link in undefined_references(blocks):
        yield f"{page.name}:{link.span.line}: [{link.text}] is not defined"
    for link in links(blocks):
        parts = urlsplit(link.target)
        if parts.scheme or parts.netloc or parts.fragment.startswith("kb?"):
            # #kb? opens the site's search.
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if target in overview() and not parts.fragment:
            continue
        if not target.exists():
            yield f"{page.name}:{link.span.line}: {link.target}: no such file"
        elif DOCS in page.parents and DOCS not in target.parents:
            yield f"{page.name}:{link.span.line}: {link.target}: not on the site"
        elif parts.fragment and unquote(parts.fragment) not in anchors(read(target)):
            yield f"{page.name}:{link.span.line}: {link.target}: no such anchor"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_link_is_dead(page: Path) -> None:
    assert list(dead_links(page)) == []


def test_dead_links_are_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Here\n\n[a](#here) [b](#there) [c](gone.md) [d](page.md#here) [e][f] <https://example.org>\n")
    assert [found.split(": ", 1)[1] for found in dead_links(page)] == [
        "[e] is not defined",
        "#there: no such anchor",
        "gone.md: no such file",
    ]


def test_sections_are_small() -> None:
    """A page carries the links of its whole section."""
    sizes = Counter(page.parent for page in DOCS.rglob("*.md"))
    assert {folder: size for folder, size in sizes.items() if size > MOST_IN_A_SECTION} == {}


@pytest.mark.parametrize("section", sorted({page.parent for page in DOCS.glob("*/*.md")}), ids=name_of)
def test_a_section_page_leads_to_every_article_of_its_section(section: Path) -> None:
    index = section / "index.md"
    listed = {(section / urlsplit(link.target).path).resolve() for link in links(read(index))}
    assert sorted(page.name for page in section.glob("*.md") if page != index and page not in listed) == []


# --- commands -------------------------------------------------------------------------------------------------------


def test_the_commands_page_is_current() -> None:
    done = run(sys.executable, "scripts/generate_commands.py", "--check")
    assert done.returncode == 0, done.stderr


def test_the_short_helps_are_those_of_the_commands() -> None:
    context = kb.make_context("kb", [], resilient_parsing=True)
    for name, short in COMMANDS.items():
        command = kb.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str(100) == short


def examples(name: str) -> list[str]:
    """The example commands in a command's help; `kb`'s own for an empty name."""
    done = run(sys.executable, "-m", "kb_tools", *name.split(), "--help")
    _, _, after = done.stdout.partition("Examples:\n")
    lines = after.split("\n\n")[0].splitlines()
    return [line.strip() for line in lines if line.strip().startswith("kb ")]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of somebody who has this knowledge base in ~/kb, another one in ~/team-docs, and a labelled set."""
    folder = tmp_path_factory.mktemp("home")
    knowledge = folder / "kb"
    shutil.copytree(DOCS, knowledge / "docs")
    for name in ("kb.toml", "mkdocs.yml", "phrases.yml", "vocabulary.yml"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, knowledge)
    (folder / "team-docs").symlink_to(knowledge)
    for arguments in ("init --quiet --initial-branch=main", "add .", "commit --quiet --message=All"):
        done = run("git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments.split(), cwd=knowledge)
        assert done.returncode == 0, done.stderr
    labelled = knowledge / "corpora/stackfaq"
    (labelled / "docs").mkdir(parents=True)
    (labelled / "qrels").mkdir()
    (labelled / "docs/a.md").write_text("# Printer offline\n")
    (labelled / "queries.jsonl").write_text('{"_id": "1", "text": "my printer is offline"}\n')
    (labelled / "qrels/test.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta.md\t1\n")
    (folder / ".config/fish/completions").mkdir(parents=True)
    for page in DOCS.glob("*/*.md"):
        built = knowledge / "site" / page.relative_to(DOCS).with_suffix("")
        built.mkdir(parents=True)
        (built / "index.html").write_text("<!doctype html><title>Built</title><p>By anything.\n")
    return folder


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_example_in_the_help_works(name: str, home: Path) -> None:
    """In a shell, as it stands there, over the articles that ship."""
    found = examples(name)
    assert found, f"kb {name} --help has no examples"
    for example in found:
        where = home / "kb"
        if name == "init":
            where = home / f"new-{found.index(example)}"
            where.mkdir()
        # It would serve until Ctrl-C (tests/site/test_preview.py does that); so far, it says whether there are such options.
        ended = f"{example} --help" if name == "preview" else example
        command = f'kb() {{ {shlex.quote(sys.executable)} -m kb_tools "$@"; }}; {ended}'
        done = run("bash", "-c", command, cwd=where, HOME=str(home), KB_CACHE=str(home / "cache"), PYTHONPATH=str(ROOT))
        if name == "browse":
            # tests/cli/test_browse.py has a terminal for it.
            assert "kb browse needs a terminal" in done.stderr, f"{example}\n{done.stdout}{done.stderr}"
            continue
        assert done.returncode == 0, f"{example}\n{done.stdout}{done.stderr}"


def test_the_examples_of_output_are_current() -> None:
    done = run(sys.executable, "scripts/generate_examples.py", "--check")
    assert done.returncode == 0, done.stderr


def test_the_commands_of_the_readme_are_those_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^```console\n(python3 -m venv .*)\n```$", readme, re.M)
    script = [line.strip() for line in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()]
    assert len(commands) == 2
    assert [line for line in script if line.startswith("python3 -m venv")] == commands
    assert script[-1] == "run_tests", "the tests come last"


# --- what the pages say of settings, fields and JSON ------------------------------------------------------------------


def section_of(page: Path, heading: str) -> str:
    """The text below a heading, as far as the next one of any level."""
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.M | re.S)
    assert found is not None, f"{page.name} has no heading {heading!r}"
    return found.group(1)


def first_column(page: Path, heading: str) -> list[str]:
    """The names in the first column of the table below a heading."""
    return re.findall(r"^\| `([^`]+)` ", section_of(page, heading), re.M)


TOML = [
    example
    for page in ("kb-toml.md", "checking.md", "ci.md")
    for example in re.findall(r"^ *```toml\n(.*?)^ *```$", (MANUAL / page).read_text(encoding="utf-8"), re.M | re.S)
]


@pytest.mark.parametrize("example", TOML, ids=range(len(TOML)))
def test_every_example_of_kb_toml_is_accepted(example: str, tmp_path: Path) -> None:
    (tmp_path / "kb.toml").write_text(example, encoding="utf-8")
    (tmp_path / "knowledge").mkdir()
    settings = load_settings(tmp_path)
    is_default = settings == Settings(root=settings.root, docs=settings.docs) and settings.docs.name != "knowledge"
    assert not is_default or load_options(settings) != Options()


def test_every_setting_is_in_the_manual(tmp_path: Path) -> None:
    page = (MANUAL / "kb-toml.md").read_text(encoding="utf-8")
    (tmp_path / "kb.toml").write_text("unheard_of = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_settings(tmp_path)
    _, _, known = error.value.hint.rstrip(".").rpartition("Known here: ")
    assert "docs" in known
    for name in known.split(", "):
        assert f"### {name}\n" in page, f"{name} is not in kb-toml.md"
    mapped = re.findall(r"`([a-z_]+)`", section_of(MANUAL / "kb-toml.md", "fields").partition("can be mapped")[2])
    assert mapped == list(FIELDS)


def test_every_setting_of_check_is_in_the_manual() -> None:
    rows = first_column(MANUAL / "checking.md", "Settings")
    assert sorted(rows) == sorted([*(CHECK.keys() - {"external"}), *EXTERNAL])


def test_every_field_of_a_finding_is_in_the_manual() -> None:
    described = section_of(MANUAL / "checking.md", "JSON")
    done = run(sys.executable, "-m", "kb_tools", "check", "--format", "json", "--ignore", "KB5")
    assert done.returncode == 0, done.stdout
    found = Found(at(1), "m", "k")
    finding = Finding("KB201", "link-dead", "error", "a.md", found.span, found.message, "", "f")
    report = json.loads(FORMATS["json"](Result((finding,), 1), Context.of(ROOT, "0")))
    assert sorted(report) == ["findings", "summary"]
    for name in report["findings"][0]:
        assert f"`{name}`" in described, name


def test_the_pages_of_the_rules_are_current() -> None:
    done = run(sys.executable, "scripts/generate_rules.py", "--check")
    assert done.returncode == 0, done.stderr


def test_every_heading_that_is_understood_is_in_the_manual() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", section_of(MANUAL / "kb-toml.md", "headings"), re.M)
    assert {kind: tuple(names.split(", ")) for kind, names in rows} == dict(HEADINGS)


def test_every_field_is_in_the_guide_for_writers() -> None:
    listed = first_column(MANUAL / "writing-articles.md", "Front matter")
    known_issues = re.findall(
        r"`(\w+)`", section_of(MANUAL / "writing-articles.md", "Front matter").partition("known issue")[2]
    )
    assert {*listed, *known_issues, "status"} == set(FIELDS)
    assert len(listed) == len(set(listed))


def test_what_trust_does_to_the_order_is_in_the_manual() -> None:
    rows = re.findall(
        r"^\| ([a-z -]+) \| (\d+) % \|$", section_of(MANUAL / "search.md", "How articles are ranked"), re.M
    )
    said = {state: int(percent) for state, percent in rows}
    known = {"a live known issue": nudges.KNOWN_ISSUE, "stale": nudges.STALE}
    assert said == known | {state.replace("-", " "): percent for state, percent in nudges.CONFIDENCE.items()}


def test_the_json_is_what_the_manual_says(home: Path) -> None:
    done = run(sys.executable, "-m", "kb_tools", "-C", str(home / "kb"), "search", "809", "--json", "-n", "1")
    answer = json.loads(done.stdout)
    hit = answer["hits"][0]
    page = MANUAL / "search.md"
    assert first_column(page, "The answer") == list(answer)
    assert first_column(page, "A hit") == list(hit)
    for name in ("why", "first_step", "trust"):
        assert first_column(page, name) == list(hit[name])
    assert first_column(page, "question") == list(Question._fields)


def test_every_example_of_a_vocabulary_is_accepted(tmp_path: Path) -> None:
    page = (MANUAL / "vocabulary.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```yaml\n(.*?)^```$", page, re.M | re.S)
    assert examples
    for example in examples:
        (tmp_path / "vocabulary.yml").write_text(example, encoding="utf-8")
        assert vocabulary.read(tmp_path / "vocabulary.yml")


def test_every_example_of_phrases_is_accepted(tmp_path: Path) -> None:
    """Of articles that ship."""
    page = (MANUAL / "measuring.md").read_text(encoding="utf-8")
    ids = re.findall(r"^id: (\S+)$", "".join(page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md")), re.M)
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.M | re.S)
    (tmp_path / "phrases.yml").write_text(example, encoding="utf-8")
    assert len(load_cases(tmp_path / "phrases.yml", {name: name for name in ids})) == 2
    assert set(first_column(MANUAL / "measuring.md", "phrases.yml")) == set(re.findall(r"^[- ] (\w+):", example, re.M))


def test_the_architecture_names_what_there_is() -> None:
    """Every folder, and no file that is gone."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+\.py)`", page))
    files = {path.name for path in (ROOT / "kb_tools").rglob("*.py")}
    assert named <= files
    for folder in (ROOT / "kb_tools").iterdir():
        if (folder / "__init__.py").exists():
            assert f"](kb_tools/{folder.name})" in page, folder.name


# --- what the pages say of the site -----------------------------------------------------------------------------------


def test_every_option_of_the_plugin_is_in_the_manual() -> None:
    """With its default, written as in YAML."""
    rows = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", section_of(MANUAL / "site.md", "Options"), re.M)
    said = {name: yaml.safe_load(default) for name, default in rows}
    assert len(rows) == len(said)
    assert said == {name: option.default for name, option in KbConfig._schema}


def test_every_placeholder_is_in_the_manual() -> None:
    rows = re.findall(r"^\| (.*?) \|", section_of(MANUAL / "site.md", "Feedback"), re.M)
    assert set(re.findall(r"`\{(\w+)\}`", " ".join(rows))) == PLACEHOLDERS


OPTIONS = [
    textwrap.dedent(example)
    for example in re.findall(
        r"^ *```yaml.*?\n( *plugins:\n.*?)^ *```$", (MANUAL / "site.md").read_text(encoding="utf-8"), re.M | re.S
    )
]


@pytest.mark.parametrize("example", OPTIONS, ids=range(len(OPTIONS)))
def test_every_example_of_options_is_accepted(example: str, tmp_path: Path) -> None:
    """By MkDocs and the plugin, without a warning."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n\nNothing here.\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Desk\ntheme: {{name: material, font: false}}\n{example}")
    done = run(sys.executable, "-m", "mkdocs", "build", "--strict", cwd=tmp_path, NO_MKDOCS_2_WARNING="1")
    assert done.returncode == 0, done.stderr


def test_every_key_is_in_the_manual() -> None:
    """Those of an article's page, and those of the search, as the scripts name them."""
    page = MANUAL / "site-for-agents.md"
    script = (ROOT / "kb_tools/site/theme/assets/article/article.js").read_text(encoding="utf-8")
    shown = re.findall(r"keys: \[([^\]]*)\](?:, shown: \[([^\]]*)\])?", script)
    keys = {key for plain, other in shown for key in re.findall(r'"([^"]+)"', other or plain)}
    assert {"t", "Shift+T", "0", "?", "1", "9"} <= keys
    assert keys - {"…", "/"} == set(first_keys(page, "In an article"))
    dialog = (ROOT / "kb_tools/site/theme/search-dialog/dialog.js").read_text(encoding="utf-8")
    foot = re.findall(r'^ +\[(?:"([^"]+)"|`\$\{kb\.keys\.ALT\}([^`]+)`), "', dialog, re.M)
    assert ("Enter", "") in foot
    assert ("", "1…9") in foot
    loader = (ROOT / "kb_tools/site/theme/assets/loader.js").read_text(encoding="utf-8")
    opening = re.search(r'dataset\.kbKeys \?\? "([^"]+)"', loader)
    note = re.search(r"NOTE_KEY = `\$\{kb\.keys\.ALT\}(\w)`", dialog)
    assert opening is not None
    assert note is not None
    wanted = {*opening[1].split(), f"Alt+{note[1]}"}
    for plain, alt in foot:
        wanted.update(plain.split() or [f"Alt+{digit}" for digit in alt.split("…")])
    assert wanted <= set(re.findall(r"`([^`]+)`", section_of(page, "Search")))


def test_every_key_of_browse_is_in_the_manual() -> None:
    """Those that its own help names, and no other."""
    page = MANUAL / "browse.md"
    for heading, ours in (("In the list of hits", "Keys in the list"), ("In an article", "Keys in an article")):
        part = HELP.partition(f"{heading}\n")[2].partition("\n\n")[0]
        rows = re.findall(r"^  (.+?)  +(.+)$", part, re.M)
        named = {name for row, _ in rows for name in re.split(r", | \.\.\. ", row)} - {"typing"}
        assert {"Esc"} < named
        said = set(re.findall(r"`([^`]+)`", section_of(page, ours)))
        assert named - {"Up", "Down"} <= said
        assert set(first_keys(page, ours)) <= named | {name for _, text in rows for name in re.findall(r"[\w-]+", text)}


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(MANUAL.glob("*.md"))], ids=name_of)
def test_every_option_that_is_named_with_its_command_exists(page: Path) -> None:
    context = kb.make_context("kb", [], resilient_parsing=True)
    for name, rest in re.findall(r"(?:^|[`$( ])kb ([a-z-]+)((?: [^`|\n#]*)?)", page.read_text(encoding="utf-8"), re.M):
        if name not in COMMANDS:
            continue
        command = kb.get_command(context, name)
        assert command is not None
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        used = re.findall(r"(?<![\w-])--[a-z][a-z-]+", rest)
        assert {option for option in used if option != "--help"} <= known, f"kb {name}{rest}"


def first_keys(page: Path, heading: str) -> list[str]:
    """The keys in the first column of the table below a heading."""
    rows = re.findall(r"^\| (`.*?) \|", section_of(page, heading), re.M)
    return [key for row in rows for key in re.findall(r"`([^`]+)`", row)]


def test_the_known_issue_of_the_manual_is_one(tmp_path: Path) -> None:
    text = (MANUAL / "known-issues.md").read_text(encoding="utf-8")
    article = re.search(r'^    ```markdown title="([^"]+)"\n(.*?)^    ```$', text, re.M | re.S)
    assert article is not None
    path = tmp_path / article[1]
    path.parent.mkdir(parents=True)
    path.write_text(textwrap.dedent(article[2]), encoding="utf-8")
    [issue] = known_issues(load_settings(tmp_path), datetime(2026, 11, 22, 9, tzinfo=UTC))["issues"]
    assert issue["say"].startswith('"Nothing at your place is broken.')
    described = first_column(MANUAL / "known-issues.md", "The fields")
    for name in described:
        assert name == "status" or issue[name], name
    shown = {"since", "next_update", "expires", "workaround", "symptoms", "escalate_to"}
    assert shown <= {name for row in re.findall(r"^\| (`.*?) \|", text, re.M) for name in re.findall(r"`(\w+)`", row)}


# --- the site -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as strictly as it can be."""
    folder = tmp_path_factory.mktemp("site")
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder))
    done = run(*command, NO_MKDOCS_2_WARNING="1")
    assert done.returncode == 0, done.stderr
    return folder


class _Loaded(HTMLParser):
    """What a browser asks for by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        source = values.get("href") if tag == "link" else values.get("src")
        if source:
            self.urls.append(source)


def test_the_site_asks_nothing_of_third_parties(site: Path) -> None:
    asked: set[str] = set()
    for page in site.rglob("*.html"):
        reader = _Loaded()
        reader.feed(page.read_text(encoding="utf-8"))
        asked.update(url for url in reader.urls if urlsplit(url).netloc)
    for sheet in site.rglob("*.css"):
        for url in re.findall(r"url\(\s*['\"]?([^)'\"\s]+)", sheet.read_text(encoding="utf-8")):
            asked.update({url} if urlsplit(url).netloc else ())
    assert asked == set()


def test_the_anchors_that_kb_knows_are_those_of_the_site(site: Path) -> None:
    """Of every page: a link that `kb` calls alive must be alive in the browser."""
    for page in DOCS.rglob("*.md"):
        path = page.relative_to(DOCS).with_suffix("")
        built = site / (path.parent if path.name == "index" else path) / "index.html"
        ids = set(re.findall(r'\bid="([^"]+)"', built.read_text(encoding="utf-8")))
        assert anchors(read(page)) <= ids, page


def test_the_manual_is_never_the_answer(site: Path, home: Path) -> None:
    """Neither in the site's search nor in kb's."""
    (articles,) = site.glob("kb/search/*/articles")
    cards = [re.search(r'"path":"([^"]+)"', path.read_text(encoding="utf-8")) for path in articles.iterdir()]
    found = {card[1] for card in cards if card is not None}
    assert not {path for path in found if path.startswith("manual/") or path.endswith("index.md") or path == "tags.md"}
    assert len(found) > 40
    words = "kb.toml date_formats settings manual"
    done = run(sys.executable, "-m", "kb_tools", "-C", str(home / "kb"), "search", words, "--json", "-n", "100")
    paths = [hit["path"] for hit in json.loads(done.stdout)["hits"]]
    assert not [path for path in paths if path.startswith("manual/") or path.endswith("index.md") or path == "tags.md"]


def test_the_finding_that_is_shown_is_a_real_one(tmp_path: Path) -> None:
    """One link of ours is broken; kb says what README and the manual say it would."""
    for name in ("docs", "kb.toml", "mkdocs.yml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    broken = tmp_path / "docs/internet/no-sync.md"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace("(router-replacement.md)", "(router-replacement.md#leds)"), encoding="utf-8")
    said = run(sys.executable, "-m", "kb_tools", "-C", str(tmp_path), "check", "--select", "anchor-dead").stdout
    finding = said.partition("\n\n")[0]
    assert finding.startswith("docs/internet/no-sync.md\n")
    for page in (ROOT / "README.md", MANUAL / "checking.md"):
        assert f"```text\n{finding}\n```" in page.read_text(encoding="utf-8"), page.name
