"""Plan to move an article, another file or a folder: new places, and everything that names the old ones."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from pathlib import Path

from kb_tools.article.front_matter import split
from kb_tools.article.read import decode
from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.config import CONFIG_NAME
from kb_tools.corpus.listing import is_listed
from kb_tools.errors import ContentError, KbError
from kb_tools.writing.front import Value, with_fields
from kb_tools.writing.moving import baselined, patterns, phrases, redirecting, reviews
from kb_tools.writing.moving.drafts import Drafts
from kb_tools.writing.moving.named import existing, new_path
from kb_tools.writing.moving.plan import Follower, Plan
from kb_tools.writing.moving.site_file import SiteFile
from kb_tools.writing.moving.way import Way

_OVERVIEWS = ("index.md", "README.md")


def plan_move(base: Base, folder: Path, old: str, new: str, *, redirect: bool = True) -> Plan:
    """What it takes to move *old* to *new*, as the user names them from *folder*.

    Raises:
        NotFoundError: there is no such file.
        KbError: it cannot be moved there, or a link could not follow.
    """
    named = existing(base, folder, old)
    target = new_path(base, folder, named, new)
    _check(base, named.path, target)
    is_folder = os.path.isdir(base.settings.docs / named.path)
    paths = _files(base, named.path, target) if is_folder else {named.path: target}
    way = Way(paths, (named.path, target) if is_folder else ("", ""))
    drafts = Drafts(base.settings.root)
    plan = Plan(moved=len(paths))
    for path, place in paths.items():
        drafts.move(base.file(path), base.file(place))
    follower = Follower(base, way, drafts)
    hidden = follower.after.hidden_by_index - {way.page(path) for path in base.tree.hidden_by_index}
    if hidden and base.site.is_built:
        raise KbError("would be hidden: of a folder's README.md and index.md, MkDocs builds index.md",
                      path=base.file(min(hidden)), hint="Choose another name, or make one of the two.")  # fmt: skip
    follower.follow(plan)
    site = SiteFile(base.settings, base.site, drafts)
    redirected = redirecting.wanted(base.tree, follower.after, paths) if redirect else {}
    if plan_site := site.change(paths, redirected if site.uses_map else {}, {}):
        plan.notes.append(f"{site.file}: {plan_site} in the navigation")
    plan.notes += site.notes
    _front_matters(base, follower, paths, {} if site.uses_map else redirected, site.below, drafts, plan)
    renamed = {**paths, **_lost_ids(base, paths, drafts)}
    count, _ = phrases.rename(drafts, renamed)
    if count:
        plan.notes.append(f"phrases.yml: {count} renamed")
    _patterns(base, way, drafts, plan)
    plan.notes += _unpublished(base, paths)
    reviews.keep(base, drafts, drafts.changed)
    follower.check()
    baselined.follow(base, way, drafts, plan)
    plan.changes = drafts.changes()
    return plan


def _check(base: Base, old: str, new: str) -> None:
    """May it be moved there?"""
    docs = base.settings.docs
    if old == new:
        raise KbError("is there already: nothing to move", path=base.file(old))
    if os.path.isdir(docs / old) and new.startswith(f"{old}/"):
        raise KbError(f"a folder cannot be moved into itself, to {base.file(new)}", path=base.file(old))
    if os.path.lexists(docs / new) and not os.path.samefile(docs / old, docs / new):
        raise KbError("is there already: nothing was moved", path=base.file(new),
                      hint="Choose another name, or remove it first: kb rm.")  # fmt: skip
    above = posixpath.dirname(new)
    while above:
        if os.path.lexists(docs / above) and not os.path.isdir(docs / above):
            raise KbError("is a file, so nothing can be moved into it", path=base.file(above))
        above = posixpath.dirname(above)
    if is_listed(old) and not is_listed(new):
        raise KbError("would be no article there: kb and MkDocs leave out what begins with a dot", path=base.file(new))
    if not os.path.isdir(docs / old) and is_listed(new) and not is_listed(old):
        raise KbError("would become an article there", path=base.file(new), hint="Keep the end of its name.")
    if any(
        is_listed(path) and not is_listed(new + path[len(old) :])
        for path in base.articles
        if path.startswith(f"{old}/")
    ):
        raise KbError("its articles would be none there: kb and MkDocs leave out what begins with a dot",
                      path=base.file(new))  # fmt: skip


def _files(base: Base, old: str, new: str) -> dict[str, str]:
    """All files below a folder, whatever git thinks of them: old path -> new path."""
    docs = base.settings.docs
    found = {}
    for folder, folders, names in os.walk(docs / old):
        below = os.path.relpath(folder, docs).replace(os.sep, "/")
        for name in (*folders, *names):
            path = f"{below}/{name}"
            if os.path.islink(docs / path):
                raise KbError("is a link, which kb does not move", path=base.file(path),
                              hint="Move the folder without it, and make the link anew.")  # fmt: skip
            if name == ".git":
                raise KbError("is a repository of its own, which kb does not move", path=base.file(below))
        found.update({f"{below}/{name}": f"{new}{below[len(old) :]}/{name}" for name in names})
    if not found:
        raise KbError("is empty: nothing to move", path=base.file(old))
    return dict(sorted(found.items()))


def _front_matters(base: Base, follower: Follower, paths: Mapping[str, str], redirected: Mapping[str, str], below: str,
                   drafts: Drafts, plan: Plan) -> None:  # fmt: skip
    """An article that moves keeps its id and says where it was; nobody says any more that they were where it is now."""
    tree = base.tree
    arrived = {redirecting.file_at(tree, below + new) for new in paths.values()}
    for facts in base:
        fields: dict[str, Value] = {}
        if facts.path in paths and not _has_id(base, facts) and _needs_id(facts):
            fields["id"] = facts.id
        if redirecting.FIELD in facts.lines or facts.path in redirected:
            content = drafts.content(facts.file)
            had = redirecting.old_names(content)
            old = [below + facts.path] if facts.path in redirected else []
            names = redirecting.names_after(tree, had, old, arrived)
            if names != had:
                fields[redirecting.FIELD] = names or None
        for field, value in fields.items():
            try:
                changed = with_fields(drafts.content(facts.file), {field: value}, base.settings, facts.file)
            except ContentError as error:
                # Of this file it is true, of the move it is not.
                reason = str(error).removesuffix("; nothing was changed")
                plan.notes.append(f"{reason}; {field} is not written")
            else:
                drafts.put(facts.file, changed)


def _has_id(base: Base, facts: Facts) -> bool:
    names = ("id", *dict(base.settings.fields).get("id", ()))
    return facts.id != facts.path.rpartition(".")[0] or any(name in facts.lines for name in names)


def _needs_id(facts: Facts) -> bool:
    """Its id stands in tickets and in callers' phrases, where nobody could follow: all but pages that are never an answer."""
    return facts.is_answer and posixpath.basename(facts.path) not in _OVERVIEWS


def _lost_ids(base: Base, paths: Mapping[str, str], drafts: Drafts) -> dict[str, str]:
    """The ids that were paths, and are others now."""
    lost = {}
    for facts in base:
        if facts.path in paths and facts.id == facts.path.rpartition(".")[0]:
            front = split(decode(drafts.content(facts.file))[0])[0]
            if not any(name in front.values for name in ("id", *dict(base.settings.fields).get("id", ()))):
                lost[facts.id] = paths[facts.path].rpartition(".")[0]
    return lost


def _patterns(base: Base, way: Way, drafts: Drafts, plan: Plan) -> None:
    settings = base.settings
    if count := patterns.rename(drafts, settings, way.paths, way.folder):
        plan.notes.append(f"{CONFIG_NAME}: {count} renamed")
    if (settings.root / CONFIG_NAME).is_file():
        after = patterns.with_patterns(settings, drafts.content(CONFIG_NAME))
        articles = {old: new for old, new in way.paths.items() if is_listed(old)}
        plan.notes += patterns.differences(settings, after, articles)


def _unpublished(base: Base, paths: Mapping[str, str]) -> list[str]:
    site = base.site
    if not site.is_built:
        return []
    changed = [new for old, new in paths.items() if site.is_unpublished(old) != site.is_unpublished(new)]
    if not changed:
        return []
    more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
    now = "will not be on the site" if site.is_unpublished(changed[0]) else "will be on the site, as it was not before"
    return [f"{changed[0]}{more} {now}: see exclude_docs and draft_docs in {site.file}"]
