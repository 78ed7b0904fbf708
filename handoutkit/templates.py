"""Section fragments: Jinja templates vetted against a short allow-list, and everything that is read off them.

A fragment may hold ``{% trans %}`` blocks, ``{{ name }}``, ``{{ cite("id") }}``, ``{{ weekdays[0] }}``,
``{% if name %}`` and ``{% for row in range(8) %}``. Everything else of Jinja is refused: a pack is data, and its author
is not trusted with code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath
from typing import Protocol

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.ext import InternationalizationExtension
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from handoutkit.fragments import FILLED, read_fragment
from handoutkit.invariants import markup_fault
from handoutkit.model import Message, Param, Template
from handoutkit.problems import Place, Problem
from handoutkit.vetting import GETTEXT, function, refused, vet

_COMMENT = "TRANSLATORS:"


class Gettext(Protocol):
    """Gives the vetted markup of a message in the reader's language."""

    def __call__(self, text: str, /, context: str = "") -> Markup:
        """The translation; `context` is passed only for a message that has one."""


class NGettext(Protocol):
    """Gives the vetted markup of a message with plural forms in the reader's language."""

    def __call__(self, text: str, plural: str, number: int | str, /, context: str = "") -> Markup:
        """The form that goes with `number`, which is a text where a template prints it: `params.Count`, or empty.

        `context` is passed only for a message that has one.
        """


@dataclass(slots=True)
class _Outline:
    """What the tokens of a template tell: its HTML with everything else blanked, and the comments for translators."""

    html: str = ""
    comments: dict[int, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_template(source: str, place: PurePath, params: Iterable[Param]) -> tuple[Template, tuple[Problem, ...]]:
    """The vetted template, and everything that is wrong with it, in the order of its lines."""
    empty = Template(source, Place(place), (), frozenset(), (), {}, ())
    try:
        tree = _parser().parse(source)
        outline = _outline(source, place)
    except TemplateSyntaxError as fault:
        message = f"this is not a readable template: {fault.message}"
        return empty, (Problem("broken-template", message, Place(place, fault.lineno), "mend this line"),)
    except (RecursionError, ValueError):
        message = "this is not a readable template: it is nested too deeply or has a number that is too long"
        return empty, (Problem("broken-template", message, Place(place), "make it simpler"),)
    vetted = vet(tree, place, params)
    messages = tuple(_messages(tree, outline, place))
    fragment = read_fragment(outline.html, place)
    problems = [*outline.problems, *vetted.problems, *_message_faults(messages), *fragment.problems]
    template = Template(
        source=source,
        place=Place(place),
        messages=messages,
        names=vetted.names,
        cited=vetted.cited,
        pictures=fragment.pictures,
        red_flags=fragment.red_flags,
    )
    return template, tuple(sorted(problems, key=_line))


def read_messages(source: str, place: PurePath) -> tuple[Message, ...]:
    """The messages of a template of the package itself, which may use all of Jinja."""
    return tuple(_messages(_parser().parse(source), _outline(source, place), place))


def compile_environment(gettext: Gettext, ngettext: NGettext) -> ImmutableSandboxedEnvironment:
    """The environment in which vetted templates are rendered: sandboxed, escaping, and with no name that is not given.

    The two functions must return vetted markup: Jinja never escapes a translation.
    """
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, extensions=[InternationalizationExtension]
    )
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    environment.install_gettext_callables(  # type: ignore[attr-defined] # given by the extension
        gettext,
        ngettext,
        newstyle=True,
        pgettext=lambda context, text: gettext(text, context=context),
        npgettext=lambda context, text, plural, number: ngettext(text, plural, number, context=context),
    )
    environment.globals["range"] = range
    return environment


def render_fragment(
    template: Template, environment: ImmutableSandboxedEnvironment, values: Mapping[str, object]
) -> str:
    """The fragment as HTML. `values` has every name of the template, and `cite` if it cites."""
    return environment.from_string(template.source).render(values)


@cache
def _parser() -> ImmutableSandboxedEnvironment:
    """An environment that only parses: its templates are never rendered."""

    def translate_nothing(*_texts: object, context: str = "") -> Markup:  # noqa: ARG001 - the form of a Gettext
        return Markup()

    return compile_environment(translate_nothing, translate_nothing)


def _line(problem: Problem) -> int:
    return (problem.place.line if problem.place else None) or 0


def _outline(source: str, path: PurePath) -> _Outline:
    outline = _Outline()
    pending: list[str] = []
    in_trans, tag_opens = False, False
    for line, kind, value in _parser().lex(source):
        # Whitespace control (`{%-`) swallows newlines; the lines of the HTML must be those of the template.
        outline.html += "\n" * (line - 1 - outline.html.count("\n"))
        if kind == "data" and not in_trans:
            outline.html += value
        elif kind == "variable_begin" and not in_trans:
            outline.html += FILLED
        elif kind == "comment" and value.strip().startswith(_COMMENT):
            pending.append(" ".join(value.strip().removeprefix(_COMMENT).split()))
        elif kind == "raw_begin":
            outline.problems.append(refused("{% raw %}", Place(path, line)))
        elif kind == "name" and value in GETTEXT | {"_"}:
            outline.problems.append(refused(f"{value}(): write {{% trans %}}", Place(path, line)))
        elif tag_opens and kind == "name" and value == "trans":
            outline.html += FILLED
            outline.comments.setdefault(line, []).append("\n".join(pending))
            pending.clear()
        if tag_opens and kind == "name":
            in_trans = value == "trans" or (in_trans and value != "endtrans")
        tag_opens = kind == "block_begin" or (tag_opens and kind == "whitespace")
    return outline


def _messages(tree: nodes.Template, outline: _Outline, path: PurePath) -> Iterator[Message]:
    """Jinja turns each ``{% trans %}`` into a call on the same line; the comment before it is for its translators."""
    for call in tree.find_all(nodes.Call):
        if function(call) not in GETTEXT:
            continue
        comments = outline.comments.get(call.lineno)
        texts = [argument.value for argument in call.args if isinstance(argument, nodes.Const)]
        context = texts.pop(0) if function(call).lstrip("n").startswith("p") else ""
        plural = texts[1] if function(call).startswith("n") else ""
        yield Message(texts[0], Place(path, call.lineno), plural, context, comments.pop(0) if comments else "")


def _message_faults(messages: Iterable[Message]) -> Iterator[Problem]:
    for message in messages:
        for text in filter(None, (message.text, message.plural)) if message.text.strip() else ("",):
            if not text:
                yield Problem("broken-template", "there is nothing to translate here", message.place, "remove it")
            elif text != text.strip() or "\n" in text:
                fault = "the message runs over several lines, or begins or ends with a space"
                yield Problem("broken-template", fault, message.place, "write {% trans trimmed %}")
            elif fault := markup_fault(text):
                fix = "use <strong>, <em>, <sub>, <sup>, <br> and <bdi> only, closed and without attributes"
                yield Problem("markup-not-allowed", f"in a message {fault}", message.place, fix)
