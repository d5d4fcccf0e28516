"use strict";
/* How text gets into the page: as text, never as markup. */
{
  const kb = (globalThis.kb ??= {});
  // Control characters and direction marks: an article must not steer how the reader's screen shows it.
  const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

  /** Text from an article or a query, made harmless. */
  const clean = (text) => String(text).replace(CONTROL, "");

  /** An element with attributes (those that are null are left out) and children (texts are cleaned). */
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(
      ...children
        .flat()
        .filter((child) => child !== null)
        .map((child) => (typeof child === "string" ? clean(child) : child)),
    );
    return made;
  }

  /** A button that does something. */
  function button(label, action, attributes = {}) {
    const made = element("button", { type: "button", class: "kb-button", ...attributes }, label);
    made.addEventListener("click", action);
    return made;
  }

  /** 1 article, 2 articles. */
  const counted = (number, noun) => (number === 1 ? `1 ${noun}` : `${number} ${noun}s`);

  /** Text on the clipboard; false where the browser forbids it. Plain http has no clipboard of the modern kind. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = element("textarea", { class: "kb-offscreen", "aria-hidden": "true" });
      field.value = text;
      const holder = document.activeElement;
      (document.querySelector("dialog.kb-search[open]") ?? document.body).append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      holder?.focus();
      return done;
    }
  }

  kb.dom = Object.freeze({ clean, element, button, counted, copy });
}
