"""kb search --explain: does it say what was done, and do its numbers add up?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from trees import article, kb, write


@pytest.fixture
def base(team: Path) -> Path:
    write(
        team,
        {
            "docs/known.md": article("VPN is down for all", "The VPN is down.", id="down", status="known-issue"),
            "vocabulary.yml": "say:\n  flimflam: [mailbox]\n",
        },
    )
    return team


def explained(folder: Path, *words: str) -> tuple[str, str]:
    """What was understood, and the rest."""
    done = kb(folder, "search", "--explain", *words)
    assert done.returncode in (0, 1), done.stderr
    understood, _, rest = done.stdout.partition("\n\n")
    return understood, rest


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("vpn", "Words: vpn"),
        ("drops", "Words: drop (from 'drops')"),
        ("e-mail", "Words: email (from 'e-mail')"),
        ("eight oh nine", "Codes: 809 (from 'eight oh nine') x2"),
        ("error 809", "Codes: 809 x8"),
        ("log-in", "Parts of words: log x0.5, in x0.5"),
        ("conect please", "Taken for: connect (from 'conect') x0.8"),
        ("my blo", "Unfinished: block (from 'blo') x0.5"),
        ("mail box", "Written together: mailbox (from 'mail box') x0.7"),
        ("flimflam", "The vocabulary says: mailbox (from 'flimflam') x0.5"),
        ("vpn error", "Side by side: vpn error x0.5"),
        ('"error 809"', "In exactly this order: error 809"),
        ("error 918", "In no article: 918"),
        ("hello my vpn please", "Without weight: hello, please"),
    ],
)
def test_how_each_word_was_understood(base: Path, words: str, line: str) -> None:
    understood, _ = explained(base, words)
    assert understood.startswith("Understood as:\n")
    assert f"  {line}" in understood.splitlines()


def test_scores_add_up(base: Path) -> None:
    _, rest = explained(base, "my vpn is blocked in the hotel, it says error 809 and finds no server")
    hits = re.split(r"^\d+  ", rest, flags=re.M)[1:]
    assert len(hits) >= 3
    for hit in hits:
        score, nudge = re.search(r"Score (\d+)(?: \((.*)\))?, of which:", hit).groups()  # type: ignore[union-attr]
        whole = 0
        for line in hit.partition("of which:\n")[2].rstrip().splitlines():
            if found := re.match(r" +(\d+) = +(\d+) x +(\d+)  \S.*  \(in \d+ articles?\)$", line):
                product, weight, impact = map(int, found.groups())
                assert product == weight * impact
                whole += product
            else:
                more = re.match(r" +(\d+) from \d+ more terms$", line)
                assert more, line
                whole += int(more[1])
        assert (int(score) == whole) == (nudge is None), hit
        if nudge == "known issue +50 %":
            assert int(score) == whole * 150 // 100


def test_a_nudge_is_said(base: Path) -> None:
    _, rest = explained(base, "vpn")
    assert "(known issue +50 %), of which:" in rest
    assert "(wip -10 %), of which:" in rest


def test_nothing_found_is_explained_too(base: Path) -> None:
    understood, rest = explained(base, "xyzzyplugh", "0x8007000E")
    assert "  Words: xyzzyplugh" in understood
    assert "  In no article: 8007000e" in understood
    assert rest.startswith("Nothing found.")


def test_without_it_nothing_is_explained(base: Path) -> None:
    assert "Score" not in kb(base, "search", "vpn").stdout
    assert "Understood" not in kb(base, "search", "vpn").stdout


def test_what_steers_a_terminal_is_not_printed(base: Path) -> None:
    done = kb(base, "search", "--explain", "vpn \x1b[31m \u202e \x9b hello\x07")
    assert not set("\x1b\u202e\x9b\x07") & set(done.stdout)
