"use strict";
/* The search dialog: puts its parts together, in the frame that loader.js has opened. */
{
  const kb = (globalThis.kb ??= {});
  const { element, button, counted, copy } = kb.dom;
  const FIRST = 10;
  const MORE = 20;
  const SPOKEN_AFTER = 600; // milliseconds without a new answer until a screen reader is told
  const NOTE_KEY = `${kb.keys.ALT}N`;

  function start({ dialog, input, body, base }) {
    const list = kb.list.makeList(input, base);
    const filters = kb.filters.makeFilters(() => changed());
    const above = element("div", { class: "kb-above" });
    const below = element("div", { class: "kb-below" });
    const results = element("div", { class: "kb-results" }, above, list.box, below);
    const status = element("div", { class: "kb-offscreen", role: "status" });
    const told = element("span", { class: "kb-told", role: "status" });
    const noter = button("None fits: note it down ", () => note(), { "aria-keyshortcuts": "Alt+N", disabled: "" });
    noter.append(element("kbd", { "aria-hidden": "true" }, NOTE_KEY));
    const notedButton = button("", () => toggleNoted(), { "aria-expanded": "false" });
    const linker = button("Copy link", () => link(), { disabled: "" });
    const { panel, toggle } = kb.notedPanel.makePanel({ say: tell, changed: count });
    const asking = kb.asking.makeAsking(base, {
      opened: offer,
      show,
      rest,
      failed,
      waiting: (yes) => results.setAttribute("aria-busy", String(yes)),
    });
    let limit = FIRST;
    let shownText = ""; // what the list belongs to
    let hasFailed = false; // what is shown is that nothing loads
    let following = null; // Enter was pressed before the answer was there: what to open when it is
    let spoken = ""; // what a screen reader is told before the number of hits
    let speaking = 0;
    let telling = 0;

    // The filters are seen above the list, and reached behind it: from the input, one Tab leads to the hits.
    body.replaceChildren(element("div", { class: "kb-scroll" }, results, panel), filters.row, foot(), status);
    input.addEventListener("input", (event) => changed(FIRST, isTyping(event) ? performance.now() : 0));
    input.addEventListener("pointerdown", () => toggleNoted(false));
    dialog.addEventListener("click", followed);
    dialog.addEventListener("close", () => {
      kb.address.forget();
      following = null;
      toggleNoted(false);
    });
    document.addEventListener("kb-known-issues", () => list.showIssues(kb.known.matching(shownText)));
    addEventListener("online", () => {
      if (hasFailed && dialog.open) changed(limit);
    });
    kb.keys.handle(dialog, input, list, { open, note });
    count();
    asking.open().catch(() => {}); // told with the first question
    if (dialog.open) reopened(input.value === "");

    function foot() {
      const keys = [
        ["↑ ↓", "choose"],
        ["Enter", "open"],
        [`${kb.keys.ALT}1…9`, "open (in the list: 1…9)"],
        ["Esc", "close"],
      ];
      return element(
        "div",
        { class: "kb-foot" },
        element("p", { class: "kb-keys" }, ...keys.flatMap(([key, what]) => [element("kbd", {}, key), ` ${what} `])),
        element("div", { class: "kb-tools" }, told, noter, notedButton, linker),
      );
    }

    /** One letter more or less at the end: the next may follow. What was pasted or spoken is whole. */
    function isTyping({ inputType, data }) {
      if (input.selectionStart !== input.value.length) return false;
      return inputType === "deleteContentBackward" || (inputType === "insertText" && Array.from(data ?? "").length === 1);
    }

    function question() {
      return { text: input.value.trim(), filters: filters.get() };
    }

    /** The question is another one. */
    function changed(most = FIRST, typedAt = 0) {
      const now = question();
      limit = most;
      following = null;
      hasFailed = false;
      toggleNoted(false);
      kb.address.write(now);
      for (const one of [noter, linker]) one.disabled = !now.text;
      if (now.text) asking.ask({ ...now, limit, typedAt });
      else clear();
    }

    /** Without its values, a filter cannot be set; the search goes on. */
    async function offer(searcher) {
      try {
        filters.fill(await searcher.facets());
      } catch {
        asking.forget();
      }
    }

    function clear() {
      asking.stop();
      shownText = "";
      list.show([]);
      above.replaceChildren();
      below.replaceChildren(kb.messages.hint());
      speak("");
    }

    function show(asked, found, isNewest) {
      const notices = kb.notices.notices(found, replace);
      const issues = kb.known.matching(asked.text);
      shownText = asked.text;
      list.show(found.hits, issues);
      above.replaceChildren(...notices);
      end(asked, found);
      if (limit === FIRST) body.querySelector(".kb-scroll").scrollTop = 0;
      spoken = [kb.known.told(issues), ...notices.map((notice) => notice.textContent)].join(" ");
      speakOf(found);
      if (isNewest && following) open(following.pick, following.event);
    }

    /** The hits behind the first few, which were shown while somebody typed. */
    function rest(asked, found) {
      list.extend(found.hits);
      end(asked, found);
      speakOf(found);
    }

    function speakOf({ hits }) {
      speak(`${spoken} ${hits.length ? counted(hits.length, "article") : "Nothing found."}`.trim());
    }

    /** What stands behind the hits. */
    function end(asked, found) {
      below.replaceChildren(
        ...(found.hits.length ? [] : [kb.messages.nothing(asked, found, { unfilter, unquote: askFor, note, NOTE_KEY })]),
        ...(found.hits.length >= limit || !asking.isWhole() ? [button("Show more", () => more())] : []),
      );
    }

    function failed() {
      hasFailed = true;
      shownText = question().text;
      list.show([], kb.known.matching(shownText));
      above.replaceChildren();
      const reload = () => {
        remember();
        location.reload();
      };
      below.replaceChildren(kb.messages.failure(() => changed(limit), reload));
    }

    /** Open a hit as soon as the list belongs to what was typed. */
    function open(pick, event) {
      const chosen = asking.isSettled() ? pick() : null;
      if (!chosen && !(asking.isSettled() && asking.isWhole())) {
        following = { pick, event };
        return asking.hurry();
      }
      following = null;
      if (!chosen) return;
      if (event.ctrlKey || event.metaKey) window.open(chosen.href, "_blank", "noopener");
      else chosen.click();
    }

    /** A hit is opened: "back" leads to this list again. */
    function followed(event) {
      const link = event.target.closest(".kb-hit, a.kb-known");
      if (!link) return;
      if (isHere(link) && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
        // Neither loaded again nor left: Material's instant navigation would go back in the history, to these hits.
        event.preventDefault();
        event.stopPropagation();
        dialog.close();
        return;
      }
      kb.address.flush();
      // A site that swaps its pages itself stops the browser from leaving this one: then the dialog goes.
      setTimeout(() => {
        if (event.defaultPrevented) dialog.close();
      }, 0);
    }

    /** Does a link lead to the page that stands behind the dialog? */
    function isHere({ origin, pathname, hash }) {
      return origin === location.origin && pathname === location.pathname && !hash;
    }

    function replace(said, word) {
      const at = input.value.toLowerCase().indexOf(said.toLowerCase());
      if (at >= 0) input.setRangeText(word, at, at + said.length, "end");
      input.focus();
      changed();
    }

    function unfilter() {
      filters.restore({});
      input.focus();
      changed();
    }

    /** Ask something else instead. */
    function askFor(text) {
      input.value = text;
      input.focus();
      changed();
    }

    function more() {
      input.focus();
      changed(limit + MORE);
    }

    function note() {
      const { text } = question();
      if (!text) return;
      const kept = kb.noted.note(text);
      count();
      tell(kept ? "Noted down." : "Noted until this page is left: the browser keeps nothing for this site.");
    }

    async function link() {
      tell(
        (await copy(kb.address.of(question())))
          ? "Link copied."
          : "The browser does not let it be copied: take it from the address bar.",
      );
    }

    function toggleNoted(shown = panel.hidden) {
      toggle(shown);
      results.hidden = shown;
      notedButton.setAttribute("aria-expanded", String(shown));
    }

    function count() {
      notedButton.textContent = `Noted (${kb.noted.list().length})`;
    }

    /** Say in the dialog's foot what was done. */
    function tell(text) {
      clearTimeout(telling);
      told.textContent = text;
      telling = setTimeout(() => {
        told.textContent = "";
      }, 4000);
    }

    /** Tell a screen reader, when typing rests. */
    function speak(text) {
      clearTimeout(speaking);
      speaking = setTimeout(() => {
        status.textContent = text;
      }, SPOKEN_AFTER);
    }

    /** Put the question into the address, before the page goes. */
    function remember() {
      kb.address.write(question());
      kb.address.flush();
    }

    /** The dialog was opened, or the address changed under it. */
    function reopened(fromAddress = true) {
      const asked = kb.address.read();
      if (fromAddress && asked && (asked.text || Object.keys(asked.filters).length)) {
        input.value = asked.text;
        filters.restore(asked.filters);
      }
      changed();
    }

    kb.searchDialog = Object.freeze({ start, remember, restore: reopened });
  }

  // Phones lay their keyboard over the page: the dialog is as high as what remains.
  const seen = globalThis.visualViewport;
  seen?.addEventListener("resize", () =>
    document.querySelector("dialog.kb-search")?.style.setProperty("--kb-height", `${Math.round(seen.height)}px`),
  );

  kb.searchDialog = Object.freeze({ start, remember() {}, restore() {} });
}
