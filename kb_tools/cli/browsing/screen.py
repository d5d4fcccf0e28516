"""Drive the terminal: keys come in, rows go out, and it is left as it was found, whatever happens."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any

from prompt_toolkit.application import Application, run_in_terminal
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.layout import BufferControl, ConditionalContainer, HSplit, Layout, UIContent, UIControl, Window
from prompt_toolkit.layout.processors import AfterInput, BeforeInput, ConditionalProcessor
from prompt_toolkit.styles import Style

from kb_tools.cli.browsing import programs
from kb_tools.cli.browsing.cells import Line
from kb_tools.cli.browsing.fresh import Freshness
from kb_tools.cli.browsing.keys import bindings
from kb_tools.cli.browsing.model import Browser, Question, Reading, Sheet
from kb_tools.cli.browsing.page import to_say
from kb_tools.cli.browsing.paint import paint, status
from kb_tools.cli.output import clean

QUESTION = "What does the caller say?"

QUESTIONS: dict[Question, str] = {"": "", "found": "Found: ", "wrong": "What is wrong: "}

STYLE = Style.from_dict({
    "prompt": "bold ansicyan", "placeholder": "dim", "dim": "dim", "bold": "bold",
    "title": "bold", "heading": "bold underline", "chosen": "bold ansicyan", "chosen-title": "bold reverse",
    "trusted": "ansigreen", "stale": "ansiyellow", "known": "bold ansired", "why": "", "mark": "underline ansicyan",
    "escalation": "ansimagenta", "path": "ansiblue", "warning": "ansiyellow", "ask-head": "bold ansiyellow", "ask": "",
    "code": "ansicyan", "bar": "dim", "done": "dim", "mark-done": "bold ansigreen",
    "status": "reverse", "message": "bold reverse",
})  # fmt: skip


class _Control(UIControl):
    """Shows lines that are painted for the room there is."""

    def __init__(self, painted: Callable[[int, int], list[Line]], *, takes_keys: bool = False) -> None:
        self._painted = painted
        self._takes_keys = takes_keys

    def is_focusable(self) -> bool:
        return self._takes_keys

    def create_content(self, width: int, height: int) -> UIContent:
        lines = [[(f"class:{style}" if style else "", text) for style, text in line]
                 for line in self._painted(width, height)]  # fmt: skip
        return UIContent(lambda number: lines[number], len(lines), show_cursor=False)  # type: ignore[arg-type, return-value]


class Screen:
    """The whole screen, and what the keys do to it."""

    def __init__(self, folder: str, browser: Browser) -> None:
        self.browser = browser
        self._fresh = Freshness(folder, browser.searcher)
        self._is_looking = False
        self._rows = 20
        self._query = Buffer(multiline=False, on_text_changed=self._typed)
        self._answer = Buffer(multiline=False)
        self._asked_about: Reading | None = None
        self._query_control = BufferControl(self._query, input_processors=[
            BeforeInput("> ", "class:prompt"),
            ConditionalProcessor(AfterInput(QUESTION, "class:placeholder"), Condition(lambda: not self._query.text)),
        ])  # fmt: skip
        self._answer_control = BufferControl(self._answer, input_processors=[
            BeforeInput(lambda: QUESTIONS[browser.asked], "class:prompt")
        ])  # fmt: skip
        self._body = _Control(self._paint, takes_keys=True)
        query = Window(self._query_control, height=1)
        answer = Window(self._answer_control, height=1)
        bottom = Window(_Control(lambda width, height: [status(browser, width)]), height=1)
        root = HSplit([
            ConditionalContainer(query, Condition(lambda: browser.mode == "list")),
            Window(self._body),
            ConditionalContainer(answer, Condition(lambda: browser.mode == "asking")),
            bottom,
        ])  # fmt: skip
        self.app: Application[int] = Application(
            Layout(root, self._query_control), key_bindings=bindings(self), style=STYLE, full_screen=True,
            include_default_pygments_style=False,
        )  # fmt: skip
        # An Esc is one after a twentieth of a second in which nothing follows it: a key with Alt comes at once.
        self.app.ttimeoutlen = self.app.timeoutlen = 0.05

    def run(self, text: str = "") -> int:
        """Until the agent leaves; the exit status."""
        if text:
            self._query.insert_text(text)
        return asyncio.run(self._run())

    async def _run(self) -> int:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self._fail(context))
        for name in ("SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, None):
                try:
                    loop.add_signal_handler(number, self._end, 128 + number)
                except NotImplementedError:
                    # Windows ends its programs in another way.
                    break
        return await self.app.run_async(set_exception_handler=False)

    def _fail(self, context: dict[str, Any]) -> None:
        """A fault anywhere ends it all, with the terminal as it was; who called us makes the report."""
        error = context.get("exception")
        if error and self.app.future is not None and not self.app.future.done():
            self.app.exit(exception=error)

    def _end(self, exit_status: int) -> None:
        if self.app.future is not None and not self.app.future.done():
            self.app.exit(result=exit_status)

    # --- Painting ---------------------------------------------------------------------------------------------------

    def _paint(self, width: int, height: int) -> list[Line]:
        self._rows = height
        # Here, not at each key: what comes at once, such as something pasted, is one search.
        self.browser.search()
        return paint(self.browser, width, height)

    def _typed(self, _: Buffer) -> None:
        self.browser.text = self._query.text
        if self._fresh.is_due() and not self._is_looking:
            self._is_looking = True
            self.app.create_background_task(self._look())

    async def _look(self) -> None:
        try:
            look = await asyncio.get_running_loop().run_in_executor(None, self._fresh.look)
        finally:
            self._is_looking = False
        if look.searcher is not None:
            self.browser.renew(look.searcher)
        else:
            self.browser.look_at_flags()
        if look.trouble:
            self.say(look.trouble)
        self.app.invalidate()

    # --- Commands ---------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        self._end(0)

    def repaint(self) -> None:
        self.app.renderer.clear()

    def suspend(self) -> None:
        self.app.suspend_to_background()

    def say(self, message: str) -> None:
        self.browser.message = message

    def show(self, title: str, text: str) -> None:
        self.browser.sheet = Sheet(title, text.rstrip("\n").split("\n"))
        self._focus()

    def close_sheet(self) -> None:
        self.browser.sheet = None
        self._focus()

    def clear(self) -> None:
        self._query.reset()
        self.browser.text = ""

    def open(self) -> None:
        # What was typed in the same moment counts: Enter means its first hit.
        self.browser.search()
        self.browser.open()
        self._focus()

    def back(self) -> None:
        self.browser.reading = None
        self._focus()

    def neighbor(self, by: int) -> None:
        self.browser.move(by)
        self.browser.open()
        self._focus()

    def page_rows(self) -> int:
        return max(self._rows - 2, 1)

    def scroll(self, by: int) -> None:
        if shown := self.browser.sheet or self.browser.reading:
            shown.scroll += by

    def tick(self, digit: int) -> None:
        self.say(self.browser.tick(digit))

    def ask(self, question: Question) -> None:
        """For what was found, or what is wrong. What was said before is there to be changed."""
        self.browser.search()
        if reading := self.browser.current():
            self._answer.reset()
            self._answer.insert_text(reading.call.found if question == "found" else reading.call.wrong)
            self._asked_about, self.browser.asked = reading, question
            self._focus()

    def answered(self, *, keep: bool) -> None:
        reading, question, text = self._asked_about, self.browser.asked, self._answer.text.strip()
        self.browser.asked = ""
        self._focus()
        if reading is None:
            return
        if question == "found" and keep:
            reading.call.found = text
            self.say("It stands in the ticket note." if text else "Nothing was noted.")
        if question == "wrong":
            if keep and text:
                self.app.create_background_task(self._flag(reading, text))
            else:
                reading.call.wrong = ""
                self.say("Nothing was flagged.")

    async def _flag(self, reading: Reading, said: str) -> None:
        self.say(await asyncio.get_running_loop().run_in_executor(None, self.browser.flag, reading, said))
        self.browser.look_at_flags()
        self.app.invalidate()

    def copy_note(self) -> None:
        self.browser.search()
        if reading := self.browser.current():
            self._copy("Ticket note", self.browser.note(reading))

    def copy_say(self) -> None:
        self.browser.search()
        if reading := self.browser.current():
            if words := to_say(reading.article):
                self._copy("What to say", words)
            else:
                self.say("This article has no words to say.")

    def _copy(self, what: str, text: str) -> None:
        # It may be pasted into a terminal.
        text = clean(text)
        taken = programs.copy(text)
        if sequence := programs.osc52(text):
            self.app.output.write_raw(sequence)
            self.app.output.flush()
        if taken:
            self.say(f"{what} copied ({taken}).")
        else:
            # Nobody tells whether a terminal took it: so it can be selected as well.
            self.show(
                f"{what}: sent to the terminal's clipboard (OSC 52). If it is not there, copy it from here:", text
            )

    def open_page(self) -> None:
        if (reading := self.browser.current()) is None:
            return
        address = self.browser.url(reading)
        if not address:
            self.say("Where the site is, nobody said: site_url in mkdocs.yml.")
        elif programs.open_address(address):
            self.say(f"Opened {address}")
        else:
            self.say(f"There is no browser here: {address}")

    def edit(self) -> None:
        if (reading := self.browser.current()) is None:
            return
        command = programs.editor()
        if not command:
            self.say("No editor is set: set the environment variable EDITOR.")
            return
        self.app.create_background_task(self._edit(command, reading.article.path))

    async def _edit(self, command: list[str], path: str) -> None:
        file = str(self.browser.searcher.settings.docs / path)
        trouble = await run_in_terminal(lambda: programs.run_editor(command, file))
        look = await asyncio.get_running_loop().run_in_executor(None, self._fresh.look)
        self.browser.renew(look.searcher or self.browser.searcher)
        self.browser.reading = None
        self.say(trouble or look.trouble or f"Back from {command[0]}; the index knows what is new.")
        self._focus()
        self.app.invalidate()

    def _focus(self) -> None:
        control = {"list": self._query_control, "asking": self._answer_control}.get(self.browser.mode, self._body)
        self.app.layout.focus(control)
