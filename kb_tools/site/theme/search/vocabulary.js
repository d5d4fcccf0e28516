// The team's vocabulary: the caller's word -> the article's word. Follows what kb_tools/query/vocabulary.py looks up; which
// lines there are, kb_tools/site/vocabulary.py has written.
"use strict";
{
    const kb = (globalThis.kb ??= {});

    /** The most words an entry's caller's side may have. */
    const LONGEST = 4;

    /** A compiled vocabulary, in pieces of the lines that begin with one term. */
    class Vocabulary {
        #linesOf;

        /** @param linesOf the lines that begin with a term, as text: "other terms<TAB>meaning<TAB>..."; "" for none */
        constructor(linesOf) {
            this.#linesOf = linesOf;
        }

        /** What these terms, said together, stand for: each meaning as a list of terms. */
        meanings([first, ...others]) {
            const key = `${others.join(" ")}\t`;
            const line = this.#linesOf(first).split("\n").find((each) => each.startsWith(key));
            return line === undefined ? [] : line.slice(key.length).split("\t").map((meaning) => meaning.split(" "));
        }

        /** Does any entry begin with this term? */
        begins(term) {
            return this.#linesOf(term) !== "";
        }
    }

    kb.vocabulary = Object.freeze({ LONGEST, Vocabulary });
}
