"""What checks a new knowledge base by itself: CI on each change and once a week, and git hooks."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kb_tools.review.formats.markdown import MARKER
from kb_tools.writing.planned import Planned, contains, planned, quoted
from kb_tools.writing.surroundings import requirement
from kb_tools.writing.templates import fill

CHECK = "kb check"
"""What stands in every file of ours; a file that says it needs no advice."""

MEMORY = ".kb/external-links.json"
"""What is known of links to other sites, below the knowledge base."""

TITLE = "Knowledge base: what is due"


@dataclass(frozen=True, slots=True)
class Checks:
    """The commands that check a knowledge base."""

    below: str
    """Where it lies in its repository; empty at the top."""
    site: str
    """Its mkdocs.yml, by name; empty where it has no site."""

    def before_commit(self) -> str:
        """From the top of the repository: what is about to be committed, and what that breaks elsewhere."""
        folder = f"-C {shlex.quote(self.below)} " if self.below else ""
        return f"kb {folder}check --changed-since HEAD"

    def site_build(self, *, from_top: bool = False) -> str:
        """From the knowledge base's own folder, or from the top of the repository; empty where there is no site."""
        if not self.site:
            return ""
        # Not with -q or -v: MkDocs then lets broken links pass.
        settings = f" -f {shlex.quote(f'{self.below}/{self.site}')}" if from_top and self.below else ""
        return f"mkdocs build --strict{settings}"

    def named(self, name: str) -> str:
        """A name for what belongs to this knowledge base, of which a repository may hold several."""
        return "-".join([name, *self.below.split("/")]) if self.below else name

    @property
    def group(self) -> str:
        """The same for labels and caches, which take neither every letter nor any length."""
        plain = re.sub(r"[^a-z0-9]+", "-", self.below.lower()).strip("-")
        return f"kb-weekly-{plain}"[:50].rstrip("-") if self.below else "kb-weekly"

    def path(self, name: str) -> str:
        """A file of the knowledge base, from the top of the repository."""
        return f"{self.below}/{name}" if self.below else name


def ci_files(ci: Literal["github", "gitlab"], top: Path, checks: Checks) -> list[Planned]:
    """The files that make the platform run the checks, on each change and once a week. *top* is where it looks for them."""
    return _github(top, checks) if ci == "github" else _gitlab(top, checks)


def _github(top: Path, checks: Checks) -> list[Planned]:
    inside = f"    defaults:\n      run:\n        working-directory: {quoted(checks.below)}\n" if checks.below else ""
    build = checks.site_build()
    found = []
    for template, name in (("github.yml", "kb"), ("github-weekly.yml", "kb-weekly")):
        path = top / ".github" / "workflows" / f"{checks.named(name)}.yml"
        text = fill(
            template,
            requirement=quoted(requirement()),
            working_directory=inside,
            itself=quoted(path.relative_to(top).as_posix()),
            site=f"      - run: {build}" if build else "",
            **_weekly(checks),
        )
        found.append(planned(path, text.rstrip() + "\n"))
    return found


def _gitlab(top: Path, checks: Checks) -> list[Planned]:
    build = checks.site_build()
    text = fill(
        "gitlab.yml",
        base=quoted(f".{checks.named('kb')}"),
        job=quoted(checks.named("kb")),
        weekly=quoted(checks.named("kb-weekly")),
        requirement=quoted(requirement()),
        enter=f"    - {quoted(f'cd {shlex.quote(checks.below)}')}\n" if checks.below else "",
        site=f"    - {build}" if build else "",
        codequality=quoted(checks.path("gl-code-quality.json")),
        junit=quoted(checks.path("kb-junit.xml")),
        **_weekly(checks),
    )
    text = re.sub(r"\n\n(?=  artifacts:)", "\n", text)
    main = planned(top / ".gitlab-ci.yml", text)
    if main.existing is None or contains(main.path, CHECK):
        return [main]
    # Somebody else's pipeline: a file of our own beside it, which takes one line to include.
    part = planned(top / ".gitlab" / f"{checks.named('kb')}.yml", text)
    local = quoted(f"/{part.path.relative_to(top).as_posix()}")
    advice = "" if contains(main.path, local.strip('"/')) else f"include:\n  - local: {local}"
    return [part, Planned(main.path, text, main.existing, advice)]


def _weekly(checks: Checks) -> dict[str, str]:
    return {"group": checks.group, "marker": MARKER, "title": TITLE, "memory": quoted(checks.path(MEMORY))}


def hooks_file(top: Path, checks: Checks) -> Planned:
    """The configuration of pre-commit, which looks for it at the top of the repository."""
    repo = f"  - repo: local\n    hooks:\n{_check_hook(checks)}{_site_hook(checks)}".rstrip()
    found = planned(top / ".pre-commit-config.yaml", fill("pre-commit.yaml", repo=repo))
    if found.existing is None or contains(found.path, checks.before_commit()):
        return found
    return Planned(found.path, found.text, found.existing, f"repos:\n{repo}")


def _check_hook(checks: Checks) -> str:
    # Warnings pass: nobody would see them if a hook that passes said nothing.
    return _hook(checks, "kb-check", "Nothing is wrong with the articles", checks.before_commit(),
                 "stages: [pre-commit]", "verbose: true")  # fmt: skip


def _site_hook(checks: Checks) -> str:
    build = checks.site_build(from_top=True)
    # That takes seconds to minutes: not before each commit.
    return _hook(checks, "kb-site", "The site builds", build, "stages: [pre-push]") if build else ""


def _hook(checks: Checks, id: str, name: str, entry: str, *more: str) -> str:
    lines = [f"- id: {quoted(checks.named(id))}", f"  name: {name}", f"  entry: {quoted(entry)}",
             "  language: system", "  pass_filenames: false", *(f"  {line}" for line in more)]  # fmt: skip
    return "".join(f"      {line}\n" for line in lines)
