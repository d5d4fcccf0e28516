// What all Snowball stemmers share, and the door to them. The stemmers of the languages are in vendor/snowball/; only the
// one for the articles' language is put into the site.
"use strict";
{
    const kb = (globalThis.kb ??= {});

    const letters = (text) => new Set(text);

    /** Beginnings or endings of words, the longest of which is looked for: [text, result, rule that must agree]. */
    function endings(rows) {
        const table = new Map(rows.map(([text, result, rule]) => [text, { result, rule }]));
        return { table, longest: Math.max(...rows.map(([text]) => text.length)) };
    }

    /** A word while it is cut. Names and meanings are Snowball's: the cursor, and the slice from bra to ket. */
    class Stemmer {
        stemWord(word) {
            this.current = word;
            this.cursor = 0;
            this.limit = word.length;
            this.limit_backward = 0;
            this.bra = 0;
            this.ket = word.length;
            this.stem();
            return this.current;
        }

        in_grouping(group) {
            if (this.cursor >= this.limit || !group.has(this.current[this.cursor])) return false;
            this.cursor++;
            return true;
        }

        in_grouping_b(group) {
            if (this.cursor <= this.limit_backward || !group.has(this.current[this.cursor - 1])) return false;
            this.cursor--;
            return true;
        }

        out_grouping(group) {
            if (this.cursor >= this.limit || group.has(this.current[this.cursor])) return false;
            this.cursor++;
            return true;
        }

        out_grouping_b(group) {
            if (this.cursor <= this.limit_backward || group.has(this.current[this.cursor - 1])) return false;
            this.cursor--;
            return true;
        }

        go_in_grouping(group) {
            while (this.in_grouping(group));
            return this.cursor < this.limit;
        }

        go_in_grouping_b(group) {
            while (this.in_grouping_b(group));
            return this.cursor > this.limit_backward;
        }

        go_out_grouping(group) {
            while (this.out_grouping(group));
            return this.cursor < this.limit;
        }

        go_out_grouping_b(group) {
            while (this.out_grouping_b(group));
            return this.cursor > this.limit_backward;
        }

        eq_s(text) {
            if (this.limit - this.cursor < text.length || !this.current.startsWith(text, this.cursor)) return false;
            this.cursor += text.length;
            return true;
        }

        eq_s_b(text) {
            const start = this.cursor - text.length;
            if (start < this.limit_backward || !this.current.startsWith(text, start)) return false;
            this.cursor = start;
            return true;
        }

        /** The result of the longest text that stands after the cursor; 0 where none does. */
        find_among({ table, longest }) {
            const start = this.cursor;
            for (let length = Math.min(longest, this.limit - start); length >= 0; length--) {
                const found = table.get(this.current.slice(start, start + length));
                if (found && this.agrees(found, start + length)) return found.result;
            }
            return 0;
        }

        /** The same before the cursor. */
        find_among_b({ table, longest }) {
            const end = this.cursor;
            for (let length = Math.min(longest, end - this.limit_backward); length >= 0; length--) {
                const found = table.get(this.current.slice(end - length, end));
                if (found && this.agrees(found, end - length)) return found.result;
            }
            return 0;
        }

        agrees({ rule }, place) {
            this.cursor = place;
            if (rule === undefined) return true;
            const agreed = this[rule]();
            this.cursor = place;
            return agreed;
        }

        replace_s(start, end, text) {
            const added = text.length - (end - start);
            this.current = this.current.slice(0, start) + text + this.current.slice(end);
            this.limit += added;
            if (this.cursor >= end) this.cursor += added;
            else if (this.cursor > start) this.cursor = start;
            return added;
        }

        slice_from(text) {
            this.replace_s(this.bra, this.ket, text);
            this.ket = this.bra + text.length;
        }

        slice_del() {
            this.slice_from("");
        }

        slice_to() {
            return this.current.slice(this.bra, this.ket);
        }

        insert(start, end, text) {
            const added = this.replace_s(start, end, text);
            if (start <= this.bra) this.bra += added;
            if (start <= this.ket) this.ket += added;
        }
    }

    const SURROGATES = /[\ud800-\udfff]/;
    const PRIVATE = /[\ue000-\uf8ff]/g;

    /** The stem of a word. Snowball counts characters, not halves of them: rare ones are stood in for by private ones. */
    function stemWord(stemmer, word) {
        if (!SURROGATES.test(word)) return stemmer.stemWord(word);
        const rare = [];
        const plain = Array.from(word, (char) =>
            SURROGATES.test(char) ? String.fromCharCode(0xe000 + rare.push(char) - 1) : char,
        ).join("");
        return stemmer.stemWord(plain).replace(PRIVATE, (char) => rare[char.charCodeAt(0) - 0xe000]);
    }

    kb.stemmers = {};
    kb.snowball = Object.freeze({ Stemmer, letters, endings, stemWord });
}
