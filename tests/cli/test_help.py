"""The help that every command gives."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from trees import kb

from kb_tools import __version__
from kb_tools.cli import COMMANDS
from kb_tools.cli import kb as group


def _command(name: str) -> click.Command:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_one_line_is_the_same_everywhere(name: str) -> None:
    command = _command(name)
    assert command.help is not None
    assert COMMANDS[name] == command.short_help
    assert re.split(r"(?<=\.)\s", command.help)[0] == COMMANDS[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_of_this_command_that_can_be_parsed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for parameter in _command(name).params:
        if isinstance(parameter.type, click.Path):
            # The example's file is on the reader's disk, not here.
            monkeypatch.setattr(parameter.type, "exists", False)
    shown = CliRunner().invoke(group, [name, "--help"])
    assert shown.exit_code == 0
    examples = re.findall(r"^    (kb .+)$", shown.output, re.M)
    assert examples
    for example in examples:
        words = shlex.split(example.split(" >")[0])
        if words[1] == "-C":
            del words[1:3]
        assert words[1] == name, example
        # Raises where an option or a value is unknown.
        _command(name).make_context(name, words[2:])


def test_examples_of_kb_itself_can_be_parsed() -> None:
    assert group.help is not None
    examples = re.findall(r"^ *(kb .+)$", group.help, re.M)
    assert len(examples) >= 3
    for example in examples:
        words = shlex.split(example)[1:]
        name, rest = (words[2], words[3:]) if words[0] == "-C" else (words[0], words[1:])
        _command(name).make_context(name, rest)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_the_way_to_say_help(name: str, tmp_path: Path) -> None:
    command = _command(name)
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"kb {name} {option.opts[0]}"
            assert option.help.endswith("."), f"kb {name} {option.opts[0]}"
    assert kb(tmp_path, name, "-h").stdout == kb(tmp_path, name, "--help").stdout


def test_help_is_the_same_in_any_width_of_terminal_up_to_its_own(tmp_path: Path) -> None:
    for columns in ("40", "80", "200"):
        shown = kb(tmp_path, "--help", COLUMNS=columns)
        assert shown.returncode == 0
        assert "Exit status:" in shown.stdout
        assert all(name in shown.stdout for name in COMMANDS)


def test_kb_alone_shows_its_help(tmp_path: Path) -> None:
    done = kb(tmp_path)
    assert "Usage: kb" in done.stdout + done.stderr
    assert done.returncode in (0, 2)


def test_version(tmp_path: Path) -> None:
    assert kb(tmp_path, "--version").stdout == f"kb {__version__}\n"


def test_help_imports_no_command() -> None:
    code = """if True:
        import sys
        from kb_tools.cli import kb
        kb.main(["--help"], standalone_mode=False)
        slow = [name for name in sys.modules if name.startswith(("kb_tools.", "yaml", "whoosh", "rich"))]
        print(*slow, file=sys.stderr)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.split() == ["kb_tools.cli"]
