"use strict";
/*
 * The keyboard in the dialog. While the input has the focus, a plain digit belongs to the query (codes!): Alt and the
 * digit open a hit. In the list, which Tab leads to, the plain digit does.
 */
{
  const kb = (globalThis.kb ??= {});
  const STEPS = new Map([
    ["ArrowDown", 1],
    ["ArrowUp", -1],
  ]);

  function handle(dialog, input, list, { open, note }) {
    dialog.addEventListener("keydown", (event) => {
      // Nothing that is typed here is a shortcut of the page behind.
      event.stopPropagation();
      if (event.isComposing || event.keyCode === 229) return;
      const action = actionOf(event);
      if (!action) return typeOn(event);
      event.preventDefault();
      action();
    });

    /** What a key does, or null where it is left to the browser. */
    function actionOf(event) {
      const { target, key, code, altKey, ctrlKey, metaKey, shiftKey } = event;
      const inList = list.box.contains(target);
      const isPlain = !altKey && !ctrlKey && !metaKey;
      const isAlt = altKey && !ctrlKey && !metaKey; // AltGr is Ctrl and Alt on Windows, and types characters
      const step = STEPS.get(key);
      if (inList || target === input) {
        if (step && isPlain && !shiftKey) return () => list.move(step);
        if (key === "Enter" && !altKey) return () => open(list.current, event);
      }
      // Alt and the digits of the number pad type characters, too.
      const number = Number(/^Digit([1-9])$/.exec(code)?.[1] ?? (isPlain && /^Numpad([1-9])$/.exec(code)?.[1]));
      if (number && ((inList && isPlain && !shiftKey) || isAlt)) return () => open(() => list.nth(number), event);
      if (isAlt && code === "KeyN") return note;
      if (ctrlKey !== metaKey && key.toLowerCase() === "k") return () => (input.focus(), input.select());
      return null;
    }

    /** Whoever types in the list goes on with the query: the letter arrives there. */
    function typeOn({ target, key, altKey, ctrlKey, metaKey }) {
      if (!list.box.contains(target) || altKey || ctrlKey || metaKey) return;
      if (key.length === 1 && key !== " ") input.focus();
    }
  }

  kb.keys = Object.freeze({ handle, ALT: /^Mac|^iP/.test(navigator.platform) ? "⌥" : "Alt+" });
}
