"""What each key does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from kb_tools.cli.browsing.model import LONGEST

if TYPE_CHECKING:
    from kb_tools.cli.browsing.screen import Screen

HELP = """\
In the list of hits
  typing              the query; what is pasted is one search
  Up, Down            choose a hit; Ctrl-K and Ctrl-J, too
  PgUp, PgDn          choose one further away
  Enter               read it
  Alt-C               copy the ticket note
  Alt-S               copy the words to say
  Alt-E               edit it in your editor
  Alt-O               open its page on the site
  Alt-F               flag it: say what is wrong with it
  Ctrl-N              note down a search that found nothing
  Ctrl-U              clear the query
  Esc                 clear the query, then leave

In an article
  Up, Down, j, k      scroll; Space, b, PgUp, PgDn by screens; Home, End
  1 ... 9             tick a step of the list on the screen
  x                   tick the next step
  0                   a new call: nothing is ticked or noted
  w                   note what you found
  c                   copy the ticket note
  s                   copy the words to say
  e                   edit it in your editor
  o                   open its page on the site
  f                   flag it: say what is wrong with it
  n, p                the next hit, the one before
  Esc, q              back to the hits

Everywhere
  F1, in an article ? these keys
  Ctrl-L              paint the screen anew
  Ctrl-C              leave"""


def bindings(screen: Screen) -> KeyBindings:
    """All keys, by what is on the screen."""
    keys = KeyBindings()
    browser = screen.browser

    def on(*names: str, mode: str = "", then: Callable[[], Any]) -> None:
        """One command for several keys; a sequence is written with a space between its keys."""

        def run(event: KeyPressEvent) -> None:
            browser.message = ""
            then()

        for name in names:
            filters = Condition(lambda: browser.mode == mode) if mode else Condition(lambda: True)
            keys.add(*name.split(" "), filter=filters)(run)

    on("c-c", "<sigint>", then=screen.leave)
    on("c-l", then=screen.repaint)
    on("c-z", then=screen.suspend)
    for mode in ("list", "article"):
        on("f1", mode=mode, then=lambda: screen.show("Keys", HELP))

    # The list. Letters are for the query, so commands have Alt.
    on("up", "c-k", "c-p", mode="list", then=lambda: browser.move(-1))
    on("down", "c-j", mode="list", then=lambda: browser.move(1))
    on("pageup", mode="list", then=lambda: browser.move(-5))
    on("pagedown", mode="list", then=lambda: browser.move(5))
    on("enter", mode="list", then=screen.open)
    on("c-u", mode="list", then=screen.clear)
    on("escape", mode="list", then=lambda: screen.clear() if browser.text else screen.leave())
    on("c-n", mode="list", then=lambda: screen.say(browser.note_miss()))
    on("escape ?", mode="list", then=lambda: screen.show("Keys", HELP))

    # An article.
    for mode in ("article", "sheet"):
        on("up", "k", "c-k", "c-p", mode=mode, then=lambda: screen.scroll(-1))
        on("down", "j", "c-j", "enter", mode=mode, then=lambda: screen.scroll(1))
        on("pagedown", "space", mode=mode, then=lambda: screen.scroll(screen.page_rows()))
        on("pageup", "b", mode=mode, then=lambda: screen.scroll(-screen.page_rows()))
        on("home", "g", mode=mode, then=lambda: screen.scroll(-1_000_000))
        on("end", "G", mode=mode, then=lambda: screen.scroll(1_000_000))
    on("escape", "q", "/", "left", mode="article", then=screen.back)
    on("escape", "q", "?", "f1", mode="sheet", then=screen.close_sheet)
    on("?", mode="article", then=lambda: screen.show("Keys", HELP))
    for digit in range(1, 10):
        on(str(digit), mode="article", then=partial(screen.tick, digit))
    on("x", mode="article", then=lambda: screen.say(browser.tick_next()))
    on("0", mode="article", then=lambda: screen.say(browser.new_call()))
    on("w", mode="article", then=lambda: screen.ask("found"))
    on("n", mode="article", then=lambda: screen.neighbor(1))
    on("p", mode="article", then=lambda: screen.neighbor(-1))
    for letter, command in {
        "c": screen.copy_note, "s": screen.copy_say, "e": screen.edit, "o": screen.open_page,
        "f": lambda: screen.ask("wrong"),
    }.items():  # fmt: skip
        on(letter, mode="article", then=command)
        on(f"escape {letter}", mode="list", then=command)

    # What was found, or is wrong.
    on("enter", mode="asking", then=lambda: screen.answered(keep=True))
    on("escape", mode="asking", then=lambda: screen.answered(keep=False))

    @keys.add("<bracketed-paste>")
    def _(event: KeyPressEvent) -> None:
        """One line, however many were copied."""
        if browser.mode in ("list", "asking"):
            browser.message = ""
            event.current_buffer.insert_text(" ".join(event.data[: 2 * LONGEST].split())[:LONGEST])

    return keys
