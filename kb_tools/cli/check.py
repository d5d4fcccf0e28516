"""kb check: what is wrong with the articles?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_tools import __version__
from kb_tools.cli import ReaderGone, known_findings
from kb_tools.cli.checked import find, from_root, nearest, rule_names, rules_to_run
from kb_tools.cli.mending import mend, show_patch
from kb_tools.cli.output import columns, wants_color
from kb_tools.cli.stopping import end_as_with_ctrl_c
from kb_tools.config import load_settings
from kb_tools.errors import KbError

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.finding import Severity
    from kb_tools.checks.reports import Context
    from kb_tools.checks.runner import Result

FORMATS = ("text", "json", "github", "gitlab", "junit", "sarif")
"""Names of reports.FORMATS, here so that --help imports none of them; a test keeps both equal."""

FOUND = 1
_COLORS = {"error": "red", "warning": "yellow", "info": "cyan", "caret": "green"}


class Output(click.ParamType):  # type: ignore[type-arg]  # generic only since Click 8.4
    """sarif=kb.sarif"""

    name = "FORMAT=FILE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path]:
        form, equals, file = value.partition("=")
        if not equals or not file or form not in FORMATS:
            self.fail(f"{value!r}: write FORMAT=FILE, such as sarif=kb.sarif (known: {', '.join(FORMATS)})", param, ctx)
        return form, Path(file)


@click.command(short_help="Find what is wrong with the articles.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--select", multiple=True, callback=rule_names, metavar="RULES", help="Only these: ids, names, or KB2 for a family."
)
@click.option("--ignore", multiple=True, callback=rule_names, metavar="RULES", help="All but these.")
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="What is printed."
)
@click.option(
    "-o", "--output", "outputs", type=Output(), multiple=True, help="Also write a report to a file; several at once."
)
@click.option("--fail-on", type=click.Choice(("error", "warning", "info", "never")), default="error", show_default=True,
              help="The least that makes the exit status 1.")  # fmt: skip
@click.option("--external", is_flag=True, help="Ask other servers whether the pages linked to are still there.")
@click.option(
    "--changed-since", metavar="REF", help="Only what changed since it left REF, and what that broke elsewhere."
)
@click.option("--baseline", metavar="FILE", help="Findings that do not count, since they were there at the beginning.")
@click.option("--no-baseline", is_flag=True, help="Show what is in the baseline of kb.toml, too.")
@click.option("--write-baseline", is_flag=True, help="Take all findings of today into the baseline.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without asking.")
@click.option("--diff", is_flag=True, help="Print what --fix would do, as a patch.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates as on that day.")
@click.option("--rules", "list_rules", is_flag=True, help="List the rules.")
@click.option("--explain", metavar="RULE", help="Print a rule's page: what, why, example, fix.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the front matter, for editors.")
@click.pass_obj
def command(folder: str, paths: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...], form: str,
            outputs: tuple[tuple[str, Path], ...], fail_on: str, external: bool, changed_since: str | None,
            baseline: str | None, no_baseline: bool, write_baseline: bool, fix: bool, diff: bool,
            as_of: datetime | None, list_rules: bool, explain: str | None, schema: bool) -> int:  # fmt: skip
    """Find what is wrong with the articles.

    Reads the sources, not the site: form, links, freshness, whether callers find it, what must not be told. PATHS are files
    and folders to report on; without them, all. A finding has a rule; `--explain` tells what it is about and how to mend it,
    a comment `<!-- kb: ignore KB201 the reason -->` above a line keeps it as it is.

    \b
    Examples:
      kb check
      kb check docs/internet --select links
      kb check --changed-since main --format github
      kb check --output sarif=kb.sarif --output junit=kb.xml
      kb check --explain KB202
      kb check --diff
    """
    if schema or list_rules or explain is not None:
        click.echo(_about(schema, explain))
        return 0
    if external and as_of:
        raise click.UsageError("--external asks other servers today, so --as-of cannot be another day.")
    if no_baseline and (baseline or write_baseline):
        raise click.UsageError("--no-baseline does not go with --baseline and --write-baseline.")
    if external:
        # A CI job whose time is up is ended in this way; what was found out until then counts all the same.
        end_as_with_ctrl_c()
    from kb_tools.checks.options import load_options
    from kb_tools.checks.reports import Context

    settings = load_settings(Path(folder))
    options = load_options(settings)
    day = as_of.date() if as_of else date.today()
    rules = rules_to_run(select, ignore, options, external=external)
    wanted = [from_root(path, Path(folder), settings) for path in paths]

    def checked() -> tuple[Base, Result]:
        return find(settings, options, day, rules, wanted, changed_since)

    base, result = checked()
    if diff:
        return FOUND if show_patch(base, result) else 0
    if fix and mend(base, result):
        base, result = checked()
    failing = _failing(fail_on)
    everywhere = not wanted and not changed_since
    kept = None if no_baseline else known_findings.file(baseline, settings, options)
    if write_baseline:
        known_findings.write(kept, result, rules, settings, options, everywhere=everywhere)
        return 0
    if kept is not None:
        result = known_findings.taken_out(result, kept, rules, everywhere=everywhere)
    context = Context.of(settings.root, __version__, files=[facts.file for facts in base], failing=failing)
    status = FOUND if any(finding.severity in failing for finding in result.findings) else 0
    try:
        _report(result, context, form, outputs)
    except BrokenPipeError as error:
        raise ReaderGone(status) from error
    return status


def _about(schema: bool, explain: str | None) -> str:
    """What is known about the rules themselves; no article is read for it."""
    from kb_tools.checks.rules import RULES, named

    if schema:
        from kb_tools.checks.front.schema import schema_text

        return schema_text().rstrip()
    if explain is None:
        return "\n".join(f"{rule.id}  {rule.severity:<7}  {rule.slug:<28}  {rule.summary}" for rule in RULES)
    rules = named(explain)
    if not rules:
        raise click.BadParameter(f"{explain!r} is no rule{nearest(explain, [rule.slug for rule in RULES])}",
                                 param_hint="--explain")  # fmt: skip
    return "\n\n".join(f"# {rule.slug} ({rule.id}, {rule.severity})\n\n{(rule.doc or '').strip()}" for rule in rules)


def _report(result: Result, context: Context, form: str, outputs: Sequence[tuple[str, Path]]) -> None:
    from kb_tools import atomic
    from kb_tools.checks.reports import FORMATS

    for name, path in outputs:
        try:
            atomic.replace(path, FORMATS[name](result, context).encode("utf-8"))
        except OSError as error:
            raise KbError(f"the report cannot be written: {error.strerror}", path=path) from error
    color = form == "text" and wants_color()
    shown = context._replace(paint=_paint if color else context.paint, width=columns())
    click.echo(FORMATS[form](result, shown).rstrip("\n"), color=color)


def _paint(text: str, style: str) -> str:
    # None, not False: that would be "no longer bold, no longer dim", behind what has just been switched on.
    bold, dim = style in ("path", "error", "summary"), style == "dim"
    return click.style(text, fg=_COLORS.get(style), bold=bold or None, dim=dim or None)


def _failing(fail_on: str) -> tuple[Severity, ...]:
    """The severities that make the run fail."""
    from kb_tools.checks.finding import SEVERITIES

    return SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
