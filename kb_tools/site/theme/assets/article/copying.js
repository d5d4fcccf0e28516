"use strict";
/* To the clipboard, on any kind of page. */
{
  const { article } = globalThis.kb;

  /** True when the text is in the clipboard. */
  async function copy(text) {
    try {
      // Not there on a page of a plain http server.
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelecting(text);
    }
  }

  function copyBySelecting(text) {
    const focused = document.activeElement;
    const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true, className: "kb-copying" });
    field.setAttribute("aria-hidden", "true");
    (document.querySelector("dialog[open]") ?? document.body).append(field);
    try {
      field.select();
      return document.execCommand("copy");
    } catch {
      return false;
    } finally {
      field.remove();
      focused?.focus?.({ preventScroll: true });
    }
  }

  article.copying = Object.freeze({ copy });
}
