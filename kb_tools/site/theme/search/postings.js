// Which documents have a term, and its impact (1 to 255) in each: as kb_tools/site/packing.py writes them.
"use strict";
{
    const kb = (globalThis.kb ??= {});

    /** The character of 0. */
    const FIRST = 35;

    const NONE = Object.freeze({ frequency: 0, documents: [], impacts: [] });

    /** Unpack distances and impacts. Steps that only pass documents by have an impact of 0, and are left out. */
    function unpack(text) {
        const steps = text.length / 2;
        if (!steps) return NONE;
        const documents = new Uint32Array(steps);
        const impacts = new Uint8Array(steps);
        let [document, frequency] = [-1, 0];
        for (let step = 0; step < steps; step++) {
            document += text.charCodeAt(step) - FIRST;
            const impact = text.charCodeAt(steps + step) - FIRST;
            if (!impact) continue;
            documents[frequency] = document;
            impacts[frequency++] = impact;
        }
        return { frequency, documents: documents.subarray(0, frequency), impacts: impacts.subarray(0, frequency) };
    }

    /** One of the numbers that kb_tools/site/packing.py writes as text. */
    const number = (text, place) => text.charCodeAt(place) - FIRST;

    kb.postings = Object.freeze({ NONE, unpack, number });
}
