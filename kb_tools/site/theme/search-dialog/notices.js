"use strict";
/* What stands above the hits: codes that no article has, words that were corrected, the question to ask first. */
{
  const kb = (globalThis.kb ??= {});
  const { element, button } = kb.dom;

  /** The notices of an answer; *replace* takes (word as typed, word meant) and asks again. */
  function notices(results, replace) {
    const corrected = Object.entries(results.corrected).flatMap(([said, taken]) => [
      `Took “${said}” for `,
      ...between(
        taken.map((word) => button(word, () => replace(said, word), { class: "kb-word" })),
        " or ",
      ),
      ". ",
    ]);
    const missing = results.unknown_codes.map((code) => `No article has the code ${code}. Have it read out again. `);
    return [
      missing.length ? element("p", { class: "kb-notice" }, ...missing) : null,
      corrected.length ? element("p", { class: "kb-notice" }, ...corrected) : null,
      results.question ? question(results.question, results.hits) : null,
    ].filter(Boolean);
  }

  /** The question that tells neighbors apart, with the numbers of the hits that it is about. */
  function question({ text, between: ids }, hits) {
    const numbers = ids.map((id) => hits.findIndex((hit) => hit.id === id) + 1);
    const about = numbers.every(Boolean) ? numbers.map(String) : ids;
    return element(
      "p",
      { class: "kb-question" },
      element("b", {}, "Ask first: "),
      text,
      element(
        "span",
        { class: "kb-question__between" },
        ` (tells ${about.slice(0, -1).join(", ")} and ${about.at(-1)} apart)`,
      ),
    );
  }

  const between = (items, separator) => items.flatMap((item, index) => (index ? [separator, item] : [item]));

  kb.notices = Object.freeze({ notices });
}
