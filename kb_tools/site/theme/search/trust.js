// Can this article be believed today? Computed when it is read, never stored: time passes after a site is built. Follows
// kb_tools/article/trust.py. Days are ISO texts, which sort as the days do.
"use strict";
{
    const kb = (globalThis.kb ??= {});

    const A_DAY = 86_400_000;
    const LAST = "9999-12-31";

    /** Judge an article by its fields on a day. */
    function judge(today, card) {
        const confidence = card.confidence ?? "";
        const reviewed = card.last_reviewed || null;
        const due = reviewed && card.review_days ? later(reviewed, card.review_days) : null;
        const stale = due !== null && due < today;
        const knownIssue = card.status === "known-issue" && (!card.expires || today <= card.expires);
        return Object.freeze({ confidence, reviewed, due, stale, knownIssue });
    }

    function later(day, days) {
        const date = new Date(Date.parse(day) + days * A_DAY);
        const year = date.getUTCFullYear();
        return year >= 1 && year <= 9999 ? date.toISOString().slice(0, 10) : LAST;
    }

    /** In words, the warning first. */
    function summary({ confidence, reviewed, due, stale, knownIssue }) {
        const parts = [];
        if (knownIssue) parts.push("KNOWN ISSUE");
        if (stale) parts.push(`STALE since ${due}`);
        if (confidence) parts.push(confidence.replaceAll("-", " "));
        parts.push(reviewed ? `reviewed ${reviewed}` : "never reviewed");
        return parts.join(", ");
    }

    const asJson = (trust) => ({
        confidence: trust.confidence || null,
        last_reviewed: trust.reviewed,
        review_due: trust.due,
        stale: trust.stale,
        known_issue: trust.knownIssue,
        summary: summary(trust),
    });

    /** The reader's day. */
    function today() {
        const now = new Date();
        return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    }

    kb.trusting = Object.freeze({ judge, asJson, today });
}
