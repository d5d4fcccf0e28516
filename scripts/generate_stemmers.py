"""Write the browser's stemmers from Snowball's Python ones. Run it when the pinned version of PyStemmer changes.

python scripts/generate_stemmers.py [--check]

A search in the browser must cut words exactly as PyStemmer does, in each of its languages, in its version. Snowball's own
JavaScript is not published with each version, but its Python is: the package ``snowballstemmer``, generated from the same
rules. What it generates is regular: so it is translated statement by statement, and nothing else is known of it. The parts
that all stemmers share are in ``theme/search/stemmer.js``.
"""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "kb_tools" / "site" / "theme" / "search" / "vendor" / "snowball"
PACKAGE = "snowballstemmer"

HEAD = """\
// Generated from {language}.sbl by Snowball {version}, https://snowballstem.org/, and translated from Snowball's Python by
// scripts/generate_stemmers.py. Copyright and license: the file COPYING beside this one (BSD-3-Clause).
"use strict";
{{
    const kb = globalThis.kb;
    const {{ Stemmer, letters, endings }} = kb.snowball;
"""
FOOT = "}\n"
WIDTH = 120


def main(arguments: list[str]) -> int:
    """Write the stemmers, or tell whether they are current."""
    files = dict(all_files())
    there = {path: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()} if FOLDER.is_dir() else {}
    if arguments == ["--check"]:
        different = sorted(path for path in {*there, *files} if there.get(path) != files.get(path))
        if different:
            print(f"{different[0]}: not what {PACKAGE} says now\n  Run: python {sys.argv[0]}", file=sys.stderr)
        return 1 if different else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in there.keys() - files.keys():
        path.unlink()
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return 0


def all_files() -> Iterator[tuple[Path, str]]:
    """Each file and its text."""
    spec = importlib.util.find_spec(PACKAGE)
    assert spec is not None, f"{PACKAGE} is not installed"
    assert spec.origin is not None
    version = importlib.metadata.version(PACKAGE)
    for path in sorted(Path(spec.origin).parent.glob("*_stemmer.py")):
        language = path.stem.removesuffix("_stemmer")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        (stemmer,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name.endswith("Stemmer"))
        body = "\n".join(_indented(Translated(stemmer, language).lines(), 1))
        yield FOLDER / f"{language}.js", HEAD.format(language=language, version=version) + body + "\n" + FOOT
    (licence,) = (file for file in importlib.metadata.files(PACKAGE) or () if file.name == "COPYING")
    yield FOLDER / "COPYING", licence.read_text()


class Translated:
    """One stemmer: its letters and endings, its state, its rules."""

    def __init__(self, stemmer: ast.ClassDef, language: str) -> None:
        self.name = stemmer.name
        self.language = language
        self.tables: list[str] = []
        self.state: list[str] = []
        self.methods: list[str] = []
        for node in stemmer.body:
            if isinstance(node, ast.FunctionDef):
                self.methods += ["", *self._method(node)]
            elif isinstance(node, ast.Assign):
                self._member(node)

    def lines(self) -> Iterator[str]:
        yield from self.tables
        yield from ("", f"class {self.name} extends Stemmer {{")
        yield from _indented(self.state, 1)
        yield from _indented(self.methods if self.state else self.methods[1:], 1)
        yield from ("}", "", f"kb.stemmers.{self.language} = new {self.name}();")

    def _member(self, node: ast.Assign) -> None:
        (target,) = node.targets
        assert isinstance(target, ast.Name)
        match node.value:
            case ast.Set(members):
                self.tables.append(f"const {target.id} = letters({_string(''.join(map(_text, members)))});")
            case ast.Constant(str(value)) if target.id.startswith("g_"):
                # A few letters, which Python finds in a string as fast.
                self.tables.append(f"const {target.id} = letters({_string(value)});")
            case ast.List(members):
                rows = (self._ending(member) for member in members)
                self.tables += [f"const {target.id} = endings([", *_indented(_filled(rows), 1), "]);"]
            case ast.Tuple(members):
                texts = (f"{_string(_text(member))}," for member in members)
                self.tables += [f"const {target.id} = [", *_indented(_filled(texts), 1), "];"]
            case _:
                self.state.append(f"{target.id} = {self._value(node.value)};")

    def _ending(self, node: ast.expr) -> str:
        """``Among("ing", 3, 1, rule)``: the second, where a shorter one stands, is for a search that we do not do."""
        assert isinstance(node, ast.Call)
        parts = [_string(_text(node.args[0])), self._value(node.args[2])]
        if len(node.args) > 3:
            assert isinstance(node.args[3], ast.Name)
            parts.append(_string(_method_name(node.args[3].id)))
        return f"[{', '.join(parts)}],"

    def _method(self, node: ast.FunctionDef) -> Iterator[str]:
        yield f"{_method_name(node.name)}() {{"
        names = {
            target.id
            for inner in ast.walk(node)
            if isinstance(inner, ast.Assign)
            for target in inner.targets
            if isinstance(target, ast.Name)
        }
        if names:
            yield f"    let {', '.join(sorted(names))};"
        yield from _indented(self._block(node.body), 1)
        yield "}"

    def _block(self, statements: Iterable[ast.stmt]) -> Iterator[str]:
        for statement in statements:
            yield from self._statement(statement)

    def _statement(self, node: ast.stmt) -> Iterator[str]:
        match node:
            case ast.Expr(value):
                yield f"{self._value(value)};"
            case ast.Assign([target], value):
                yield f"{self._value(target)} = {self._value(value)};"
            case ast.AugAssign(target, operator, value):
                yield f"{self._value(target)} {OPERATORS[type(operator)]}= {self._value(value)};"
            case ast.Return(value) if value is not None:
                yield f"return {self._value(value)};"
            case ast.Raise(ast.Call(ast.Name(label))):
                yield f"break {label};"
            case ast.Try(body, [ast.ExceptHandler(ast.Name(label), None, [ast.Pass()])], [], []):
                yield f"{label}: {{"
                yield from _indented(self._block(body), 1)
                yield "}"
            case ast.While(test, body, []):
                yield f"while ({self._value(test)}) {{"
                yield from _indented(self._block(body), 1)
                yield "}"
            case ast.For(ast.Name("_"), ast.Tuple(times), body, []):
                yield f"for (let count = 0; count < {len(times)}; count++) {{"
                yield from _indented(self._block(body), 1)
                yield "}"
            case ast.If():
                yield from self._choice(node)
            case ast.Break():
                yield "break;"
            case ast.Continue():
                yield "continue;"
            case ast.Pass():
                pass
            case _:
                raise NotImplementedError(ast.unparse(node))

    def _choice(self, node: ast.If) -> Iterator[str]:
        yield f"if ({self._value(node.test)}) {{"
        yield from _indented(self._block(node.body), 1)
        match node.orelse:
            case [ast.If() as following]:
                first, *rest = self._choice(following)
                yield f"}} else {first}"
                yield from rest
            case []:
                yield "}"
            case statements:
                yield "} else {"
                yield from _indented(self._block(statements), 1)
                yield "}"

    def _value(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(bool(value)):
                return "true" if value else "false"
            case ast.Constant(str(value)):
                return _string(value)
            case ast.Constant(int(value)):
                return str(value)
            case ast.Name(name):
                return name
            case ast.Attribute(ast.Name("self"), name):
                return f"this.{_method_name(name)}"
            case ast.Attribute(ast.Name(self.name), name):
                return name
            case ast.Subscript(value, index):
                return f"{self._value(value)}[{self._value(index)}]"
            case ast.Call(ast.Name("len"), [value]):
                return f"{self._value(value)}.length"
            case ast.Call(function, arguments, []):
                return f"{self._value(function)}({', '.join(map(self._value, arguments))})"
            case ast.UnaryOp(operator, value):
                return f"{OPERATORS[type(operator)]}{self._value(value)}"
            case ast.BinOp(left, operator, right):
                return f"{self._value(left)} {OPERATORS[type(operator)]} {self._value(right)}"
            case ast.BoolOp(ast.Or(), values):
                return " || ".join(map(self._value, values))
            case ast.Compare(left, [operator], [right]):
                return f"{self._value(left)} {OPERATORS[type(operator)]} {self._value(right)}"
        raise NotImplementedError(ast.unparse(node))


OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.USub: "-", ast.Not: "!", ast.Eq: "===", ast.NotEq: "!==", ast.Lt: "<", ast.LtE: "<=",
    ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
"""What stands for what. No sum stands within another, and no comparison below a "not", so brackets are never needed."""


def _method_name(name: str) -> str:
    return name.removeprefix("__") if name.startswith("__r_") else name.removeprefix("_")


def _text(node: ast.expr) -> str:
    assert isinstance(node, ast.Constant)
    assert isinstance(node.value, str)
    return node.value


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _filled(pieces: Iterable[str]) -> Iterator[str]:
    """As many pieces a line as it holds."""
    line = ""
    for piece in pieces:
        if line and len(line) + len(piece) > WIDTH - 12:
            yield line
            line = ""
        line = f"{line} {piece}" if line else piece
    yield line


def _indented(lines: Iterable[str], levels: int) -> Iterator[str]:
    return (f"{'    ' * levels}{line}" if line else "" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
