"use strict";
/* Asks for the file again and again: every minute while somebody looks at the page, less often while it fails. */
{
  const kb = (globalThis.kb ??= {});
  const { checked } = kb.checkedIssues;
  const EVERY = 60_000;
  const LONGEST_WAIT = 300_000;
  const PATIENCE = 20_000;
  const MOST_BYTES = 1_000_000;
  const KEPT = "kb-issues:";

  /** The text of an answer; an error where it is larger than any such file. */
  async function limited(answer) {
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let found = "";
    for (let size = 0; ;) {
      const { done, value } = await reader.read();
      if (done) return found + decoder.decode();
      size += value.length;
      if (size > MOST_BYTES) {
        reader.cancel().catch(() => {});
        throw new Error("The file of known issues is too large.");
      }
      found += decoder.decode(value, { stream: true });
    }
  }

  /** From a server. No such file: nobody has a known issue. */
  async function fetched(root) {
    const answer = await fetch(new URL("known-issues.json", root), {
      cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 404 || answer.status === 410) return { format: 1, issues: [] };
    if (!answer.ok) throw new Error(`known-issues.json: ${answer.status}`);
    return JSON.parse(await limited(answer));
  }

  /** From a folder, where only scripts load. */
  const loaded = (root) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.charset = "utf-8"; // whatever the page is in
    let found = null;
    globalThis.kbKnownIssues = (value) => { found = value; };
    script.onload = () => { script.remove(); done(found); };
    script.onerror = () => { script.remove(); done({ format: 1, issues: [] }); };
    setTimeout(failed, PATIENCE, new Error("known-issues.js does not load."));
    script.src = `${new URL("known-issues.js", root).href}?${Date.now()}`;
    document.head.append(script);
  });

  /** What the page before this one knew: shown at once, so that nothing moves when the answer comes. */
  function remembered(root) {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT + root));
      const found = checked(kept?.document);
      return found && Number.isFinite(kept.at) ? { found, at: Math.min(kept.at, Date.now()) } : null;
    } catch {
      return null;
    }
  }

  function remember(root, document_, at) {
    try {
      sessionStorage.setItem(KEPT + root, JSON.stringify({ document: document_, at }));
    } catch { /* no storage, or it is full: the next page asks */ }
  }

  /**
   * Follow the file below *root*.
   *
   * @param changed (found, at): what is known, and when it was asked for
   */
  function follow(root, changed) {
    let wait = EVERY;
    let timer = 0;
    let busy = false;
    let last = 0; // when it was last asked for, with or without success

    async function ask() {
      clearTimeout(timer);
      if (busy || document.hidden) return; // whoever comes back to the page asks at once
      busy = true;
      last = Date.now();
      try {
        const document_ = await (location.protocol === "file:" ? loaded(root) : fetched(root));
        const found = checked(document_);
        if (!found) throw new Error("known-issues.json is no file of known issues.");
        wait = EVERY;
        const { written, issues } = found;
        const iso = Number.isFinite(written) ? new Date(written).toISOString() : "";
        remember(root, { format: 1, written: iso, issues }, last);
        changed(found, last);
      } catch {
        wait = Math.min(wait * 2, LONGEST_WAIT);
      }
      busy = false;
      clearTimeout(timer);
      timer = setTimeout(ask, wait);
    }

    const again = () => {
      if (document.hidden) return;
      if (Date.now() - last >= EVERY) ask();
      else if (!busy) {
        clearTimeout(timer);
        timer = setTimeout(ask, last + EVERY - Date.now());
      }
    };
    document.addEventListener("visibilitychange", again);
    window.addEventListener("online", () => {
      wait = EVERY;
      ask();
    });
    const before = remembered(root);
    if (before) changed(before.found, before.at);
    ask();
  }

  kb.issueFeed = Object.freeze({ follow, EVERY });
}
