"""For everybody: screen readers, any width, any colors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.dialog.driving import DIALOG, INPUT, Known, ask, expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_screen_readers_are_told(opened: Page, known: Known) -> None:
    field = opened.get_by_role("combobox", name="What does the caller say?")
    expect(field).to_have_attribute("aria-expanded", "false")
    ask(opened, "809", known)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(opened.locator(".kb-body > [role=status]")).to_have_text("6 articles")
    data = known["answers"]["809"]["hits"][0]
    option = opened.get_by_role("option", name=f"{data['title']} {data['trust']['summary']}")
    expect(option).to_have_accessible_description(re.compile(re.escape(data["first_step"]["text"][:30])))
    opened.fill(INPUT, "xyzzy")
    expect(opened.locator(".kb-body > [role=status]")).to_have_text("Nothing found.")
    expect(field).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(opened: Page, known: Known, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    opened.set_viewport_size({"width": width, "height": 700})
    opened.evaluate("(scheme) => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
    for text in ("", "error 0x8007ffff vpn", "evil", "xyzzy", '"no such words here"'):
        opened.fill(INPUT, text)
        opened.wait_for_timeout(100)
        opened.keyboard.press("ArrowDown")
        found = axe.run(opened, context=DIALOG, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()
    opened.keyboard.press("Alt+KeyN")
    opened.get_by_role("button", name="Noted (").click()
    assert axe.run(opened, context=DIALOG).violations_count == 0


@pytest.mark.parametrize("width", [320, 390, 1920])
def test_nothing_runs_over_the_edge(opened: Page, known: Known, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 640})
    for text in ("error 0x8007ffff vpn", "evil", "xyzzy"):
        opened.fill(INPUT, text)
        opened.wait_for_timeout(50)
        wide = """(selector) => [...document.querySelectorAll(selector)]
            .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.className)"""
        assert opened.evaluate(wide, "dialog.kb-search, .kb-scroll, .kb-foot, .kb-filters, .kb-hit") == []
        box = opened.locator(DIALOG).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 640


def test_nothing_jumps_while_somebody_types(opened: Page, known: Known) -> None:
    frame = """() => ["dialog.kb-search", ".kb-top", ".kb-filters", ".kb-foot"]
        .map((selector) => JSON.stringify(document.querySelector(selector).getBoundingClientRect()))"""
    before = opened.evaluate(frame)
    for text in ("vpn", "the interent is down", "xyzzy", "", "evil"):
        opened.fill(INPUT, text)
        opened.wait_for_timeout(60)
        assert opened.evaluate(frame) == before


def test_without_motion_without_colors_and_on_paper(opened: Page, known: Known) -> None:
    ask(opened, "vpn", known)
    opened.emulate_media(forced_colors="active", reduced_motion="reduce")
    opened.keyboard.press("ArrowDown")
    colors = "(selector) => getComputedStyle(document.querySelector(selector)).backgroundColor"
    assert opened.evaluate(colors, "#kb-hit-1") != opened.evaluate(colors, "#kb-hit-2")
    assert opened.evaluate("document.getAnimations().length") == 0
    opened.emulate_media(media="print", forced_colors="none")
    expect(opened.locator(DIALOG)).to_be_hidden()


def test_a_click_beside_it_closes_it_a_selection_that_ends_there_does_not(opened: Page) -> None:
    box = opened.locator(INPUT).bounding_box()
    assert box is not None
    opened.mouse.move(box["x"] + 20, box["y"] + 10)
    opened.mouse.down()
    opened.mouse.move(5, 500)
    opened.mouse.up()
    expect(opened.locator(DIALOG)).to_be_visible()
    opened.mouse.click(5, 500)
    expect(opened.locator(f"{DIALOG}[open]")).to_have_count(0)


def test_filters_are_seen_above_the_list_and_reached_behind_it(opened: Page, known: Known) -> None:
    ask(opened, "vpn", known)
    filters, shown = opened.locator(".kb-filters").bounding_box(), opened.locator(".kb-scroll").bounding_box()
    assert filters is not None
    assert shown is not None
    assert filters["y"] + filters["height"] <= shown["y"]
    opened.keyboard.press("Tab")
    expect(opened.locator("#kb-hits")).to_be_focused()
