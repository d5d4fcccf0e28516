"""The options below `- kb:` in mkdocs.yml."""

from __future__ import annotations

from mkdocs.config import base, config_options


class KbConfig(base.Config):  # type: ignore[no-untyped-call]
    """What a team can turn off or set."""

    clean = config_options.Type(bool, default=True)
    """Take out of articles what can run in the reader's browser."""
    trusted = config_options.ListOfItems(config_options.Type(str), default=[])
    """.gitignore-style patterns of files that are not cleaned."""
    link_schemes = config_options.ListOfItems(config_options.Type(str), default=[])
    """What links may begin with, beside the usual: ms-settings, zoommtg."""
    fixed = config_options.Type(str, default="")
    """Where "Did this fix it?" leads: an address with placeholders."""
    wrong = config_options.Type(str, default="")
    """Where "This is wrong" leads."""
    search = config_options.Type(bool, default=True)
    """kb's own search in place of the theme's."""
    related = config_options.Type(int, default=5)
    """Related articles on a page, at most."""
    overview = config_options.Type(bool, default=True)
    """Pages to browse: by product, by error code, by symptom, recent changes, reviews."""
    known_issues = config_options.Type(bool, default=True)
    """Show on every page which known issues are open."""
    move_inline_scripts = config_options.Type(bool, default=True)
    """Put the theme's inline scripts into files, for a strict Content-Security-Policy."""
