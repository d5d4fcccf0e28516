// The data of one state of the articles, piece by piece. A question runs from start to end against the pieces that are
// there. What it misses is noted, loaded all at once, and the question runs again; so nothing in the engine has to wait.
"use strict";
{
    const kb = (globalThis.kb ??= {});

    /** Characters that may be kept before pieces that were not used for long are dropped: some twenty megabytes. */
    const ROOM = 8_000_000;

    class Shards {
        #load;
        #kept = new Map();
        #coming = new Map();
        #missing = new Set();
        #running = 0;
        #size = 0;

        /** @param load gives the promise of a piece, by its name */
        constructor(load) {
            this.#load = load;
        }

        /** A piece, or undefined where it is not there yet; then it is noted as missing. */
        get(name) {
            const piece = this.#kept.get(name);
            if (piece === undefined) {
                this.#missing.add(name);
                return undefined;
            }
            // The last one used is the last one in the map.
            this.#kept.delete(name);
            this.#kept.set(name, piece);
            return piece.value;
        }

        /**
         * Run until nothing is missed: the answer of the last run.
         *
         * @param signal stops what nobody waits for any more
         * @param rested () gives the promise that typing rests: articles are loaded only then
         */
        async complete(run, { signal, rested } = {}) {
            this.#running++;
            try {
                for (;;) {
                    signal?.throwIfAborted();
                    this.#missing.clear();
                    const answer = run();
                    if (!this.#missing.size) return answer;
                    const names = next([...this.#missing]);
                    if (rested && names.some(isArticle)) {
                        await rested();
                        signal?.throwIfAborted();
                    }
                    await Promise.all(names.map((name) => this.#fetch(name)));
                }
            } finally {
                this.#running--;
                // Not before: a question would miss again what it has just loaded.
                if (!this.#running) this.#makeRoom();
            }
        }

        /** Load a piece; who asks for it while it is on its way waits for the same one. */
        #fetch(name) {
            if (this.#kept.has(name)) return undefined;
            let coming = this.#coming.get(name);
            if (coming === undefined) {
                coming = this.#load(name)
                    .then((value) => {
                        if (value === undefined) throw new Error(`There are no data in ${name}.`);
                        this.#keep(name, value);
                    })
                    .finally(() => this.#coming.delete(name));
                this.#coming.set(name, coming);
            }
            return coming;
        }

        #keep(name, value) {
            const size = sizeOf(value);
            this.#kept.set(name, { value, size });
            this.#size += size;
        }

        #makeRoom() {
            for (const [oldest, piece] of this.#kept) {
                if (this.#size <= ROOM) break;
                this.#kept.delete(oldest);
                this.#size -= piece.size;
            }
        }
    }

    const isArticle = (name) => name.startsWith("articles/");
    const isWord = (name) => name.startsWith("terms/") || name.startsWith("words/");

    /** What to load next. Before all words are there, it is not known which articles are the best. */
    const next = (names) => (names.some(isWord) ? names.filter((name) => !isArticle(name)) : names);

    /** About how many characters a piece has. */
    function sizeOf(value) {
        if (typeof value === "string") return value.length;
        if (typeof value !== "object" || value === null) return 4;
        let size = 0;
        for (const part of Object.values(value)) size += sizeOf(part);
        return size;
    }

    /** Rows in the order of their keys, cut into pieces. */
    class Table {
        #shards;
        #name;
        #starts;

        /** @param starts for each piece but the first, what no key before it reaches */
        constructor(shards, name, starts) {
            this.#shards = shards;
            this.#name = name;
            this.#starts = starts;
        }

        /** What stands at a key: "" where there is nothing, undefined where its piece is missing. */
        value(key) {
            const rows = this.#piece(this.#pieceOf(key));
            if (rows === undefined) return undefined;
            const place = firstFrom(rows, key);
            return rows[place] === key ? rows[place + 1] : "";
        }

        /** All rows whose keys begin so, in order, as [key, value]. */
        *beginning(start) {
            for (let piece = this.#pieceOf(start); piece <= this.#starts.length; piece++) {
                const rows = this.#piece(piece) ?? [];
                for (let place = firstFrom(rows, start); place < rows.length; place += 2) {
                    if (!rows[place].startsWith(start)) return;
                    yield [rows[place], rows[place + 1]];
                }
                if (!this.#starts[piece]?.startsWith(start)) return;
            }
        }

        #piece(number) {
            return this.#shards.get(`${this.#name}/${number}`);
        }

        /** The number of the piece that would have a key: of the last that does not begin behind it. */
        #pieceOf(key) {
            let [low, high] = [0, this.#starts.length];
            while (low < high) {
                const middle = (low + high) >> 1;
                if (this.#starts[middle] <= key) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }

    /** The place of the first key that is not less, in rows of key and value in turns. */
    function firstFrom(rows, key) {
        let [low, high] = [0, rows.length / 2];
        while (low < high) {
            const middle = (low + high) >> 1;
            if (rows[2 * middle] < key) low = middle + 1;
            else high = middle;
        }
        return 2 * low;
    }

    kb.shards = Object.freeze({ Shards, Table });
}
