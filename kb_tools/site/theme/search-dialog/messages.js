"use strict";
/* What stands in place of hits: what to type, what to do when nothing was found, what to do when the data do not load. */
{
  const kb = (globalThis.kb ??= {});
  const { element, button } = kb.dom;
  const QUOTES = /["“”„]/g;

  function nothing({ text, filters }, { looked_for: words = [] }, { unfilter, unquote, note, NOTE_KEY }) {
    const lines = words.length ? [element("li", {}, `Looked for: ${words.join(", ")}.`)] : [];
    if (text.search(QUOTES) >= 0) {
      const unquoted = text.replace(QUOTES, " ").replace(/\s+/g, " ").trim();
      lines.push(
        element(
          "li",
          {},
          "No article has the words in quotes in this order. ",
          button("Search without quotes", () => unquote(unquoted)),
        ),
      );
    }
    for (const [name, values] of Object.entries(filters)) {
      lines.push(
        element(
          "li",
          {},
          `Only articles with ${name} ${values.join(" or ")} were asked for. `,
          button("Ask all articles", unfilter),
        ),
      );
    }
    lines.push(
      element("li", {}, "Try fewer words, the product’s name, or the code on the screen."),
      element("li", {}, "Nothing fits? Tell the caller that you do not know yet, and when you call back."),
      element(
        "li",
        {},
        "Note it down, so that somebody can write the article. ",
        button("Note it down", note, { "aria-keyshortcuts": "Alt+N" }),
        element("kbd", { "aria-hidden": "true" }, NOTE_KEY),
      ),
    );
    return element("div", { class: "kb-message" }, element("h2", {}, "Nothing found."), element("ul", {}, ...lines));
  }

  /** Before anything is typed. */
  const hint = () =>
    element(
      "p",
      { class: "kb-hint" },
      "Type what the caller says, as they say it. A code on the screen is worth more than ten words.",
    );

  const OFFLINE = "This computer is offline. What you typed is kept; try again when the network is back.";
  const REPLACED =
    "Either the network is gone, or the site was built anew while this page was open. " +
    "Try again; if that does not help, reload the page. What you typed is kept.";

  /** The search data do not load. */
  function failure(again, reload) {
    return element(
      "div",
      { class: "kb-message", role: "alert" },
      element("h2", {}, "The search data do not load."),
      element("p", {}, navigator.onLine === false ? OFFLINE : REPLACED),
      button("Try again", again),
      button("Reload the page", reload),
    );
  }

  kb.messages = Object.freeze({ hint, nothing, failure });
}
