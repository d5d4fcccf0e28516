"""How numbers are put in messages, reports and on the page."""

from __future__ import annotations


def number(count: int) -> str:
    """2,461"""
    return f"{count:,}"


def counted(count: int, noun: str) -> str:
    """1 article, 2,461 articles."""
    return f"{number(count)} {noun}" if count == 1 else f"{number(count)} {noun}s"
