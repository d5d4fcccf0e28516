"""What to do first, in one sentence: what misleads a caller today, before what may do so one day."""

from __future__ import annotations

from kb_tools.health.figures import Figures
from kb_tools.wording import counted, number


def first_thing(figures: Figures) -> str:
    """The one thing that helps most now. Titles stand in it as they are written."""
    now = figures.state
    expired = [issue for issue in figures.known_issues if issue.expired]
    owners = [owner for owner in figures.owners if owner.stale]
    # What the baseline holds back is wrong all the same.
    all_of_them = " --no-baseline" if figures.has_baseline else ""
    if not now.articles:
        return "There is no article yet that could be the answer to a caller: write the first one."
    if expired:
        which = f"“{expired[0].title}”, expired on {expired[0].expires}"
        if len(expired) > 1:
            return (f"Start with the {len(expired)} known issues that have expired, first of all {which}: "
                    "callers are told of faults that may be mended.")  # fmt: skip
        return f"Start with a known issue: {which}. Callers are told of a fault that may be mended."
    if now.dead_links:
        what = "the dead link" if now.dead_links == 1 else f"the {now.dead_links} dead links"
        return f"Start with {what}: kb check --select links{all_of_them} says where."
    if now.stale:
        oldest = figures.oldest[0]
        which = f"the longest overdue is “{oldest.title}”, since {oldest.due}"
        if owners and owners[0].name and len(owners) > 1:
            return (f"Start with {owners[0].name}, who have {owners[0].stale} of the {now.stale} reviews that are overdue; "
                    f"of all, {which}.")  # fmt: skip
        return f"Start with the {counted(now.stale, 'review')} overdue: {which}."
    if errors := dict(figures.findings).get("error", 0):
        return f"Start with the {counted(errors, 'error')} that kb check{all_of_them} finds."
    if not now.reviewed:
        return (f"Not one of {number(now.live)} articles says when it was reviewed. If yours say so in a field of another name, "
                "name it under [fields] in kb.toml; else begin with the articles that callers need most.")  # fmt: skip
    if not now.can_go_stale:
        return (f"{number(now.reviewed)} of {counted(now.live, 'article')} say when they were reviewed, and none says how long "
                "that holds: review_interval under [check] in kb.toml says it for all of them.")  # fmt: skip
    if never := now.live - now.reviewed:
        return f"Start with the {counted(never, 'article')} of {number(now.live)} that nobody has ever reviewed."
    if now.says_confidence and (open_ := now.says_confidence - now.validated):
        return (
            f"Start with the {counted(open_, 'article')} of {now.says_confidence} that no colleague has validated yet."
        )
    if figures.misses:
        most = figures.misses[0]
        return f"Start with what callers say and find nothing for, most of all “{most.said}” ({counted(most.times, 'time')})."
    if due := next((week for week in figures.weeks if week.due), None):
        return f"Nothing is overdue. Next: {counted(due.due, 'review')} in the week from {due.first}."
    return "Nothing is overdue and nothing is dead: write down what callers ask that no article answers."
