"""Three searches as a reader has them: where to type, where the hits are, and when the answer is whole."""

from __future__ import annotations

from typing import NamedTuple

WATCH = """(() => {
    const seen = globalThis.seen = { touched: 0, key: 0, first: 0, last: 0, changes: 0, ready: false, sent: 0, done: 0 };
    const touched = (event) => { seen.touched ||= event.timeStamp; seen.key = event.timeStamp; };
    addEventListener("keydown", touched, true);
    addEventListener("pointerdown", touched, true);
    new MutationObserver((records) => {
        const box = document.querySelector(BOX);
        const inside = box && records.some((record) => box.contains(record.target));
        if (!inside || !seen.touched) return;
        seen.changes++;
        seen.last = performance.now();
        if (document.querySelector(HITS)) seen.first ||= seen.last;
    }).observe(document, { subtree: true, childList: true, characterData: true });
    // What Material asks its worker: nothing else tells when it has answered the last question.
    const Plain = globalThis.Worker;
    globalThis.Worker = class extends Plain {
        constructor(...all) {
            super(...all);
            seen.worker ??= this;
            this.addEventListener("message", ({ data }) => {
                seen.ready ||= data?.type === 1;
                if (data?.type === 3) seen.done++;
            });
        }
        postMessage(message, ...more) {
            if (message?.type === 2) seen.sent++;
            super.postMessage(message, ...more);
        }
    };
})()"""
"""Set up before anything of the page runs."""

WHOLE = """async ([text, turns]) => {
    // Turns of the page's own loop, which stands still when the page does.
    const isWhole = WHOLE;
    const until = performance.now() + 90_000;
    for (let calm = 0; calm < turns; ) {
        const { changes } = seen;
        await new Promise((done) => setTimeout(done, 50));
        calm = changes === seen.changes && isWhole(text) ? calm + 1 : 0;
        if (performance.now() > until) return null;
    }
    const { touched, key, first, last } = seen;
    return { touched, key, first, last };
}"""


class Search(NamedTuple):
    """One of the searches."""

    folders: tuple[str, ...]
    """What of the site is the search's."""
    open: str
    """The key that opens it, or nothing: then its input is clicked."""
    input: str
    box: str
    hits: str
    whole: str
    """A function in JavaScript: has it answered this text?"""
    ready: str
    """The same: can it be asked?"""
    rank: str
    """The same: the addresses of its first ten hits."""

    def watch(self) -> str:
        return WATCH.replace("BOX", repr(self.box)).replace("HITS", repr(self.hits))

    def until_whole(self) -> str:
        return WHOLE.replace("isWhole = WHOLE", f"isWhole = {self.whole}")


MATERIAL = Search(
    ("search/", "assets/javascripts/workers/", "assets/javascripts/lunr/"),
    "/",
    ".md-search__input",
    ".md-search-result",
    ".md-search-result__item a",
    "() => seen.sent > 0 && seen.sent === seen.done",
    "() => seen.ready",
    """async (text) => {
        const answer = new Promise((done) => seen.worker.addEventListener("message", done, { once: true }));
        seen.worker.postMessage({ type: 2, data: text });
        const { data } = await answer;
        return data.data.items.slice(0, 10).map(([hit]) => hit.location.replace(/#.*/, ""));
    }""",
)
PAGEFIND = Search(
    ("pagefind/",),
    "",
    ".pagefind-ui__search-input",
    ".pagefind-ui__drawer",
    ".pagefind-ui__result-link",
    """(text) => {
        const told = document.querySelector(".pagefind-ui__message")?.textContent ?? "";
        return told.includes(text) && !told.startsWith("Searching") && !document.querySelector(".pagefind-ui__loading");
    }""",
    "() => true",
    """async (text) => {
        seen.engine ??= await import("/pagefind/pagefind.js");
        const { results } = await seen.engine.search(text);
        const hits = await Promise.all(results.slice(0, 10).map((result) => result.data()));
        return hits.map((hit) => new URL(hit.url, location.href).pathname.slice(1));
    }""",
)
KB = Search(
    ("kb/loader", "kb/dialog", "kb/search"),
    "/",
    "#kb-input",
    ".kb-results",
    ".kb-hit",
    "() => document.querySelector('.kb-results')?.getAttribute('aria-busy') !== 'true'",
    "() => Boolean(globalThis.kb?.open)",
    """async (text) => {
        seen.engine ??= await kb.open(kb.loader.base);
        const { hits } = await seen.engine.search(text, { limit: 10 });
        return hits.map((hit) => hit.path);
    }""",
)

SEARCHES = {"Material": MATERIAL, "Material + Pagefind": PAGEFIND, "Material + kb": KB}
