"""A promise to call, write or come back that does not say when.

Found in English text: "we'll call you back", "you will hear from us", "somebody gets back to you", "you will be contacted",
"expect a call", and the like. A *when* is a time, a day, a number of hours, *today*, *before ...*, *once ...*, *as their
tier promises*, a link or a `{placeholder}` or `[placeholder]`; it stands in the same sentence or in the next one of the
paragraph. *Soon*, *shortly* and *as soon as possible* are none.

Not looked at: code, front matter, questions, what is said not to happen, and pages that are never the answer to a caller.

## Why

"We'll call you back" without a time means to the caller: stay by the phone. They ring again in an hour, angrier, and the
next agent knows no more than the last.

## Example

```markdown
Tell the caller: "The line team has it now. We'll call you back."
```

## Fix

```markdown
Tell the caller: "The line team has it now. We'll call you back before six, even if we know nothing new."
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.checks.finding import Found
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.speech.sentences import Prose, lowered
from kb_tools.checks.source import Source

_S = r"[\s>]{1,9}"
_WHOM = r"(?:you|them|him|her|the\s(?:caller|customer|user))"
_A_CALL = rf"an?{_S}(?:phone{_S})?(?:call|reply|callback|call-back)"
_CALLS = (
    rf"(?:(?:call|ring|phone|write|text|message|report|get|come|be){_S}(?:back{_S}(?:to|with){_S}{_WHOM}|{_WHOM}{_S}back|in{_S}touch)"
    rf"|(?:contact|call|ring|phone|reach{_S}out{_S}to){_S}{_WHOM}"
    rf"|hear{_S}(?:back|from{_S}(?:us|me|them|our|the))"
    rf"|be{_S}(?:called|contacted|phoned|rung)"
    rf"|(?:get|expect){_S}{_A_CALL})\b"
)
_OFTEN = rf"(?:(?:then|also|always|gladly|just|only|certainly|definitely|personally|soon|shortly){_S})?(?:\w{{2,12}}{_S}and{_S})?"
_WHO = (
    r"\b(?:we|i|he|she|they|you|it|who|somebody|someone|colleague|team|desk|support|technician|engineer|manager|agent|caller"
    r"|customer|user)s?"
)
_LATER = re.compile(rf"{_WHO}(?:['’]|{_S}wi|{_S}sha|['’](?:re|m|s){_S}|{_S}(?:is|are|am){_S})$")
_NOW = re.compile(rf"{_WHO}(?:{_S}then)?{_S}$")
_MAY = re.compile(rf"(?:{_WHO}{_S}(?:can|should)|\btell{_S}{_WHOM}{_S}to|\bplease){_S}$")
# Each begins with letters of its own, which is found many times faster than a choice: will, shall and 'll all end in ll.
_PROMISES = (
    (re.compile(rf"ll{_S}{_OFTEN}{_CALLS}"), _LATER),
    (re.compile(rf"going{_S}to{_S}{_OFTEN}{_CALLS}"), _LATER),
    (re.compile(rf"expect{_S}{_A_CALL}\b"), _MAY),
    (re.compile(rf"hears?{_S}(?:back|from{_S}(?:us|me|them|our|the))\b"), _NOW),
    (re.compile(rf"gets?{_S}back{_S}to{_S}{_WHOM}\b"), _NOW),
    (re.compile(rf"comes?{_S}back{_S}to{_S}{_WHOM}\b"), _NOW),
    (re.compile(rf"calls?{_S}{_WHOM}{_S}back\b"), _NOW),
    (re.compile(rf"rings?{_S}{_WHOM}{_S}back\b"), _NOW),
)
_NOT_MEANT = re.compile(
    r"\b(?:not|never|no|nobody|n['’]t|cannot|if|whether|when|asks?|asked|how|why|what|which|where|unless|may|might|or)\b[^.!?]*$",
    re.I,
)
# fmt: off
_WHEN = re.compile(
    r"\b(?:today|tonight|tomorrow|immediately|instantly|daily|hourly|weekly|noon|midday|midnight|morning|afternoon|evening"
    r"|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    r"|o['’]clock|within|before|until|till|after|afterwards|once|whenever|when|while|during|every|deadline|sla|promised|promises|agreed|named"
    r"|as\ssoon\sas(?!\s(?:possible|we\scan|i\scan|they\scan))|at\sonce|(?:right|straight)\saway|right\s(?:now|after)|now"
    r"|at\s(?:the\s(?:time|hour|latest|next|end)|that\stime|an?\stime|about|around|\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|half|quarter)|by\s(?:the\s(?:end|time|close)|\d|then|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half)"
    r"|(?:same|this|next|following|each)\s(?:time|visit|call|shift)|\d{1,2}\s?[ap]\.?m|\d{1,2}:\d\d|\d{1,4}\s?[hd])\b"
    r"|\]\(|\]\[|[{\[]\w[^\]}\n]{0,60}[\]}]|<[a-z][^>\n]{0,40}>",
    re.I,
)
# fmt: on


def check(source: Source, options: Options) -> Iterator[Found]:
    if not source.is_answer:
        return
    body = source.article.body
    lower = lowered(body)
    promises = sorted(
        (match.start() - len(before) + who.start(), match.end())
        for promise, by in _PROMISES
        for match in promise.finditer(lower)
        if (who := by.search(before := lower[max(0, match.start() - 80) : match.start()]))
    )
    if not promises:
        return
    prose = Prose(source)
    shift = len(prose.text) - len(body)
    last = 0
    for start, end in promises:
        words = prose.text[start + shift : end + shift]
        if start < last or words != body[start:end]:
            continue
        # One sentence is one promise, however often it is made.
        last = prose.end(start + shift) - shift
        sentence = prose.sentences(start + shift)
        ahead = sentence[: sentence.find(words)]
        if _NOT_MEANT.search(ahead) or sentence.rstrip("\"'”’*_) \n").endswith("?"):
            continue
        if _WHEN.search(prose.sentences(start + shift, 1)):
            continue
        promise = " ".join(words.split())
        yield Found(source.span(start + shift, end + shift), f'"{promise}" does not say when', promise.lower(),
                    "Name a time, a day, or the moment after which they may ask again.")  # fmt: skip


RULE = Rule("KB702", "callback-without-when", "warning", __doc__, article=check)
