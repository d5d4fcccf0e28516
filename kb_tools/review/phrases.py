"""What callers said, by the article that they should get: phrases.yml, for whoever asks what matters most."""

from __future__ import annotations

from collections.abc import Mapping

from kb_tools.checks.base import Base


def phrases_by_path(base: Base) -> Mapping[str, frozenset[int]]:
    """Path below the docs folder -> the numbers of the phrases in phrases.yml that expect the article.

    Raises:
        ConfigError: the first mistake in the file, with its line.
    """
    from kb_tools.search.cases import FILE_NAME, load_cases

    path = base.settings.root / FILE_NAME
    if not path.is_file():
        return {}
    names = {name: facts.path for facts in base for name in (facts.path, facts.id)}
    expecting: dict[str, set[int]] = {}
    for number, case in enumerate(load_cases(path, names)):
        for expected in case.expected:
            expecting.setdefault(expected, set()).add(number)
    return {expected: frozenset(numbers) for expected, numbers in expecting.items()}
