"""Show a knowledge base while it is written: watch, arrange anew, check, serve."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from mkdocs.exceptions import Abort

from kb_tools.config import Settings, load_settings
from kb_tools.corpus import flags
from kb_tools.errors import ConfigError, KbError
from kb_tools.site.preview.pages import Pages
from kb_tools.site.preview.server import Server, heard

Tell = Callable[[str, Literal["note", "warning", "error"]], None]

_SETTINGS = frozenset({".toml", ".yml", ".yaml"})
_PASSING = re.compile(r"\..*|4913|#.*#|.*(?:~|\.sw[a-z]|\.tmp|\.log)")
"""Names of files that editors make for a moment, and of what this very command may be told to print to."""


class Preview:
    """A preview of one knowledge base.

    Args:
        config_text: what mkdocs.yml would say, where there is none.
        tell: says something to the writer.
    """

    def __init__(self, settings: Settings, host: str, port: int, config_text: str, tell: Tell, *,
                 everything: bool = False) -> None:  # fmt: skip
        self._root, self._tell = settings.root, tell
        self._settings = settings
        self._host, self._port = host, port
        self._config_text, self._everything = config_text, everything
        self._seen: dict[str, tuple[int, int]] = {}
        self._errors: list[str] = []

    def run(self, *, open_in_browser: bool = False) -> None:
        """Serve until Ctrl-C.

        Raises:
            KbError: the port is taken, or the site cannot be built.
        """
        site = Path(tempfile.mkdtemp(prefix="kb-preview-"))
        try:
            with heard(lambda text: self._tell(text, "warning")) as self._errors:
                self._run(site, open_in_browser)
        finally:
            shutil.rmtree(site, ignore_errors=True)

    def _run(self, site: Path, open_in_browser: bool) -> None:
        # Bound first: nobody waits for a first build in vain, and a port that the system chose is known.
        self._server = Server(self.rebuild, self._root, self._settings.docs_name, site, self._host, self._port)
        try:
            self._server.server_bind()
        except OSError as error:
            self._server.server_close()
            raise self._not_bound(error) from error
        host = f"[{self._host}]" if ":" in self._host else self._host
        self._pages = self._server.pages = Pages(
            self._settings, site, f"http://{host}:{self._server.server_port}/", self._config_text,
            everything=self._everything,
        )  # fmt: skip
        config = None
        try:
            self._seen = self._look()
            started = time.monotonic()
            config = self._pages.load()
            config.plugins.on_startup(command="serve", dirty=True)
            self._pages.arrange(self._settings, config)
        except (Exception, Abort) as error:
            self._server.server_close()
            raise ConfigError(self._words(error), path=self._root / "mkdocs.yml") from error
        try:
            self._server.mount_path = "/" + (config.site_url or "/").split("/", 3)[3]
            self._server.url = config.site_url or ""
            self._server.checker.want(self._pages.generation)
            self._server.watch(config.docs_dir)
            # kb.toml, mkdocs.yml, the team's words.
            self._server.watch(str(self._root), recursive=False)
            if (flagged := self._root / flags.FOLDER).is_dir():
                self._server.watch(str(flagged))
            for item in config.watch:
                self._server.watch(item)
            config.plugins.on_serve(self._server, config=config, builder=self.rebuild)
            # Whoever follows the address at once waits, and is not refused.
            self._server.server_activate()
            self._tell(f"{config.site_url} after {time.monotonic() - started:.1f} s; Ctrl-C ends it", "note")
            self._server.serve(open_in_browser=open_in_browser)  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            pass
        finally:
            self._server.shutdown()
            config.plugins.on_shutdown()

    def rebuild(self) -> None:
        """Something changed."""
        seen = self._look()
        if seen == self._seen:
            # The index of a search, a file of the editor's.
            return
        changed = sorted(name for name, _ in seen.items() ^ self._seen.items())
        self._seen = seen
        self._errors.clear()
        started = time.monotonic()
        try:
            settings = load_settings(self._root)
            self._pages.arrange(settings)
        except (Exception, Abort) as error:
            self._server.trouble = self._words(error)
            self._tell(f"{self._server.trouble}; the pages stay as they were", "error")
        else:
            self._server.trouble = ""
            more = f" and {len(set(changed)) - 1} more" if len(set(changed)) > 1 else ""
            self._tell(f"{changed[0]}{more}: {time.monotonic() - started:.1f} s", "note")
            self._server.checker.want(self._pages.generation)
        self._server.tell()

    def _look(self) -> dict[str, tuple[int, int]]:
        """The files that a preview shows or heeds, as they are: time and size."""
        docs, root = self._settings.docs, self._root
        paths = [] if docs == root else [path for path in root.iterdir() if path.suffix in _SETTINGS]
        for folder, names, files in os.walk(docs):
            names[:] = [name for name in names if not name.startswith(".")]
            paths += [Path(folder, name) for name in files if not _PASSING.fullmatch(name)]
        found: dict[str, tuple[int, int]] = {}
        for path in paths:
            try:
                stat = path.stat()
            except OSError:
                continue
            found[os.path.relpath(path, root).replace(os.sep, "/")] = stat.st_mtime_ns, stat.st_size
        return found

    def _words(self, error: BaseException) -> str:
        """What went wrong; MkDocs says that in its log, and then only that it did."""
        said = self._errors if isinstance(error, Abort) and self._errors else [str(error) or type(error).__name__]
        hint = error.hint if isinstance(error, KbError) else ""
        return " ".join(f"{'; '.join(said)} {hint}".split())

    def _not_bound(self, error: OSError) -> KbError:
        place = f"{self._host}:{self._port}"
        if error.errno == errno.EADDRINUSE:
            return KbError(f"{place} is in use, perhaps by another preview",
                           hint=f"Take another port: kb preview --port {self._port + 1}")  # fmt: skip
        return KbError(f"{place} cannot be served: {error.strerror or error}",
                       hint="Choose others with --address and --port.")  # fmt: skip
