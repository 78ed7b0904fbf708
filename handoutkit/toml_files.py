"""TOML text checked against a schema, with every fault reported at once, at its line.

pydantic finds all faults of a file; `toml_lines` finds their lines, because no TOML reader keeps them.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from handoutkit.problems import Place, Problem
from handoutkit.suggestions import nearest
from handoutkit.toml_lines import line_of

_EXPECTED = {
    "string_type": "a text in quotes",
    "string_too_short": "a text that is not empty",
    "bool_type": "true or false",
    "list_type": "a list in square brackets",
    "tuple_type": "a list in square brackets",
    "too_short": "a list that is not empty",
    "dict_type": "a table",
    "model_type": "a table",
    "date_type": "a date such as 2026-11-20, without quotes",
    "date_from_datetime_inexact": "a date such as 2026-11-20, without a time",
    "float_type": "a number",
    "int_type": "a whole number",
    "plain_value": "a plain value: a text in quotes, a number, or true or false",
}

_PLAINLY = {
    "Illegal character '\\n'": "the quote at the end of a text is missing",
    "Unclosed array": "the bracket at the end of a list is missing",
    "Invalid value": "a value is missing, or it is a text without quotes",
}
"""What the reader of the standard library says, in an author's words."""


class Schema(BaseModel):
    """A table whose keys are all known and whose values are never converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


S = TypeVar("S", bound=Schema)


def read_toml(text: str, path: PurePath, schema: type[S]) -> tuple[S | None, tuple[Problem, ...]]:
    """The file as an object of `schema`, or None and everything that is wrong with it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        return None, (_syntax_problem(str(fault), text, path),)
    except (RecursionError, ValueError):  # which tomllib lets through
        place = Place(path, 1)
        message = "this is not readable TOML: it is nested too deeply or has a number that is too long"
        return None, (Problem("broken-toml", message, place, "make it simpler"),)
    try:
        return schema.model_validate(data), ()
    except ValidationError as faults:
        return None, tuple(_problem(fault, text, path, schema) for fault in _told_once(faults))


def _told_once(faults: ValidationError) -> Iterator[ErrorDetails]:
    """Each fault, with one for a value that none of several types fits: pydantic tells it for each type."""
    found = faults.errors(include_url=False)
    alternatives = Counter(fault["loc"][:-1] for fault in found if _is_alternative(fault))
    told: set[tuple[int | str, ...]] = set()
    for fault in found:
        if _is_alternative(fault) and alternatives[fault["loc"][:-1]] > 1:
            fault["loc"] = fault["loc"][:-1]
            fault["type"] = "plain_value"
            if fault["loc"] in told:
                continue
            told.add(fault["loc"])
        yield fault


def _is_alternative(fault: ErrorDetails) -> bool:
    """Whether the place of a fault ends in the name of the type that was tried."""
    last = str(fault["loc"][-1]) if fault["loc"] else ""
    return fault["type"] == f"{'string' if last == 'str' else last}_type"


def _syntax_problem(fault: str, text: str, path: PurePath) -> Problem:
    found = re.search(r"at line (\d+)", fault)
    line = int(found[1]) if found else text.count("\n") + 1
    reason = re.sub(r"\s*\(at .*\)$", "", fault)
    plain = _PLAINLY.get(reason, f"{reason[0].lower()}{reason[1:]}")
    return Problem("broken-toml", f"this is not valid TOML: {plain}", Place(path, line), "mend this line")


def _problem(fault: ErrorDetails, text: str, path: PurePath, schema: type[BaseModel]) -> Problem:
    location = tuple(part for part in fault["loc"] if part not in {"[key]", "constrained-str"})
    key = _dotted(location)
    place = Place(path, line_of(text, location))
    if fault["type"] == "extra_forbidden":
        known = _known_keys(schema, location[:-1])
        return Problem("unknown-key", f"unknown key {key}{nearest(str(location[-1]), known)}", place, "remove it")
    if fault["type"] == "missing":
        return Problem("missing-key", f"the key {key} is missing", place, f"add {location[-1]} = …")
    return Problem("wrong-type", f"{key} must be {_expected(fault)}", place, f"change the value of {key}")


def _expected(fault: ErrorDetails) -> str:
    if fault["type"] == "literal_error":
        return "one of " + str(fault.get("ctx", {}).get("expected", "")).replace("'", '"')
    if fault["type"] == "string_pattern_mismatch":
        pattern = str(fault.get("ctx", {}).get("pattern", ""))
        return "a name of small letters, digits and " + ("underscores" if "_" in pattern else "hyphens")
    return _EXPECTED.get(fault["type"], fault["msg"])


def _dotted(location: tuple[int | str, ...]) -> str:
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location]
    return "".join(parts).lstrip(".")


def _known_keys(schema: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys that the table at `location` may have, found by walking the schema's annotations."""
    model: Any = schema
    for part in location:
        if isinstance(part, str) and part in getattr(model, "model_fields", {}):
            model = model.model_fields[part].annotation
        model = _inner_model(model)
    fields = getattr(model, "model_fields", {})
    return [field.alias or name for name, field in fields.items()]


def _inner_model(annotation: Any) -> Any:  # noqa: ANN401 - annotations have no common type
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner_model(argument)
        if isinstance(found, type) and issubclass(found, BaseModel):
            return found
    return annotation
