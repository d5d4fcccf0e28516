"""What is told of a new article once it is written."""

from __future__ import annotations

from pathlib import Path

from articles_base import FILES, load_base
from trees import article, write

from kb_tools.writing.articles.saved import Saved, look_at

FORM = "# X\n\n## Say\n\n<!-- say it -->\n\n## Fix\n\n<!-- fix it -->\n\n## If that fails\n\n<!-- who -->\n"
FIELDS = {"id": "new", "kind": "fault", "products": "[router]", "audience": "public", "confidence": "wip", "owner": "t",
          "last_reviewed": "2026-01-05", "review_interval": "9y", "escalate_to": "noc"}  # fmt: skip


def saved(
    folder: Path, body: str, title: str = "Router smells of smoke", symptoms: str = "\n  - it smells burnt", **more: str
) -> Saved:
    write(folder, {**FILES, "docs/net/new.md": article(title, body, symptoms=symptoms, **FIELDS), **more})
    return look_at(load_base(folder), "net/new.md", FORM)


def test_empty_sections_and_prompts_that_are_left(tmp_path: Path) -> None:
    body = FORM.replace("<!-- say it -->", '<!-- say it -->\n\n"Unplug it."')
    found = saved(tmp_path, body)
    assert [each.message for each in found.findings if each.slug == "section-empty"] == [
        "there is nothing below 'Fix'", "there is nothing below 'If that fails'"]  # fmt: skip
    lines = (tmp_path / "docs/net/new.md").read_text(encoding="utf-8").splitlines()
    assert [lines[number - 1] for number in found.prompts] == ["<!-- say it -->"]


def test_what_another_article_says_as_well(tmp_path: Path) -> None:
    found = saved(tmp_path, "# X\n", "router light number 0", "\n  - the red lamp is dark\n  - the lamp of my mailbox")
    assert {each.slug for each in found.collisions} == {"symptom-shared", "title-shared"}
    assert not any(each in found.findings for each in found.collisions)


def test_it_counts_even_where_the_other_article_is_told(tmp_path: Path) -> None:
    other = article("Radiator", symptoms="\n  - it smells burnt", products="[router]")
    found = saved(tmp_path, "# X\n", **{"docs/net/z.md": other})
    assert [(each.slug, each.path) for each in found.collisions] == [("symptom-shared", "docs/net/z.md")]


def test_whether_its_own_words_find_it(tmp_path: Path) -> None:
    others = {f"docs/a/{number}.md": article("It hums", "# X\n", symptoms="[it hums, hums]") for number in range(4)}
    found = saved(tmp_path, "# X\n", symptoms="\n  - it smells burnt\n  - it hums", **others)
    assert found.title_finds_it
    assert found.unfound == ("it hums",)
    assert not saved(tmp_path, "# X\n", "Hums", **others).title_finds_it


def test_phrases_that_it_comes_first_for(tmp_path: Path) -> None:
    phrases = ("- said: it smells so burnt\n  expect: [new]\n- said: burnt mailbox smells\n  expect: [mail-full]\n"
               "- said: my mailbox is full\n  expect: [mail-full]\n")  # fmt: skip
    found = saved(tmp_path, "# X\n", **{"phrases.yml": phrases})
    assert found.answers == ("it smells so burnt",)
    assert found.takes == (("burnt mailbox smells", "mail/full.md"),)


def test_phrases_with_a_mistake_are_told_of(tmp_path: Path) -> None:
    found = saved(tmp_path, "# X\n", **{"phrases.yml": "- said: x\n  expect: [gone]\n"})
    assert len(found.notes) == 1
    assert "there is no article 'gone'" in found.notes[0]


def test_an_ignored_folder_is_not_seen(tmp_path: Path) -> None:
    assert not saved(tmp_path, "# X\n", **{"kb.toml": 'ignore = ["net/"]\n'}).is_seen
