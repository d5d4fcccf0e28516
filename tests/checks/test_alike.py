"""Near-duplicates: the same as comparing each with each, and the house's text counts for nothing."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

from checks.marked import base
from trees import article, write

from kb_tools.checks.alike import ALIKE, Alike, Texts, find_alike, house_values, likely_pairs

WORDS = [
    f"{syllable}{ending}" for syllable in "ba ke li mo nu ra se ti vo zu".split() for ending in "nt rd sk lp mb".split()
]


def prose(chance: random.Random, length: int) -> list[str]:
    return [chance.choice(WORDS) + chance.choice(WORDS) for _ in range(length)]


def alike(root: Path, files: dict[str, str]) -> Alike:
    write(root, {f"docs/{name}": text for name, text in files.items()})
    return base(root).alike


def found(result: Alike) -> set[tuple[str, str]]:
    return {(pair.earlier.path, pair.later.path) for group in result.groups for pair in group}


def test_what_is_found_is_what_comparing_each_with_each_finds(tmp_path: Path) -> None:
    chance = random.Random(7)
    files = {}
    for number in range(60):
        text = prose(chance, chance.choice([80, 200, 500]))
        files[f"{number:02}-a.md"] = article(f"A{number}", " ".join(text))
        # A part is written anew: from none to half of the words, in one place.
        changed = int(len(text) * chance.choice([0, 0.05, 0.1, 0.15, 0.3, 0.5]))
        begin = chance.randrange(len(text) - changed + 1)
        text[begin : begin + changed] = prose(chance, changed)
        files[f"{number:02}-b.md"] = article(f"B{number}", " ".join(text))
    write(tmp_path, {f"docs/{name}": text for name, text in files.items()})
    folder = base(tmp_path)
    texts = Texts(folder.settings.docs, list(folder))
    each = {(one.path, other.path) for one, other in combinations(folder, 2) if texts.share(one, other) >= ALIKE}
    assert len(each) > 25
    assert found(find_alike(folder, folder.settings.docs)) == each


def test_names_that_differ_do_not_hide_a_copy(tmp_path: Path) -> None:
    text = prose(random.Random(1), 300)
    for place in range(0, 300, 14):
        text[place] = "{name}"
    copy = " ".join(text)
    result = alike(tmp_path, {"a.md": copy.replace("{name}", "Falcon"), "b.md": copy.replace("{name}", "Merlin Pro")})
    ((pair,),) = result.groups
    assert 0.82 < pair.share < 0.9


def test_a_part_of_a_longer_article_is_no_duplicate(tmp_path: Path) -> None:
    text = prose(random.Random(2), 600)
    assert not alike(tmp_path, {"whole.md": " ".join(text), "part.md": " ".join(text[:300])}).groups


def test_the_order_of_the_parts_does_not_matter(tmp_path: Path) -> None:
    text = prose(random.Random(3), 300)
    assert found(alike(tmp_path, {"a.md": " ".join(text), "b.md": " ".join(text[150:] + text[:150])})) == {
        ("a.md", "b.md")
    }


def test_the_houses_text_does_not_count(tmp_path: Path) -> None:
    chance = random.Random(4)
    house = " ".join(prose(chance, 400))
    files = {f"{number}.md": f"{house}\n\n{' '.join(prose(chance, 80))}" for number in range(12)}
    copied = " ".join(prose(chance, 80))
    files |= {"copy-1.md": f"{copied}\n\n{house}", "copy-2.md": f"{copied}\n\n{house}"}
    # Nothing but the house's text and a sentence: there is too little of its own to compare.
    files |= {
        "bare-1.md": f"{house} {' '.join(prose(chance, 10))}",
        "bare-2.md": f"{house} {' '.join(prose(chance, 10))}",
    }
    assert found(alike(tmp_path, files)) == {("copy-1.md", "copy-2.md")}


def test_what_few_share_is_not_the_houses_text(tmp_path: Path) -> None:
    copied = " ".join(prose(random.Random(5), 100))
    result = alike(tmp_path, {f"{number}.md": copied for number in range(4)})
    assert found(result) == {("0.md", "1.md"), ("0.md", "2.md"), ("0.md", "3.md")}
    assert len(result.groups) == 1
    assert result.are("1.md", "3.md")
    assert not result.are("1.md", "4.md")


def test_chains_become_one_group(tmp_path: Path) -> None:
    chance = random.Random(6)
    parts = [" ".join(prose(chance, 30)) for _ in range(14)]
    files = {f"{number}.md": " ".join(parts[number : number + 10]) for number in range(4)}
    result = alike(tmp_path, files)
    assert len(result.groups) == 1
    assert result.are("0.md", "3.md")


def test_a_thousand_pages_from_one_form_are_not_compared_each_with_each() -> None:
    sketch = tuple(range(1, 65))
    own = [tuple(value if part % 8 else 1000 + number for part, value in enumerate(sketch)) for number in range(3)]
    others = [tuple(range(10_000 + 64 * number, 10_064 + 64 * number)) for number in range(200)]
    pairs = dict(likely_pairs([*own, *others, *own * 5]))
    assert set(pairs) == {1, 2, *range(203, 218)}
    assert all(0 < len(near) <= 3 for near in pairs.values())
    # The earliest ones are forgotten by then.
    assert min(pairs[217]) > 205


def test_a_value_is_the_houses_where_a_fifth_of_those_that_could_have_it_do() -> None:
    # In the first part 6 of 30 have 500; the other 24 have something less, which would hide it.
    hidden = [(500,) + (0,) * 63] * 6 + [(number,) + (0,) * 63 for number in range(1, 25)]
    seen = [(500,) + (0,) * 63] * 6 + [(number,) + (0,) * 63 for number in range(501, 531)]
    assert house_values(hidden) == {500}
    assert house_values(seen) == set()


def test_the_sentence_in_both_is_quoted_without_markup_and_whole(tmp_path: Path) -> None:
    chance = random.Random(8)
    filler = " ".join(prose(chance, 120))
    step = "1. Open the **service\n   list**, find [RasMan](x.md), and press Restart!"
    text = f"{{}}\n\n{step} {{}}\n\n| a table of many more words than that step has | in one row |\n"
    result = alike(tmp_path, {"a.md": text.format("Alpha", filler), "b.md": text.format("Beta", filler + " more")})
    ((pair,),) = result.groups
    assert result.common_sentence(pair) == "Open the service list, find RasMan, and press Restart!"


def test_a_long_sentence_is_cut_at_a_word(tmp_path: Path) -> None:
    text = " ".join(prose(random.Random(9), 100))
    result = alike(tmp_path, {"a.md": text, "b.md": text})
    sentence = result.common_sentence(result.groups[0][0])
    assert len(sentence) <= 102
    assert text.startswith(sentence.removesuffix(" …") + " ")


def test_a_file_that_is_gone_by_now_is_alike_nothing(tmp_path: Path) -> None:
    text = " ".join(prose(random.Random(10), 100))
    write(tmp_path, {"docs/a.md": text, "docs/b.md": text})
    folder = base(tmp_path)
    (tmp_path / "docs/b.md").unlink()
    assert not folder.alike.groups
