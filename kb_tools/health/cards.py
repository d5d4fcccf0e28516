"""The page's cards about who and what: reviews, products, owners, known issues, findings."""

from __future__ import annotations

from html import escape

from kb_tools.health import charts, parts
from kb_tools.health.figures import LISTED, Figures
from kb_tools.health.words import flagged, found, named, percent, summary
from kb_tools.wording import number

SHOWN = 7
"""Reviews that are listed: as many as are as high as the picture beside them."""


def cards(figures: Figures) -> str:
    cards = [_reviews(figures), _oldest(figures), _products(figures), _owners(figures), _known_issues(figures),
             _findings(figures), _kinds(figures), _misses(figures)]  # fmt: skip
    return f'<section class="row" aria-label="Who and what">\n{"".join(cards)}</section>\n'


def _reviews(figures: Figures) -> str:
    if not figures.state.can_go_stale:
        return ""
    bars = [("overdue", figures.state.stale, "warn")]
    month = 0
    for week in figures.weeks:
        # The month once, where it begins: all of them would not fit.
        name = charts.short(week.first) if week.first.month != month else str(week.first.day)
        month = week.first.month
        bars.append((name, week.due, "main"))
    coming = sum(week.due for week in figures.weeks)
    label = (f"Reviews due: {figures.state.stale} are overdue; " +
             ", ".join(f"{week.due} in the week from {week.first}" for week in figures.weeks))  # fmt: skip
    under = (f"{number(figures.state.stale)} overdue, {number(coming)} due within {len(figures.weeks)} weeks, "
             f"of {number(figures.state.can_go_stale)} articles with a review date")  # fmt: skip
    rows = [[f"<td>{week.first}</td>", f'<td class="n">{week.due}</td>'] for week in figures.weeks]
    table = parts.table(
        ("Week from", "Due"), [["<td>Overdue</td>", f'<td class="n">{figures.state.stale}</td>'], *rows], "Reviews due"
    )
    details = f"<details><summary>As a table</summary>{table}</details>"
    return parts.card("Reviews due by week", under, charts.columns(label, bars) + details, "third")


def _oldest(figures: Figures) -> str:
    rows = []
    for each in figures.oldest[:SHOWN]:
        when = f"due {each.due}" if each.stale else f"of {each.last_reviewed}"
        rows.append([
            f'<th scope="row">{escape(each.title)}<small>{escape(each.file)}</small></th>',
            f"<td>{escape(named(each.owner, 'owner'))}</td>",
            f'<td class="when{" warn" if each.stale else ""}">{when}</td>',
        ])  # fmt: skip
    title = "Longest overdue" if figures.state.stale else "Oldest reviews"
    under = "Then the oldest reviews" if figures.state.stale else "None of them is overdue"
    return parts.listed(
        title, under, ("Article", "Owner", "Review"), rows, "two" if figures.state.can_go_stale else "half"
    )


def _products(figures: Figures) -> str:
    most = max((each.articles for each in figures.products), default=1)
    rows = []
    for each in figures.products:
        said = [f'<td class="n">{each.phrases}</td>'] if figures.has_phrases else []
        other = each.articles - each.validated
        drawn = parts.bar(most, ((each.validated, "good"), (other, "rest")))
        rows.append([f'<th scope="row">{escape(named(each.name, "product"))}</th>', f'<td class="wide">{drawn}</td>',
                     f'<td class="n">{each.articles}</td>', f'<td class="n">{each.validated}</td>', parts.alarm(each.stale),
                     f'<td class="n">{each.symptoms}</td>', *said])  # fmt: skip
    heads = ("Product", "", "Articles", "Validated", "Stale", "Symptoms", *(["Phrases"] if figures.has_phrases else []))
    under = "Symptoms: what articles say callers say" + (
        "; phrases: what callers said, in phrases.yml" if figures.has_phrases else ""
    )
    return parts.listed(
        "Coverage by product", under, heads, rows, "pair", parts.boxes(("good", "validated"), ("rest", "not validated"))
    )


def _owners(figures: Figures) -> str:
    most = max((each.articles for each in figures.owners), default=1)
    rows = []
    for each in figures.owners:
        fine = each.articles - each.stale - each.soon - each.never
        drawn = parts.bar(most, ((each.stale, "warn"), (each.never, "bad"), (each.soon, "main"), (fine, "rest")))
        rows.append([f'<th scope="row">{escape(named(each.name, "owner"))}</th>', f'<td class="wide">{drawn}</td>',
                     f'<td class="n">{each.articles}</td>', parts.alarm(each.stale), parts.alarm(each.never),
                     f'<td class="n">{each.soon}</td>'])  # fmt: skip
    heads = ("Owner", "", "Articles", "Stale", "Never", "Due soon")
    keys = parts.boxes(
        ("warn", "stale"),
        ("bad", "never reviewed"),
        ("main", f"due in {len(figures.weeks)} weeks"),
        ("rest", "nothing to do"),
    )
    return parts.listed("Owners and their load", "Who looks after how much", heads, rows, "pair", keys)


def _known_issues(figures: Figures) -> str:
    expired = sum(1 for each in figures.known_issues if each.expired)
    rows = []
    for each in figures.known_issues:
        until = f"{'expired ' if each.expired else ''}{each.expires}" if each.expires else "no end given"
        told = [named(each.owner, "owner"), f"since {each.since}" if each.since else "",
                f"next update {each.next_update}" if each.next_update and not each.expired else ""]  # fmt: skip
        rows.append([
            f'<th scope="row">{escape(each.title)}<small>{escape(", ".join(filter(None, told)))}</small></th>',
            f'<td class="when{" bad" if each.expired else ""}">{until}</td>',
        ])  # fmt: skip
    under = f"{len(figures.known_issues) - expired} open, {expired} expired"
    return parts.listed("Known issues", under, ("Issue", "Until"), rows, "half")


def _findings(figures: Figures) -> str:
    total = sum(count for _, count in figures.findings)
    if not total:
        return parts.card("What kb check finds", "Nothing at all", "", "half")
    css = {"error": "bad", "warning": "warn", "info": "soft"}
    rows = [
        [f'<th scope="row">{escape(each.slug)}<small>{each.rule}</small></th>',
         f'<td class="{css[each.severity]}">{each.severity}</td>', f'<td class="n">{number(each.findings)}</td>']
        for each in figures.rules
    ]  # fmt: skip
    under = ", ".join(filter(None, (found(figures), flagged(figures))))
    return parts.listed("What kb check finds", under, ("Rule", "", "Findings"), rows, "half")


def _kinds(figures: Figures) -> str:
    tables = []
    for what, counts in (("confidence", figures.confidence), ("kind", figures.kinds)):
        if any(name for name, _ in counts):
            # What is archived has no share: the shares are those of the figures above, which leave it out.
            gone = frozenset(("archived",)) if what == "confidence" else frozenset()
            whole = sum(count for name, count in counts if name not in gone)
            every = sum(count for _, count in counts)
            rows = [
                [f'<th scope="row">{escape(named(name, what))}</th>',
                 f'<td class="wide">{parts.bar(every, ((count, "good" if name == "validated" else "main"),))}</td>',
                 f'<td class="n">{number(count)}</td>',
                 f'<td class="n">{percent(count, whole) if name not in gone else ""}</td>']
                for name, count in counts
            ]  # fmt: skip
            tables.append(parts.table((what.capitalize(), "", "Articles", "Share"), rows, f"Articles by {what}"))
    return parts.card("Articles", escape(summary(figures)), "".join(tables), "half screen")


def _misses(figures: Figures) -> str:
    if not figures.misses:
        return ""
    rows = [[f'<th scope="row">{escape(each.said)}</th>', f'<td class="n">{each.times}</td>', f'<td class="when">{each.last}</td>']
            for each in figures.misses[: 2 * LISTED]]  # fmt: skip
    under = "On this machine; each is a word, a phrase or an article that is missing"
    return parts.listed("Searches that found nothing", under, ("Said", "Times", "Last"), rows, "half")
