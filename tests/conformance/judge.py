"""The package's verdict on a text, with the deviations of tksctl, each of which is on purpose and named here."""

import json
import math
from enum import Enum

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

import package

REFUSED, WARNED, CLEAN = "refused", "accepted with a warning", "accepted"


class _NotJson(ValueError):
    pass


def _refuse_constant(name):
    raise _NotJson(f"deviation: {name} is not JSON")


def _has_doubled_key(text):
    doubled = False

    def look(members):
        nonlocal doubled
        names = [name for name, _ in members]
        doubled |= len(names) != len(set(names))
        return None

    json.loads(text, object_pairs_hook=look, parse_int=lambda _: None, parse_float=lambda _: None)
    return doubled


def _deviation(value):
    """Why tksctl refuses a value that the package read; None where it does not."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name != "metadata":
                found = _deviation(getattr(value, name))
                if found:
                    return f"{name}: {found}"
    elif isinstance(value, list):
        return next(filter(None, map(_deviation, value)), None)
    elif isinstance(value, float) and not math.isfinite(value):
        return "deviation: not a finite number"
    elif isinstance(value, int) and not isinstance(value, Enum) and not -(2**63) <= value < 2**63:
        return "deviation: beyond 64 bits"
    return None


def _first_error(error):
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'/'.join(map(str, first['loc']))}: {first['msg']}"


def judge(model, text):
    """(verdict, why)"""
    try:
        value = model.model_validate_json(text)
    except ValidationError as error:
        return REFUSED, _first_error(error)
    try:
        json.loads(text, parse_constant=_refuse_constant, parse_int=lambda _: None, parse_float=lambda _: None)
    except _NotJson as error:
        return REFUSED, str(error)
    deviation = _deviation(value)
    if deviation:
        return REFUSED, deviation
    try:
        model.model_validate_json(text, strict=True)
    except ValidationError as error:
        return WARNED, _first_error(error)
    # A Literal is compared by Python's ==, even in a strict model, so that 1.0 and true pass for 1.
    if type(from_json(text).get("schema_version", 1)) is not int:
        return WARNED, "schema_version: read as 1"
    if _has_doubled_key(text):
        return WARNED, "doubled key"
    return CLEAN, ""


def judge_event(text):
    """As a consumer does that chooses the class by event_type. An event that does not tell its class is refused."""
    try:
        event = from_json(text)
    except ValueError as error:
        return REFUSED, str(error)
    if not isinstance(event, dict):
        return REFUSED, "not an object"
    event_type = event.get("event_type")
    if not isinstance(event_type, str) or event_type not in package.EVENT_CLASSES:
        return REFUSED, "deviation: event_type missing or unknown"
    return judge(package.EVENT_CLASSES[event_type], text)
