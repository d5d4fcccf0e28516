"use strict";
/*
 * What the agent has ticked and typed in this call. It stays in this browser, for this article, and for a day at most: the
 * next caller's notes are not mixed with the last one's. Where storage is forbidden or full, it lasts as long as the page.
 */
{
  const { article } = globalThis.kb;

  const PREFIX = "kb:call:";
  const KEPT = 24 * 60 * 60 * 1000;
  // Other knowledge bases may stand on the same server.
  const root = new URL("../../", document.currentScript?.src ?? location.href).pathname;

  const empty = () => ({ steps: [], found: "", at: 0 });
  const isCall = (value) => Array.isArray(value?.steps) && typeof value.found === "string" && typeof value.at === "number";

  function parsed(text) {
    try {
      const value = JSON.parse(text);
      return isCall(value) && Date.now() - value.at < KEPT ? value : null;
    } catch {
      return null;
    }
  }

  /** The call for the article `id`. `changed` is called when it was changed, here or in another tab; `lost` when nothing is kept. */
  function open(id, { changed, lost, signal }) {
    const key = `${PREFIX}${root}:${id}`;
    let call = read() ?? empty();
    let isLost = false;

    function read() {
      try {
        sweep();
        return parsed(localStorage.getItem(key));
      } catch {
        return null;
      }
    }

    function write() {
      try {
        if (call.steps.length || call.found) localStorage.setItem(key, JSON.stringify(call));
        else localStorage.removeItem(key);
      } catch {
        if (!isLost) lost();
        isLost = true;
      }
    }

    function set(next) {
      call = { ...call, ...next, at: Date.now() };
      write();
      changed(call);
    }

    addEventListener("storage", (event) => {
      if (event.key !== key && event.key !== null) return;
      call = parsed(event.newValue) ?? empty();
      changed(call);
    }, { signal });

    return Object.freeze({
      get now() { return call; },
      set,
      tick: (step, done) => set({ steps: done ? [...new Set([...call.steps, step])] : call.steps.filter((each) => each !== step) }),
      /** Begin a new call; what was there comes back. */
      clear() {
        const before = call;
        set(empty());
        return before;
      },
    });
  }

  /** Forget what is older than a day, of all articles. */
  function sweep() {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && !parsed(localStorage.getItem(key))) localStorage.removeItem(key);
    }
  }

  /** A switch that outlives the page. */
  const setting = (name) => Object.freeze({
    get isOn() {
      try { return localStorage.getItem(`kb:${name}`) !== "off"; } catch { return true; }
    },
    set(on) {
      try { localStorage.setItem(`kb:${name}`, on ? "on" : "off"); } catch { /* it holds until the page is left */ }
    },
  });

  article.calls = Object.freeze({ open, setting });
}
