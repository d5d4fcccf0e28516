"""A baseline knows its findings by where they are and what they are about: after a move it knows them still."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from kb_tools.article.links import links
from kb_tools.article.read import read
from kb_tools.checks import baseline
from kb_tools.checks.base import Base
from kb_tools.checks.masking import without_login
from kb_tools.checks.own_file import own_file
from kb_tools.checks.rules import RULES
from kb_tools.checks.rules.findability import near_duplicate, title_shared
from kb_tools.checks.runner import fingerprint
from kb_tools.wording import counted
from kb_tools.writing.moving.drafts import Drafts
from kb_tools.writing.moving.plan import Plan
from kb_tools.writing.moving.way import Way

_OF_TWO = (near_duplicate.RULE.id, title_shared.RULE.id)


def follow(base: Base, way: Way, drafts: Drafts, plan: Plan) -> None:
    """Write into the baseline where its findings are afterwards, when all else is written.

    Raises:
        ConfigError: the baseline cannot be read.
    """
    root, name = base.settings.root, base.options.baseline
    if not name or not (path := own_file(root, name, "check.baseline")).is_file():
        return
    entries = baseline.read(path).entries
    files = {base.file(old): base.file(new) for old, new in way.paths.items()}
    touched = {*files, *drafts.changed}
    # Two articles alike: what is said of the one names the other.
    rules = {entry.rule for entry in entries
             if entry.path in touched or any(file in entry.message for file in files)}  # fmt: skip
    new = _new_fingerprints(base, way, drafts, files, rules) if rules else {}
    renewed = []
    for entry in entries:
        path_now, name_now = new.get(entry.fingerprint, (entry.path, entry.fingerprint))
        if name_now != entry.fingerprint:
            said = entry.message
            for old in files:
                said = said.replace(old, files[old])
            entry = baseline.Entry(path_now, entry.rule, said, name_now)
        renewed.append(entry)
    changed = len({*renewed} - {*entries})
    if changed:
        file = os.path.relpath(os.path.realpath(path), os.path.realpath(root)).replace(os.sep, "/")
        drafts.put(file, baseline.as_bytes(renewed))
        plan.notes.append(f"{name}: {counted(changed, 'finding')} renamed")


def _new_fingerprints(base: Base, way: Way, drafts: Drafts, files: Mapping[str, str],
                      rules: Collection[str]) -> dict[str, tuple[str, str]]:  # fmt: skip
    """The fingerprint of each finding of these rules -> its file and its fingerprint afterwards."""
    before: Counter[tuple[str, str, str]] = Counter()
    after: Counter[tuple[str, str, str]] = Counter()
    found = {}
    written = frozenset(drafts.changed)

    @cache
    def targets(file: str) -> dict[str, str]:
        """Of an article that is written anew: the target of each link as it was -> as it will be."""
        facts = base.articles.get(base.below(file))
        if facts is None or file not in written:
            return {}
        as_it_will_be = read(way.page(facts.path), drafts.content(file), base.settings)
        return {old.target: new.target for old, new in zip(facts.links, links(as_it_will_be.blocks), strict=False)}

    for rule, file, key, involved in _found(base, rules):
        now = files.get(file, file)
        if rule in _OF_TWO and base.file(key) in involved:
            # Of two articles, it stands in the one that comes later by its path.
            about, page = sorted((way.page(key), way.page(base.below(file))))
            now = base.file(page)
        else:
            about = targets(file).get(key, key)
        old = (rule, file, without_login(key))
        new = (rule, now, without_login(about))
        before[old] += 1
        after[new] += 1
        found[fingerprint(old, before[old])] = (new[1], fingerprint(new, after[new]))
    return found


def _found(base: Base, rules: Collection[str]) -> Iterator[tuple[str, str, str, Collection[str]]]:
    """What these rules find: rule, file, key, other files. Of those that ask other servers, whatever they might find."""
    for facts in base:
        yield from (
            (id, found.path or facts.file, found.key, found.involves) for id, found in facts.found if id in rules
        )
    for rule in RULES:
        if rule.id in rules and rule.external:
            yield from ((rule.id, facts.file, link.target, ()) for facts in base for link in facts.links)
        elif rule.id in rules and rule.base is not None:
            yield from ((rule.id, found.path, found.key, found.involves) for found in rule.base(base))
