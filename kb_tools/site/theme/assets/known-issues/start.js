"use strict";
/*
 * Puts the known issues on the page, and gives the search those that it means:
 *
 *   kb.knownIssues.open()          all that hold now
 *   kb.knownIssues.matching(text)  those that a search means; terms will do, too
 *   "kb-known-issues"              an event on the document when they have changed
 */
{
  const kb = (globalThis.kb ??= {});
  const { open } = kb.checkedIssues;
  const root = new URL(document.currentScript.dataset.kbIssues || "./", document.baseURI).href;
  let known = { found: { issues: [], written: NaN }, at: 0 };
  let banner = null;
  let last = "[]";
  const pages = kb.issuePages.pages(root);

  const now = () => open(known.found.issues, new Date()).map(pages.linked);

  function refresh() {
    const issues = now();
    const seen = JSON.stringify(issues);
    banner.show(issues, known.found.written, known.at);
    if (seen !== last) document.dispatchEvent(new CustomEvent("kb-known-issues"));
    last = seen;
  }

  function begin() {
    banner = kb.issueBanner.makeBanner(root);
    kb.issueFeed.follow(root, (found, at) => {
      known = { found, at };
      refresh();
      pages.look(found.issues).then(refresh);
    });
    // Ages grow and days end while nothing is asked.
    setInterval(refresh, 15_000);
  }

  kb.knownIssues = Object.freeze({ open: now, matching: (asked) => kb.issueMatching.matching(now(), asked) });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}
