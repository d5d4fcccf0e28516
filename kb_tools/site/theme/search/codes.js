// Codes as they are spoken and written -> the one form they have in the index. "oh x eight double-oh seven triple-oh five",
// "hex 8007 0005" and "0x80070005" are all the term "80070005". Speech leaves open where one number ends and the next
// begins, so every reading is tried, and those are kept that the index knows. Follows kb_tools/query/codes.py.
"use strict";
{
    const kb = (globalThis.kb ??= {});
    const { isAlpha, isDecimal, isDigit, hasAlpha, hasDigit, countDigits, length, count, withoutZeros, compare } =
        kb.characters;
    const { replyAndStatus } = kb.analysis;
    const spoken = kb.spoken;

    /** Words before a number that make it a code. */
    const CUES = new Set("error err code fault event eventid id http status stop number no kb".split(" "));

    /** Ordinary words that are followed by a number: "step 2" is no code, even where an article says "step2". */
    const COUNTED = new Set(
        `area bay block box build card case cell chart day days desk disk door drive fan file floor form gate group
        hour item lane layer level line lines list loop model node nodes note page pages part parts pass pc pcs
        phase plan point pool port ports rack ring role room round row rule seat shift site sites slot stage step
        steps tab table task team test tier time times tip tray type unit units user users wave week weeks wing zone`.split(/\s+/),
    );

    const LOOKS_HEX = /^[0-9a-f]{2,8}$/;
    /** c0000017, read off a screen that leaves 0x out; deadbeef and all other words have no digit. */
    const STATUS = /^(?=[a-f]*[0-9])[a-f][0-9a-f]{7}$/;
    const CONFUSED = { o: "0", l: "1", i: "1" };
    /** 24h, 100mbit, 10am, 2nd: no code unless an article has it as one. */
    const QUANTITY = /^\p{Nd}{1,4}[a-z]+$/u;
    /** windows11, office2019: where the name is a word of the articles, it says little. */
    const VERSION = /^(?:([a-z]{5,})\p{Nd}{1,4}|([a-z]+)(?:19|20)\p{Nd}{2})$/u;
    const CUE_AND_NUMBER = /^([a-z]+)(\p{Nd}+)$/u;
    const PIECES = /[^-_]+/g;

    /**
     * All codes that the tokens say or spell, from left to right.
     *
     * @param tokens lower-case tokens, as the analyzer cuts them
     * @param exists does any article have this term?
     * @param own a token's own term
     */
    function findCodes(tokens, exists, own) {
        // The analyzer keeps "double-oh" and "fifty-five" together.
        const parts = tokens.flatMap((token, index) => spokenParts(token).map((text) => ({ text, index })));
        const found = [];
        let position = 0;
        while (position < parts.length) {
            let { codes, used } = saidAt(parts, position, exists);
            if (!used) ({ codes, used } = writtenAt(parts, position, exists, own));
            found.push(...codes);
            position += Math.max(used, 1);
        }
        return found;
    }

    function spokenParts(token) {
        const both = replyAndStatus(token);
        if (both.length) return both;
        const pieces = token.split("-");
        return pieces.length > 1 && pieces.every(spoken.isNumberWord) ? pieces : [token];
    }

    const code = (term, first, last, certain, known) => ({ term, first, last, certain, known });
    const NOTHING = Object.freeze({ codes: [], used: 0 });

    // --- spoken -------------------------------------------------------------------------------------------------------

    /** The code that begins at a place, and how many parts it takes; nothing when none is spoken there. */
    function saidAt(parts, start, exists) {
        const word = parts[start].text;
        if (!spoken.FIRST.has(word) && !isDecimal(word)) return NOTHING;
        const { words, end, hexadecimal } = spoken.run(parts, start);
        if (!spoken.mayBeCode(words, hexadecimal)) return NOTHING;
        const announced = isAnnounced(parts, start);
        const [first, last] = [parts[start].index, parts[end - 1].index];
        const readings = [...new Set(spoken.readings(words))].sort(
            (left, right) => length(left) - length(right) || compare(left, right),
        );
        let best = [];
        for (const reading of readings) {
            const terms = knownTerms(reading, exists, hexadecimal);
            if (terms.length && (!best.length || length(terms.join("")) > length(best.join("")))) best = terms;
        }
        // "one point five" is a quantity, "five dot one dot ten" is none.
        const certain =
            announced
            || hexadecimal
            || words.some((each) => spoken.REPEATS.has(each))
            || (best.length ? best : readings.slice(0, 1)).some((term) => count(term, ".") > 1);
        if (best.length) return { codes: best.map((term) => code(term, first, last, certain, true)), used: end - start };
        if (!words.some(spoken.isNumberWord) || (spoken.LETTERS.has(words[0]) && !hexadecimal)) {
            // Numbers in figures, or a word like "hotel" before a number: only a code where an article has it.
            return NOTHING;
        }
        if (words.some((each) => isDecimal(each) && length(each) > 2 && exists(withoutZeros(each)))) {
            // A code that articles have stands within; it is found by itself.
            return NOTHING;
        }
        if (hexadecimal || (certain && length(readings[0].replaceAll(".", "")) >= 3)) {
            const term = withoutZeros(readings[0]) || "0";
            return { codes: [code(term, first, last, true, exists(term))], used: end - start };
        }
        return NOTHING;
    }

    /** The codes that a string of digits is made of, as far as the index knows them. */
    function knownTerms(reading, exists, hexadecimal) {
        const whole = withoutZeros(reading) || "0";
        if (length(whole) >= 3 && exists(whole)) return [whole];
        if (hexadecimal) return [];
        const digits = Array.from(reading.replaceAll(".", ""));
        if (digits.length >= 3) {
            for (const dotted of dottedForms(digits)) if (exists(dotted)) return [dotted];
        }
        // A three-digit reply and an enhanced status code: 550 5.1.1
        if (digits.length >= 6) {
            const left = digits.slice(0, 3).join("");
            const known = dottedForms(digits.slice(3)).filter(exists);
            if (known.length) return exists(left) ? [left, known[0]] : known.slice(0, 1);
        }
        return [];
    }

    /** 5110 -> 5.1.10, 5.11.0; the parts of a mail status code. */
    function dottedForms(digits) {
        const found = [];
        for (const first of [1, 2]) {
            for (const second of [1, 2, 3]) {
                const parts = [digits.slice(0, first), digits.slice(first, first + second), digits.slice(first + second)];
                if (parts.every((part) => part.length) && parts[2].length <= 3) {
                    found.push(parts.map((part) => part.join("")).join("."));
                }
            }
        }
        return found;
    }

    // --- written ------------------------------------------------------------------------------------------------------

    /** A code written in one piece, or in several with spaces between. */
    function writtenAt(parts, start, exists, own) {
        const { text: word, index: first } = parts[start];
        const following = parts[start + 1]?.text ?? "";
        if (word === "hex" || word === "0x" || (word === "0" && following === "x")) {
            const skip = word === "0" ? 2 : 1;
            const joined = joinedFrom(parts, start + skip);
            if (joined) {
                const term = withoutZeros(joined.text) || "0";
                const { index: last } = parts[start + skip + joined.used - 1];
                return { codes: [code(term, first, last, true, exists(term))], used: skip + joined.used };
            }
        }
        // Several groups: 8007 0005; ORA 942; KB 5005565
        for (const used of hasDigit(following) ? [4, 3, 2] : []) {
            const group = parts.slice(start, start + used).map((part) => part.text);
            if (group.length === used && mayJoin(group)) {
                const [head, ...rest] = group;
                const tail = rest.join("");
                const text = head + (isDigit(head) || LOOKS_HEX.test(head) ? tail : withoutZeros(tail));
                const term = withoutZeros(text);
                if (length(term) >= 4 && exists(term)) {
                    // 50 000 may be a quantity.
                    const certain = !isVersion(term, exists, own) && (!isDigit(term) || length(term) >= 7);
                    const { index: last } = parts[start + used - 1];
                    return { codes: [code(term, first, last, certain || isAnnounced(parts, start), true)], used };
                }
            }
        }
        let term = own(word);
        // A0012345 may be A-12345 in an article; c0000017 is no C17.
        if (STATUS.test(word) && (exists(word) || length(term) < 5 || !exists(term))) {
            return { codes: [code(word, first, first, true, exists(word))], used: 1 };
        }
        if (!hasDigit(word)) return NOTHING;
        // "error no 5" is a code, "no 24h repair" is none.
        let announced = isAnnounced(parts, start) && !(parts[start - 1].text === "no" && QUANTITY.test(term));
        if (!exists(term)) {
            const repaired = own(word.replace(PIECES, withoutConfusion));
            if (repaired !== term && exists(repaired)) {
                return { codes: [code(repaired, first, first, true, true)], used: 1 };
            }
            const found = CUE_AND_NUMBER.exec(word);
            if (found && CUES.has(found[1]) && found[1] !== "kb") {
                term = own(found[2]);
                announced = true;
            }
        }
        const digits = countDigits(term);
        const shaped =
            word.startsWith("0x")
            || (hasAlpha(word) && digits >= 2 && !QUANTITY.test(term) && !isVersion(term, exists, own))
            || count(word, ".") >= 2;
        if (digits >= 3 || shaped || (announced && digits)) {
            const certain = shaped || announced || (digits >= 5 && !term.includes("-"));
            return { codes: [code(term, first, first, certain, exists(term))], used: 1 };
        }
        return NOTHING;
    }

    const isAnnounced = (parts, start) => start > 0 && CUES.has(parts[start - 1].text);

    function isVersion(term, exists, own) {
        const found = VERSION.exec(term);
        return found !== null && exists(own(found[1] ?? found[2]));
    }

    /** O for 0 and l for 1 in what has a digit: "oo942", but not "ora". */
    const withoutConfusion = (piece) => (hasDigit(piece) ? piece.replace(/[oli]/g, (char) => CONFUSED[char]) : piece);

    /** Groups of hexadecimal digits in a row. */
    function joinedFrom(parts, start) {
        const groups = [];
        for (const { text } of parts.slice(start, start + 4)) {
            if (!LOOKS_HEX.test(text) || !hasDigit(text)) break;
            groups.push(text);
        }
        const text = groups.join("");
        return text.length >= 3 ? { text, used: groups.length } : null;
    }

    function mayJoin([head, ...rest]) {
        if (!rest.slice(1).every(isDigit) || !(isDigit(rest[0]) || LOOKS_HEX.test(rest[0]))) return false;
        if (isDigit(head) || LOOKS_HEX.test(head)) return true;
        const isCounted = COUNTED.has(head) && length(rest[0]) <= 2;
        return isAlpha(head) && length(head) >= 2 && length(head) <= 5 && rest.length === 1 && !isCounted;
    }

    kb.codes = Object.freeze({ findCodes });
}
