// The answer to a query, as `kb search --json` prints it. Follows kb_tools/search/results.py.
"use strict";
{
    const kb = (globalThis.kb ??= {});
    const { unknownCodes, lookedFor } = kb.understanding;
    const { asJson } = kb.trusting;

    /** A second article with this share of the first one's score could be the right one as well. */
    const NEIGHBORS_FROM = 0.7;

    function hit({ score, card, why, trust }) {
        return {
            id: card.id,
            path: card.path,
            title: card.title,
            score,
            url: card.url ?? "",
            kind: card.kind ?? null,
            why,
            first_step: card.first_step ?? null,
            trust: asJson(trust),
            escalate_to: card.escalate_to ?? null,
            ask: card.ask ?? null,
            owner: card.owner ?? null,
            audience: card.audience ?? null,
            products: card.products ?? [],
            applies_to: card.applies_to ?? [],
            error_codes: card.error_codes ?? [],
            symptoms: card.symptoms ?? [],
        };
    }

    /** All of it; and beside what the JSON has, the words that were looked for, to be said where nothing is found. */
    function results(query, hits, milliseconds) {
        return {
            query: query.text,
            hits: hits.map(hit),
            took_ms: milliseconds,
            unknown_codes: unknownCodes(query),
            corrected: Object.fromEntries(query.corrected),
            question: questionBetween(hits),
            looked_for: lookedFor(query),
        };
    }

    /** The first of the top hits' questions, when at least two fit nearly alike and match the same words. */
    function questionBetween(hits) {
        if (!hits.length) return null;
        const [first] = hits;
        const alike = hits.slice(0, 4).filter((one) => one.score >= NEIGHBORS_FROM * first.score && shareWords(first, one));
        if (alike.length < 2) return null;
        for (const { card } of alike) {
            const text = card.ask || (card.check ?? "");
            if (text.endsWith("?")) return { text, between: alike.map((one) => one.card.id) };
        }
        return null;
    }

    /** Do the lines that matched have half of the words that matched in common? */
    function shareWords(left, right) {
        const [a, b] = [left, right].map(({ why: { text, marks } }) => {
            const points = Array.from(text);
            return new Set(marks.map(([start, end]) => points.slice(start, end).join("").toLowerCase()));
        });
        const both = Array.from(a).filter((word) => b.has(word)).length;
        const least = Math.min(a.size, b.size);
        return least > 0 && 2 * both >= least;
    }

    kb.results = Object.freeze({ results });
}
