"""Writes canonical texts and the package's verdict on them, one JSON object a line:

{"name": a model or an event type, "value": the text's value, "good": whether the package accepts it, "kind": ...}

Canonical: without coercions, which a schema refuses and the package reads, and without what JSON Schema does not see
(doubled keys, the way a number is written).
"""

import itertools
import json
import random
from collections import Counter
from functools import partial

from pydantic_core import from_json

import judge
import mutations
import package
from document import Document

SEED = 1
MANY_OF_A_KIND = 25
MANY_OF_RELATIONS = 400
A_FEW_VALUES = """null 0 -1 1 1.5 "" "\\u2003" "x" "long" true [] {} [1]
    -9223372036854775809 9223372036854775808""".split()
RELATIONS = ("marks", "recipe", "flag", "limit_price", "order_origin", "direction", "one by one")
ABUNDANT = {"value", "number", "number as text", "not an object", "key unknown", "key renamed", "two changes"}
ABOUT_SYNTAX = ("depth", "any value", "escapes", "doubled", "truncated", "byte", "bit", "piece", "white", "false")
WITH_OWN_KEYS = """trading_signal_intent_granted trading_signal_intent_rejected trading_signal_invalidated
    trading_signal_qualified_cold order_placed order_canceled profit_realized""".split()
chance = random.Random(SEED)
# Said in the comments of the schemas.
BEYOND_A_SCHEMA = ("valid_until", "prm_granted_at", "must be unique", "last_snapshot_as_of must not be later")


def is_beyond(why):
    return any(words in why for words in BEYOND_A_SCHEMA) and "Value error" in why


def expect_canonical(text):
    """Refuses numbers that not all read alike: beyond what doubles hold, so small that they may be zero, or whole but
    written with a fraction."""

    def take(token):
        number = float(token)
        if number in (float("inf"), float("-inf")) or number.is_integer() or abs(number) < 1e-300:
            raise ValueError(token)
        return number

    def take_integer(token):
        if len(token) > 25:
            raise ValueError(token)
        return int(token)

    def take_constant(token):
        raise ValueError(token)

    json.loads(text, parse_float=take, parse_int=take_integer, parse_constant=take_constant)


def samples(name, mutated, judged_by):
    for kind, text in mutated:
        if kind in ABUNDANT and chance.random() > 0.05 or kind.startswith(ABOUT_SYNTAX):
            continue
        try:
            expect_canonical(text)
            value = from_json(text)
        except ValueError:
            continue
        verdict, why = judged_by(text)
        if verdict == judge.WARNED or is_beyond(why):
            continue
        yield {"name": name, "value": value, "good": verdict == judge.CLEAN, "kind": kind, "why": why}


def one_by_one(text):
    """A few values of every type in every place, so that nothing that a schema says of a field goes unasked."""
    document = Document(text)
    for place in document.members:
        for value in A_FEW_VALUES:
            yield "one by one", document.with_value(place, value.encode())


def every_sample():
    for name, model in package.MODEL_CLASSES.items():
        mutated = itertools.chain(one_by_one(package.model_seeds(name)[0]), mutations.of_model(name, SEED))
        yield from samples(name, mutated, partial(judge.judge, model))
    for event_type in WITH_OWN_KEYS:
        yield from samples(event_type, one_by_one(package.event_seeds(event_type)[0]), judge.judge_event)
    for sample in samples("", mutations.of_events(SEED), judge.judge_event):
        yield sample
        event_type = sample["value"].get("event_type") if isinstance(sample["value"], dict) else None
        if isinstance(event_type, str) and event_type in package.EVENT_CLASSES:
            yield sample | {"name": event_type}


taken = Counter()
everything = list(every_sample())
chance.shuffle(everything)
for one in everything:
    group = one["name"], one["kind"], one["good"]
    taken[group] += 1
    if taken[group] <= (MANY_OF_RELATIONS if one["kind"].startswith(RELATIONS) else MANY_OF_A_KIND):
        print(json.dumps(one))
