"""Is the right folder found, with defaults that work, and is every mistake in kb.toml named with its line and a way out?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from trees import kb, write

from kb_tools.config import FIELDS, HEADINGS, Settings, find_root, load_settings
from kb_tools.errors import ConfigError, ContentError

# --- which folder


@pytest.mark.parametrize(
    ("files", "start", "root"),
    [
        ({"kb.toml": ""}, ".", "."),
        ({"kb.toml": "", "a/b/x": ""}, "a/b", "."),
        ({"kb.toml": "", "a/mkdocs.yml": "", "a/docs/x": ""}, "a/docs", "."),
        ({"mkdocs.yml": "", "a/docs/x": "", "a/b/x": ""}, "a/b", "."),
        ({"docs/a/x": ""}, "docs/a", "."),
        ({"docs/x": "", "src/x": ""}, "src", "."),
        ({"a/x": ""}, "a", "a"),
        ({"a/kb.toml/x": "", "a/mkdocs.yml/x": ""}, "a", "a"),
        ({"a/docs": "a file"}, "a", "a"),
    ],
)
def test_the_root_is_found_by_walking_up(tmp_path: Path, files: dict[str, str], start: str, root: str) -> None:
    write(tmp_path, {".git/HEAD": "", **files})
    assert find_root(tmp_path / start) == tmp_path / root


def test_the_walk_ends_with_the_repository(tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": "", "docs/x": "", "team/.git": "gitdir: elsewhere", "team/notes/x": ""})
    assert find_root(tmp_path / "team/notes") == tmp_path / "team/notes"


def test_a_folder_named_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"team/docs/x": ""})
    monkeypatch.chdir(tmp_path)
    assert find_root(Path("team/docs/../docs")) == tmp_path / "team"


@pytest.mark.parametrize("name", ["missing", "file"])
def test_no_such_folder(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"file": ""})
    with pytest.raises(ContentError, match="no such folder"):
        load_settings(tmp_path / name)


# --- without kb.toml


@pytest.mark.parametrize(
    ("files", "docs"),
    [
        ({"a.md": ""}, "."),
        ({"docs/a.md": ""}, "docs"),
        ({"mkdocs.yml": "docs_dir: pages", "docs/a.md": "", "pages/a.md": ""}, "pages"),
        ({"mkdocs.yml": "# docs_dir: x\nsite_name: y\n  docs_dir: z\n", "docs/a.md": ""}, "docs"),
        ({"mkdocs.yml": "docs_dir: 'my pages'  # here\r\n", "my pages/a.md": ""}, "my pages"),
        ({"mkdocs.yml": "docs_dir: c#\n", "c#/a.md": ""}, "c#"),
        ({"mkdocs.yml": "docs_dir: !ENV [DOCS, pages]\n", "docs/a.md": ""}, "docs"),
        ({"mkdocs.yml": "docs_dir:\n", "docs/a.md": ""}, "docs"),
        ({"mkdocs.yml": "docs_dir: pages", "kb.toml": "docs = 'notes'", "notes/a.md": ""}, "notes"),
        ({"mkdocs.yml": b"docs_dir: pages\nx: \xff", "pages/a.md": ""}, "pages"),
    ],
)
def test_the_docs_folder(tmp_path: Path, files: dict[str, str | bytes], docs: str) -> None:
    write(tmp_path, files)
    assert load_settings(tmp_path) == Settings(tmp_path, tmp_path / docs)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("site_url: https://kb.example.org", "https://kb.example.org/"),
        ('site_url: "https://example.org/kb/" # ours', "https://example.org/kb/"),
        ("site_url: !ENV [URL, 'https://example.org']", ""),
        ("site_url:", ""),
    ],
)
def test_the_site_url(tmp_path: Path, line: str, expected: str) -> None:
    write(tmp_path, {"mkdocs.yml": f"{line}\nuse_directory_urls: false\n"})
    settings = load_settings(tmp_path)
    assert (settings.site_url, settings.use_directory_urls) == (expected, False)


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_a_pipe_is_no_settings_file(tmp_path: Path) -> None:
    """Opening it would wait for ever."""
    for name in ("kb.toml", "mkdocs.yml"):
        os.mkfifo(tmp_path / name)
    assert load_settings(tmp_path) == Settings(tmp_path, tmp_path)


# --- kb.toml


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    write(tmp_path, {"pages/a.md": "", "kb.toml": """\ufeff
        docs = "pages"
        ignore = "drafts/"
        exclude = ["/index.md", "/manual/"]
        language = "German"
        date_formats = ["%m/%d/%Y", "%d %B %Y"]
        [fields]
        owner = "ms.author"
        last_reviewed = ["ms.date", "date"]
        [headings]
        fix = ["Abhilfe"]
    """})  # fmt: skip
    assert load_settings(tmp_path) == Settings(
        tmp_path, tmp_path / "pages", ("drafts/",), ("/index.md", "/manual/"), "german",
        (("owner", ("ms.author",)), ("last_reviewed", ("ms.date", "date"))), ("%m/%d/%Y", "%d %B %Y"),
        tuple({**HEADINGS, "fix": ("Abhilfe",)}.items()),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("ignor = 'x'", 1, "unknown setting 'ignor'", "Did you mean 'ignore'?"),
        ("\n\ndoc = 'x'", 3, "unknown setting 'doc'", "Did you mean 'docs'?"),
        ("zzz = 1", 1, "unknown setting 'zzz'", "Known here: docs, "),
        ("docs = 'x'\n[field]\nowner = 'a'", 2, "unknown setting 'field'", "Did you mean 'fields'?"),
        ("[fields]\ntitle = 'a'\nowners = 'b'", 3, "unknown setting 'fields.owners'", "Did you mean 'owner'?"),
        ("owner = 'x'\n[fields]\nowner = 'b'", 1, "unknown setting 'owner'", ""),
        ("[headings]\n\nsolution = 'b'", 3, "unknown setting 'headings.solution'", "Did you mean 'fix'?"),
        ("fields.owner.x = 'b'", 1, "fields.owner must be text in quotes", ""),
        (
            "[fields]\n'title' = 'a'\n\"my owner\" = 'b'",
            3,
            "unknown setting 'fields.my owner'",
            "Did you mean 'owner'?",
        ),
        ("fields = 'ms.author'", 1, "fields must be a table: [fields]", ""),
        ("[[fields]]\nowner = 'a'", 1, "fields must be a table: [fields]", ""),
        ("[fields]\nowner = 3", 2, "fields.owner must be text in quotes, or a list of texts", ""),
        ("ignore = ['a', 3]", 1, "ignore must be text in quotes, or a list of texts", ""),
        ("ignore = ['']", 1, "ignore must be text in quotes, or a list of texts", ""),
        ("exclude = {}", 1, "exclude must be text in quotes, or a list of texts", ""),
        ("docs = ['a']", 1, "docs must be text in quotes", ""),
        ("docs = ' '", 1, "docs must be text in quotes", ""),
        ("docs = '/etc'", 1, "docs must be a folder below the one that holds kb.toml", ""),
        ("docs = 'a/../..'", 1, "docs must be a folder below the one that holds kb.toml", ""),
        ("\ndocs = 'nowhere'", 2, "the docs folder 'nowhere' does not exist", "Create it"),
        ("language = 'klingon'", 1, "language must be one of ", ""),
        (
            "\ndate_formats = ['%d.%m.%Y', 'dd.mm.yyyy']",
            2,
            "date_formats has 'dd.mm.yyyy', which is no date format",
            "",
        ),
        ("date_formats = '%Q'", 1, "date_formats has '%Q', which is no date format", ""),
        ("date_formats = '%d %'", 1, "date_formats has '%d %', which is no date format", ""),
        ("ok = 1\nx = = 2", 2, "is not valid TOML: Invalid value", ""),
        ("docs = 'a'\ndocs = 'b'", 2, "is not valid TOML: Cannot overwrite a value", ""),
        ("docs = 'a", 1, "is not valid TOML: Expected", ""),
        ("ignore = [\n'a',\n", 2, "is not valid TOML: ", ""),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, message: str, hint: str) -> None:
    write(tmp_path, {"kb.toml": text})
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'kb.toml'}:{line}: {message}")
    assert caught.value.hint.startswith(hint)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": b"docs = '\xff'"})
    with pytest.raises(ConfigError, match=r"kb\.toml: is not UTF-8"):
        load_settings(tmp_path)


def test_a_file_nested_without_end(tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": "ignore = " + "[" * 100_000})
    with pytest.raises(ConfigError, match=r"kb\.toml: is nested too deep"):
        load_settings(tmp_path)


@pytest.mark.parametrize("name", ["x" * 5000, "x\\u0000"])
def test_a_docs_folder_that_no_system_can_have(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"kb.toml": f'docs = "{name}"'})
    with pytest.raises(ConfigError, match="does not exist"):
        load_settings(tmp_path)


def test_a_docs_folder_that_mkdocs_names_and_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": "docs_dir: pages"})
    with pytest.raises(ConfigError, match=r"mkdocs\.yml: the docs folder 'pages' does not exist"):
        load_settings(tmp_path)


# --- what an index depends on


def test_every_setting_is_part_of_the_fingerprint() -> None:
    """A setting that is added and forgotten there would leave stale indexes in use."""
    plain = Settings(Path("root"), Path("docs"))
    other = {"ignore": ("a",), "exclude": ("a",), "language": "german", "fields": (("owner", ("a",)),), "date_formats": ("%d",),
             "headings": (), "site_url": "https://a/", "use_directory_urls": False}  # fmt: skip
    assert set(other) | {"root", "docs", "keep_misses"} == set(Settings._fields)
    prints = {plain._replace(**{name: value}).fingerprint() for name, value in other.items()}  # type: ignore[arg-type]
    assert len(prints | {plain.fingerprint()}) == len(other) + 1
    assert plain._replace(root=Path("elsewhere"), docs=Path("elsewhere/docs")).fingerprint() == plain.fingerprint()


def test_headings_and_fields_are_known_once() -> None:
    names = [name for names in HEADINGS.values() for name in names]
    assert len(set(names)) == len(names)
    assert len(set(FIELDS)) == len(FIELDS)


@pytest.mark.parametrize(("name", "status"), [("kb.toml", 3), ("mkdocs.yml", 0), ("vocabulary.yml", 1)])
def test_settings_without_end_are_not_read(tmp_path: Path, name: str, status: int) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("# a\n")
    with open(tmp_path / name, "wb") as file:
        file.truncate(4_000_000_000)
    done = kb(tmp_path, "check", timeout=30)
    assert done.returncode == status, done.stderr
    assert "larger than" in done.stdout + done.stderr
