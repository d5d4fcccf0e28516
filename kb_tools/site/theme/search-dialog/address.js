"use strict";
/*
 * The query in the address: #kb?q=vpn+drops&product=vpn. Behind the #, since that works from a folder, too, and since
 * the browser sends nothing of it to any server: what callers say stays out of access logs. ?q=... is understood as
 * well, and becomes the other form.
 */
{
  const kb = (globalThis.kb ??= {});
  const { ADDRESS, here } = kb.loader;
  const FILTERS = Object.freeze(["product", "audience", "confidence"]);
  // Browsers refuse more than some hundred changes of the address in half a minute: it follows when typing rests.
  const REST = 400;

  /** The question in the address, or null: {text, filters}. */
  function read() {
    const { hash, search } = location;
    const inHash = hash.startsWith(ADDRESS);
    const values = new URLSearchParams(inHash ? hash.slice(ADDRESS.length) : search);
    if (!inHash && !values.has("q")) return null;
    const filters = {};
    for (const name of FILTERS) if (values.has(name)) filters[name] = values.getAll(name);
    return { text: values.get("q") ?? "", filters };
  }

  /** The address of a question on this page, complete. */
  function of({ text, filters }) {
    const values = new URLSearchParams();
    if (text) values.set("q", text);
    for (const [name, chosen] of Object.entries(filters)) for (const value of chosen) values.append(name, value);
    return here(ADDRESS + values);
  }

  let timer = 0;
  let waiting = null;

  /** Let the address follow, when typing rests. */
  function write(question) {
    waiting = question;
    clearTimeout(timer);
    timer = setTimeout(flush, REST);
  }

  /** Let it follow now. */
  function flush() {
    clearTimeout(timer);
    const question = waiting;
    waiting = null;
    if (question === null || read() === null) return;
    try {
      history.replaceState(history.state, "", of(question));
    } catch {
      // Refused for its number: the next rest writes it.
    }
  }

  /** The dialog is gone: nothing is to follow any more. */
  function forget() {
    clearTimeout(timer);
    waiting = null;
  }

  kb.address = Object.freeze({ FILTERS, read, of, write, flush, forget });
}
