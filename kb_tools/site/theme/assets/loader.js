"use strict";
/*
 * All of the search that a page loads before anybody asks for it: the button, the keys that open the dialog, and the
 * dialog's frame with its input. The frame is here so that it opens at once: what is typed while the rest still loads
 * goes into the real input, and phones show their keyboard only for a focus that is set while the finger is down.
 *
 *   <script src="../kb/loader.js" data-kb-base="../" data-kb-scripts="kb/engine.js kb/dialog.js"></script>
 *
 * data-kb-base     the site's root, seen from the page
 * data-kb-scripts  what to load at the first touch, below the root
 * data-kb-keys     keys that open the dialog, apart from Ctrl-K; default "/ s f" (Material's), "" for none
 *
 * It stands in <head>, without defer: so it is there before Material's own script, which would fetch its own index.
 */
{
  // A heading "kb" has that for its id, and is globalThis.kb as long as nothing else is.
  const kb = Object.hasOwn(globalThis, "kb") ? globalThis.kb : (globalThis.kb = {});
  const own = document.currentScript;
  const base = new URL(own.dataset.kbBase || "./", document.baseURI).href;
  const files = (own.dataset.kbScripts || "").split(" ").filter(Boolean);
  const keys = (own.dataset.kbKeys ?? "/ s f").split(" ").filter(Boolean);
  const ADDRESS = "#kb?";
  const BUTTON = "[data-kb-open]"; // ours, or any that the page has
  const RELOADED = "kb-reloaded";
  const AGAIN_AFTER = 60_000; // milliseconds in which a page is not reloaded a second time

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const input = element("input", {
    type: "text",
    class: "kb-input",
    id: "kb-input",
    role: "combobox",
    "aria-label": "What does the caller say?",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "kb-hits",
    placeholder: "What does the caller say?",
    autocomplete: "off",
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
    inputmode: "search",
    enterkeyhint: "search",
    maxlength: "4000",
    autofocus: "",
  });
  const closer = element("button", { type: "button", class: "kb-close", "aria-label": "Close the search" }, "✕");
  const body = element("div", { class: "kb-body" }, element("p", { class: "kb-loading" }, "Loading the search …"));
  const dialog = element(
    "dialog",
    { class: "kb-search", "aria-label": "Search" },
    element("div", { class: "kb-frame" }, element("div", { class: "kb-top" }, input), body, closer),
  );

  const inAddress = () => location.hash.startsWith(ADDRESS);
  const asked = () => inAddress() || new URLSearchParams(location.search).has("q");

  let leaving = false; // on the way back to the address from before
  let holder = null; // what had the focus
  const push = () => history.pushState({ kb: "opened" }, "", here(ADDRESS));

  /** This page's address with another fragment; a fragment alone would belong to the page's <base>, where it has one. */
  function here(fragment) {
    const address = new URL(location.href);
    address.searchParams.delete("q");
    address.hash = fragment;
    return address.href;
  }

  /** Show the dialog, and give it a place in the history, so that "back" closes it. */
  function open() {
    if (dialog.open || !document.body) return;
    holder = document.activeElement;
    document.body.append(dialog);
    dialog.showModal();
    input.select();
    if (!asked() && !leaving) push();
    kb.searchDialog?.restore();
    load();
  }

  /** Take the query out of the address again, as if the dialog had never been opened. */
  function leave() {
    if (dialog.open || leaving || !asked()) return;
    if (history.state?.kb === "opened") {
      leaving = true;
      history.back();
    } else {
      history.replaceState(null, "", here(""));
    }
  }

  /** The address changed: by "back", or by hand. */
  function follow() {
    if (leaving) {
      leaving = false;
      // It was opened again before the browser had gone back; else, a heading in the address takes the focus away from
      // what had it.
      if (dialog.open) push();
      else setTimeout(() => !dialog.open && holder?.focus({ preventScroll: true }), 0);
    } else if (!asked()) dialog.close();
    else if (dialog.open) kb.searchDialog?.restore();
    else open();
  }

  const add = (file) =>
    new Promise((done, failed) => {
      const script = element("script", { src: new URL(file, base).href, charset: "utf-8" });
      script.async = false;
      script.onload = done;
      script.onerror = () => failed(new Error(`${script.src} does not load`));
      document.head.append(script);
    });

  let loading = null;
  /** Load the rest, once; a failure is told only to somebody who looks at the dialog. */
  function load() {
    loading ??= Promise.all(files.map(add)).then(() => kb.searchDialog.start({ dialog, input, body, base }), missing);
    return loading;
  }

  async function missing() {
    loading = null;
    if (!dialog.open || (await reloadOnce())) return;
    const again = element("button", { type: "button", class: "kb-button" }, "Try again");
    again.onclick = () => load();
    body.replaceChildren(
      element(
        "div",
        { class: "kb-message", role: "alert" },
        element("p", {}, "The search could not be loaded. Is the network there? What you typed is kept."),
        again,
      ),
    );
  }

  /**
   * Reload the page where that may help: after the site was built anew, it refers to files that are gone. At most once,
   * and never into an error page: the agent is reading what stands behind the dialog.
   */
  async function reloadOnce() {
    try {
      if (Date.now() - Number(sessionStorage.getItem(RELOADED)) < AGAIN_AFTER) return false;
      if (location.protocol !== "file:") {
        const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
        if (!answer.ok) return false;
      }
      sessionStorage.setItem(RELOADED, String(Date.now()));
      if (kb.searchDialog) kb.searchDialog.remember();
      else if (input.value)
        history.replaceState(history.state, "", here(ADDRESS + new URLSearchParams({ q: input.value })));
      location.reload();
      return true;
    } catch {
      return false; // no storage, no answer: nothing that a reload would mend
    }
  }

  /** Does a letter belong to what has the focus? For a moment after it was closed, the browser leaves it in our input. */
  const typing = (target) =>
    !dialog.contains(target) &&
    (target.isContentEditable ||
      target.matches?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select"));

  document.addEventListener(
    "keydown",
    (event) => {
      if (dialog.open || event.defaultPrevented || event.isComposing || event.altKey) return;
      const k = event.key.toLowerCase() === "k" || (event.code === "KeyK" && !/^[a-z]$/i.test(event.key));
      const chord = k && event.ctrlKey !== event.metaKey;
      const plain = !event.ctrlKey && !event.metaKey && keys.includes(event.key) && !typing(event.target);
      if (!chord && !plain) return;
      event.preventDefault();
      event.stopPropagation();
      open();
    },
    true,
  );

  // On the document: a site that swaps its pages itself brings new buttons.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(BUTTON)) open();
  });
  for (const sign of ["pointerover", "focusin"]) {
    document.addEventListener(sign, (event) => {
      if (event.target.closest?.(BUTTON)) load();
    });
  }

  closer.onclick = () => dialog.close();
  dialog.addEventListener("close", leave);
  let outside = false;
  dialog.addEventListener("pointerdown", (event) => {
    outside = event.target === dialog;
  });
  dialog.addEventListener("click", (event) => {
    if (outside && event.target === dialog) dialog.close();
  });
  window.addEventListener("popstate", follow);

  /** A magnifying glass. */
  function glass() {
    const image = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    image.setAttribute("viewBox", "0 0 24 24");
    image.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M16 10a6 6 0 1 1-12 0a6 6 0 0 1 12 0M14.5 14.5L21 21");
    image.append(path);
    return image;
  }

  function makeButton() {
    const made = element(
      "button",
      { type: "button", class: "kb-open", "data-kb-open": "", "aria-label": "Search", "aria-haspopup": "dialog" },
      glass(),
      element("span", { class: "kb-open__name", "aria-hidden": "true" }, "Search"),
    );
    if (keys.length) made.append(element("kbd", { class: "kb-open__key", "aria-hidden": "true" }, keys[0]));
    made.setAttribute("aria-keyshortcuts", [...keys, "Control+K", "Meta+K"].join(" "));
    return made;
  }

  /** Put our button where Material has its search, which goes; elsewhere into the corner. True when it stands. */
  function place() {
    const header = document.querySelector(".md-header");
    for (const theirs of document.querySelectorAll(".md-search, .md-header label[for=__search]")) theirs.remove();
    if (document.readyState === "loading" && !header?.nextElementSibling) return false;
    if (!document.querySelector(BUTTON)) {
      const made = makeButton();
      const row = header?.querySelector(".md-header__inner");
      if (row) row.insertBefore(made, row.querySelector(".md-header__source"));
      else document.body.append(made);
      made.classList.toggle("kb-open--corner", !row);
    }
    // Labels for Material's search may stand in a page of the team's own.
    document.querySelector("#__search")?.addEventListener("change", (event) => {
      if (!event.target.checked) return;
      event.target.click();
      open();
    });
    if (asked()) open();
    return true;
  }

  kb.loader = Object.freeze({ base, open, reloadOnce, here, ADDRESS });
  let placed = place();
  if (!placed) {
    const watcher = new MutationObserver(() => {
      if ((placed ||= place())) watcher.disconnect();
    });
    watcher.observe(document, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", () => {
      placed ||= place();
    });
  }
}
