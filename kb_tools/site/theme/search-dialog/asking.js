"use strict";
/* From a question to its answer. The newest question wins, whatever comes in late. */
{
  const kb = (globalThis.kb ??= {});

  /**
   * @param show (question, results, isNewest) a newer answer than the one shown
   * @param failed (error) the newest question cannot be answered
   * @param waiting (yes) the newest answer takes longer than a moment
   */
  function makeAsking(base, { opened, show, failed, waiting }) {
    const MOMENT = 150;
    const SECOND_TRY = 400;
    let searcher = null;
    let underWay = new AbortController();
    let asked = 0;
    let shown = 0;
    let timer = 0;
    let slow = 0;

    /** Open the search data; a failure is told by the first question that needs them. */
    function open() {
      searcher ??= kb.open(base).then((found) => (opened(found), found));
      searcher.catch(forget);
      return searcher;
    }

    /**
     * Ask. The engine runs after the key was handled, so that letters appear at once and keys that come in a burst
     * are answered once.
     */
    function ask(question) {
      const number = ++asked;
      // What nobody waits for any more is not loaded to its end.
      underWay.abort();
      underWay = new AbortController();
      clearTimeout(timer);
      const { signal } = underWay;
      timer = setTimeout(() => answer({ ...question, signal }, number), 0);
      slow ||= setTimeout(() => waiting(true), MOMENT);
    }

    async function answer(question, number) {
      try {
        const results = await search(question, number);
        if (number <= shown || results === null) return;
        shown = number;
        if (number === asked) settled();
        show(question, results, number === asked);
      } catch (error) {
        if (number !== asked || number <= shown) return; // or it was stopped: nobody waits for it
        if (await kb.loader.reloadOnce()) return;
        if (number !== asked) return;
        settled();
        failed(error);
      }
    }

    /** One failure is a network that stumbled: it is tried again once, where the question still is the newest. */
    async function search({ text, ...options }, number) {
      try {
        return await (await open()).search(text, options);
      } catch {
        await new Promise((done) => {
          setTimeout(done, SECOND_TRY);
        });
        return number === asked ? (await open()).search(text, options) : null;
      }
    }

    function settled() {
      clearTimeout(slow);
      slow = 0;
      waiting(false);
    }

    /** Ask nothing: what is under way will not be shown. */
    function stop() {
      clearTimeout(timer);
      underWay.abort();
      shown = ++asked;
      settled();
    }

    /** Open anew with the next question. */
    function forget() {
      searcher = null;
    }

    return Object.freeze({ open, ask, stop, forget, isSettled: () => shown === asked });
  }

  kb.asking = Object.freeze({ makeAsking });
}
