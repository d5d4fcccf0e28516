"""kb completion: print the completion script for a shell."""

from __future__ import annotations

import click


@click.command(short_help="Print the completion script for a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for a shell. It completes commands, options and article ids.

    \b
    Examples:
      kb completion bash >> ~/.bashrc
      kb completion zsh >> ~/.zshrc
      kb completion fish > ~/.config/fish/completions/kb.fish
    """
    from click.shell_completion import get_completion_class

    from kb_tools.cli import kb

    maker = get_completion_class(shell)
    if maker is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    complete = maker(kb, {}, "kb", "_KB_COMPLETE")
    # Not `source()`: for bash that first starts one to ask for its version.
    click.echo(complete.source_template % complete.source_vars())
