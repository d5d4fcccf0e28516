"""Plan to rename a heading, or its anchor: every link to it follows."""

from __future__ import annotations

from pathlib import Path

from kb_tools.article.attributes import trailing_attributes
from kb_tools.article.headings import headings, slugify
from kb_tools.article.model import Heading
from kb_tools.article.read import read
from kb_tools.checks.base import Base
from kb_tools.errors import KbError, NotFoundError
from kb_tools.writing.moving import baselined, reviews
from kb_tools.writing.moving.drafts import Drafts
from kb_tools.writing.moving.named import existing
from kb_tools.writing.moving.placed import Place
from kb_tools.writing.moving.plan import Follower, Plan
from kb_tools.writing.moving.site_file import SiteFile
from kb_tools.writing.moving.way import Way


def plan_heading(base: Base, folder: Path, old: str, new: str, title: str = "") -> Plan:
    """What it takes to rename `article#old` to `article#new`; *new* is an anchor, or the new text of the heading.

    Raises:
        NotFoundError: there is no such article or heading.
        KbError: it cannot be renamed so.
    """
    name, _, anchor = old.rpartition("#")
    other, _, wanted = new.rpartition("#")
    article = existing(base, folder, name)
    if other and existing(base, folder, other).path != article.path:
        raise KbError("a heading cannot be moved to another article", path=old,
                      hint="Move its text by hand; kb check shows the links that lead nowhere then.")  # fmt: skip
    if article.path not in base.articles:
        raise NotFoundError("is no article, so it has no headings", path=name)
    if not wanted.strip():
        raise KbError("there is no new name behind the #", path=new)
    if not title and wanted != slugify(wanted):
        title, wanted = wanted, slugify(wanted)
    file = base.file(article.path)
    drafts = Drafts(base.settings.root)
    content = drafts.before(file)
    before = headings(read(article.path, content, base.settings).blocks)
    index = next((number for number, heading in enumerate(before) if heading.anchor == anchor), None)
    if index is None:
        raise NotFoundError(f"there is no heading #{anchor}", path=file, hint=_nearest(anchor, before))
    if wanted != anchor and wanted in base.articles[article.path].anchors:
        raise KbError(f"#{wanted} is there already", path=file)
    heading = before[index]
    place = Place(content)
    after = content
    for with_id in (False, True):
        after = place.with_texts([(heading.span, _text(base, place, heading, wanted, title, with_id=with_id))])
        found = headings(read(article.path, after, base.settings).blocks)
        if len(found) == len(before) and found[index].anchor == wanted:
            break
    else:
        raise KbError(f"the heading cannot be given the anchor #{wanted}", path=file, line=heading.span.line,
                      hint="Change it by hand.")  # fmt: skip
    if after != content:
        site = SiteFile(base.settings, base.site, drafts)
        has_list = site.has_extension("attr_list", "extra", "pymdownx.extra") or not base.site.is_built
        if with_id and not has_list:
            raise KbError(f"an anchor of its own needs attr_list, which {base.site.file} does not switch on", path=file,
                          line=heading.span.line, hint='Give the heading another text: --title "New text".')  # fmt: skip
        if with_id and not base.site.is_built and not _has_list(place, heading):
            raise KbError("whether the site takes {#anchor} behind a heading is not known: there is no mkdocs.yml",
                          path=file, line=heading.span.line,
                          hint='Give the heading another text: --title "New text".')  # fmt: skip
    renamed = {one.anchor: two.anchor for one, two in zip(before, found, strict=True) if one.anchor != two.anchor}
    plan = Plan()
    way = Way(anchors={article.path: renamed})
    follower = Follower(base, way, drafts)
    follower.follow(plan)
    # The heading and the links of its own article in one go: all places count in the file as it is.
    own = [(each.link.span, each.raw)
           for each in follower.articles.of(article.path, base.articles[article.path].links)]  # fmt: skip
    text = _text(base, place, heading, wanted, title, with_id=with_id)
    inside = [(span, _) for span, _ in own if span[:2] >= heading.span[:2] and span[2:] <= heading.span[2:]]
    if inside:
        raise KbError("the heading holds a link that changes with it", path=file, line=heading.span.line,
                      hint="Change it by hand.")  # fmt: skip
    drafts.put(file, place.with_texts([*own, (heading.span, text)]))
    # A heading with other words is something to read.
    reviews.keep(base, drafts, set(drafts.changed) - ({file} if title else set()))
    follower.check()
    baselined.follow(base, way, drafts, plan)
    plan.changes = drafts.changes()
    return plan


def _text(base: Base, place: Place, heading: Heading, anchor: str, title: str, *, with_id: bool) -> str:
    """The source of the heading as it will be: its attribute list stays, with another id if need be."""
    raw = place.at(heading.span)
    text, given = trailing_attributes(raw)
    rest = raw[len(text) :] if given or text != raw else ""
    if given and f"#{given}" in rest:
        return (title or text) + rest.replace(f"#{given}", f"#{anchor}")
    if not with_id:
        return (title or text) + rest
    return f"{title or text} {{#{anchor}}}" if not rest else (title or text) + rest.replace("{", f"{{#{anchor} ", 1)


def _has_list(place: Place, heading: Heading) -> bool:
    return trailing_attributes(place.at(heading.span))[0] != place.at(heading.span)


def _nearest(anchor: str, found: tuple[Heading, ...]) -> str:
    import difflib

    names = [heading.anchor for heading in found]
    near = difflib.get_close_matches(anchor, names, 1)
    return f"Did you mean #{near[0]}?" if near else f"It has: {', '.join(f'#{name}' for name in names[:10])}."
