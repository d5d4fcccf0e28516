"""What to say of a link to a file that is not there. No rule, but what two rules share."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from kb_tools.article.model import Link
from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import Row, found_at, led, shown
from kb_tools.links.resolve import written
from kb_tools.links.targets import FILE_NAMES

_FILES = (*FILE_NAMES, ".docx", ".xlsx", ".pptx", ".mp4")
_CODE = re.compile(r"[,;`]\s|\s\S++\s|[\[\]{}=]")


def is_image(link: Link) -> bool:
    return link.kind == "image" or (link.kind == "html" and link.text in ("img", "image", "source", "picture"))


def missing(base: Base, *, images: bool) -> list[Found]:
    """A finding for each link, or each image, whose file is not there."""
    rows = [row for row in led(base, "dead") if is_image(row[1]) == images]
    if rows and base.site.generators and not images:
        base.note(f"{base.site.file} uses {', '.join(base.site.generators)}: pages that are made during the build "
                  "are not known here, and links to them count as dead")  # fmt: skip
    return [_missing(base, row) for row in rows]


def _missing(base: Base, row: Row) -> Found:
    _, link, lead = row
    target = shown(link.target)
    if lead.detail == "html":
        message = f"{target} leads to nothing: in raw HTML it is read from the page's address, not from its file"
        hint = f"Write {lead.better}, or a Markdown link." if lead.better else "Use a Markdown link."
        return found_at(base, row, message, hint, better=lead.better)
    if lead.detail == "folder":
        index = posixpath.normpath(base.file(f"{lead.path}/index.md"))
        return found_at(base, row, f"{target} is a folder without an index page",
                        f"Link to one of its pages, or write {index}.")  # fmt: skip
    if _is_code(link):
        return found_at(base, row, f"{target} is read as a link, and leads to nothing",
                        "If it is code and no link, put it between backticks.")  # fmt: skip
    message = f"{target} leads to nothing: there is no {shown(posixpath.normpath(base.file(lead.path)))}"
    if _in_source(row) != lead.path:
        message += ", since raw HTML is read from the page's address"
    return found_at(base, row, message, _way_out(base, row))


def _is_code(link: Link) -> bool:
    """`Invoke[T](Func input, Type kind)` in the middle of a sentence."""
    return (
        link.kind == "inline"
        and bool(_CODE.search(link.target))
        and not link.target.partition("#")[0].lower().endswith(_FILES)
    )


def _in_source(row: Row) -> str:
    """The file that raw HTML would mean if it were Markdown."""
    facts, link, lead = row
    path = urlsplit(link.target.strip()).path
    if link.kind != "html" or path.startswith(("/", "\\")):
        return lead.path
    return posixpath.normpath(posixpath.join(posixpath.dirname(facts.path), unquote(path).replace("\\", "/")))


def _way_out(base: Base, row: Row) -> str:
    facts, link, lead = row
    for path in dict.fromkeys((lead.path, _in_source(row))):
        if (near := base.tree.near(path)) and near != facts.path:
            return f"Did you mean {written(base.tree, facts.path, link, near)}?"
    if is_image(link):
        return "Add the file, correct the path, or take the image out."
    return "Correct the path, or take the link out."
