// A query and postings -> scores, in whole numbers. Follows kb_tools/search/ranking.py.
//
//     score = sum over terms of  weight * impact,   weight = round(UNIT * factor * idf)
//     idf   = ln(1 + (N - n + 0.5) / (n + 0.5))     (n of N articles have the term)
"use strict";
{
    const kb = (globalThis.kb ??= {});
    const { facet } = kb.facets;

    const UNIT = 16;

    /** A speech of forty words has some eighty terms; the lightest of them change nothing and are left out. */
    const MAX_TERMS = 48;

    /** Look the terms up; those that no article has are left out, and of a long speech those that count least. */
    function weigh(terms, lexicon, { documents, idf }) {
        const found = [];
        for (const { term, factor } of terms) {
            const postings = lexicon.lookUp(term);
            const { frequency } = postings;
            if (frequency) found.push({ term, weight: weight(factor, frequency, documents, idf), frequency, postings });
        }
        return found.sort((left, right) => right.weight - left.weight).slice(0, MAX_TERMS);
    }

    /**
     * How much a term counts in this query.
     *
     * @param given frequency -> its logarithm, where this browser's may differ from Python's by enough to matter
     */
    function weight(factor, frequency, documents, given) {
        const idf = given[frequency] ?? Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
        return Math.max(1, rounded(UNIT * factor * idf));
    }

    /** As Python rounds: halves to the even number. */
    function rounded(value) {
        const below = Math.floor(value);
        const rest = value - below;
        return rest > 0.5 || (rest === 0.5 && below % 2) ? below + 1 : below;
    }

    /**
     * The best documents as [score, document], best first; equal scores in the order of documents, which is by path.
     *
     * @param wanted only these documents; null: all
     */
    function rank(weighed, scores, limit, wanted = null) {
        addUp(weighed, scores);
        const candidates = wanted === null ? null : Uint32Array.from(wanted).sort();
        const best = [];
        let least = 1;
        for (let place = 0; place < (candidates ?? scores).length; place++) {
            const document = candidates === null ? place : candidates[place];
            const score = scores[document];
            if (score < least) continue;
            insert(best, score, document);
            if (best.length > limit) best.pop();
            if (best.length === limit) least = best[limit - 1][0] + 1;
        }
        return best;
    }

    /** Put it behind all that score as much or more. */
    function insert(best, score, document) {
        let [low, high] = [0, best.length];
        while (low < high) {
            const middle = (low + high) >> 1;
            if (best[middle][0] >= score) low = middle + 1;
            else high = middle;
        }
        best.splice(low, 0, [score, document]);
    }

    /** The scores of all documents. */
    function addUp(weighed, scores) {
        scores.fill(0);
        for (const { weight: factor, postings } of weighed) {
            const { documents, impacts } = postings;
            for (let place = 0; place < documents.length; place++) scores[documents[place]] += factor * impacts[place];
        }
    }

    /** The documents that fit all filters, each with any of its values; null where there are none to fit. */
    function filtered(filters, lexicon) {
        let result = null;
        for (const [name, values] of Object.entries(filters)) {
            const fitting = new Set();
            for (const value of values) for (const document of lexicon.documents(facet(name, value))) fitting.add(document);
            result = result === null ? fitting : common(result, fitting);
        }
        return result;
    }

    /** The documents that have every one of these terms, wherever they stand. */
    function havingAll(terms, lexicon) {
        let result = null;
        for (const term of terms) {
            const having = new Set(lexicon.documents(term));
            result = result === null ? having : common(result, having);
        }
        return result ?? new Set();
    }

    const common = (left, right) => new Set(Array.from(left).filter((item) => right.has(item)));

    kb.ranking = Object.freeze({ weigh, weight, rank, filtered, havingAll, common });
}
