"""Inline scripts moved into files, so that a site can forbid them: `Content-Security-Policy: script-src 'self'`.

Material puts a few into every page. They run at the same place and in the same order as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

_SCRIPT = re.compile(r"<!--.*?(?:-->|\Z)|<script((?:\"[^\"]*\"|'[^']*'|[^'\"<>])*)>(.*?)(</script\s*>|\Z)", re.I | re.S)
_SOURCE = re.compile(r"\bsrc\s*=", re.I)
_TYPE = re.compile(r"\btype\s*=\s*[\"']?([^\"'\s>]*)", re.I)
_RUNS = frozenset(("", "text/javascript", "application/javascript", "text/ecmascript"))


def moved(html: str, address: Callable[[str], str]) -> tuple[str, dict[str, str]]:
    """The page without inline scripts, and the scripts by name. *address* tells the page's address of such a file.

    Modules and data stay: a module runs later than a script, and data does not run.
    """
    scripts: dict[str, str] = {}

    def move(found: re.Match[str]) -> str:
        attributes, body = found[1], found[2]
        if attributes is None or not found[3] or _SOURCE.search(attributes) or not body.strip():
            return found[0]
        kind = _TYPE.search(attributes)
        if kind is not None and kind[1].lower() not in _RUNS:
            return found[0]
        name = f"{sha256(body.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}.js"
        scripts[name] = body
        return f'<script{attributes} src="{address(name)}"></script>'

    return _SCRIPT.sub(move, html), scripts
