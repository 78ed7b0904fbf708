"""The allow-list for section fragments: what of Jinja a template may use.

The tree is judged before anything is compiled, because Jinja computes constants while it compiles, and one line of
arithmetic on constants can take hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from jinja2 import nodes

from handoutkit.model import Cited, Param
from handoutkit.problems import Place, Problem
from handoutkit.suggestions import nearest

ALWAYS = frozenset({"emergency_number", "poison_number", "weekdays"})
"""The names that every template has, whatever its params."""

TAKEN = ALWAYS | {"cite", "range", "loop", "self"}
"""The names that mean something to every template already: no param and no loop may have one."""

MOST_ROWS = 40
"""The longest loop: more empty rows than this do not fit on a page."""

_DEEPEST_LOOP = 2
_DAYS = 7
_ONLY = 'use {% trans %}, {{ name }}, {{ cite("id") }}, {% if name %} or {% for row in range(8) %} only'
_WORDS: Mapping[type[nodes.Node], str] = {
    nodes.Filter: "filters",
    nodes.Getattr: "attributes of values",
    nodes.Getitem: "an index other than weekdays[0] to weekdays[6]",
    nodes.Call: 'calls other than cite("id")',
    nodes.Const: "constants: put the words into {% trans %}",
    nodes.Assign: "{% set %}, or anything but names in {% trans %}",
    nodes.AssignBlock: "{% set %}",
    nodes.Include: "{% include %}",
    nodes.Import: "{% import %}",
    nodes.FromImport: "{% from %}",
    nodes.Extends: "{% extends %}",
    nodes.Block: "{% block %}",
    nodes.Macro: "{% macro %}",
    nodes.CallBlock: "{% call %}",
    nodes.FilterBlock: "{% filter %}",
    nodes.With: "{% with %}",
    nodes.Scope: "{% autoescape %}",
    nodes.And: '"and"',
    nodes.Or: '"or"',
    nodes.Compare: 'comparisons other than {% if name == "choice" %}',
}

GETTEXT = frozenset({"gettext", "ngettext", "pgettext", "npgettext"})
"""What Jinja calls for ``{% trans %}``. Nobody else may."""


def refused(what: str, place: Place) -> Problem:
    """The problem for a part of Jinja that is not on the allow-list."""
    return Problem("template-not-allowed", f"a template may not use {what}", place, _ONLY)


def function(call: nodes.Call) -> str:
    """The name of the function that is called, or nothing where it has none."""
    return call.node.name if isinstance(call.node, nodes.Name) else ""


@dataclass(frozen=True, slots=True)
class Vetted:
    """The names that a template uses and the sources that it cites, and what in it is not allowed."""

    names: frozenset[str]
    cited: tuple[Cited, ...]
    problems: tuple[Problem, ...]


def vet(tree: nodes.Template, path: PurePath, params: Iterable[Param]) -> Vetted:
    """What the template uses, and everything in it that is not on the allow-list."""
    vetting = _Vetting(path, {param.name: param for param in params})
    vetting.check_body(tree.body, frozenset(), 0)
    return Vetted(frozenset(vetting.names), tuple(vetting.cited), tuple(vetting.problems))


class _Vetting:
    """Walks the tree of a template and lets through only what is on the allow-list."""

    def __init__(self, path: PurePath, params: Mapping[str, Param]) -> None:
        self.path = path
        self.params = params
        self.known = ALWAYS | params.keys()
        self.names: set[str] = set()
        self.cited: list[Cited] = []
        self.problems: list[Problem] = []

    def refuse(self, node: nodes.Node, what: str = "") -> None:
        word = what or _WORDS.get(type(node)) or ("calculations" if isinstance(node, nodes.BinExpr) else "code")
        self.problems.append(refused(word, self.place(node)))

    def place(self, node: nodes.Node) -> Place:
        """Jinja gives no line to the nodes that it makes up, but their parts have one."""
        lines = (part.lineno for part in (node, *node.find_all(nodes.Node)))
        return Place(self.path, next(filter(None, lines), None))

    def check_body(self, body: Iterable[nodes.Node], loops: frozenset[str], depth: int) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    self.check_output(part, loops)
            elif isinstance(node, nodes.If):
                self.check_condition(node.test, loops)
                self.check_body([*node.body, *node.elif_, *node.else_], loops, depth)
            elif isinstance(node, nodes.For):
                self.check_loop(node, loops, depth)
            else:
                self.refuse(node)

    def check_output(self, node: nodes.Node, loops: frozenset[str]) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        if isinstance(node, nodes.Call) and function(node) == "cite":
            self.check_citation(node)
        elif isinstance(node, nodes.Call) and function(node) in GETTEXT:
            counts = [argument for argument in node.args if not isinstance(argument, nodes.Const)]
            for value in (*(keyword.value for keyword in node.kwargs), *counts):
                self.check_value(value, loops)
            for count in counts:
                self.check_count(count, loops)
        else:
            self.check_value(node, loops)

    def check_value(self, node: nodes.Node, loops: frozenset[str]) -> None:
        if isinstance(node, nodes.Name) and node.name != "weekdays":
            self.check_name(node, loops)
        elif isinstance(node, nodes.Name):
            self.refuse(node, "weekdays without a number: write weekdays[0] to weekdays[6]")
        elif isinstance(node, nodes.Getitem) and _is_weekday(node):
            self.names.add("weekdays")
        else:
            self.refuse(node)

    def check_name(self, node: nodes.Name, loops: frozenset[str]) -> None:
        if node.name in loops:
            return
        if node.name in self.known:
            self.names.add(node.name)
            return
        message = f'the section has no param "{node.name}"{nearest(node.name, self.known)}'
        self.report(node, message, "correct the name, or add the param")

    def check_count(self, node: nodes.Node, loops: frozenset[str]) -> None:
        """Plural forms go by a number: any other value would stop the sheet only when it is given."""
        if isinstance(node, nodes.Name) and node.name not in loops and node.name in self.known:
            param = self.params.get(node.name)
            if param is None or param.type != "count":
                message = f'{{% pluralize %}} needs a count, and "{node.name}" is none'
                self.report(node, message, "give the param the type count, or write one sentence for all numbers")

    def check_choice(self, node: nodes.Name, word: str) -> None:
        """A comparison that can never hold would leave a part of the sheet out without a word."""
        param = self.params.get(node.name)
        if param is None or param.type != "choice":
            message = f'"{node.name}" is not a choice, so it cannot be compared with "{word}"'
            self.report(node, message, "give the param the type choice, or ask {% if name %}")
        elif word not in param.choices:
            message = f'"{word}" is not one of the choices of "{node.name}"{nearest(word, param.choices)}'
            self.report(node, message, "correct the word, or add it to the choices")

    def report(self, node: nodes.Node, message: str, fix: str) -> None:
        self.problems.append(Problem("wrong-param", message, self.place(node), fix))

    def check_citation(self, node: nodes.Call) -> None:
        argument = node.args[0] if len(node.args) == 1 else None
        extras = node.kwargs or node.dyn_args or node.dyn_kwargs
        if isinstance(argument, nodes.Const) and isinstance(argument.value, str) and not extras:
            self.cited.append(Cited(argument.value, self.place(node)))
        else:
            self.refuse(node, 'cite() without exactly one id in quotes, as in {{ cite("sena2008") }}')

    def check_condition(self, node: nodes.Node, loops: frozenset[str]) -> None:
        word: str | None = None
        if isinstance(node, nodes.Not):
            node = node.node
        elif isinstance(node, nodes.Compare):
            right = node.ops[0].expr
            if len(node.ops) == 1 and node.ops[0].op == "eq" and isinstance(right, nodes.Const) and _is_word(right):
                word, node = right.value, node.expr
        if isinstance(node, nodes.Name):
            self.check_name(node, loops)
            if word is not None and (node.name in self.known or node.name in loops):
                self.check_choice(node, word)
        else:
            self.refuse(node)

    def check_loop(self, node: nodes.For, loops: frozenset[str], depth: int) -> None:
        if not _is_short_range(node.iter) or not isinstance(node.target, nodes.Name):
            self.refuse(node, f"loops other than {{% for row in range(1 to {MOST_ROWS}) %}}")
        elif node.test or node.else_ or node.recursive:
            self.refuse(node, "conditions, {% else %} or recursion in {% for %}")
        elif depth >= _DEEPEST_LOOP:
            self.refuse(node, f"more than {_DEEPEST_LOOP} loops inside one another")
        elif node.target.name in self.known | TAKEN:
            self.refuse(node, f'a loop over "{node.target.name}", which is something else already')
        else:
            self.check_body(node.body, loops | {node.target.name}, depth + 1)


def _is_word(node: nodes.Const) -> bool:
    return type(node.value) is str


def _is_weekday(node: nodes.Getitem) -> bool:
    named = isinstance(node.node, nodes.Name) and node.node.name == "weekdays"
    return named and isinstance(node.arg, nodes.Const) and type(node.arg.value) is int and 0 <= node.arg.value < _DAYS


def _is_short_range(node: nodes.Node) -> bool:
    if not isinstance(node, nodes.Call) or function(node) != "range" or len(node.args) != 1:
        return False
    most, extras = node.args[0], node.kwargs or node.dyn_args or node.dyn_kwargs
    return not extras and isinstance(most, nodes.Const) and type(most.value) is int and 0 < most.value <= MOST_ROWS
