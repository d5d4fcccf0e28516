"""Which links lead to other servers, and where do they stand?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kb_tools.article.model import Link
from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.masking import without_login
from kb_tools.links.address import Address, NoAddress, is_external, read

_EXAMPLES = ("example", "invalid", "test", "example.com", "example.net", "example.org")
"""Names that nobody can have, for use in texts. What is below them is no link to anything."""


class Place(NamedTuple):
    """A link to another server, where it stands."""

    facts: Facts
    link: Link
    address: Address
    fragment: str

    @property
    def shown(self) -> str:
        """The link as a message names it."""
        return without_login(" ".join(self.link.target.split()))


def places(base: Base) -> Iterator[Place]:
    """Every link that may be asked."""
    ignored = [_Pattern(text) for text in base.options.external.ignore]
    allowed = {name.lower() for name in base.options.external.allow_hosts}
    for facts in base:
        if not base.asks_for(facts.file):
            continue
        for link in facts.links:
            # What a reference says stands in its definition, and is found there.
            if not is_external(link.target) or link.kind == "reference":
                continue
            if any(pattern.matches(link.target) for pattern in ignored):
                continue
            try:
                address, fragment = read(link.target)
            except NoAddress:
                continue
            if not _is_example(address.host) or address.host in allowed:
                yield Place(facts, link, address, fragment)


def _is_example(host: str) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in _EXAMPLES)


class _Pattern:
    """The beginning of an address, with * for anything."""

    def __init__(self, text: str) -> None:
        self._first, *self._rest = text.split("*")

    def matches(self, target: str) -> bool:
        if not target.startswith(self._first):
            return False
        at = len(self._first)
        for part in self._rest:
            found = target.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return True
