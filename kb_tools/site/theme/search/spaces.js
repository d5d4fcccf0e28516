// White space as Python sees it: it counts four control characters in, and the byte order mark out.
"use strict";
{
    const kb = (globalThis.kb ??= {});

    /** For use within brackets of a regular expression. */
    const SPACE = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
    const START = new RegExp(`^[${SPACE}]+`);
    const END = new RegExp(`[${SPACE}]+$`);
    const BETWEEN = new RegExp(`[${SPACE}]+`);

    const stripEnd = (text) => text.replace(END, "");
    const strip = (text) => stripEnd(text.replace(START, ""));

    /** The text cut at white space. */
    const words = (text) => text.split(BETWEEN).filter(Boolean);

    kb.spaces = Object.freeze({ SPACE, strip, stripEnd, words });
}
