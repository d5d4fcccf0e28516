// The articles' words as a query sees them: how many articles have a term, which words there are, what they stand for.
// Follows kb_tools/search/lexicon.py. What is not loaded yet is noted as missing (shards.js).
"use strict";
{
    const kb = (globalThis.kb ??= {});
    const { compare } = kb.characters;
    const { unpack, NONE } = kb.postings;

    const NOTHING = Object.freeze({ ...NONE, said: "" });
    const MISSING = Object.freeze({ ...NONE, said: "" });

    /** A word's length as a character: 3 is "c". */
    const LENGTHS_FROM = 96;

    /** Terms with the same beginning that are looked at. */
    const SOME = 50;

    /** Postings that are kept unpacked: ten megabytes. */
    const ROOM = 2_000_000;

    class ShardLexicon {
        #terms;
        #words;
        #known = new Map();
        #unpacked = 0;
        #vocabulary = new kb.vocabulary.Vocabulary((term) => this.lookUp(term).said);

        constructor(shards, index) {
            this.#terms = new kb.shards.Table(shards, "terms", index.terms);
            this.#words = new kb.shards.Table(shards, "words", index.words);
        }

        /** A term's postings, and the vocabulary's lines that begin with it. */
        lookUp(term) {
            const known = this.#known.get(term);
            if (known !== undefined) return known;
            const value = this.#terms.value(term);
            if (value === undefined) return MISSING;
            if (value === "") return NOTHING;
            const end = value.indexOf("\n");
            const found = end < 0
                ? { ...unpack(value), said: "" }
                : { ...unpack(value.slice(0, end)), said: value.slice(end + 1) };
            this.#keep(term, found);
            return found;
        }

        #keep(term, found) {
            this.#unpacked += found.frequency;
            if (this.#unpacked > ROOM) {
                this.#known.clear();
                this.#unpacked = found.frequency;
            }
            this.#known.set(term, found);
        }

        /** The articles that have a term. */
        documents(term) {
            return this.lookUp(term).documents;
        }

        frequency(term) {
            return this.lookUp(term).frequency;
        }

        /** What is missing is taken for known: nothing is corrected before it is clear that it must be. */
        isKnown(term) {
            const found = this.lookUp(term);
            return found === MISSING || found.frequency > 0 || this.#vocabulary.begins(term);
        }

        words(first, size) {
            const found = this.#words.value(first + String.fromCharCode(LENGTHS_FROM + size));
            return found ? found.split(" ") : [];
        }

        meanings(terms) {
            return this.#vocabulary.begins(terms[0]) ? this.#vocabulary.meanings(terms) : [];
        }

        codes(part) {
            const found = [];
            let seen = 0;
            for (const [term, value] of this.#terms.beginning(part)) {
                if (value.startsWith("\n")) continue; // only the vocabulary has it
                if (seen++ >= SOME) break;
                if (!term.includes(" ")) found.push(term);
            }
            return found.sort(compare);
        }
    }

    kb.lexicon = Object.freeze({ ShardLexicon });
}
