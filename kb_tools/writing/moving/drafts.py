"""What the files of a knowledge base are about to become."""

from __future__ import annotations

from pathlib import Path

from kb_tools.errors import ContentError
from kb_tools.writing.changes import FileChange


class Drafts:
    """The new contents and names of files, by the path from the root that each has now."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._before: dict[str, bytes] = {}
        self._after: dict[str, bytes | None] = {}
        self._names: dict[str, str] = {}

    def before(self, file: str) -> bytes:
        """What a file holds now.

        Raises:
            ContentError: it cannot be read.
        """
        if file not in self._before:
            try:
                self._before[file] = (self.root / file).read_bytes()
            except OSError as error:
                raise ContentError(f"cannot be read: {error.strerror}", path=file) from error
        return self._before[file]

    def content(self, file: str) -> bytes:
        """What it will hold."""
        found = self._after.get(file)
        return self.before(file) if found is None else found

    def put(self, file: str, content: bytes) -> None:
        self.before(file)
        self._after[file] = content

    def move(self, file: str, new: str) -> None:
        self.before(file)
        self._names[file] = new

    def remove(self, file: str) -> None:
        self.before(file)
        self._after[file] = None

    @property
    def changed(self) -> list[str]:
        """The files that hold something else afterwards, by the path they have now."""
        return sorted(file for file, content in self._after.items() if content != self._before[file])

    def changes(self) -> list[FileChange]:
        """By their new paths."""
        found = []
        for file in sorted({*self.changed, *self._names}):
            new = self._names.get(file, file)
            after = self._after.get(file, self._before[file])
            found.append(FileChange(new, self._before[file], after, file if new != file else ""))
        return sorted(found, key=lambda change: change.path)
