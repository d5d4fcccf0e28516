// Why did this article come up? The line of it that fits the query best, and which of its words do. Follows
// kb_tools/search/why.py.
"use strict";
{
    const kb = (globalThis.kb ??= {});
    const { isAlpha, length } = kb.characters;
    const { SPACE, stripEnd } = kb.spaces;
    const { STOP_WORDS, TOKEN } = kb.analysis;
    const { inlineText } = kb.markup;

    const MAX_LENGTH = 200;

    /** How many paragraphs of an article are read closely. */
    const PARAGRAPHS = 3;

    const SENTENCE = new RegExp(
        `(?<=[.!?:])[${SPACE}]+(?=["\\u201c(A-Z0-9])|\\n[${SPACE}]*\\n|\\n(?=[${SPACE}]*(?:[\\-*+|]|\\p{Nd}+[.)])[${SPACE}])`,
        "u",
    );
    const LEAD = new RegExp(`^[${SPACE}>#|*+\\-]*(?:\\p{Nd}+[.)][${SPACE}]+)?`, "u");
    const DIRECTIVES = ["!!!", "???", ":::", "---"];
    const ALNUM_BEFORE = /[\p{L}\p{N}]$/u;
    const DIGITS_AT_END = /[0-9]+$/;

    /** Finds the lines that show why articles answer one query. */
    class Explainer {
        #weights;
        #analyzer;
        /** Token -> those of its terms that were asked for. */
        #known = new Map();
        #beginnings = new Map();

        /** @param weights term -> weight */
        constructor(weights, analyzer) {
            this.#weights = weights;
            this.#analyzer = analyzer;
            const heavy = Array.from(weights).filter(([term]) => !term.includes(" "));
            const content = heavy.filter(([term]) => !STOP_WORDS.has(term));
            // Small words stand everywhere; they count only where nothing else was asked for.
            for (const [term, weight] of content.length ? content : heavy) this.#beginnings.set(beginning(term), weight);
        }

        /**
         * The line that says most of what was asked for: a symptom, else a sentence of the text, else the title.
         *
         * @param card the article's facts
         * @param body its Markdown
         */
        why(card, body) {
            let [best, kind, chosen] = [0, "title", card.title];
            const take = (candidate, text) => {
                const score = this.score(text);
                if (score > best) [best, kind, chosen] = [score, candidate, text];
            };
            for (const symptom of card.symptoms ?? []) take("symptom", symptom);
            if (card.error_codes) take("code", card.error_codes.join(", "));
            if (!best || 3 * best < 2 * this.score(card.title)) {
                for (const paragraph of this.#promising(body)) {
                    for (const part of paragraph.split(SENTENCE)) {
                        const text = cleaned(part);
                        if (text !== card.title) take("sentence", text);
                    }
                }
            }
            return cut(kind, chosen, this.marks(chosen));
        }

        /** The paragraphs with most of the words that were asked for, the best first. */
        #promising(body) {
            let lower = body.toLowerCase();
            // A letter whose small form is two letters: the places would not agree.
            if (lower.length !== body.length) lower = body;
            const promise = new Map();
            for (const [beginning, weight] of this.#beginnings) {
                let place = lower.indexOf(beginning);
                while (place >= 0) {
                    if (place && isWithinWord(lower, place)) {
                        place = lower.indexOf(beginning, place + 1);
                        continue;
                    }
                    const start = (place < 2 ? -1 : lower.lastIndexOf("\n\n", place - 2)) + 1;
                    promise.set(start, (promise.get(start) ?? 0) + weight);
                    const end = lower.indexOf("\n\n", place);
                    place = end >= 0 ? lower.indexOf(beginning, end) : -1;
                }
            }
            const starts = Array.from(promise)
                .sort(([left, more], [right, most]) => most - more || left - right)
                .slice(0, PARAGRAPHS);
            return starts.map(([start]) => {
                const end = body.indexOf("\n\n", start + 1);
                return body.slice(start, end >= 0 ? end : body.length);
            });
        }

        /** How much of what was asked for stands in this text; of two that say the same, the shorter says it better. */
        score(text) {
            const found = new Set();
            for (const token of new Set(text.toLowerCase().match(TOKEN))) {
                for (const term of this.#asked(token)) found.add(term);
            }
            let sum = 0;
            for (const term of found) sum += this.#weights.get(term);
            return Math.floor((sum * 100) / (100 + Math.floor(length(text) / 8)));
        }

        /** Where the words that were asked for stand in this text, counted in characters. */
        marks(text) {
            const places = [];
            for (const { 0: token, index } of text.matchAll(TOKEN)) {
                const terms = this.#asked(token.toLowerCase());
                if (terms.length && !terms.every((term) => STOP_WORDS.has(term))) {
                    const start = length(text.slice(0, index));
                    places.push([start, start + length(token)]);
                }
            }
            return places;
        }

        #asked(token) {
            let known = this.#known.get(token);
            if (known === undefined) {
                known = this.#analyzer.expand(token).filter((term) => this.#weights.has(term));
                this.#known.set(token, known);
            }
            return known;
        }
    }

    /** Does a word go on here, unless it is a number that says that it is hexadecimal? */
    const isWithinWord = (lower, place) =>
        ALNUM_BEFORE.test(lower.slice(Math.max(0, place - 2), place)) && lower.slice(Math.max(0, place - 2), place) !== "0x";

    /** What all forms of a term begin with: "repl" for "repli" ("reply", "replies"), "ora" for "ora942" ("ORA-00942"). */
    function beginning(term) {
        const letters = term.replace(DIGITS_AT_END, "");
        if (!isAlpha(term) && isAlpha(letters)) return letters;
        return length(term) > 3 && /[iy]$/.test(term) ? term.slice(0, -1) : term;
    }

    function cleaned(part) {
        const text = inlineText(part.replace(LEAD, ""));
        return DIRECTIVES.some((sign) => text.startsWith(sign)) ? "" : text;
    }

    /** A line of MAX_LENGTH characters at most, cut at words, around the first mark. */
    function cut(kind, text, marks) {
        const points = Array.from(text);
        if (points.length <= MAX_LENGTH) return { kind, text, marks };
        const first = marks.length ? marks[0][0] : 0;
        let start = first < Math.floor(MAX_LENGTH / 2) ? 0 : lastSpace(points, 0, first - 30) + 1;
        // Near the end of a line, there is room for more of what stands before.
        const boundary = points.indexOf(" ", points.length - MAX_LENGTH) + 1;
        if (boundary > 0 && boundary < start) start = boundary;
        let end = points.length;
        if (start + MAX_LENGTH < points.length) end = Math.max(lastSpace(points, start, start + MAX_LENGTH), start + 1);
        if (end - start < Math.floor(MAX_LENGTH / 3)) end = Math.min(points.length, start + MAX_LENGTH);
        const shift = start - (start ? 1 : 0);
        const shown = stripEnd(points.slice(start, end).join(""));
        return {
            kind,
            text: `${start ? "…" : ""}${shown}${end < points.length ? "…" : ""}`,
            marks: marks.filter(([a, b]) => a >= start && b <= end).map(([a, b]) => [a - shift, b - shift]),
        };
    }

    /** The place of the last space from *start* to before *end*, or -1. */
    function lastSpace(points, start, end) {
        const place = end > 0 ? points.lastIndexOf(" ", end - 1) : -1;
        return place >= start ? place : -1;
    }

    kb.why = Object.freeze({ Explainer });
}
