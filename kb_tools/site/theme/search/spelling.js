// What a mistyped word may have been: the words of the articles that are one or two typing mistakes away. A mistake is a
// letter too many, too few, wrong, or swapped with its neighbor (optimal string alignment distance). Words of four letters
// may hold one, words of eight may hold two. Codes never come here. Follows kb_tools/query/spelling.py.
"use strict";
{
    const kb = (globalThis.kb ??= {});
    const { length, first, compare } = kb.characters;

    const SHORTEST = 4;
    const TWO_FROM = 8;

    /** How many mistakes may a word of this length hold? */
    function allowed(word) {
        const letters = length(word);
        if (letters < SHORTEST) return 0;
        return letters >= TWO_FROM ? 2 : 1;
    }

    /**
     * The words that a word may have been, each with its distance; those two mistakes away only where none is nearer.
     *
     * The first letter is right more often than not: another one is only looked at where the first two may have been
     * swapped, or one is too many in front.
     *
     * @param words gives the words of the articles that begin with a letter and have a length
     */
    function corrections(word, words) {
        for (let most = 1; most <= allowed(word); most++) {
            const found = correctionsWithin(word, words, most);
            if (found.size) {
                return [...found]
                    .map(([candidate, distance]) => ({ distance, word: candidate }))
                    .sort((left, right) => left.distance - right.distance || compare(left.word, right.word));
            }
        }
        return [];
    }

    function correctionsWithin(word, words, most) {
        const letters = lettersOf(word);
        const found = new Map();
        const total = length(word);
        for (const initial of new Set(first(word, 2))) {
            for (let size = total - most; size <= total + most; size++) {
                const candidates = words(initial, size);
                const having = lettersOfAll(candidates);
                for (let index = 0; index < having.length; index++) {
                    // Each letter that the candidate does not have is a mistake: nine of ten candidates end here.
                    if (isMoreThan(letters & ~having[index], most) || candidates[index] === word) continue;
                    const distance = within(word, candidates[index], most);
                    if (distance !== null) found.set(candidates[index], distance);
                }
            }
        }
        return found;
    }

    /** The letters of a word as bits. Letters may share one: then a candidate more is measured, and none is lost. */
    function lettersOf(word) {
        let letters = 0;
        for (const char of word) letters |= 1 << (char.codePointAt(0) & 31);
        return letters;
    }

    const REMEMBERED = new WeakMap();

    /** The letters of each word of a list; the same list comes again at each key. */
    function lettersOfAll(words) {
        let letters = REMEMBERED.get(words);
        if (letters === undefined) REMEMBERED.set(words, (letters = Int32Array.from(words, lettersOf)));
        return letters;
    }

    /** Are there more bits than one, or two? */
    function isMoreThan(bits, most) {
        for (; bits && most; most--) bits &= bits - 1;
        return bits !== 0;
    }

    /** The words that an unfinished one may become. */
    function* completions(beginning, words, longest = 8) {
        const shortest = length(beginning) + 1;
        for (let size = shortest; size < shortest + longest - 1; size++) {
            for (const candidate of words(first(beginning, 1), size)) {
                if (candidate.startsWith(beginning)) yield candidate;
            }
        }
    }

    /**
     * The distance of two words, or null where it is larger than allowed.
     *
     * Where the words differ first, one mistake was made; after it the rest must be alike but for one mistake less. With
     * two mistakes at most, that looks at a dozen places instead of filling a table.
     */
    function within(left, right, most) {
        return measure(unitsOf(left), unitsOf(right), most);
    }

    const SURROGATES = /[\ud800-\udfff]/;
    const unitsOf = (word) => (SURROGATES.test(word) ? Array.from(word) : word);

    function measure(left, right, most) {
        if (Math.abs(left.length - right.length) > most) return null;
        let start = 0;
        let [endLeft, endRight] = [left.length, right.length];
        while (start < endLeft && start < endRight && left[start] === right[start]) start++;
        while (endLeft > start && endRight > start && left[endLeft - 1] === right[endRight - 1]) {
            endLeft--;
            endRight--;
        }
        const [a, b] = [left.slice(start, endLeft), right.slice(start, endRight)];
        const longer = Math.max(a.length, b.length);
        if (longer <= 1) return longer <= most ? longer : null;
        const isSwapped = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0];
        if (most < 2) return most && isSwapped && a.length === 2 && b.length === 2 ? 1 : null;
        const rests = [[a.slice(1), b.slice(1)], [a.slice(1), b], [a, b.slice(1)]];
        if (isSwapped) rests.push([a.slice(2), b.slice(2)]);
        const found = rests
            .map(([restA, restB]) => measure(restA, restB, most - 1))
            .filter((distance) => distance !== null);
        return found.length ? 1 + Math.min(...found) : null;
    }

    kb.spelling = Object.freeze({ allowed, corrections, completions, within });
}
