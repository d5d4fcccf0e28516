// What Python says of characters and strings, where JavaScript has other words or counts in halves of rare characters.
"use strict";
{
    const kb = (globalThis.kb ??= {});

    const SURROGATES = /[\ud800-\udfff]/;
    const NOT_ASCII = /[^\0-\x7f]/;
    const ALPHA = /^\p{L}+$/u;
    const DECIMAL = /^\p{Nd}+$/u;
    // Superscripts, circled digits and the digits of scripts that do not count in tens are digits, too, but not decimal.
    const DIGIT =
        "[\\p{Nd}\\xb2\\xb3\\xb9\\u1369-\\u1371\\u19da\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468\\u2474-\\u247c" +
        "\\u2488-\\u2490\\u24ea\\u24f5-\\u24fd\\u24ff\\u2776-\\u277e\\u2780-\\u2788\\u278a-\\u2792\\u{10a40}-\\u{10a43}" +
        "\\u{10e60}-\\u{10e68}\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}]";
    const DIGITS = new RegExp(`^${DIGIT}+$`, "u");
    const HAS_DIGIT = new RegExp(DIGIT, "u");
    const EACH_DIGIT = new RegExp(DIGIT, "gu");
    const HAS_ALPHA = /\p{L}/u;

    const isAscii = (text) => !NOT_ASCII.test(text);
    const isAlpha = (text) => ALPHA.test(text);
    const isDecimal = (text) => DECIMAL.test(text);
    const isDigit = (text) => DIGITS.test(text);
    const hasAlpha = (text) => HAS_ALPHA.test(text);
    const hasDigit = (text) => HAS_DIGIT.test(text);
    const countDigits = (text) => (text.match(EACH_DIGIT) ?? []).length;

    /** How many characters? */
    const length = (text) => (SURROGATES.test(text) ? Array.from(text).length : text.length);

    /** The first characters. */
    function first(text, count) {
        if (text.length <= count) return text;
        return SURROGATES.test(text) ? Array.from(text).slice(0, count).join("") : text.slice(0, count);
    }

    const count = (text, char) => text.split(char).length - 1;
    const withoutZeros = (text) => text.replace(/^0+/, "");

    /** Which text comes first? By characters; halves of rare ones stand before the last common ones otherwise. */
    function compare(left, right) {
        const end = Math.min(left.length, right.length);
        for (let place = 0; place < end; place++) {
            const [a, b] = [left.charCodeAt(place), right.charCodeAt(place)];
            if (a !== b) return rank(a) - rank(b);
        }
        return left.length - right.length;
    }

    const rank = (unit) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

    kb.characters = Object.freeze({
        isAscii, isAlpha, isDecimal, isDigit, hasAlpha, hasDigit, countDigits,
        length, first, count, withoutZeros, compare,
    });
}
