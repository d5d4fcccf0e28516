"""One spelling for English words that are written in several ways: British and American, contractions."""

from __future__ import annotations

NEGATIONS = frozenset(
    """ain't aren't can't cannot couldn't didn't doesn't don't hadn't hasn't haven't isn't mustn't needn't shouldn't
    wasn't weren't won't wouldn't arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt wasnt werent
    wont wouldnt""".split()
)
"""All of them say "not"; the verb in them says nothing."""

_WORDS = dict(
    pair.split(":")
    for pair in """aluminium:aluminum amongst:among analogue:analog ageing:aging behaviour:behavior behaviours:behaviors
    burnt:burned cancelled:canceled cancelling:canceling catalogue:catalog catalogues:catalogs centre:center
    centres:centers colour:color coloured:colored colours:colors defence:defense dialled:dialed dialling:dialing
    dialogue:dialog dialogues:dialogs draught:draft enrol:enroll favour:favor favourite:favorite favourites:favorites
    fibre:fiber fibres:fibers fulfil:fulfill grey:gray honour:honor instal:install judgement:judgment kerb:curb
    labelled:labeled labelling:labeling labour:labor learnt:learned licence:license licences:licenses litre:liter
    metre:meter metres:meters modelled:modeled modelling:modeling mould:mold neighbour:neighbor neighbours:neighbors
    offence:offense plough:plow practise:practice programme:program programmes:programs signalled:signaled
    signalling:signaling spelt:spelled storey:story theatre:theater travelled:traveled travelling:traveling tyre:tire
    whilst:while""".split()
)
_BRITISH_VERBS = frozenset(
    """analy apologi authori categori cataly critici customi digiti emphasi equali finali generali initiali itemi locali
    maximi memori minimi moderni normali optimi organi paraly penali personali prioriti randomi reali recogni saniti seriali
    speciali stabili standardi summari synchroni utili virtuali visuali""".split()
)
_ENDINGS = ("sations", "sation", "sing", "sers", "ser", "sed", "ses", "se")


def one_spelling(word: str) -> str:
    """The American form of a lower-case word."""
    if word in _WORDS:
        return _WORDS[word]
    for ending in _ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            return f"{stem}z{ending[1:]}" if stem in _BRITISH_VERBS else word
    return word
