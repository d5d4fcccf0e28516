"use strict";
/*
 * Shows in a page of `kb preview` what is wrong with its article: a bar on top, and each finding behind the block that its
 * line belongs to. Loads the page again when it was built anew. Not in any built site: the preview's server puts it in.
 *
 * data-state   where to ask what is wrong; the answer waits until there is something new
 */
{
  const STATE = document.currentScript.dataset.state;
  const AGAIN_AFTER = 2000; // milliseconds, when the server is not there
  const SEVERITIES = ["error", "warning", "info"];
  let asking = null;
  let knows = "";

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const counted = (count, what) => `${count} ${what}${count === 1 || what === "info" ? "" : "s"}`;

  /** The block that shows a line: the smallest one with that line, else the last one before it. */
  const blockOf = (line) => {
    let best = null;
    let size = Infinity;
    let before = null;
    let start = 0;
    for (const block of document.querySelectorAll("[data-kb-lines]")) {
      const [first, last] = block.dataset.kbLines.split("-").map(Number);
      if (first <= line && line <= last && last - first < size) [best, size] = [block, last - first];
      if (first <= line && first >= start) [before, start] = [block, first];
    }
    return best || before;
  };

  /** Put a finding behind its block, without breaking a table, a list, or a line of code. */
  const put = (finding, block) => {
    const whole = block.closest("table, pre, dl, summary");
    if (whole) {
      const outer = whole.closest(".md-typeset__scrollwrap, .highlighttable, .highlight, summary") || whole;
      (outer.parentElement?.matches("pre, .highlight") ? outer.parentElement : outer).after(finding);
    } else if (block.matches("li, div, blockquote")) {
      const inner = [...block.children].find((child) => child.matches("ul, ol, div, pre, blockquote, table"));
      inner ? inner.before(finding) : block.append(finding);
    } else block.after(finding);
  };

  const shown = (row, number) => {
    const id = `kb-finding-${number}`;
    const head = element("p", { class: "kb-finding__head" });
    head.append(element("strong", {}, row.severity), ` ${row.rule} ${row.slug} `, element("span", {}, `line ${row.line}`));
    const finding = element("div", { class: `kb-finding kb-finding--${row.severity}`, id, tabindex: "-1", role: "note" });
    finding.setAttribute("aria-label", `${row.severity} ${row.rule}, line ${row.line}`);
    finding.append(head, element("p", {}, row.message));
    if (row.hint) finding.append(element("p", { class: "kb-finding__hint" }, row.hint));
    return finding;
  };

  const summary = (findings) => {
    const parts = SEVERITIES.map((name) => [name, findings.filter((row) => row.severity === name).length]);
    const told = parts.filter(([, count]) => count).map(([name, count]) => counted(count, name));
    return `${counted(findings.length, "finding")}: ${told.join(", ")}`;
  };

  const show = (state) => {
    const wasOpen = Boolean(document.querySelector(".kb-preview details")?.open);
    for (const old of document.querySelectorAll(".kb-preview, .kb-finding")) old.remove();
    const bar = element("aside", { class: "kb-preview", "aria-label": "What kb check finds in this page" });
    for (const text of state.trouble) bar.append(element("p", { class: "kb-preview__trouble", role: "alert" }, text));
    const findings = state.checked ? state.findings : [];
    const first = document.querySelector("[data-kb-lines]");
    const home = document.getElementById("kb-preview-page")?.parentElement || document.body;
    if (findings.length) {
      const list = element("ol", {});
      const status = element("summary", {}, summary(findings));
      bar.append(element("details", wasOpen ? { open: "" } : {}, status, list));
      const last = new Map();
      findings.forEach((row, index) => {
        const finding = shown(row, index + 1);
        const block = row.top ? null : blockOf(row.line) || first;
        const place = block && last.get(block);
        if (place) place.after(finding);
        else if (block) put(finding, block);
        else bar.append(finding);
        if (block) last.set(block, finding);
        const link = element("a", { href: `#${finding.id}` }, `line ${row.line}: ${row.message}`);
        link.addEventListener("click", (event) => {
          // Material's instant navigation would take it for another page.
          event.preventDefault();
          event.stopPropagation();
          for (let at = finding.parentElement; at; at = at.parentElement) if (at.matches("details")) at.open = true;
          finding.scrollIntoView({ block: "center" });
          finding.focus({ preventScroll: true });
        });
        list.append(element("li", { class: `kb-preview--${row.severity}` }, link));
      });
    } else if (state.file) {
      bar.append(element("p", { role: "status" }, state.checked ? "No findings" : "Checking …"));
    }
    if (bar.childElementCount) home.prepend(bar);
  };

  const ask = async () => {
    asking?.abort();
    const own = (asking = new AbortController());
    while (!own.signal.aborted && document.visibilityState === "visible") {
      try {
        const query = new URLSearchParams({ page: decodeURI(location.pathname), knows });
        const answer = await fetch(`${STATE}?${query}`, { signal: own.signal });
        if (!answer.ok) throw new Error(answer.statusText);
        const state = await answer.json();
        const built = document.getElementById("kb-preview-page")?.dataset.generation;
        if (built && Number(built) !== state.generation) return location.reload();
        if (state.version !== knows) show(state);
        knows = state.version;
      } catch (error) {
        if (own.signal.aborted) return;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
      }
    }
  };

  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? ask() : asking?.abort()));
  const start = () => {
    knows = "";
    ask();
  };
  // Material's instant navigation shows another page without loading it.
  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(start);
  else start();
}
