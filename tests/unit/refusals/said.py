"""Every refusal that the code can give, found in the code itself, and how it reads to a person."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import floorplans
from floorplans import errors

ROOT = Path(floorplans.__file__).parent
#: Every way to say no; ``Broken`` and ``Problem`` carry a code and a sentence of their own.
CLASSES = {
    name
    for name, found in vars(errors).items()
    if isinstance(found, type) and issubclass(found, errors.DomainError)
}
#: Where a value is put into a sentence.
VALUE = "7"
#: What a person should never have to read.
RAW = {
    "a code": re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b"),
    "a missing value": re.compile(r"(?<!\. )\bNone\b|\bnan\b|\bnull\b|\bundefined\b"),
    "a placeholder": re.compile(r"[{}]|%\(|%s|\bTODO\b"),
    "a name of the language": re.compile(r"\b(?:UUID|datetime|Decimal|True|False|Window)\b\(?"),
    "a moment for machines": re.compile(r"\d{4}-\d{2}-\d{2}T|\+00:00"),
    "an id": re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-"),
    "words that were glued badly": re.compile(r"  |\.\.(?!\.)| \.| ,|\(\)|“”"),
}
#: A sentence begins with a capital, or with a value or a name.
_SENTENCE = re.compile(r"^[A-Z0-9“(ÀÉ]")


@dataclass(frozen=True, slots=True)
class Saying:
    """A refusal in the code: where, its code, and its texts; None for what is worked out."""

    where: str
    line: int
    code: str | None
    message: str | None
    advice: str | None


def sayings(*rooms: str) -> Iterator[Saying]:
    """The refusals of some packages of ``floorplans``, or of all."""
    folders = [ROOT / room for room in rooms] or [ROOT]
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        tree = ast.parse(path.read_text())
        known = _texts(path)
        where = str(path.relative_to(ROOT))
        for call in _calls(tree, CLASSES):
            if len(call.args) >= 3:
                code, message, advice = (_text(each, known) for each in call.args[:3])
                yield Saying(where, call.lineno, code, message, advice)
        for line, code in _handed(tree, known):
            yield Saying(where, line, code, None, None)


def _calls(tree: ast.AST, names: Collection[str]) -> Iterator[ast.Call]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names:
            yield call


def _handed(tree: ast.Module, known: dict[str, str]) -> Iterator[tuple[int, str]]:
    """The codes that are handed to a function of a module, which makes the refusal of them."""
    for made in ast.walk(tree):
        if not isinstance(made, ast.FunctionDef):
            continue
        names = [argument.arg for argument in made.args.args]
        codes = [call.args[0] for call in _calls(made, CLASSES) if call.args]
        at = {names.index(c.id) for c in codes if isinstance(c, ast.Name) and c.id in names}
        for call in _calls(tree, {made.name}):
            found = (_text(call.args[n], known) for n in at if n < len(call.args))
            yield from ((call.lineno, code) for code in found if code is not None)


def _texts(path: Path) -> dict[str, str]:
    """The texts that have a name in a module, its own and those it brings in."""
    dotted = ".".join(("floorplans", *path.relative_to(ROOT).with_suffix("").parts))
    return {n: v for n, v in vars(importlib.import_module(dotted)).items() if isinstance(v, str)}


def _text(node: ast.expr, known: dict[str, str]) -> str | None:
    """What is written there, with a value for each that is put in; None for what is worked out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.JoinedStr):
        return "".join(_part(part, known) for part in node.values)
    if isinstance(node, ast.IfExp):
        return _text(node.body, known)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [_text(side, known) for side in (node.left, node.right)]
        return None if None in parts else "".join(filter(None, parts))
    return None


def _part(part: ast.expr, known: dict[str, str]) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    name = part.value.id if isinstance(part.value, ast.Name) else None
    return known.get(name, VALUE) if name else VALUE


def blemishes(text: str, code: str | None = None) -> list[str]:
    """What a person would stumble over; nothing for whole, plain sentences."""
    found = [f"{what}: {raw.search(text)[0]!r}" for what, raw in RAW.items() if raw.search(text)]  # type: ignore[index]
    if not _SENTENCE.match(text):
        found.append("it begins in the middle of a sentence")
    if not re.search(r"[.!?”)]$", text):
        found.append("it ends in the middle of a sentence")
    if code is not None and "_" in code and code in text:
        found.append(f"its own code {code}")
    return found
