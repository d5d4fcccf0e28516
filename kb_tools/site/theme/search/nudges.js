// What moves an article up or down apart from its words. Follows kb_tools/search/nudges.py.
"use strict";
{
    const kb = (globalThis.kb ??= {});

    /** Per cent of the score; any other state keeps it whole. */
    const CONFIDENCE = new Map([["wip", 90], ["not-validated", 97], ["archived", 60]]);
    const STALE = 95;
    const KNOWN_ISSUE = 150;

    /** How many articles more than asked for are looked at, since a nudge may lift one of them in. */
    const POOL = 10;

    /** The score after nudging. */
    function nudged(score, trust) {
        let percent = CONFIDENCE.get(trust.confidence) ?? 100;
        if (trust.stale) percent = Math.floor((percent * STALE) / 100);
        if (trust.knownIssue) percent = Math.floor((percent * KNOWN_ISSUE) / 100);
        return Math.floor((score * percent) / 100);
    }

    /** The same with the documents of *exact* above all others: an article with the caller's code before any wording. */
    function lifted(found, exact) {
        const scores = (isExact) => found.filter(({ document }) => exact.has(document) === isExact).map(({ score }) => score);
        const least = scores(true).reduce((left, right) => Math.min(left, right), Infinity);
        const most = scores(false).reduce((left, right) => Math.max(left, right), 0);
        const lift = most - least + 1;
        if (!(lift > 0) || !least) return found;
        return found.map((item) => (exact.has(item.document) ? { ...item, score: item.score + lift } : item));
    }

    kb.nudges = Object.freeze({ POOL, nudged, lifted });
}
