// Starts the search: loads scripts, and opens what `kb export` has written. This file has a fixed name and is read anew by
// every page that searches; everything that it names may be kept for ever. Scripts are loaded as elements, because a page
// that was opened from a folder may fetch nothing else.
"use strict";
{
    // A heading "kb" has that for its id, and is globalThis.kb as long as nothing else is.
    const kb = Object.hasOwn(globalThis, "kb") ? globalThis.kb : (globalThis.kb = {});
    const ENTRY = "kb/search.js";
    const FOLDER = "kb/search/";

    /** Script element -> what takes the data in it. */
    const waiting = (kb.waiting ??= new WeakMap());

    /** Data files call this. Which request they answer, the element tells: a name might be an older state's. */
    globalThis.kbData = (name, value) => waiting.get(document.currentScript)?.(value);

    /** Load a script; the promise has the data in it, if there are any. */
    function load(address) {
        return new Promise((done, failed) => {
            const script = document.createElement("script");
            let found;
            waiting.set(script, (value) => { found = value; });
            script.async = true;
            script.charset = "utf-8";
            script.onload = () => { script.remove(); done(found); };
            script.onerror = () => { script.remove(); failed(new Error(`${address} does not load.`)); };
            script.src = address;
            document.head.append(script);
        });
    }

    /** Load the engine, unless it is there. */
    async function engine(root, { engine: name }) {
        if (kb.engine === name) return;
        await load(new URL(FOLDER + name, root).href);
        kb.engine = name;
    }

    /** The index that is published now: another one than this page knows, where the site was built anew meanwhile. */
    async function current(root) {
        await load(new URL(`${ENTRY}?${Date.now()}`, root).href);
        await engine(root, kb.index);
        return kb.index;
    }

    /**
     * Open the search of a site.
     *
     * @param base the site's root, seen from the page
     */
    async function open(base) {
        const root = new URL(base, document.baseURI).href;
        const { index } = kb;
        await engine(root, index);
        const loadData = ({ data }, name) => load(new URL(`${FOLDER}${data}/${name}.js`, root).href);
        return kb.searching.searcher(index, { load: loadData, current: () => current(root) });
    }

    kb.open = open;
}
