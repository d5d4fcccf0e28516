// What number words say: every string of digits and letters that they can mean. "five fifty five" is 5 55, 550 5 or 555;
// "double-oh" is 00; "twenty oh four" is 2004. Which of it is a code, codes.js decides. Follows kb_tools/query/spoken.py.
"use strict";
{
    const kb = (globalThis.kb ??= {});
    const { isDecimal, length } = kb.characters;

    const UNITS = new Map(Object.entries({
        zero: 0, oh: 0, o: 0, nought: 0, naught: 0, null: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7,
        eight: 8, nine: 9, niner: 9,
    }));
    const TEENS = new Map(Object.entries({
        ten: 10, eleven: 11, twelve: 12, thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18,
        nineteen: 19,
    }));
    const TENS = new Map(Object.entries({
        twenty: 20, thirty: 30, forty: 40, fourty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90,
    }));
    const REPEATS = new Map(Object.entries({ double: 2, triple: 3, treble: 3, quadruple: 4 }));
    const LETTERS = new Map([
        ...`alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa
        quebec romeo sierra tango uniform victor whiskey whisky yankee zulu`.split(/\s+/).map((name) => [name, name[0]]),
        ["xray", "x"],
        ["x-ray", "x"],
    ]);
    const POWERS = new Map(Object.entries({ hundred: 100, thousand: 1000 }));
    const DOTS = new Set(["dot", "point", "period"]);
    const HEX = new Set(["hex", "0x", "ox"]);
    /** What an x follows in 0x. */
    const ZEROS = new Set(["0", "zero", "oh", "o", "nought"]);
    const HEX_LETTERS = new Set("abcdef");

    /** Words that a spoken code may begin with. */
    const FIRST = new Set([UNITS, TEENS, TENS, REPEATS, POWERS, DOTS, LETTERS, HEX].flatMap((words) => [...words.keys()]));

    /** Words in a spoken code: "oh x" and eight digits said one by one, and some to spare. */
    const MAX_SPOKEN = 20;

    /** Places of a spoken code that are tried in more than one reading; each doubles the work. */
    const MAX_OPEN = 6;

    /** Is this a number as it is said, or how often the next one is said? */
    const isNumberWord = (word) =>
        UNITS.has(word) || TEENS.has(word) || TENS.has(word) || REPEATS.has(word) || POWERS.has(word);

    /** The number words from a place on, where they end, and whether hexadecimal digits were announced. */
    function run(parts, start) {
        let end = start;
        let hexadecimal = false;
        let words = [];
        while (end < parts.length && words.length < MAX_SPOKEN) {
            const word = parts[end].text;
            const following = parts[end + 1]?.text ?? "";
            if ((HEX.has(word) && end === start) || (word === "x" && end === start + 1 && ZEROS.has(parts[start].text))) {
                hexadecimal = true;
                words = [];
            } else if (
                isNumberWord(word)
                || DOTS.has(word)
                || LETTERS.has(word)
                || (hexadecimal && HEX_LETTERS.has(word))
                || (isDecimal(word) && length(word) <= 4 && (words.length || hexadecimal || goesOn(word, following)))
            ) {
                words.push(word);
            } else if (!(word === "and" && words.length && POWERS.has(words.at(-1)))) {
                break;
            }
            end++;
        }
        while (words.length && DOTS.has(words.at(-1))) {
            words.pop();
            end--;
        }
        return { words, end, hexadecimal };
    }

    /** Does a figure begin a code that is read out? 8 double-oh 7; 8 0 9 */
    const goesOn = (digit, following) =>
        length(digit) === 1 && (isNumberWord(following) || (length(following) === 1 && isDecimal(following)));

    /** Are there enough words for a code? One number word alone is a quantity. */
    function mayBeCode(words, hexadecimal) {
        if (words.some(isNumberWord)) return words.length > 1 || hexadecimal || words[0] === "hundred";
        return words.length > 2 && words.every(isDecimal);
    }

    /** Every string of digits that these words can mean. */
    function readings(words) {
        const choices = [];
        let index = 0;
        while (index < words.length) {
            const word = words[index];
            const following = words[index + 1] ?? "";
            if (REPEATS.has(word) && (UNITS.has(following) || LETTERS.has(following))) {
                const digit = UNITS.has(following) ? String(UNITS.get(following)) : LETTERS.get(following);
                choices.push([digit.repeat(REPEATS.get(word))]);
                index += 2;
                continue;
            }
            if (UNITS.has(word) && POWERS.has(following)) {
                const { rest, taken } = belowHundred(words, index + 2);
                const whole = UNITS.get(word) * POWERS.get(following);
                choices.push(rest ? [String(whole + rest), `${whole}${rest}`] : [String(whole)]);
                index += 2 + taken;
                continue;
            }
            if (TENS.has(word)) {
                const unit = UNITS.get(following) ?? 0;
                choices.push(unit ? [String(TENS.get(word) + unit), `${TENS.get(word)}${unit}`] : [String(TENS.get(word))]);
                index += unit ? 2 : 1;
                continue;
            }
            if (UNITS.has(word)) choices.push([String(UNITS.get(word))]);
            else if (TEENS.has(word)) choices.push([String(TEENS.get(word))]);
            else if (DOTS.has(word)) choices.push(["."]);
            else if (LETTERS.has(word)) choices.push([LETTERS.get(word)]);
            else if (isDecimal(word) || HEX_LETTERS.has(word)) choices.push([word]);
            index++;
        }
        let open = 0;
        let said = [""];
        for (const texts of choices) {
            const tried = texts.length > 1 && ++open > MAX_OPEN ? texts.slice(0, 1) : texts;
            said = said.flatMap((beginning) => tried.map((text) => beginning + text));
        }
        return said;
    }

    function belowHundred(words, start) {
        const word = words[start] ?? "";
        if (TENS.has(word)) {
            const unit = UNITS.get(words[start + 1]) ?? 0;
            return { rest: TENS.get(word) + unit, taken: unit ? 2 : 1 };
        }
        if (TEENS.has(word) || UNITS.has(word)) return { rest: TEENS.get(word) ?? UNITS.get(word), taken: 1 };
        return { rest: 0, taken: 0 };
    }

    kb.spoken = Object.freeze({ REPEATS, LETTERS, FIRST, isNumberWord, run, mayBeCode, readings });
}
