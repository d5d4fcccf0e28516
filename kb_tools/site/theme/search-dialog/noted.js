"use strict";
/* The searches that somebody noted down since nothing fitted: kept in this browser only, masked. */
{
  const kb = (globalThis.kb ??= {});
  const KEY = "kb-noted";
  const MOST = 500;
  let unsaved = null; // where the browser keeps nothing for us: until the page is left

  /** What was noted, the last first: [{said, times, last}]. Whatever else stands there is passed over. */
  function list() {
    if (unsaved) return unsaved;
    try {
      const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(found) ? found.filter((item) => typeof item?.said === "string") : [];
    } catch {
      return [];
    }
  }

  function save(items) {
    try {
      localStorage.setItem(KEY, JSON.stringify(items));
      unsaved = null;
      return true;
    } catch {
      unsaved = items;
      return false;
    }
  }

  const key = (said) => said.toLowerCase().split(/\s+/).join(" ");

  /** The reader's day, not Greenwich's. */
  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
  }

  /** Note a search. False where it will be gone with the page. */
  function note(text) {
    const said = kb.masks.masked(text);
    if (!said) return true;
    const items = list();
    const known = items.find((item) => key(item.said) === key(said));
    const rest = items.filter((item) => item !== known);
    return save([{ said, times: (known?.times || 0) + 1, last: today() }, ...rest].slice(0, MOST));
  }

  const drop = (said) => save(list().filter((item) => item.said !== said));
  const clear = () => save([]);

  /** As text for phrases.yml: what is missing is only the article that should come up. */
  function asText(items) {
    const lines = items.map(
      ({ said, times, last }) =>
        `- said: ${JSON.stringify(kb.dom.clean(said))}  # ${kb.dom.counted(times || 1, "time")}, last ${last}\n  expect: []\n`,
    );
    return lines.join("");
  }

  kb.noted = Object.freeze({ list, note, drop, clear, asText });
}
