"use strict";
/* What is not part of the article: the field for what was found, beside the text; and the list of the keys. */
{
  const { article } = globalThis.kb;

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value !== null) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  /** A button that shows its key; a short one, nothing else. */
  function button({ name, keys, run, isShort }) {
    const shown = keys ? [element("kbd", { "aria-hidden": "true" }, keys[0])] : [];
    const attributes = { type: "button", class: "kb-button", "aria-keyshortcuts": keys?.join(" ") ?? null, onclick: () => run() };
    return isShort ? element("button", { ...attributes, class: "kb-button kb-button--short", "aria-label": name, title: name }, ...shown) : element("button", attributes, name, ...shown);
  }

  /** The ticket note, docked at the edge: the article stays in sight. `typed` hears of each change. */
  function note({ signal, typed, copyPlain, copyMarkdown }) {
    const field = element("textarea", { id: "__kb_found", rows: "3", "aria-describedby": "__kb_kept", autocomplete: "off" });
    const preview = element("pre", { class: "kb-note__text", tabindex: "0", "aria-label": "Ticket note" });
    const title = element("p", { class: "kb-panel__title", id: "__kb_note" }, "Ticket note");
    const close = element("button", { type: "button", class: "kb-button", onclick: () => hide() }, "Close", element("kbd", { "aria-hidden": "true" }, "Esc"));
    const box = element("dialog", { class: "kb-panel kb-note", "aria-labelledby": "__kb_note" },
      element("div", { class: "kb-panel__top" }, title, close),
      element("label", { for: "__kb_found" }, "What did you find?"), field,
      element("p", { class: "kb-panel__hint", id: "__kb_kept" }, "Stays in this browser, until a new call or for a day."),
      preview,
      element("div", { class: "kb-panel__row" }, button({ name: "Copy as text", run: copyPlain }), button({ name: "Copy as Markdown", run: copyMarkdown })));
    document.body.append(box);
    signal.addEventListener("abort", () => box.remove());
    let before = null;

    function show() {
      if (!box.open) {
        before = document.activeElement;
        box.show();
      }
      field.focus();
    }
    function hide() {
      if (!box.open) return;
      field.blur(); // at once: the next key is a shortcut already
      box.close();
      before?.focus?.({ preventScroll: true });
    }
    field.addEventListener("input", () => typed(field.value));
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") hide();
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) copyPlain();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    /** Show a state; what is being typed is left alone. */
    function update(found, text) {
      if (field.value !== found) field.value = found;
      preview.textContent = text;
    }
    return Object.freeze({ show, hide, update });
  }

  /** The list of keys, and the switch that turns them off. */
  function help({ signal, commands, setting }) {
    const rows = commands.map(({ shown, keys, name, more }) => {
      const names = (shown ?? keys).flatMap((key, index) => [...(index ? [" "] : []), element("kbd", {}, key)]);
      return [element("dt", {}, ...names), element("dd", {}, more ?? name)];
    });
    const box = element("input", { type: "checkbox", id: "__kb_keys", autocomplete: "off" });
    const dialog = element("dialog", { class: "kb-panel kb-help", "aria-labelledby": "__kb_help" },
      element("div", { class: "kb-panel__top" },
        element("p", { class: "kb-panel__title", id: "__kb_help" }, "Keys"),
        element("button", { type: "button", class: "kb-button", onclick: () => dialog.close() }, "Close", element("kbd", { "aria-hidden": "true" }, "Esc"))),
      element("dl", {}, ...rows.flat()),
      element("p", {}, element("label", {}, box, " Single keys are on")));
    box.addEventListener("change", () => setting.set(box.checked));
    document.body.append(dialog);
    signal.addEventListener("abort", () => dialog.remove());
    return Object.freeze({
      show() {
        box.checked = setting.isOn;
        dialog.showModal();
      },
    });
  }

  article.panel = Object.freeze({ element, button, note, help });
}
