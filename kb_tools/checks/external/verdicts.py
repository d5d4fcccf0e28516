"""What is known of every link to another server: asked today or remembered, weighed over the days."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote, urlsplit

from kb_tools.checks.external.memory import KEEPS_DAYS, Memory, Record
from kb_tools.checks.external.places import Place, places
from kb_tools.links.address import Address, NoAddress, read
from kb_tools.links.page import is_asked

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.options import External
    from kb_tools.links.answer import Answer, Question
    from kb_tools.links.fetch import Client
    from kb_tools.links.hosts import Manners
    from kb_tools.links.transport import Network

FILE_NAME = "external-links.json"
_LOCK_NAME = "external-links.lock"
_ARCHIVE_AGAIN = 30
"""Days after which the archive is asked again for a copy that it did not have."""

_WITNESSES = 3
"""Hosts that are asked once more whether there is a network."""

State = Literal["alive", "dead", "failing", "blocked", "refused"]


class Verdict(NamedTuple):
    """What is known of an address today."""

    state: State
    record: Record
    refused_host: str = ""


class Verdicts:
    """All links to other servers, and what became of them."""

    def __init__(self, links: tuple[Place, ...], by_url: Mapping[str, Verdict]) -> None:
        self._links = links
        self._by_url = by_url

    def __iter__(self) -> Iterator[tuple[Place, Verdict]]:
        """Every link of which something is known, in the order of articles and lines."""
        for place in self._links:
            verdict = self._by_url.get(place.address.url)
            if verdict is not None:
                yield place, verdict


def find_out(base: Base, network: Network | None = None, manners: Manners | None = None) -> Verdicts:
    """Ask for every link that is not known well enough from earlier runs.

    Ctrl-C stops at once; what was found out until then is remembered.
    """
    options = base.options.external
    links = tuple(places(base))
    fragments: dict[Address, set[str]] = {}
    for place in links:
        asked = fragments.setdefault(place.address, set())
        if is_asked(place.fragment):
            asked.add(place.fragment)
    if not fragments:
        return Verdicts(links, {})
    return _Run(base, options, network, manners).verdicts(links, fragments)


class _Run:
    """One run over the links of a knowledge base."""

    def __init__(self, base: Base, options: External, network: Network | None, manners: Manners | None) -> None:
        from kb_tools.links.hosts import Manners
        from kb_tools.links.transport import REAL

        self._base = base
        self._options = options
        self._today = base.today.isoformat()
        self._network = network or REAL
        self._manners = (manners or Manners())._replace(
            concurrency=options.concurrency, per_host=options.per_host, timeout=options.timeout
        )
        self._memory = _memory(base)
        self._records: dict[str, Record] = {}
        self._fresh: dict[str, Record] = {}
        self._refused: dict[str, str] = {}
        self._not_asked: set[str] = set()
        """Addresses that stand for this run alone: what was not asked is nothing to remember."""
        self._any_answered = False

    def verdicts(self, links: tuple[Place, ...], fragments: Mapping[Address, set[str]]) -> Verdicts:
        if self._memory is not None:
            self._records = self._memory.load(self._base.today)
        try:
            asyncio.run(self._ask(fragments))
        finally:
            self._keep()
        return Verdicts(links, {
            address.url: verdict for address in fragments if (verdict := self._verdict(address.url)) is not None
        })  # fmt: skip

    def _is_known(self, url: str, fragments: set[str]) -> bool:
        """Did it answer lately, and were these fragments looked for?"""
        record = self._records.get(url)
        if record is None or record.state not in ("alive", "blocked"):
            return False
        again = self._base.today - timedelta(days=self._options.recheck_days)
        is_fresh = again.isoformat() < record.asked
        return is_fresh and (record.state == "blocked" or fragments <= record.fragments)

    async def _ask(self, fragments: Mapping[Address, set[str]]) -> None:
        from kb_tools.links.answer import Question
        from kb_tools.links.fetch import Client, ask_all

        known = [address for address, names in fragments.items() if self._is_known(address.url, names)]
        remembered = frozenset(known)
        questions = [Question(address, frozenset(names)) for address, names in fragments.items()
                     if address not in remembered]  # fmt: skip
        total = len(questions)
        self._base.progress(0, total)

        async with Client(self._manners, self._options.allow_hosts, self._network) as client:

            def tell(question: Question, answer: Answer) -> None:
                self._note(question, answer)
                self._any_answered = client.hosts.any_answered
                self._base.progress(min(len(self._fresh), total), total)

            await ask_all(client, questions, self._manners.per_host, tell)
            if self._was_offline:
                # Those that answered lately were left out: what is dead may be all that was asked. They know whether it is us.
                witnesses = {address.host: address for address in known if self._records[address.url].state == "alive"}
                again = [Question(each, frozenset(fragments[each])) for each in list(witnesses.values())[:_WITNESSES]]
                await ask_all(client, again, self._manners.per_host, tell)
            if not self._was_offline:
                await self._ask_archive(client, tuple(fragments))

    @property
    def _was_offline(self) -> bool:
        """Several hosts were asked and none said anything: then it is us."""
        if self._any_answered:
            return False
        failed = {urlsplit(url).hostname for url, record in self._fresh.items() if record.state == "failed"}
        return len(failed) > 1

    def _note(self, question: Question, answer: Answer) -> None:
        url = question.address.url
        is_alive, has_failed = answer.state == "alive", answer.state == "failed"
        told = answer.fragments
        record = Record(
            asked=self._today,
            state=answer.state,
            reason=answer.reason,
            lasting=answer.lasting,
            alive=self._today if is_alive else "",
            failed=(self._today,) if has_failed else (),
            moved_to=answer.moved_to,
            found=tuple(sorted(name for name, each in told.items() if each.found)),
            missing=tuple(sorted((name, each.nearest) for name, each in told.items() if not each.found)),
            untold=tuple(sorted(question.fragments - set(told))) if is_alive else (),
        )
        if answer.state == "refused":
            self._refused[url] = answer.refused_host
        if answer.state == "refused" or not answer.asked:
            self._not_asked.add(url)
        before = self._records.get(url)
        self._fresh[url] = record if before is None else record.merged(before)

    async def _ask_archive(self, client: Client, addresses: tuple[Address, ...]) -> None:
        """Look for copies of what is dead. Of hosts that are inside a house, nobody outside is told."""
        from kb_tools.links.public import Allowed, is_internal_name

        if not self._options.archive:
            return
        allowed = Allowed(self._options.allow_hosts)
        again = (self._base.today - timedelta(days=_ARCHIVE_AGAIN)).isoformat()
        async with asyncio.TaskGroup() as group:
            for address in addresses:
                verdict = self._verdict(address.url)
                if verdict is None or verdict.state != "dead" or verdict.record.archived:
                    continue
                is_ours = allowed.has(address.host, address.port) or is_internal_name(address.host)
                if not is_ours and verdict.record.archive_asked <= again:
                    group.create_task(self._ask_for_copy(client, address.url))

    async def _ask_for_copy(self, client: Client, url: str) -> None:
        mark = "&" if "?" in self._options.archive else "?"
        try:
            address, _ = read(f"{self._options.archive}{mark}url={quote(url, safe='')}")
        except NoAddress:
            self._base.note("check.external.archive in kb.toml is no address")
            return
        content = await client.get(address)
        if content:
            self._fresh[url] = self._fresh[url]._replace(archived=_copy(content), archive_asked=self._today)

    def _keep(self) -> None:
        if self._was_offline:
            self._base.note("no server answered, so nothing is held against any link; is there a network?"
                            + (" Proxies are not used." if _has_proxy() else ""))  # fmt: skip
            return
        if self._memory is None:
            return
        self._memory.save(
            {url: record for url, record in self._fresh.items() if url not in self._not_asked},
            self._base.today,
            max(KEEPS_DAYS, 2 * self._options.recheck_days),
        )
        if self._memory.note:
            self._base.note(self._memory.note)

    def _verdict(self, url: str) -> Verdict | None:
        record = self._records.get(url) if self._was_offline else self._fresh.get(url, self._records.get(url))
        if record is None:
            return None
        state: State
        if record.state == "failed":
            state = "dead" if len(record.failed) >= self._options.dead_after_days else "failing"
        elif record.state in ("alive", "blocked", "refused"):
            state = record.state  # type: ignore[assignment]
        else:
            return None
        return Verdict(state, record, self._refused.get(url, ""))


def _copy(content: bytes) -> str:
    """The address of the copy in the archive's answer."""
    try:
        closest = json.loads(content)["archived_snapshots"]["closest"]
        address, _ = read(closest["url"]) if closest.get("available") is True else read("")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    return address._replace(scheme="https", port=443).url if address.port == 80 else address.url


def _memory(base: Base) -> Memory | None:
    """Where the days are counted; None where nothing can be kept.

    Raises:
        ConfigError: kb.toml names a file that leads out of the knowledge base.
    """
    from kb_tools.search import place

    try:
        folder = place.index_folder(base.settings.root)
    except OSError:
        folder = None
    lock = place.kept_file(folder, _LOCK_NAME) if folder is not None else None
    if chosen := base.options.external.memory:
        from kb_tools.checks.own_file import own_file

        return Memory(own_file(base.settings.root, chosen, "check.external.memory"), lock)
    if folder is None:
        base.note("there is no place to remember links in, so none can be dead yet: each day counts as the first")
        return None
    path = place.kept_file(folder, FILE_NAME)
    place.remove_unless_file(path)
    return Memory(path, lock)


def _has_proxy() -> bool:
    return any(os.environ.get(name) for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"))
