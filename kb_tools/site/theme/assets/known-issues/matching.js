"use strict";
/*
 * Which known issues does a search mean? Simple, so that nobody wonders why one is shown:
 * one of its error codes, the whole name of a product, or two words of its title or of one symptom (one, where the search
 * has no more). Words count as the search counts them, once the engine is there.
 */
{
  const kb = (globalThis.kb ??= {});
  const WORDS = /[\p{L}\p{N}][\p{L}\p{N}.'’_-]*/gu;
  const FILLERS = new Set(("a about again all am an and any are as at be been but by can cannot can't do does doesn't don't for from get gets got"
    + " has have he her his how i i'm if in is isn't it it's its just me my no not of on or our says she so that the their them then there they"
    + " this to up us was we what when which who why will with won't you your").split(" "));

  let analyzer = null;
  let language = null;

  /** Text -> words as terms, without fillers. */
  function terms(text) {
    const said = text.toLowerCase().match(WORDS) ?? [];
    const words = said.map((word) => word.replace(/[.'’_-]+$/, "")).filter((word) => word && !FILLERS.has(word));
    if (kb.analysis && kb.index && kb.index.language !== language) {
      language = kb.index.language;
      analyzer = new kb.analysis.Analyzer(language);
    }
    return new Set(analyzer ? words.flatMap((word) => analyzer.ownTerms([word])) : words.flatMap(plain));
  }

  /** Without the engine: 0x80070005 is 80070005, and a final s says nothing. */
  const plain = (word) => [/\d/.test(word) ? word.replace(/^0x/, "").replace(/^0+(?=.)/, "") : word.replace(/(?<=..)s$/, "")];

  const shared = (left, right) => [...left].filter((term) => right.has(term)).length;
  const hasAll = (part, whole) => part.size > 0 && shared(part, whole) === part.size;

  /** Does what the caller says mean this issue? */
  function means(said, { title, symptoms, products, error_codes: codes }) {
    if (codes.some((code) => hasAll(terms(code), said)) || products.some((name) => hasAll(terms(name), said))) return true;
    const enough = Math.min(2, said.size);
    return [title, ...symptoms].some((text) => shared(said, terms(text)) >= enough);
  }

  /** The issues that a search means, in their order. *asked*: the text, or its terms. */
  function matching(issues, asked) {
    const said = terms(typeof asked === "string" ? asked : Array.from(asked ?? [], String).join(" "));
    return said.size ? issues.filter((issue) => means(said, issue)) : [];
  }

  kb.issueMatching = Object.freeze({ matching });
}
