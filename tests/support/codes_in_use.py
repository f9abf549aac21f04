"""Finds every code that the source can raise, by walking its syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

#: What takes a code as its first argument beside the source's own functions and records.
RAISERS = {"ImportRefused": 0}
FINDINGS = ("findings", "_findings", "report", "attempt")


class CodesInUse:
    """Codes by the file they are raised in, and the calls whose code cannot be told.

    ``ways`` holds how each code comes, as far as the call that raises it says so.
    """

    def __init__(self, folder: Path, without: Path) -> None:
        self.codes: dict[str, set[str]] = {}
        self.ways: dict[str, set[str]] = {}
        self.unknown: list[str] = []
        trees = {
            path: ast.parse(path.read_text())
            for path in sorted(folder.rglob("*.py"))
            if without not in path.parents
        }
        helpers = {path: dict(_helpers(tree)) for path, tree in trees.items()}
        shared = {n: place for own in helpers.values() for n, place in own.items() if n[0] != "_"}
        for path, tree in trees.items():
            # Two modules may have a helper of one name that only one of them gives a code to.
            self._raisers = RAISERS | shared | helpers[path]
            for function in _functions(tree):
                self._look_at(function, path)

    def _look_at(self, function: ast.AST, path: Path) -> None:
        for call in _own(function):
            given = self._code_given(call)
            if given is None:
                continue
            found = set(_constants(given, function))
            for code in found:
                self.codes.setdefault(code, set()).add(path.name)
                # One call that raises several codes may raise each in another way.
                named = isinstance(given, ast.Constant)
                self.ways.setdefault(code, set()).update(_ways(call) if named else ())
            if not found and not _passed_on(given, function):
                self.unknown.append(f"{path.name}:{given.lineno}: {ast.unparse(given)}")

    def _code_given(self, node: ast.AST) -> ast.expr | None:
        """The expression that is given as a code, if ``node`` is a call that takes one."""
        if not isinstance(node, ast.Call):
            return None
        for keyword in node.keywords:
            if keyword.arg == "code":
                return keyword.value
        place = self._place(node.func)
        return node.args[place] if place is not None and len(node.args) > place else None

    def _place(self, called: ast.expr) -> int | None:
        if isinstance(called, ast.Attribute) and called.attr == "add":
            owner = called.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            return 0 if name in FINDINGS else None
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        return self._raisers.get(name)


def _functions(tree: ast.Module) -> Iterator[ast.AST]:
    yield tree
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions inside it."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from _own(child)


def _helpers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions and records of the source that take a code, and where among their arguments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            fields = [item.target for item in node.body if isinstance(item, ast.AnnAssign)]
            names = [ast.unparse(target) for target in fields]
            if "code" in names:
                yield node.name, names.index("code")
        if isinstance(node, ast.FunctionDef) and node.name not in ("add", "__init__"):
            taken = [argument for argument in node.args.args if argument.arg != "self"]
            for place, argument in enumerate(taken):
                if argument.arg == "code" and ast.unparse(argument.annotation or argument) == "str":
                    yield node.name, place


def _ways(call: ast.AST) -> Iterator[str]:
    """How a finding or refusal that is made by ``call`` comes to a person."""
    if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "ImportRefused":
        yield "refused"
    for node in ast.walk(call):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Severity":
            yield node.attr.lower()


def _constants(given: ast.expr, function: ast.AST) -> Iterator[str]:
    """The texts that an expression can be, followed through the names of its function."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        yield given.value
    elif isinstance(given, ast.IfExp):
        yield from _constants(given.body, function)
        yield from _constants(given.orelse, function)
    elif isinstance(given, ast.Name):
        for value in _assigned(given.id, function):
            yield from _constants(value, function)


def _assigned(name: str, function: ast.AST) -> Iterator[ast.expr]:
    for node in _own(function):
        if not isinstance(node, ast.Assign):
            continue
        (target,) = node.targets
        if isinstance(target, ast.Name) and target.id == name:
            yield node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            for one, value in zip(target.elts, node.value.elts, strict=True):
                if isinstance(one, ast.Name) and one.id == name:
                    yield value


def _passed_on(given: ast.expr, function: ast.AST) -> bool:
    """True if the code came to the function as an argument or with an issue or a message."""
    if isinstance(given, ast.Attribute):
        return given.attr == "code"
    if isinstance(given, ast.Subscript):
        return isinstance(given.slice, ast.Constant) and given.slice.value == "code"
    bound = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    for loop in ast.walk(function):
        if isinstance(loop, ast.comprehension | ast.For):
            bound |= {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
    return isinstance(given, ast.Name) and given.id == "code" and "code" in bound
