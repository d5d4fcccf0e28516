"use strict";
/* Single keys, for hands that are on the keyboard already. They can be turned off, for those who speak to their computer. */
{
  const { article } = globalThis.kb;

  const typing = (target) =>
    target.isContentEditable || target.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");

  /** `commands`: each with `keys` (one or more) and `run(key)`. `isOn` is asked at each key; `always` counts even then. */
  function mount(commands, { isOn, signal }) {
    const byKey = new Map(commands.flatMap((command) => command.keys.map((key) => [key, command])));
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (typing(event.target) || document.querySelector("dialog:modal")) return;
      const command = byKey.get(event.key);
      if (!command || !(command.always || isOn())) return;
      event.preventDefault();
      command.run(event.key);
    }, { signal });
  }

  article.keys = Object.freeze({ mount });
}
