// One spelling for English words that are written in several ways: British and American, contractions.
// Follows kb_tools/search/english.py.
"use strict";
{
    const kb = (globalThis.kb ??= {});

    /** All of them say "not"; the verb in them says nothing. */
    const NEGATIONS = new Set(
        `ain't aren't can't cannot couldn't didn't doesn't don't hadn't hasn't haven't isn't mustn't needn't shouldn't
        wasn't weren't won't wouldn't arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt wasnt werent
        wont wouldnt`.split(/\s+/),
    );

    const WORDS = new Map(
        `aluminium:aluminum amongst:among analogue:analog ageing:aging behaviour:behavior behaviours:behaviors
        burnt:burned cancelled:canceled cancelling:canceling catalogue:catalog catalogues:catalogs centre:center
        centres:centers colour:color coloured:colored colours:colors defence:defense dialled:dialed dialling:dialing
        dialogue:dialog dialogues:dialogs draught:draft enrol:enroll favour:favor favourite:favorite favourites:favorites
        fibre:fiber fibres:fibers fulfil:fulfill grey:gray honour:honor instal:install judgement:judgment kerb:curb
        labelled:labeled labelling:labeling labour:labor learnt:learned licence:license licences:licenses litre:liter
        metre:meter metres:meters modelled:modeled modelling:modeling mould:mold neighbour:neighbor neighbours:neighbors
        offence:offense plough:plow practise:practice programme:program programmes:programs signalled:signaled
        signalling:signaling spelt:spelled storey:story theatre:theater travelled:traveled travelling:traveling tyre:tire
        whilst:while`.split(/\s+/).map((pair) => pair.split(":")),
    );
    const BRITISH_VERBS = new Set(
        `analy apologi authori categori cataly critici customi digiti emphasi equali finali generali initiali itemi locali
        maximi memori minimi moderni normali optimi organi paraly penali personali prioriti randomi reali recogni saniti
        seriali speciali stabili standardi summari synchroni utili virtuali visuali`.split(/\s+/),
    );
    const ENDINGS = ["sations", "sation", "sing", "sers", "ser", "sed", "ses", "se"];

    /** The American form of a lower-case word. */
    function oneSpelling(word) {
        if (WORDS.has(word)) return WORDS.get(word);
        for (const ending of ENDINGS) {
            if (word.endsWith(ending)) {
                const stem = word.slice(0, -ending.length);
                return BRITISH_VERBS.has(stem) ? `${stem}z${ending.slice(1)}` : word;
            }
        }
        return word;
    }

    kb.english = Object.freeze({ NEGATIONS, WORDS, BRITISH_VERBS, ENDINGS, oneSpelling });
}
