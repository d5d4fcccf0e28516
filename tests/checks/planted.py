"""Defects to plant in a copy of docs/: each is one that people make, at a place that is known.

The caret in the text that is put in says where the finding is expected, and is taken out; without one it is line 1.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from checks.marked import Place

OWN = Path(__file__).parents[2]
CARET = "‸"
FRONT = """\
---
id: {id}
title: {title}
kind: fault
symptoms:
  - {symptom}
products: [internet]
audience: internal
confidence: validated
owner: access-team
last_reviewed: 2026-11-21
review_interval: 180d
escalate_to: access-noc
---

# {heading}

## Say

"We look at it together."

## Check

Look whether it is on.

## Fix

1. Look at it.

## If that fails

Send it to **access-noc**. They hear back within two hours.
"""


SPEECH = """
The drum in the cellar beats by itself at night, always twice, and stops as soon as somebody opens the door. Look whether
the cat sleeps on it, whether the washing machine stands against the same wall, and whether a window is open. Put the drum
on its side, close the window, move the machine by a hand, and listen for one whole night before you call anybody again.
"""
"""What two articles have in common."""


def page(id: str, title: str, symptom: str) -> str:
    """A whole article with nothing wrong in it but what the caret in an argument shows."""
    return FRONT.format(id=id, title=title, heading=title.replace(CARET, ""), symptom=symptom)


def known_issue(id: str, title: str, *, expires: str, next_update: str) -> str:
    """An article about a fault that is known and not mended yet."""
    more = (
        f"status: known-issue\nsince: 2026-11-10\nnext_update: {next_update}\nexpires: {expires}\nworkaround: Wait.\n"
    )
    return page(id, title, f"nothing works in the {title[-4:]}").replace("kind: fault\n", f"kind: known-issue\n{more}")


class Defect(NamedTuple):
    """One mistake in one file."""

    name: str
    rule: str
    path: str
    old: str
    """A regular expression for what is replaced, its first match; empty: the file is new."""
    new: str
    encoding: str = "utf-8"
    at: str = ""
    """A regular expression for the place where it is found, where that is not in the new text."""


DEFECTS: tuple[Defect, ...] = (
    # --- form
    Defect(
        "a quote without its end", "KB101", "internet/no-sync.md", r'^title: ".*"$', 'title: ‸"The router has no line'
    ),
    Defect("a tab in the front matter", "KB101", "calls/voicemail.md", r"^symptoms:\n  - ", "symptoms:\n‸\t- "),
    Defect(
        "a colon without quotes", "KB101", "circuits/latency.md", r"^title: .*$", "title: Latency‸: what is: normal"
    ),
    Defect("front matter without an end", "KB101", "hardware/ups-dead.md", r"^---$\n(?=\n#)", ""),
    Defect("a field twice", "KB102", "hosting/http-500.md", r"^owner: .*$", "owner: a-team\n‸owner: b-team"),
    Defect("a byte order mark", "KB103", "hosting/http-502.md", r"\A", "\ufeff"),
    Defect("Windows-1252", "KB104", "hosting/http-503.md", r"^# .*$", "# Error 503: the ‸“page”", "cp1252"),
    Defect("UTF-16", "KB104", "internet/area-outage.md", r"\A", "", "utf-16"),
    Defect("no owner", "KB110", "hosting/http-504.md", r"^owner: .*\n", "", at="^kind:"),
    Defect("no symptoms", "KB110", "hosting/mailbox-full.md", r"^symptoms:\n(?:  - .*\n)+", "", at="^kind:"),
    Defect("a state that does not exist", "KB111", "hosting/site-down.md", r"^confidence: .*$", "confidence: ‸valid"),
    Defect(
        "an interval without a unit",
        "KB111",
        "hosting/hacked-site.md",
        r"^review_interval: .*$",
        "review_interval: ‸180",
    ),
    Defect("a kind that does not exist", "KB111", "hosting/restored-backup.md", r"^audience: .*$", "audience: ‸intern"),
    Defect(
        "an id with blanks", "KB111", "internet/new-1.md", "", page("‸Gnome lost", "Gnome lost", "my gnome is lost")
    ),
    Defect("a misspelled field", "KB112", "hosting/mail-goes-to-spam.md", r"^tags:", "‸tag:"),
    Defect(
        "a code that YAML makes a number",
        "KB113",
        "hardware/ups-overload.md",
        r"^error_codes: .*$",
        "error_codes: [‸0x1F]",
    ),
    Defect("an octal code", "KB113", "hardware/laptop-battery.md", r"^error_codes: .*$", "error_codes:\n  - ‸0601"),
    Defect(
        "a version that loses its zero",
        "KB113",
        "hardware/printer-offline.md",
        r"^applies_to: .*$",
        "applies_to: [‸1.10]",
    ),
    Defect(
        "a country that becomes false",
        "KB113",
        "hardware/before-an-rma.md",
        r"^audience: ",
        "applies_to: [‸NO]\naudience: ",
    ),
    Defect(
        "a time that becomes seconds",
        "KB113",
        "hardware/pc-overheats.md",
        r"^symptoms:\n",
        "symptoms:\n  - ‸12:30:45\n",
    ),
    Defect(
        "a day that does not exist",
        "KB114",
        "circuits/circuit-flaps.md",
        r"^last_reviewed: .*$",
        "last_reviewed: ‸2026-02-30",
    ),
    Defect("no Check", "KB120", "circuits/slow-throughput.md", r"^## Check$", "## Notes", at="^kind:"),
    Defect("an empty Why", "KB121", "circuits/packet-loss.md", r"^## Why\n[^#]*", "‸## Why\n"),
    Defect("a long run-up", "KB122", "circuits/circuit-down.md", r"^## Say$", "word " * 70 + "\n\n‸## Say"),
    Defect("two titles", "KB123", "field-laptops/slow-laptop.md", r"^## Why$", "‸# Why"),
    Defect(
        "a title too long",
        "KB125",
        "field-laptops/vpn-drops.md",
        r"^title: .*$",
        "title: ‸The VPN drops " + "and drops again " * 5,
    ),
    Defect(
        "an id twice",
        "KB126",
        "internet/new-2.md",
        "",
        page("‸email-settings", "Kettle whistles", "the kettle whistles"),
    ),
    Defect(
        "front matter that is not at the top",
        "KB127",
        "internet/new-3.md",
        "",
        "\n‸" + page("tap", "Tap drips", "the tap drips"),
    ),
    Defect("an empty article", "KB105", "internet/empty.md", "", ""),
    # --- links
    Defect("a dead link", "KB201", "internet/wifi-drops.md", r"^## Why$", "See [this](‸wifi-drop.md).\n\n## Why"),
    Defect(
        "a dead link in a note",
        "KB201",
        "internet/email-settings.md",
        r"^## Why$",
        "!!! note\n    See [this](‸gone-1.md).\n\n## Why",
    ),
    Defect(
        "a dead link in a tab",
        "KB201",
        "internet/line-drops-often.md",
        r"^## Why$",
        '=== "A"\n\n    See [this](‸gone-2.md).\n\n## Why',
    ),
    Defect(
        "a dead link in a table",
        "KB201",
        "internet/slow-all-day.md",
        r"^## Why$",
        "| a | b |\n|---|---|\n| c | [d](‸gone-3.md) |\n\n## Why",
    ),
    Defect(
        "a dead link in HTML",
        "KB201",
        "internet/slow-at-peak-hours.md",
        r"^## Why$",
        'See <a href="‸../gone-4/">this</a>.\n\n## Why',
    ),
    Defect(
        "a dead definition",
        "KB201",
        "internet/phone-no-dial-tone.md",
        r"^## Why$",
        "See [this][d].\n\n[d]: ‸gone-5.md\n\n## Why",
    ),
    Defect(
        "a dead anchor of another page",
        "KB202",
        "internet/router-replacement.md",
        r"^## Why$",
        "See [this](‸wifi-drops.md#now).\n\n## Why",
    ),
    Defect(
        "a dead anchor of the page itself",
        "KB202",
        "internet/technician-visit-no-slot.md",
        r"^## Why$",
        "See [this](‸#now).\n\n## Why",
    ),
    Defect(
        "an anchor as another host makes it",
        "KB202",
        "internet/connected-but-no-internet.md",
        r"^## Why$",
        "### A & B\n\nSee [this](‸#a--b).\n\n## Why",
    ),
    Defect("a dead image", "KB203", "calls/caller-in-tears.md", r"^## Why$", "![LEDs](‸leds.png)\n\n## Why"),
    Defect(
        "an undefined reference", "KB204", "calls/caller-insults-you.md", r"^## Why$", "See ‸[this][nowhere].\n\n## Why"
    ),
    Defect(
        "the wrong case", "KB205", "calls/nothing-more-today.md", r"^## Why$", "See [this](‸Voicemail.md).\n\n## Why"
    ),
    Defect(
        "out of docs",
        "KB206",
        "calls/calling-back-with-no-news.md",
        r"^## Why$",
        "See [this](‸../../mkdocs.yml).\n\n## Why",
    ),
    Defect(
        "a built address",
        "KB208",
        "calls/caller-wants-compensation.md",
        r"^## Why$",
        "See [this](‸voicemail.html).\n\n## Why",
    ),
    Defect(
        "a folder's address",
        "KB208",
        "calls/why-the-cheap-tier-waits.md",
        r"^## Why$",
        "See [this](‸../circuits/latency/).\n\n## Why",
    ),
    Defect(
        "a file that is not published",
        "KB209",
        "calls/after-a-bad-call.md",
        r"^## Why$",
        "See [this](‸.draft.md).\n\n## Why",
    ),
    Defect(
        "an article that nothing links to",
        "KB213",
        "internet/lonely.md",
        "",
        page("lonely", "Lamp flickers", "the lamp flickers"),
        at="^title:",
    ),
    Defect(
        "a missing slash",
        "KB214",
        "calls/caller-does-not-understand-steps.md",
        r"^## Why$",
        "See [this](‸http:/example.org).\n\n## Why",
    ),
    Defect(
        "a script",
        "KB215",
        "calls/escalate-above-your-desk.md",
        r"^## Why$",
        "See [this](‸javascript:alert(1)).\n\n## Why",
    ),
    Defect(
        "a link without text", "KB216", "calls/verify-the-caller.md", r"^## Why$", "See [](‸voicemail.md).\n\n## Why"
    ),
    Defect(
        "a footnote that is not there",
        "KB217",
        "calls/trouble-is-not-the-computer.md",
        r"^## Why$",
        "See this‸[^1].\n\n## Why",
    ),
    Defect(
        "a Markdown link in HTML",
        "KB218",
        "calls/ending-a-call.md",
        r"^## Why$",
        "<details>\n<summary>More</summary>\n\nSee ‸[this](voicemail.md).\n\n</details>\n\n## Why",
    ),
    # --- freshness
    Defect(
        "overdue",
        "KB401",
        "field-laptops/crm-replication-conflict.md",
        r"^last_reviewed: .*$",
        "last_reviewed: ‸2025-01-31",
    ),
    Defect(
        "due next week",
        "KB402",
        "field-laptops/crm-replication-timeout.md",
        r"^last_reviewed: .*$",
        "last_reviewed: ‸2026-05-30",
    ),
    Defect(
        "reviewed next month",
        "KB404",
        "field-laptops/vpn-error-619.md",
        r"^last_reviewed: .*$",
        "last_reviewed: ‸2026-12-24",
    ),
    Defect(
        "a version that is gone",
        "KB406",
        "field-laptops/vpn-error-809.md",
        r"^applies_to: .*$",
        'applies_to: [‸"office-2019"]',
    ),
    # --- findability
    Defect(
        "a symptom of another article",
        "KB502",
        "internet/new-4.md",
        "",
        page("modem", "Modem sulks", "‸I switched it off and on five times and it still only flashes"),
    ),
    Defect("a synonym for nothing", "KB504", "../vocabulary.yml", r"\Z", "  ‸zorkmid: [quuxify]\n"),
    # --- safety
    Defect(
        "a customer's address",
        "KB601",
        "hardware/pc-does-not-start.md",
        r"^## Why$",
        "Ask ‸p.kowalski83@gmail.com.\n\n## Why",
    ),
    Defect(
        "a customer's phone",
        "KB602",
        "hardware/pc-starts-no-picture.md",
        r"^## Why$",
        "Call ‸+49 171 8830417.\n\n## Why",
    ),
    Defect("a card", "KB603", "hardware/ups-beeps.md", r"^## Why$", "The card was ‸4539 5787 6362 1486.\n\n## Why"),
    Defect(
        "a customer's number",
        "KB604",
        "hardware/ups-battery-will-not-hold.md",
        r"^## Why$",
        "As for ‸C-123456.\n\n## Why",
    ),
    Defect("a key", "KB605", "hardware/defective-unit-rma.md", r"^## Why$", "    ‸AKIAQ3EGUR5TZ7WXYK2L\n\n## Why"),
    # --- speech
    Defect("an empty promise", "KB702", "circuits/service-tiers.md", r"^## Why$", "‸We call you back.\n\n## Why"),
    # --- more of each family, in files of their own
    Defect("a page without a title", "KB124", "internet/new-5.md", "", "Only text, and nobody knows what about.\n"),
    Defect(
        "a dead absolute link",
        "KB201",
        "circuits/taking-a-fault-to-the-carrier.md",
        r"^## Why$",
        "[x](‸/gone.md)\n\n## Why",
    ),
    Defect(
        "never reviewed",
        "KB403",
        "internet/new-6.md",
        "",
        page("bell", "Bell rings", "the bell rings").replace("last_reviewed: 2026-11-21\n", ""),
        at="^review_interval:",
    ),
    Defect(
        "a known issue of last week",
        "KB407",
        "internet/new-7.md",
        "",
        known_issue("west-outage", "Outage in the west", expires="‸2026-11-14", next_update="2026-11-30"),
    ),
    Defect(
        "an update that did not come",
        "KB408",
        "internet/new-8.md",
        "",
        known_issue("east-outage", "Outage in the east", expires="2026-12-24", next_update="‸2026-11-18"),
    ),
    Defect(
        "the same text twice",
        "KB501",
        "internet/new-9.md",
        "",
        page("drum", "‸Drum beats", "the drum beats") + SPEECH,
    ),
    Defect("a phrase for nobody", "KB506", "../phrases.yml", r"\Z", "- said: where is my gnome\n  expect: [‸nobody]\n"),
    Defect(
        "an internal word for the public",
        "KB606",
        "internet/new-10.md",
        "",
        page("public-1", "Lawn mower", "my mower stops").replace("internal", "public") + "\nAsk ‸bluebird.\n",
    ),
    Defect(
        "an internal article for the public",
        "KB607",
        "internet/new-11.md",
        "",
        page("public-2", "Hedge shears", "my shears stop").replace("internal", "public") + "\nSee [it](‸no-sync.md).\n",
    ),
    Defect("an escalation to nobody", "KB701", "internet/new-12.md", "", "# Gate\n\n## ‸If that fails\n\nEscalate.\n"),
    Defect(
        "a suppression that suppresses nothing",
        "KB801",
        "internet/new-13.md",
        "",
        "# Roof\n\n<!-- ‸kb: ignore KB201 why -->\n",
    ),
    Defect(
        "a suppression without a reason", "KB802", "internet/new-14.md", "", "# Door\n\n<!-- ‸kb: ignore KB201 -->\n"
    ),
)
"""They do not touch each other: each is found whether or not the others are there."""


def copy_of_this(root: Path) -> Path:
    """A copy of the knowledge base that ships, without its manual, with nothing wrong in it. Returns *root*."""
    shutil.copytree(OWN / "docs", root / "docs", ignore=shutil.ignore_patterns("manual"))
    (root / "docs/manual").mkdir()
    (root / "docs/manual/index.md").write_text("# Manual\n\n[The site](site-for-agents.md)\n")
    (root / "docs/manual/site-for-agents.md").write_text("# Site\n")
    for name in ("mkdocs.yml", "phrases.yml", "vocabulary.yml"):
        shutil.copy(OWN / name, root)
    own, _, _ = (OWN / "kb.toml").read_text(encoding="utf-8").partition("[[check.except]]")
    (root / "docs/calls/.draft.md").write_text("# Draft\n")
    (root / "docs/internet/new-0.md").write_text(
        page("snare", "Snare beats", "the snare beats") + SPEECH, encoding="utf-8"
    )
    with open(root / "docs/internet/index.md", "a", encoding="utf-8") as index:
        index.write("\n[Snare](new-0.md)\n")
    (root / "products.yml").write_text("office-2019: {gone: 2025-10-14}\n")
    (root / "kb.toml").write_text(
        f"{own}[check]\ninternal_words = ['bluebird']\ncustomer_ids = ['\\bC-\\d{{6}}\\b']\n", encoding="utf-8"
    )
    return root


def plant(root: Path, defects: Iterable[Defect]) -> list[Place]:
    """Put the defects into a copy of the knowledge base, and tell where they are."""
    places = []
    for defect in defects:
        path = root / "docs" / defect.path
        text = _text(path, defect)
        before, caret, _ = text.partition(CARET)
        if defect.at:
            found = re.search(defect.at, text, re.M)
            assert found is not None, defect.name
            before = text[: found.start()]
        line = before.count("\n") + 1 if caret or defect.at else 1
        column = len(before) - before.rfind("\n") if caret else 0
        path.write_bytes(text.replace(CARET, "").encode(defect.encoding))
        places.append(Place(path.resolve().relative_to(root.resolve()).as_posix(), line, defect.rule, column))
    return sorted(places)


def _text(path: Path, defect: Defect) -> str:
    """The file with the defect, caret and all."""
    if defect.old:
        text, count = re.subn(defect.old, lambda _: defect.new, path.read_text(encoding="utf-8"), count=1, flags=re.M)
        assert count, f"{defect.name}: {defect.old!r} is not in {defect.path}"
        return text
    if defect.rule != "KB213":
        with open(path.with_name("index.md"), "a", encoding="utf-8") as index:
            index.write(f"\n[{defect.name}]({path.name})\n")
    return defect.new
