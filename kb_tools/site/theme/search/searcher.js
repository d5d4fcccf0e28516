// Answers queries from what `kb export` has written. Follows kb_tools/search/searcher.py.
"use strict";
{
    const kb = (globalThis.kb ??= {});
    const { length } = kb.characters;
    const { Analyzer } = kb.analysis;
    const { understand } = kb.understanding;
    const { Shards } = kb.shards;
    const { ShardLexicon } = kb.lexicon;
    const { Explainer } = kb.why;
    const { weigh, rank, filtered, havingAll, common } = kb.ranking;
    const { POOL, nudged, lifted } = kb.nudges;
    const { judge, today: thisDay } = kb.trusting;

    /** How many articles that have all words of a phrase are read to see whether they stand together. */
    const PHRASE_CANDIDATES = 2000;

    /** Milliseconds after a key that leaves a word unfinished: who types fast has pressed the next one by then. */
    const REST = 100;
    const UNFINISHED = /\p{L}+$/u;

    const TRUST_FIELDS = ["confidence", "last_reviewed", "review_days", "status", "expires", "flags"];

    /** One state of the articles. */
    class State {
        constructor(index, load) {
            this.index = index;
            this.shards = new Shards((name) => load(index, name));
            this.lexicon = new ShardLexicon(this.shards, index);
            this.analyzer = new Analyzer(index.language);
            this.scores = new Float64Array(index.documents);
        }

        /** How long to wait for the next key: not at all, unless the last word looks as if it were not finished. */
        rest(text) {
            const token = UNFINISHED.exec(text)?.[0].toLowerCase();
            if (token === undefined) return 0;
            const isWord = length(token) > 2 && this.analyzer.ownTerms([token]).some((term) => this.lexicon.frequency(term));
            return isWord ? 0 : REST;
        }

        /** What a question needs: answers at once, as far as it can with what is loaded. */
        search(text, { limit, first, filters, today, read }) {
            const started = performance.now();
            const query = understand(text, this.analyzer, this.lexicon, filters);
            const weighed = weigh(query.terms, this.lexicon, this.index);
            const explainer = new Explainer(new Map(weighed.map(({ term, weight }) => [term, weight])), this.analyzer);
            const hits = [];
            for (const { score, document, trust } of this.ranked(query, weighed, limit, today, read).slice(0, first)) {
                const [card, body] = this.article(document) ?? [];
                if (card !== undefined) hits.push({ score, card, trust, why: explainer.why(card, body) });
            }
            return kb.results.results(query, hits, performance.now() - started);
        }

        /**
         * The best articles, the best first.
         *
         * @param read article -> whether it has the query's phrases; what earlier runs for this question have found out
         */
        ranked(query, weighed, limit, today, read) {
            let wanted = filtered(query.filters, this.lexicon);
            if (query.phrases.length) {
                const having = havingAll(query.phrases.flat(), this.lexicon);
                wanted = wanted === null ? having : common(wanted, having);
            }
            const pool = query.phrases.length ? PHRASE_CANDIDATES : limit + POOL;
            let ranked = rank(weighed, this.scores, pool, wanted);
            const having = this.havingCode(query);
            const exact = wanted === null ? having : common(having, wanted);
            if (exact.size) {
                const others = ranked.filter(([, document]) => !exact.has(document));
                ranked = [...rank(weighed, this.scores, pool, exact), ...others];
            }
            let found = [];
            let most = limit + POOL;
            for (const [score, document] of ranked) {
                if (query.phrases.length) {
                    const has = this.hasPhrases(document, query, read);
                    if (has === false) continue;
                    // More and more are asked for at once, the longer it takes.
                    if (has === undefined) most = limit + POOL + read.size;
                }
                const trust = judge(today, this.facts(document));
                found.push({ score: nudged(score, trust), document, trust });
                if (query.phrases.length && found.length >= most) break;
            }
            if (exact.size) found = lifted(found, exact);
            return found.sort((a, b) => b.score - a.score || a.document - b.document).slice(0, limit);
        }

        /** The documents that have a code that the caller read out, and that can be nothing else. */
        havingCode({ codes }) {
            const certain = codes.filter(({ known, certain }) => known && certain);
            return new Set(certain.flatMap(({ term }) => Array.from(this.lexicon.documents(term))));
        }

        /** An article's card and Markdown, or undefined where they are missing. */
        article(document) {
            return this.shards.get(`articles/${document}`);
        }

        /** What decides how far an article can be trusted; nothing where that is missing. */
        facts(document) {
            const { trustRows } = this.index;
            const piece = this.shards.get(`trust/${Math.floor(document / trustRows)}`);
            if (piece === undefined) return {};
            const [rows, numbers] = piece;
            const row = rows[kb.postings.number(numbers, document % trustRows)];
            return Object.fromEntries(TRUST_FIELDS.map((field, place) => [field, row[place] ?? undefined]));
        }

        /** Do the phrases stand in this article? Undefined where it is missing. */
        hasPhrases(document, { phrases }, read) {
            const article = read.has(document) ? undefined : this.article(document);
            if (article !== undefined) {
                const [card, body] = article;
                const { analyzer } = this;
                const texts = [card.title, ...(card.symptoms ?? []), ...(card.error_codes ?? []), body];
                const terms = texts.flatMap((text) => [...analyzer.ownTerms(analyzer.tokens(text)), "|"]);
                const all = ` ${terms.join(" ")} `;
                read.set(document, phrases.every((phrase) => all.includes(` ${phrase.join(" ")} `)));
            }
            return read.get(document);
        }
    }

    const sleep = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

    /**
     * A searcher for the site's articles, as they are published now and later.
     *
     * @param first the index that the page knows
     * @param load (index, name) gives the promise of a piece of an index
     * @param current () gives the promise of the index that is published now
     */
    function searcher(first, { load, current }) {
        let state = new State(first, load);

        /** Where a piece does not load, the site may have been built anew meanwhile: then all begins again with that. */
        async function answer(question) {
            const asked = state;
            try {
                return await question(asked);
            } catch (error) {
                if (error.name === "AbortError") throw error;
                if (state === asked) {
                    const index = await current();
                    if (index.data === asked.index.data) throw error;
                    state = new State(index, load);
                }
                return question(state);
            }
        }

        return Object.freeze({
            /**
             * Find the articles that fit best, the best first: the answer of `kb search --json`.
             *
             * @param first how many of them are wanted at once: the others' articles are not loaded, nor told
             * @param filters {product: [value, ...], audience: ..., confidence: ...}; any value of each will do
             * @param today the day to judge trust on, as an ISO text
             * @param signal stops what nobody waits for any more
             * @param typedAt when the last letter of the text was typed, and more may come: then articles that are not
             *     there yet are loaded when no key has followed for a moment (performance.now(); 0: nobody is typing)
             */
            search(text, { limit = 10, first = limit, filters = {}, today = thisDay(), signal, typedAt = 0 } = {}) {
                return answer((asked) => {
                    const read = new Map();
                    const rested = typedAt && (() => sleep(typedAt + asked.rest(text) - performance.now()));
                    const question = { limit, first, filters, today, read };
                    return asked.shards.complete(() => asked.search(text, question), { signal, rested });
                });
            },

            /** What can be filtered by: {product: [[value, count], ...], ...}, the most common first. */
            facets() {
                return answer(({ shards }) => shards.complete(() => shards.get("facets")));
            },
        });
    }

    kb.searching = Object.freeze({ searcher });
}
