"""How much text do two articles share? Sketches of their word sequences, small enough to compare all pairs."""

from __future__ import annotations

from kb_tools.article.model import Article


def sketch(article: Article) -> tuple[int, tuple[int, ...]]:
    """The number of words of an article, and its sketch."""
    words = sum(len(paragraph.text.split()) for section in article.sections for paragraph in section.paragraphs)
    return words, ()
