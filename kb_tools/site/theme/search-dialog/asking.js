"use strict";
/* From a question to its answer. The newest question wins, whatever comes in late. */
{
  const kb = (globalThis.kb ??= {});

  /**
   * @param show (question, results, isNewest) a newer answer than the one shown
   * @param rest (question, results) the same answer again, now with all of its hits
   * @param failed (error) the newest question cannot be answered
   * @param waiting (yes) the newest answer takes longer than a moment
   */
  function makeAsking(base, { opened, show, rest, failed, waiting }) {
    const MOMENT = 300; // longer than the search waits for the next key
    const SECOND_TRY = 400;
    const FIRST = 5; // hits that are shown while somebody types: as many as a window has room for
    const REST_AFTER = 500; // milliseconds without a key until the others are loaded
    let searcher = null;
    let underWay = new AbortController();
    let asked = 0;
    let newest = null;
    let shown = 0;
    let timer = 0;
    let slow = 0;
    let resting = 0; // the timer of the hits that are still to come

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
      newest = question;
      // What nobody waits for any more is not loaded to its end.
      underWay.abort();
      underWay = new AbortController();
      clearTimeout(timer);
      clearTimeout(resting);
      resting = 0;
      const { signal } = underWay;
      const first = question.typedAt ? Math.min(FIRST, question.limit) : question.limit;
      timer = setTimeout(() => answer({ ...question, first, signal }, number), 0);
      slow ||= setTimeout(() => waiting(true), MOMENT);
    }

    /** Somebody waits for the answer: no key will follow. */
    function hurry() {
      if (newest?.typedAt && (shown !== asked || resting)) ask({ ...newest, typedAt: 0 });
    }

    async function answer(question, number) {
      try {
        const results = await search(question, number);
        if (number <= shown || results === null) return;
        shown = number;
        if (number === asked) settled();
        if (number === asked && question.first < question.limit && results.hits.length === question.first)
          resting = setTimeout(() => answerWhole(question, number), REST_AFTER);
        show(question, results, number === asked);
      } catch (error) {
        if (number !== asked || number <= shown) return; // or it was stopped: nobody waits for it
        if (await kb.loader.reloadOnce()) return;
        if (number !== asked) return;
        settled();
        failed(error);
      }
    }

    /** The hits that were left out, for somebody who has stopped typing. Where they do not load, those before stay. */
    async function answerWhole(question, number) {
      try {
        const results = await search({ ...question, first: question.limit, typedAt: 0 }, number);
        if (number !== asked || results === null) return;
        resting = 0;
        rest(question, results);
      } catch { /* they are asked for again by "Show more" */ }
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
      clearTimeout(resting);
      resting = 0;
      underWay.abort();
      shown = ++asked;
      settled();
    }

    /** Open anew with the next question. */
    function forget() {
      searcher = null;
    }

    return Object.freeze({ open, ask, hurry, stop, forget, isSettled: () => shown === asked, isWhole: () => !resting });
  }

  kb.asking = Object.freeze({ makeAsking });
}
