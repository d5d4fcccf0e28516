"""mkdocs.yml names pages: in its navigation, and in the redirects that a plugin makes."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from kb_tools.article.model import Span
from kb_tools.config import Settings
from kb_tools.links import mkdocs_yml
from kb_tools.links.mkdocs_yml import Table, Text
from kb_tools.links.site import Site
from kb_tools.writing.moving import yaml_texts
from kb_tools.writing.moving.drafts import Drafts
from kb_tools.writing.moving.placed import Place


class SiteFile:
    """What must change in mkdocs.yml."""

    def __init__(self, settings: Settings, site: Site, drafts: Drafts) -> None:
        self._drafts = drafts
        self.path = mkdocs_yml.find(settings.root) if site.is_built else None
        self.file = self.path.name if self.path else ""
        self._table = mkdocs_yml.read(self.path) if self.path and not site.trouble else Table()
        docs = settings.docs.as_posix()
        top = site.docs.replace("\\", "/")
        self.below = f"{docs[len(top) + 1 :]}/" if site.docs and docs.startswith(f"{top}/") else ""
        """From MkDocs' own docs folder down to ours, with a slash at its end."""
        self.notes: list[str] = []

    @property
    def _map(self) -> Table | None:
        """The redirects of the plugin; None where the team does not use it."""
        plugins = self._table.get("plugins")  # type: ignore[call-overload]
        found = plugins if isinstance(plugins, list) else [plugins]
        for item in found:
            if isinstance(item, Text) and item == "redirects":
                return Table()
            if isinstance(item, Table) and "redirects" in item:
                options = item.table("redirects")
                return options.table("redirect_maps")
        return None

    @property
    def uses_map(self) -> bool:
        """Does the team keep its redirects here?"""
        return self._map is not None

    def has_extension(self, *names: str) -> bool:
        """Is one of these Markdown extensions switched on?"""
        found = self._table.get("markdown_extensions")  # type: ignore[call-overload]
        items = found if isinstance(found, list) else [found]
        listed = {
            str(name) for item in items if item is not None for name in (item if isinstance(item, Table) else [item])
        }
        return bool(listed & {*names, *(f"markdown.extensions.{name}" for name in names)})

    def in_nav(self, path: str) -> list[Text]:
        """Where the navigation names this page."""
        if self.path is None:
            return []
        wanted = self.below + path
        return [text for text in yaml_texts.own_texts(self._table.get("nav"), self.path)  # type: ignore[call-overload]
                if posixpath.normpath(text) == wanted]  # fmt: skip

    def change(self, paths: Mapping[str, str], redirected: Mapping[str, str], gone: Mapping[str, str]) -> int:
        """Write the new paths of pages; how many entries of the navigation change.

        Args:
            paths: old path -> new path.
            redirected: the same, for those that need a redirect.
            gone: what is removed -> what takes its place.
        """
        if self.path is None or not self._table:
            return 0
        before = self._drafts.before(self.file)
        place = Place(before)
        texts: yaml_texts.Texts = []
        count = lost = 0
        for old, new in paths.items():
            for text in self.in_nav(old):
                dotted = "./" if text.startswith("./") else ""
                texts.append((text.span, yaml_texts.quoted(place, text.span, dotted + self.below + new)))
                count += 1
        for old in gone:
            for text in self.in_nav(old):
                whole = _entry(place, text)
                if whole is None:
                    self.notes.append(
                        f"{self.file}:{text.span.line}: the navigation still names {old}: take it out by hand"
                    )
                    continue
                texts.append((whole, ""))
                lost += 1 if place.at(whole).lstrip(" -").startswith(text[:1]) and ":" not in place.at(whole) else 2
                count += 1
        changed, taken, added = self._redirects(place, paths, redirected, gone)
        texts += changed
        if texts:
            after = place.with_texts(texts)
            after = yaml_texts.checked(self.path, before, after, lost=lost + 2 * taken, more=2 * added)
            self._drafts.put(self.file, after)
        return count

    def _redirects(
        self, place: Place, paths: Mapping[str, str], redirected: Mapping[str, str], gone: Mapping[str, str]
    ) -> tuple[yaml_texts.Texts, int, int]:
        """Entries whose page moves lead to its new place, those whose old path is a page again go, new ones come last."""
        table = self._map
        if table is None:
            return [], 0, 0
        texts: yaml_texts.Texts = []
        taken = added = 0
        arrived = {self.below + new for new in paths.values()}
        goals = {self.below + old: self.below + new for old, new in {**paths, **gone}.items() if new}
        last: tuple[Text, Text] | None = None
        for old, new in table.items():
            if not isinstance(new, Text) or new.file != self.path:
                continue
            path, mark, fragment = new.partition("#")
            last = (old, new)
            if old in arrived and old.span.line == new.span.end_line:
                texts.append((place.line_of(old.span.line), ""))
                taken += 1
            elif path in goals:
                texts.append((new.span, yaml_texts.quoted(place, new.span, goals[path] + mark + fragment)))
        wanted = {self.below + old: self.below + new for old, new in redirected.items()}
        if not wanted:
            return texts, taken, 0
        if last is None or place.text[place.offset(last[0].span.line, 1) : place.offset(*last[0].span[:2])].strip():
            lines = ", ".join(f"{old}: {new}" for old, new in wanted.items())
            self.notes.append(f"{self.file}: add to redirect_maps by hand: {lines}")
            return texts, taken, 0
        indent = " " * (last[0].span.column - 1)
        new_lines = "".join(
            f"{indent}{yaml_texts.scalar(old)}: {yaml_texts.scalar(new)}\n" for old, new in wanted.items()
        )
        end = last[1].span.end_line
        if len(place.text) > place.offset(*place.line_of(end)[2:]) or place.at(place.line_of(end)).endswith(
            ("\n", "\r")
        ):
            texts.append((Span(end + 1, 1, end + 1, 1), new_lines))
        else:
            texts.append((place.end_of(end), "\n" + new_lines.removesuffix("\n")))
        added = len(wanted)
        return texts, taken, added


def _entry(place: Place, text: Text) -> Span | None:
    """The whole line of a page in the navigation; None where it is not on a line of its own."""
    line = place.line_of(text.span.line)
    whole = place.at(line).strip()
    raw = place.at(text.span)
    return line if whole.startswith("- ") and whole.endswith(raw) and "[" not in whole and "{" not in whole else None
