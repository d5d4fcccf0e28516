"use strict";
/* The known issues that a question means, as the first options of the list. Which ones they are, known-issues/ says. */
{
  const kb = (globalThis.kb ??= {});
  const { element } = kb.dom;

  /** Those that a text means; none on a site that shows no known issues. */
  const matching = (text) => kb.knownIssues?.matching(text) ?? [];

  /** One of them; *number* counts from 1. It has no number to press: those belong to the articles. */
  function option(issue, number, base) {
    const id = `kb-known-${number}`;
    const part = (name, ...children) => element("span", { class: `kb-known__${name}`, id: `${id}-${name}` }, ...children);
    const href = issue.url ? kb.hit.href(issue.url, base) : "";
    const isHere = href.startsWith(base);
    return element(
      isHere ? "a" : "div",
      {
        class: "kb-known",
        id,
        role: "option",
        href: isHere ? href : null,
        tabindex: "-1",
        "aria-selected": "false",
        "aria-labelledby": `${id}-badge ${id}-title`,
        "aria-describedby": `${id}-next ${id}-say`,
      },
      part("badge", "Known issue"),
      part("title", issue.title),
      part("next", kb.issueBanner.promise(issue.next_update, new Date())),
      part("say", ...(issue.say ? [element("b", {}, "Say: "), issue.say] : [])),
    );
  }

  /** What a screen reader is told of them. */
  const told = (issues) => issues.map(({ title }) => `Known issue: ${title}.`).join(" ");

  kb.known = Object.freeze({ matching, option, told });
}
