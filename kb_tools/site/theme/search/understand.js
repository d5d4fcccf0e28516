// What somebody typed -> what to look for, and how each part of it was understood. Follows kb_tools/query/understand.py.
//
// A lexicon knows what the articles' words are: frequency(term), isKnown(term), words(first, length), meanings(terms) and
// codes(part), as the protocol of the same name does there.
"use strict";
{
    const kb = (globalThis.kb ??= {});
    const { isAlpha, isAscii, length, first, compare } = kb.characters;
    const { STOP_WORDS } = kb.analysis;
    const { findCodes } = kb.codes;
    const { allowed, completions, corrections } = kb.spelling;
    const { LONGEST } = kb.vocabulary;

    const MAX_CHARACTERS = 4000;
    /** A whole chat transcript pasted in is cut here; nobody's symptom starts later. */
    const MAX_WORDS = 120;

    /** Terms that a vocabulary entry may have in a script without spaces. */
    const LONGEST_UNSPACED = 12;

    /** The parts of a compound (log, in) beside the compound itself (login). */
    const PART = 0.5;
    /** Two words that stand side by side, as they do in the query. */
    const PAIR = 0.5;
    const SYNONYM = 0.5;
    const CORRECTED = 0.8;
    const CORRECTED_TWICE = 0.6;
    const COMPLETED = 0.5;
    const JOINED = 0.7;
    /** A number that an article has. */
    const CODE = 2.0;
    /** A code that can be nothing else. */
    const CERTAIN_CODE = 8.0;

    /** Speech that carries no symptom. It counts only where a query holds nothing else. */
    const FILLERS = new Set(
        `actually ah alright anyway anyways basically bloody bye cheers dear eh er erm excuse fine fuck fucking guess guy guys
        gosh hang hello hey hi hiya hmm honestly kind kinda know like literally listen look lot love madam mate maybe mean
        morning mr mrs ms obviously oh ok okay ooh ow perhaps please pls probably quite really right seriously shit sir
        somehow sorry sort stuff sure thank thanks thing thingy things think uh uhm um ugh umm well wow ya yeah yep yes yo
        husband wife son daughter mum mom mother dad father grandson granddaughter boyfriend girlfriend`.split(/\s+/),
    );

    const QUOTED = /"([^"]*)"|\u201c([^\u201d]*)\u201d|\u201e([^\u201c\u201d]*)[\u201c\u201d]/gu;

    /** A query while it is read: its terms and their largest factors. */
    class Reading {
        terms = new Map();
        corrected = new Map();
        ignored = [];

        constructor(analyzer, lexicon) {
            this.analyzer = analyzer;
            this.lexicon = lexicon;
        }

        add(term, factor, origin, said = "") {
            const known = this.terms.get(term);
            if (known === undefined) {
                this.terms.set(term, { term, factor, origin, said });
            } else if (origin === "word" && known.origin === "word") {
                // Said twice, it counts a little more.
                this.terms.set(term, { ...known, factor: known.factor + factor / 2 });
            } else if (factor > known.factor) {
                this.terms.set(term, { term, factor, origin, said });
            }
        }

        /** Take one word of the query; return what stands for it in the sequence of terms: one term, as a rule. */
        word(token, { last }) {
            const terms = this.analyzer.expand(token);
            const found = this.analyzer.ownTerms([token]);
            const own = found.length ? found : [""];
            for (const term of terms) {
                if (own.includes(term)) this.add(term, 1.0, "word", token);
                else this.add(term, PART, "part", token);
            }
            if (own.length > 1 || STOP_WORDS.has(token) || !isAlpha(token) || this.lexicon.isKnown(own[0])) return own;
            return [this.guess(token, own[0], { last })];
        }

        /** The word stands in no article: it is mistyped, or not finished. The best guess takes its place in pairs. */
        guess(token, own, { last }) {
            const { lexicon } = this;
            const words = (initial, size) => lexicon.words(initial, size);
            const guesses = new Map();
            for (const { distance, word } of allowed(token) ? corrections(token, words) : []) {
                const term = this.analyzer.expand(word)[0];
                if (lexicon.isKnown(term)) {
                    const factor = distance === 1 ? CORRECTED : CORRECTED_TWICE;
                    if (!guesses.has(term) || guesses.get(term).factor < factor) {
                        guesses.set(term, { term, factor, count: lexicon.frequency(term), word });
                    }
                }
            }
            if (last && length(token) >= 3) {
                for (const word of completions(token, words)) {
                    const term = this.analyzer.expand(word)[0];
                    const count = lexicon.frequency(term);
                    if (count && !guesses.has(term)) guesses.set(term, { term, factor: COMPLETED, count, word });
                }
            }
            const best = [...guesses.values()]
                .sort((left, right) =>
                    right.factor - left.factor || right.count - left.count || compare(left.term, right.term))
                .slice(0, 3);
            if (!best.length) return own;
            const equal = best.filter(({ factor }) => factor === best[0].factor);
            for (const { term, factor } of equal) {
                this.add(term, factor, factor !== COMPLETED ? "corrected" : "completed", token);
            }
            this.corrected.set(token, equal.map(({ word }) => word));
            return best[0].term;
        }

        /** Add what the vocabulary says for each run of words. */
        synonyms(sequence) {
            // Where words are not spaced, each two characters are a term.
            const longest = sequence.every(isAscii) ? LONGEST : LONGEST_UNSPACED;
            for (let size = Math.min(longest, sequence.length); size > 0; size--) {
                for (let start = 0; start + size <= sequence.length; start++) {
                    const run = sequence.slice(start, start + size);
                    if (run.includes("")) continue;
                    for (const meaning of this.lexicon.meanings(run)) {
                        for (const term of meaning) this.add(term, SYNONYM, "synonym", run.join(" "));
                        for (const [left, right] of pairs(meaning)) {
                            this.add(`${left} ${right}`, SYNONYM * PAIR, "synonym", run.join(" "));
                        }
                    }
                }
            }
        }

        /** "D S L" is "DSL", read out letter by letter. */
        spelled(tokens) {
            let run = [];
            for (const token of [...tokens, ""]) {
                if (length(token) === 1 && isAlpha(token)) {
                    run.push(token);
                    continue;
                }
                if (length(run.join("")) >= 3) {
                    const own = this.analyzer.expand(run.join(""))[0];
                    if (this.lexicon.frequency(own)) this.add(own, 1.0, "joined", Array.from(run.join("")).join(" "));
                }
                run = [];
            }
        }

        /** "log in" may be "login" in an article, and "data base" "database". */
        compounds(tokens) {
            for (const [left, right] of pairs(tokens)) {
                if (isAlpha(left) && isAlpha(right) && length(left) + length(right) >= 5) {
                    const joined = this.analyzer.expand(left + right)[0];
                    if (this.lexicon.frequency(joined)) this.add(joined, JOINED, "joined", `${left} ${right}`);
                }
            }
        }
    }

    /** Read a query. Nothing in it is syntax but double quotes; nothing in it is an error. */
    function understand(text, analyzer, lexicon, filters = {}) {
        text = first(text, MAX_CHARACTERS);
        const tokens = analyzer.tokens(text).slice(0, MAX_WORDS);
        const reading = new Reading(analyzer, lexicon);
        const codes = findCodes(
            tokens,
            (term) => lexicon.frequency(term) > 0,
            (token) => analyzer.expand(token)[0] ?? "",
        );
        const inCode = new Map();
        for (const code of codes) for (let index = code.first; index <= code.last; index++) inCode.set(index, code);
        const meant = tokens.some((token, index) => !inCode.has(index) && !isFiller(token));
        const sequence = [];
        for (const [index, token] of tokens.entries()) {
            const code = inCode.get(index);
            if (code?.known) {
                sequence.push(index === code.last ? code.term : "");
            } else if (isFiller(token) && meant) {
                reading.ignored.push(token);
                sequence.push("");
            } else {
                sequence.push(...reading.word(token, { last: index === tokens.length - 1 }));
            }
        }
        for (const code of codes) addCode(reading, code, tokens.slice(code.first, code.last + 1).join(" "));
        for (const [left, right] of pairs(sequence.filter(Boolean))) reading.add(`${left} ${right}`, PAIR, "pair");
        reading.synonyms(sequence);
        reading.compounds(tokens);
        reading.spelled(tokens);
        return Object.freeze({
            text,
            terms: [...reading.terms.values()],
            phrases: phrases(text, analyzer),
            codes,
            corrected: reading.corrected,
            ignored: [...new Set(reading.ignored)],
            filters: Object.fromEntries(Object.entries(filters).filter(([, values]) => values.length)),
        });
    }

    const isFiller = (token) =>
        FILLERS.has(token) || (/['\u2019]s$/.test(token) && FILLERS.has(token.slice(0, -2)));

    function addCode(reading, code, said) {
        if (code.known) {
            reading.terms.delete(code.term);
            reading.add(code.term, code.certain ? CERTAIN_CODE : CODE, "code", said);
        } else if (length(code.term) >= 4) {
            // Somebody read out a part of it, or read it wrong at the end.
            for (const term of reading.lexicon.codes(code.term).slice(0, 5)) reading.add(term, CODE, "code", said);
        }
    }

    /** Sequences of terms that an article must contain. */
    function phrases(text, analyzer) {
        const quoted = Array.from(text.matchAll(QUOTED), ([, ...groups]) => groups.join(""));
        return quoted.map((part) => analyzer.ownTerms(analyzer.tokens(part))).filter((terms) => terms.length);
    }

    const pairs = (items) => items.slice(1).map((item, index) => [items[index], item]);

    /** Codes that no article has. */
    const unknownCodes = ({ codes }) => [
        ...new Set(codes.filter((code) => !code.known && code.certain).map((code) => code.term)),
    ];

    /** The words that were looked for. */
    const lookedFor = ({ terms }) => [
        ...new Set(terms.filter(({ term }) => !term.includes(" ")).map(({ said, term }) => said || term)),
    ];

    kb.understanding = Object.freeze({ understand, unknownCodes, lookedFor, MAX_CHARACTERS });
}
