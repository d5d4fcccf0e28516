// Text -> terms, the same for articles and queries. Follows kb_tools/search/analysis.py; what only articles need (words
// within names) is not here.
"use strict";
{
    const kb = (globalThis.kb ??= {});
    const { isAscii, isAlpha, isDigit, length, first, count, withoutZeros } = kb.characters;
    const { NEGATIONS, oneSpelling } = kb.english;

    /** Letters and digits, held together by what holds codes, file names and contractions together. */
    const TOKEN = /[\p{L}\p{N}]+(?:['\u2019.\-_][\p{L}\p{N}]+)*/gu;

    /** Longer tokens are base64, hashes and the like: nobody reads them out. */
    const MAX_LENGTH = 64;

    /** Words that say little by themselves: never corrected, never marked in what is shown. */
    const STOP_WORDS = new Set(
        `a about after again all also am an and any are as at be because been before being both but by can could d did do
        does doing down during each few for from further get gets getting got had has have having he her here hers him his
        how i if in into is it its just ll m may me might more most must my no of off on once only or other our out over own
        re s same shall she should so some such t than that the their them then there these they this those through to too
        under until up us ve very was we were what when where which while who whom why will with would you your
        yours`.split(/\s+/),
    );

    /** Characters of one run of a script without spaces. */
    const MAX_UNSPACED = 400;

    const HEX = /^0x([0-9a-f]{2,16})$/;
    /** c0000017: what a Windows screen calls 0xC0000017. */
    const STATUS = /^[a-f][0-9a-f]{7}$/;
    const LETTERS_AND_DIGITS = /^([\p{L}\p{Nl}\p{No}]+)(\p{Nd}+)$/u;
    const ONLY_DIGITS = /^[\p{Nd}.\-_]+$/u;
    const SEPARATOR = /['\u2019.\-_]/;
    /** A character of a script that puts no spaces between words: kana, Han, Hangul. */
    const UNSPACED = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]/;
    const SUFFIXES = new Set(["s", "m", "d", "re", "ve", "ll", "t"]);
    const EDGES = /^['\u2019.\-_]+|['\u2019.\-_]+$/g;

    /** Turns text into terms for articles written in a language, remembering every token it has seen. */
    class Analyzer {
        #memo = new Map();
        #stemmer;
        #isEnglish;

        constructor(language = "english") {
            if (!Object.hasOwn(kb.stemmers, language)) throw new Error(`There is no stemmer for ${language}.`);
            this.#stemmer = kb.stemmers[language];
            this.#isEnglish = language === "english";
        }

        /** The tokens of a text, in lower case, in order. */
        tokens(text) {
            // One form for letters that can be written in several: accents apart or in one, full-width digits.
            if (!isAscii(text)) text = text.normalize("NFKC");
            return text.toLowerCase().match(TOKEN) ?? [];
        }

        /** All terms of one lower-case token; the first is its own, the others are its parts. */
        expand(token) {
            let known = this.#memo.get(token);
            if (known === undefined) {
                if (this.#memo.size > 20_000) this.#memo.clear();
                known = Object.freeze(this.#terms(token));
                this.#memo.set(token, known);
            }
            return known;
        }

        /** The own term of each token, in order: what stands next to what. Where words are not spaced, all of them. */
        ownTerms(tokens) {
            const found = [];
            for (const token of tokens) {
                const terms = this.expand(token);
                if (terms.length === 1) found.push(terms[0]);
                else if (terms.length && UNSPACED.test(token)) found.push(...this.#unspaced(token).map((unit) => unit[0]));
                else if (terms.length) found.push(terms[0]);
            }
            return found;
        }

        #stem(word) {
            return kb.snowball.stemWord(this.#stemmer, word);
        }

        #terms(token) {
            if (UNSPACED.test(token)) return [...new Set(this.#unspaced(token).flat())];
            if (isAlpha(token)) {
                if (this.#isEnglish) {
                    if (NEGATIONS.has(token)) return ["not"];
                    token = oneSpelling(token);
                }
                return [this.#stem(first(token, MAX_LENGTH))];
            }
            if (token.includes("'") || token.includes("\u2019")) return this.#contraction(token.replaceAll("\u2019", "'"));
            if (isDigit(token)) return length(token) <= MAX_LENGTH ? [bareNumber(token)] : [];
            if (length(token) > MAX_LENGTH) return [];
            const parts = token.split(SEPARATOR);
            if (parts.length === 1) return code(token);
            if (ONLY_DIGITS.test(token)) {
                const both = replyAndStatus(token).reverse();
                return both.length ? both : [token];
            }
            if (token[0] === "v" && isDigit(String.fromCodePoint(token.codePointAt(1))) && token.includes(".")
                && ONLY_DIGITS.test(token.slice(1))) {
                // v5.2.3 is what others call 5.2.3.
                return [token.slice(1)];
            }
            // A GUID or a chain of names: findable as it stands.
            if (parts.length > 5) return [token];
            return this.#compound(token, parts);
        }

        #contraction(token) {
            if (this.#isEnglish && NEGATIONS.has(token)) return ["not"];
            const apostrophe = token.lastIndexOf("'");
            const [head, tail] = [token.slice(0, apostrophe), token.slice(apostrophe + 1)];
            if (SUFFIXES.has(tail) && head) return this.expand(head);
            return this.expand(token.replaceAll("'", ""));
        }

        /** Chinese, Japanese and Korean have no spaces between words: each two neighboring characters are a term. */
        #unspaced(token) {
            const units = [];
            for (const { isUnspaced, run } of runs(token)) {
                if (isUnspaced) {
                    const pairs = Math.max(1, Math.min(run.length, MAX_UNSPACED) - 1);
                    for (let start = 0; start < pairs; start++) units.push([run.slice(start, start + 2)]);
                    continue;
                }
                const word = run.replace(EDGES, "");
                const terms = word ? this.expand(word) : [];
                if (terms.length) units.push(terms);
            }
            return units;
        }

        /** "log-in" is "login", and "log", "in"; "olmapi32.dll" keeps its dot, told from "olmapi32 dll". */
        #compound(token, parts) {
            let own = token;
            if (!token.includes(".")) {
                const joined = parts.join("");
                own = isAlpha(joined) ? this.#stem(joined) : code(parts.map(bareIfNumber).join(""))[0];
            }
            const terms = [own];
            for (const part of parts) {
                if (length(part) > 1) {
                    for (const term of this.expand(part)) if (!terms.includes(term)) terms.push(term);
                }
            }
            return terms;
        }
    }

    /** The stretches of a token that are, and are not, in a script without spaces. */
    function runs(token) {
        const found = [];
        for (const char of token) {
            const isUnspaced = UNSPACED.test(char);
            if (found.at(-1)?.isUnspaced === isUnspaced) found.at(-1).run += char;
            else found.push({ isUnspaced, run: char });
        }
        return found;
    }

    /** The canonical form of a token of letters and digits, and its parts. */
    function code(token) {
        const hex = HEX.exec(token);
        if (hex) return [bareNumber(hex[1])];
        const found = LETTERS_AND_DIGITS.exec(token);
        if (found) {
            const [, letters, digits] = found;
            const own = letters + bareIfNumber(digits);
            const terms = length(digits) >= 3 ? [own, bareIfNumber(digits)] : [own];
        return own !== token && STATUS.test(token) ? [...terms, token] : terms;
        }
        return [bareNumber(token)];
    }

    const bareNumber = (text) => withoutZeros(text) || "0";
    const bareIfNumber = (part) => (isDigit(part) ? bareNumber(part) : part);

    /** 550-5.1.1, as mail servers write it -> 550, 5.1.1; nothing for any other token. */
    function replyAndStatus(token) {
        const hyphen = token.indexOf("-");
        if (hyphen < 0) return [];
        const [reply, status] = [token.slice(0, hyphen), token.slice(hyphen + 1)];
        const isBoth = length(reply) === 3 && count(status, ".") === 2 && !status.includes("-") && isDigit(reply);
        return isBoth ? [reply, status] : [];
    }

    kb.analysis = Object.freeze({ Analyzer, TOKEN, STOP_WORDS, replyAndStatus });
}
