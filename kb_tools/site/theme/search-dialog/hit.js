"use strict";
/* A hit as an agent reads it: what the terminal shows (kb_tools/cli/hits.py), in the same order. */
{
  const kb = (globalThis.kb ??= {});
  const { element } = kb.dom;
  const STEP = new Map(Object.entries({ say: "Say", check: "Check", fix: "Do", workaround: "Work around" }));
  const DIGITS = 9;

  /** One hit; *number* counts from 1. An option of the list and a link in one, so that it opens in a new tab, too. */
  function hit(data, number, base) {
    const id = `kb-hit-${number}`;
    const described = [];
    const part = (name, ...children) => {
      if (name !== "title" && name !== "trust") described.push(`${id}-${name}`);
      return element("span", { class: `kb-hit__${name}`, id: `${id}-${name}` }, ...children);
    };
    const children = [
      element("span", { class: "kb-hit__number", "aria-hidden": "true" }, number <= DIGITS ? String(number) : ""),
      part("title", data.title),
      trust(data, part),
      data.trust.flags ? part("flagged", element("b", {}, "Flagged:"), ` ${data.trust.flags.said}`) : null,
      data.why.kind === "title" ? null : part("why", ...marked(data.why)),
      data.first_step
        ? part("step", element("b", {}, `${STEP.get(data.first_step.kind) ?? "Do"}:`), ` ${data.first_step.text}`)
        : null,
      element(
        "span",
        { class: "kb-hit__last" },
        data.escalate_to ? part("next", "If that fails: ", element("b", {}, data.escalate_to)) : null,
        element("span", { class: "kb-hit__path" }, data.path),
      ),
    ];
    return element(
      "a",
      {
        class: "kb-hit",
        id,
        role: "option",
        href: href(data.url, base),
        tabindex: "-1",
        "aria-selected": "false",
        "aria-labelledby": `${id}-title ${id}-trust`,
        "aria-describedby": described.join(" ") || null,
      },
      ...children,
    );
  }

  /** Can it be believed today? Said in words; the color only repeats it. */
  function trust({ trust: judged, id }, part) {
    const made = part(
      "trust",
      element("span", { class: "kb-hit__judged" }, ...withDays(judged.summary)),
      " ",
      element("span", { class: "kb-hit__id" }, id),
    );
    const doubtful = judged.stale || judged.flags || judged.confidence === "archived";
    const tone = judged.known_issue
      ? "known-issue"
      : doubtful
        ? "doubtful"
        : judged.confidence === "validated"
          ? "good"
          : "plain";
    made.classList.add(`kb-tone-${tone}`);
    return made;
  }

  /** A day is not broken at its hyphens. */
  const withDays = (text) =>
    text
      .split(/(\d{4}-\d\d-\d\d)/)
      .map((part, index) => (index % 2 ? element("span", { class: "kb-day" }, part) : part));

  /** The line that matched, its words marked. Marks count code points, not UTF-16 units. */
  function marked({ text, marks }) {
    const points = Array.from(text);
    const parts = [];
    let position = 0;
    for (const [start, end] of marks) {
      parts.push(points.slice(position, start).join(""), element("mark", {}, points.slice(start, end).join("")));
      position = end;
    }
    return [...parts, points.slice(position).join("")];
  }

  /** Where the page is: below the root of the site as it is read now, not as it is published; from a folder, a file. */
  function href(url, base) {
    const published = kb.index?.siteUrl ?? "";
    const found = new URL(published && url.startsWith(published) ? url.slice(published.length) : url, base);
    if (!["http:", "https:", "file:"].includes(found.protocol)) return base;
    if (found.protocol === "file:" && found.pathname.endsWith("/")) found.pathname += "index.html";
    return found.href;
  }

  kb.hit = Object.freeze({ hit, marked, href });
}
