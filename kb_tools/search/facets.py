"""Terms that are not words: what a search is narrowed by, and how an article is found by its name.

They stand among the other terms of the index behind "=", which no word begins with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb_tools.article.model import Article


def facet(name: str, value: str) -> str:
    """The term that all articles with this value have."""
    return f"={name}:{value.strip().lower()}"


def facets(article: Article) -> Iterator[str]:
    """All facet terms of an article."""
    yield "="
    yield facet("id", article.id)
    yield facet("path", article.path)
    if article.audience:
        yield facet("audience", article.audience)
    if article.confidence:
        yield facet("confidence", article.confidence)
    for product in article.products:
        yield facet("product", product)
