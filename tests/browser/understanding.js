// The engine's understanding with a lexicon of plain maps, for tests: it answers with what Python can compare.
"use strict";
{
    const kb = globalThis.kb;

    /** A lexicon over what kb_tools.search.lexicon knows, and nothing of shards. */
    function lexicon({ segments, frequencies, words, vocabulary }) {
        const counts = new Map(frequencies);
        const groups = new Map(words);
        const lines = new Map(vocabulary);
        const said = new kb.vocabulary.Vocabulary((term) => lines.get(term) ?? "");
        return {
            frequency: (term) => counts.get(term) ?? 0,
            isKnown: (term) => counts.has(term) || said.begins(term),
            words: (first, length) => groups.get(`${first}${length}`) ?? [],
            meanings: (terms) => said.meanings(terms),
            codes: (part) =>
                [...new Set(segments.flatMap((terms) => terms.filter((term) => term.startsWith(part)).slice(0, 50)))]
                    .filter((term) => counts.has(term) && !term.includes(" "))
                    .sort(kb.characters.compare),
        };
    }

    const tests = (globalThis.tests = {});

    tests.load = (data, language = "english") => {
        tests.lexicon = lexicon(data);
        tests.analyzer = new kb.analysis.Analyzer(language);
    };

    tests.understood = (texts, filters = {}) =>
        texts.map((text) => {
            const query = kb.understanding.understand(text, tests.analyzer, tests.lexicon, filters);
            return {
                text: query.text,
                terms: query.terms.map(({ term, factor, origin, said }) => [term, factor, origin, said]),
                phrases: query.phrases,
                codes: query.codes.map(({ term, first, last, certain, known }) => [term, first, last, certain, known]),
                corrected: [...query.corrected],
                ignored: query.ignored,
                filters: query.filters,
                unknown_codes: kb.understanding.unknownCodes(query),
                words: kb.understanding.lookedFor(query),
            };
        });

    tests.analyzed = (texts, language) => {
        const analyzer = new kb.analysis.Analyzer(language);
        return texts.map((text) => analyzer.tokens(text).map((token) => [token, ...analyzer.expand(token)]));
    };

    tests.stemmed = (words, language) => words.map((word) => kb.snowball.stemWord(kb.stemmers[language], word));
}
