"use strict";
/* What was noted down, to be read, copied for the writers, and forgotten. */
{
  const kb = (globalThis.kb ??= {});
  const { element, button, copy } = kb.dom;

  /** @param say (text) tells what was done */
  function makePanel({ say, changed }) {
    const panel = element("section", { class: "kb-message kb-noted", "aria-label": "Noted down", hidden: "" });

    function render() {
      const items = kb.noted.list();
      const rows = items.map((item) =>
        element(
          "li",
          {},
          element("span", { class: "kb-noted__said" }, item.said),
          element(
            "span",
            { class: "kb-noted__when kb-day" },
            `${item.times > 1 ? `${item.times} times, ` : ""}${item.last}`,
          ),
          button("Forget", () => act(() => kb.noted.drop(item.said), "Forgotten."), {
            "aria-label": `Forget: ${item.said}`,
          }),
        ),
      );
      const text = element("textarea", {
        class: "kb-noted__text",
        readonly: "",
        "aria-label": "What was noted, as text for phrases.yml",
        rows: "4",
      });
      text.value = kb.noted.asText(items);
      panel.replaceChildren(
        element("h2", {}, "Noted down"),
        element(
          "p",
          {},
          items.length
            ? "Kept in this browser only; mail addresses and long numbers are masked. Send it to those who write the articles."
            : "Nothing is noted down. Where no article fits, one key notes the search.",
        ),
        ...(items.length
          ? [
              element("ul", {}, ...rows),
              text,
              element(
                "p",
                {},
                button("Copy as text", async () =>
                  say(
                    (await copy(text.value))
                      ? "Copied."
                      : "The browser does not let it be copied: select the text and copy it.",
                  ),
                ),
                button("Forget all", () => act(kb.noted.clear, "Forgotten.")),
              ),
            ]
          : []),
      );
    }

    function act(action, done) {
      action();
      render();
      changed();
      say(done);
      panel.querySelector("button")?.focus();
    }

    function toggle(shown) {
      panel.hidden = !shown;
      if (shown) render();
    }

    return Object.freeze({ panel, toggle });
  }

  kb.notedPanel = Object.freeze({ makePanel });
}
