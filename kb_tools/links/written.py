"""The links of an article whose target stands where the link stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb_tools.article.model import Link


def written_once(links: Sequence[Link]) -> Iterator[Link]:
    """No references, but the definitions they use, each once; one that only images use is an image.

    A definition that nothing uses is not on the page.
    """
    defined = {link.target: "" for link in links if link.kind == "definition"}
    for link in links if defined else ():
        if link.target in defined:
            if link.kind == "reference":
                defined[link.target] = "link"
            elif link.kind == "image" and is_reference(link):
                defined[link.target] = defined[link.target] or "image"
    for link in links:
        if link.kind == "definition":
            if used := defined[link.target]:
                yield Link("image", link.target, link.text, link.span) if used == "image" else link
        elif link.kind != "reference" and not (link.target in defined and is_reference(link)):
            yield link


def is_reference(image: Link) -> bool:
    """`![alt][label]`: its span is the whole of it, not the target."""
    span = image.span
    width = span.end_column - span.column
    return image.kind == "image" and (span.line != span.end_line or width != len(image.target))
