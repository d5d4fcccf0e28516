"""Plan to remove an article: what pointed to it points to another, or the removal is refused."""

from __future__ import annotations

import os
from pathlib import Path

from kb_tools.article.links import inline_blocks, links
from kb_tools.article.model import Link, Span
from kb_tools.article.read import read
from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.errors import ContentError, KbError, NotFoundError
from kb_tools.links.resolve import resolve
from kb_tools.links.tree import is_page
from kb_tools.writing.changes import FileChange
from kb_tools.writing.flagging import answering
from kb_tools.writing.front import with_fields
from kb_tools.writing.moving import baselined, phrases, redirecting, reviews
from kb_tools.writing.moving.drafts import Drafts
from kb_tools.writing.moving.named import existing
from kb_tools.writing.moving.placed import Place
from kb_tools.writing.moving.plan import Follower, Plan
from kb_tools.writing.moving.site_file import SiteFile
from kb_tools.writing.moving.way import Way

_SHOWN = 10


def plan_removal(
    base: Base, folder: Path, name: str, instead: str = "", *, with_images: bool = False, force: bool = False
) -> Plan:
    """What it takes to remove an article, as the user names it from *folder*.

    Raises:
        NotFoundError: there is no such article.
        KbError: something still leads to it, and nothing was named instead.
    """
    path = _article(base, folder, name)
    other = _article(base, folder, instead) if instead else ""
    if other == path:
        raise KbError("cannot be named instead of itself", path=base.file(path))
    images = _own_images(base, path)
    gone = {path: other, **(dict.fromkeys(images, "") if with_images else {})}
    drafts = Drafts(base.settings.root)
    plan = Plan()
    way = Way(gone=gone)
    follower = Follower(base, way, drafts)
    site = SiteFile(base.settings, base.site, drafts)
    facts = base.articles[path]
    if other:
        follower.follow(plan)
        plan.notes += [f"{file}:{link.span.line} told the two apart, and leads to its own article now"
                       for file, link in follower.leading_to(path) if file == base.file(other)]  # fmt: skip
    else:
        _refuse(base, follower, site, facts, drafts, force=force)
        _unlink(base, follower, path, drafts, plan)
    for each in gone:
        drafts.remove(base.file(each))
    old_names = redirecting.old_names(drafts.before(facts.file))
    is_seen = base.tree.is_published(path) and base.tree.built(path) != base.tree.built(other)
    uses_map = site.uses_map
    site.change({}, {path: other} if other and uses_map and is_seen else {}, gone)
    plan.notes += site.notes
    if other:
        names = [*old_names, *([site.below + path] if is_seen and not uses_map else [])]
        _give(base, follower, other, names, drafts)
        reviews.keep(base, drafts, {base.file(other)})
        new = base.articles[other].id
        plan.notes += phrases.rename(drafts, {path: other, facts.id: new}, {new: other})[1]
        follower.check()
        baselined.follow(base, way, drafts, plan)
    left = [base.file(image) for image in images if image not in gone]
    if left:
        plan.notes.append(f"only this article showed {_listed(left)}; --with-images removes them, too")
    plan.changes = [*drafts.changes(), *_answered(base, facts, plan)]
    return plan


def _answered(base: Base, facts: Facts, plan: Plan) -> list[FileChange]:
    """What was said to be wrong with it goes with it: nobody could answer that any more."""
    if any(other.id == facts.id for other in base if other is not facts):
        return []
    flags = base.flags.of(facts.id)
    plan.notes += [f"its flag goes with it: {flag.said} ({flag.at[:10]}{f', {flag.by}' if flag.by else ''})"
                   for flag in flags]  # fmt: skip
    return answering(base.settings.root, flags)


def _article(base: Base, folder: Path, name: str) -> str:
    path = existing(base, folder, name).path
    if os.path.isdir(base.settings.docs / path):
        raise KbError("is a folder, and kb rm removes articles", path=name, hint="Remove its articles one by one.")
    if path not in base.articles:
        raise NotFoundError("is no article", path=name, hint="What no link needs can be removed with git rm.")
    return path


def _own_images(base: Base, path: str) -> list[str]:
    """The files that this article points to, and no other."""
    used: dict[str, set[str]] = {}
    for facts in base:
        for link in facts.links:
            lead = resolve(base.tree, facts.path, link)
            if lead.path in base.files and not is_page(lead.path):
                used.setdefault(lead.path, set()).add(facts.path)
    return sorted(file for file, pages in used.items() if pages == {path})


def _refuse(base: Base, follower: Follower, site: SiteFile, facts: Facts, drafts: Drafts, *, force: bool) -> None:
    """Say what leads to it.

    Raises:
        KbError: something does, and that must not be, or not without being asked for.
    """
    expecting = phrases.lines_with(base.settings.root, {facts.path: "", facts.id: ""})
    if expecting:
        raise KbError(f"callers' phrases name it: phrases.yml:{', '.join(map(str, expecting[:_SHOWN]))}",
                      path=facts.file, hint="Name the article that answers them with --instead.")  # fmt: skip
    found = [f"{file}:{link.span.line}" for file, link in follower.leading_to(facts.path) if file != facts.file]
    found += [f"{site.file}:{text.span.line}" for text in site.in_nav(facts.path)]
    if found and not force:
        raise KbError(f"{len(found)} links lead to it: {_listed(found)}" if len(found) > 1
                      else f"a link leads to it: {found[0]}", path=facts.file,
                      hint="Name the article to lead to with --instead, or make the links their text with --force.")  # fmt: skip


def _unlink(base: Base, follower: Follower, path: str, drafts: Drafts, plan: Plan) -> None:
    """Links to the article become their text."""
    found: dict[str, list[Link]] = {}
    for file, link in follower.leading_to(path):
        if file != base.file(path):
            found.setdefault(file, []).append(link)
    for file, leading in found.items():
        content = drafts.before(file)
        drafts.put(file, _without(base, file, content, {link.span for link in leading}))
        plan.links += len(leading)
        plan.files += 1


def _without(base: Base, file: str, content: bytes, spans: set[Span]) -> bytes:
    """The file with the text of these links in their place, and without their definitions."""
    blocks = read(file, content, base.settings).blocks
    place = Place(content)
    every = links(blocks)
    labels = {link.target for link in every if link.kind == "definition" and link.span in spans}
    texts: list[tuple[Span, str]] = []
    done = set()
    for block, inline in inline_blocks(blocks):
        for mark in inline.links:
            span = blocks.span(block.offset(mark.target_start), block.offset(mark.target_end))
            if span in spans or (mark.kind == "reference" and mark.target in labels):
                whole = blocks.span(block.offset(mark.start), block.offset(mark.end))
                text = blocks.span(block.offset(mark.text_start), block.offset(mark.text_end))
                texts.append((whole, place.at(text)))
                done.add(span)
    for link in every:
        if link.kind == "definition" and link.span in spans:
            texts.append((place.line_of(link.span.line), ""))
        elif link.span in spans and link.span not in done:
            raise ContentError(f"the link to {link.target} is written in HTML", path=file, line=link.span.line,
                               hint="Take it out by hand first.")  # fmt: skip
    return place.with_texts(texts)


def _give(base: Base, follower: Follower, other: str, names: list[str], drafts: Drafts) -> None:
    """The addresses of the article that goes lead to the other."""
    facts = base.articles[other]
    content = drafts.content(facts.file)
    had = redirecting.old_names(content)
    new = redirecting.names_after(base.tree, had, names, {base.tree.built(other)})
    if new != had:
        drafts.put(facts.file, with_fields(content, {redirecting.FIELD: new}, base.settings, facts.file))


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
