"use strict";
/*
 * Is the page of a known issue there? An outage is often written down after the site was built, and its file copied
 * without a rebuild: a link would lead an agent to nothing, in the middle of a call. Until a server says so, there is one.
 */
{
  const kb = (globalThis.kb ??= {});
  const PATIENCE = 20_000;
  const KEPT = "kb-issues-pages:";

  /** For the site below *root*: which issues have lost their link, and a look for those that nobody has looked for. */
  function pages(root) {
    const missing = new Set();
    const there = new Set(remembered());

    /** The pages that this session has found: they are not asked for again. */
    function remembered() {
      try {
        const found = JSON.parse(sessionStorage.getItem(KEPT + root));
        return Array.isArray(found) ? found : [];
      } catch {
        return [];
      }
    }

    async function ask(url) {
      try {
        const target = new URL(url, root).href;
        if (!target.startsWith(root)) return; // such a link is not shown
        const { ok, status } = await fetch(target, {
          method: "HEAD", cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE),
        });
        if (status === 404 || status === 410) missing.add(url);
        else missing.delete(url);
        if (ok) there.add(url);
      } catch { /* no answer tells nothing */ }
    }

    /** Look for the pages of these issues. */
    async function look(issues) {
      if (!root.startsWith("http")) return;
      const urls = new Set(issues.map(({ url }) => url));
      const unknown = [...urls].filter((url) => url && !there.has(url));
      if (!unknown.length) return;
      await Promise.all(unknown.map(ask));
      try {
        sessionStorage.setItem(KEPT + root, JSON.stringify([...there].filter((url) => urls.has(url))));
      } catch { /* no storage, or it is full: the next page asks */ }
    }

    const linked = (issue) => (missing.has(issue.url) ? Object.freeze({ ...issue, url: "" }) : issue);
    return Object.freeze({ look, linked });
  }

  kb.issuePages = Object.freeze({ pages });
}
