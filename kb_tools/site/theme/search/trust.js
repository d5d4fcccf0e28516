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
        const due = reviewed && Number.isInteger(card.review_days) ? later(reviewed, card.review_days) : null;
        const stale = due !== null && due < today;
        const knownIssue = card.status === "known-issue" && (!card.expires || today <= card.expires);
        // What agents say is wrong: how often, what the newest says, and when.
        const [count, said, at] = card.flags ?? [];
        const flags = count ? Object.freeze({ count, said, at }) : null;
        return Object.freeze({ confidence, reviewed, due, stale, knownIssue, flags });
    }

    function later(day, days) {
        const date = new Date(Date.parse(day) + days * A_DAY);
        const year = date.getUTCFullYear();
        return year >= 1 && year <= 9999 ? date.toISOString().slice(0, 10) : LAST;
    }

    /** In words, the warning first. */
    function summary({ confidence, reviewed, due, stale, knownIssue, flags }) {
        const parts = [];
        if (knownIssue) parts.push("KNOWN ISSUE");
        if (flags) parts.push(`FLAGGED ${flags.count > 1 ? `${flags.count} times, last ` : ""}${flags.at.slice(0, 10)}`);
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
        flags: trust.flags,
        summary: summary(trust),
    });

    /** The reader's day. */
    function today() {
        const now = new Date();
        return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    }

    kb.trusting = Object.freeze({ judge, asJson, today });
}
