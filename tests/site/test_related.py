"""Which articles belong together?"""

from __future__ import annotations

from pathlib import Path

from trees import article

from kb_tools.article.read import read_article
from kb_tools.config import Settings
from kb_tools.site.related import RARE, Related, related

SETTINGS = Settings(root=Path("/nowhere"), docs=Path("/nowhere/docs"))


def found(files: dict[str, str], most: int = 5) -> dict[str, list[Related]]:
    # A word says something where most articles do not have it.
    others = {f"other-{number}.md": article(f"Other {number}", products=f"[p{number}]") for number in range(80)}
    articles = [read_article(path, text.encode(), SETTINGS) for path, text in (files | others).items()]
    return {path: others for path, others in related(articles, SETTINGS, most).items() if path in files}


def test_the_same_cause_comes_first_then_the_same_code_then_the_same_words() -> None:
    files = {
        "a.md": article("Replication of the CRM times out", cause_id="c1", error_codes='["0x80070005"]'),
        "b.md": article("Something else entirely", cause_id="c1"),
        "c.md": article("Access denied", error_codes='["80070005"]'),
        "d.md": article("Replication of the CRM shows conflicts"),
        "e.md": article("Printer offline"),
    }
    assert found(files)["a.md"] == [
        Related("b.md", "same cause"), Related("c.md", "same code 0x80070005"), Related("d.md", ""),
    ]  # fmt: skip
    assert found(files)["e.md"] == []


def test_all_with_the_same_cause_are_named_and_never_the_article_itself() -> None:
    files = {f"{number}.md": article(f"Title {number}", cause_id="c") for number in range(9)}
    assert [other.path for other in found(files, most=2)["4.md"]] == [
        f"{number}.md" for number in range(9) if number != 4
    ]


def test_like_words_about_another_product_are_chance() -> None:
    files = {
        "a.md": article("Spooler stops after hibernation", products="[printer]"),
        "b.md": article("Spooler stops after hibernation today", products="[mail]"),
        "c.md": article("Spooler stops after hibernation again", products="[printer, scanner]"),
    }
    assert [other.path for other in found(files)["a.md"]] == ["c.md"]


def test_what_everybody_says_makes_nobody_related() -> None:
    files = {f"{number}.md": article("Printer offline") for number in range(RARE + 1)}
    assert not any(found(files).values())


def test_the_order_does_not_depend_on_the_order_of_the_articles() -> None:
    files = {f"{name}.md": article(f"Replication stuck {name}") for name in "dbca"}
    assert found(files) == found(dict(sorted(files.items())))
    assert [other.path for other in found(files)["a.md"]] == ["b.md", "c.md", "d.md"]
