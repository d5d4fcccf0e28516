"use strict";
/*
 * Answers from a table of real answers instead of searching: what the dialog is tested with. kbStandIn steers it:
 * delay(text) in milliseconds, fails(text) true for a
 * shard that does not load; the text is null for the opening, undefined for the facets.
 */
{
  const kb = (globalThis.kb ??= {});
  const steer = (globalThis.kbStandIn ??= {});
  const { answers, facets } = globalThis.kbAnswers;
  const empty = {
    hits: [],
    took_ms: 0,
    unknown_codes: [],
    corrected: {},
    question: null,
    looked_for: ["these", "words"],
  };
  steer.asked = [];

  function answer(text, { limit = 10, filters = {} } = {}) {
    const found = Object.hasOwn(answers, text.toLowerCase()) ? answers[text.toLowerCase()] : empty;
    const kept = found.hits.filter((hit) => (filters.product ?? []).every((one) => hit.products.includes(one)));
    return { ...found, query: text, hits: kept.slice(0, limit) };
  }

  kb.open = async () => {
    if (steer.fails?.(null)) throw new Error("kb/index.js does not load");
    return {
      facets: async () => {
        if (steer.fails?.(undefined)) throw new Error("kb/facets.js does not load");
        return facets;
      },
      search: async (text, options) => {
        steer.asked.push([text, options]);
        const delay = steer.delay?.(text) ?? 0;
        if (delay)
          await new Promise((done) => {
            setTimeout(done, delay);
          });
        if (steer.fails?.(text)) throw new Error("kb/postings-1.js does not load");
        return answer(text, options);
      },
    };
  };
}
