"""What checks a new knowledge base by itself: CI and git hooks."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kb_tools.writing.planned import Planned, contains, planned, quoted
from kb_tools.writing.surroundings import requirement
from kb_tools.writing.templates import fill


@dataclass(frozen=True, slots=True)
class Checks:
    """The commands that check a knowledge base."""

    below: str
    """Where it lies in its repository; empty at the top."""
    site: str
    """Its mkdocs.yml, by name; empty where it has no site."""

    def here(self) -> list[str]:
        """From the knowledge base's own folder."""
        # Not with -q or -v: MkDocs then lets broken links pass.
        return ["kb index", *(["mkdocs build --strict"] if self.site else [])]

    def from_top(self) -> list[str]:
        """From the top of the repository."""
        if not self.below:
            return self.here()
        build = f"mkdocs build --strict -f {shlex.quote(f'{self.below}/{self.site}')}"
        return [f"kb -C {shlex.quote(self.below)} index", *([build] if self.site else [])]

    def named(self, name: str) -> str:
        """A name for what belongs to this knowledge base, of which a repository may hold several."""
        return "-".join([name, *self.below.split("/")]) if self.below else name


def ci_files(ci: Literal["github", "gitlab"], top: Path, checks: Checks) -> list[Planned]:
    """The files that make the platform run the checks on each change. *top* is where it looks for them."""
    return [_github(top, checks)] if ci == "github" else _gitlab(top, checks)


def _github(top: Path, checks: Checks) -> Planned:
    inside = f"    defaults:\n      run:\n        working-directory: {quoted(checks.below)}\n" if checks.below else ""
    steps = "\n".join(f"      - run: {step}" for step in checks.here())
    text = fill("github.yml", requirement=quoted(requirement()), working_directory=inside, steps=steps)
    return planned(top / ".github" / "workflows" / f"{checks.named('kb')}.yml", text)


def _gitlab(top: Path, checks: Checks) -> list[Planned]:
    into = [f"cd {shlex.quote(checks.below)}"] if checks.below else []
    steps = "\n".join(f"    - {quoted(step)}" for step in (*into, *checks.here()))
    text = fill("gitlab.yml", job=quoted(checks.named("kb")), requirement=quoted(requirement()), steps=steps)
    main = planned(top / ".gitlab-ci.yml", text)
    if main.existing is None or contains(main.path, "kb index"):
        return [main]
    # Somebody else's pipeline: a file of our own beside it, which takes one line to include.
    part = planned(top / ".gitlab" / f"{checks.named('kb')}.yml", text)
    local = quoted(f"/{part.path.relative_to(top).as_posix()}")
    advice = "" if contains(main.path, local.strip('"/')) else f"include:\n  - local: {local}"
    return [part, Planned(main.path, text, main.existing, advice)]


def hooks_file(top: Path, checks: Checks) -> Planned:
    """The configuration of pre-commit, which looks for it at the top of the repository."""
    hooks = "".join(_hook(checks, entry) for entry in checks.from_top())
    repo = f"  - repo: local\n    hooks:\n{hooks}"
    found = planned(top / ".pre-commit-config.yaml", fill("pre-commit.yaml", repo=repo.rstrip()))
    if found.existing is None or contains(found.path, checks.from_top()[0]):
        return found
    return Planned(found.path, found.text, found.existing, f"repos:\n{repo.rstrip()}")


def _hook(checks: Checks, entry: str) -> str:
    builds = entry.startswith("mkdocs")
    name, told = ("site", "The site builds, with no dead link") if builds else ("index", "The articles can be read")
    lines = [f"- id: {quoted(checks.named(f'kb-{name}'))}", f"  name: {told}", f"  entry: {quoted(entry)}",
             "  language: system", "  pass_filenames: false"]  # fmt: skip
    if builds:
        # That takes seconds to minutes: not before each commit.
        lines.append("  stages: [pre-push]")
    else:
        # What is odd about an article is a warning, which passes, and which nobody would see otherwise.
        lines += ["  stages: [pre-commit]", "  verbose: true"]
    return "".join(f"      {line}\n" for line in lines)
