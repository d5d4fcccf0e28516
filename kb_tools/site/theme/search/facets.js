// Terms that are not words: what a search is narrowed by. Follows kb_tools/search/facets.py.
"use strict";
{
    const kb = (globalThis.kb ??= {});

    /** The term that all articles with this value have. */
    const facet = (name, value) => `=${name}:${kb.spaces.strip(value).toLowerCase()}`;

    kb.facets = Object.freeze({ facet });
}
