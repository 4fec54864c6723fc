"""Good texts made bad, or strange but good, in many ways.

Each function yields (kind, text); the same seed gives the same ones.
"""

import json
import random

import package
import spoiling
import tokens
from document import Document
from relations import combinations, relations

_DAMAGED = ("order_filled", "trading_signal_invalidated", "trading_signal_intent_rejected", "trade_closed")
_ONE_OF_EACH_PAYLOAD = ("trading_signal_intent_created", "trading_signal_qualified_hot", "order_requested",
                        "order_partially_filled", "trade_opened")


def event_types(event_type, text):
    """An event that says it is another one, or none."""
    document = Document(text)
    place = document.at("event_type")
    words = [*package.EVENT_CLASSES, event_type.upper(), event_type.title(), event_type + " ", " " + event_type,
             event_type.replace("_", "-"), event_type[:-1], event_type + "s",
             package.EVENT_CLASSES[event_type].__name__, "", " ", "\x1c", "domain_event", "x" * 1000,
             event_type + "\x00", "é"]
    for word in words:
        yield "event_type", document.with_value(place, tokens.quoted(word))
    yield "event_type escaped", document.with_value(place, tokens.escaped(event_type))
    for value in (b"null", b"1", b"true", b"[]", b"{}", b'["%s"]' % event_type.encode(), b"1.5", b"NaN"):
        yield "event_type", document.with_value(place, value)
    yield "event_type missing", document.without(place)
    for other in (*package.EVENT_CLASSES, "bogus"):
        yield "event_type twice", document.with_last(document.root, b'"event_type":' + tokens.quoted(other))
        yield "event_type twice", document.with_first(document.root, b'"event_\\u0074ype":' + tokens.quoted(other))
    for aggregate in ("signal", "intent", "order", "trade", "Trade", "", "fill"):
        for combination in combinations(document, {"aggregate_type": [json.dumps(aggregate)]}):
            yield "aggregate_type", combination


def payloads(text):
    """A payload of another class."""
    document = Document(text)
    place = document.at("payload")
    for name in package.MODEL_CLASSES:
        for payload in package.model_seeds(name):
            yield "other payload", document.with_value(place, payload)
    for value in (b"null", b"[]", b"{}", b"1", b'"{}"', b"[{}]", b"true"):
        yield "other payload", document.with_value(place, value)


def of_events(seed):
    """All mutated events."""
    generator = random.Random(seed)
    texts = []
    for event_type in package.EVENT_CLASSES:
        full, required, dumped, _ = package.event_seeds(event_type)
        texts += [full, required, dumped]
        yield from (("good", text) for text in (full, required, dumped))
        document = Document(full)
        yield from spoiling.values(document, generator, 28)
        yield from spoiling.keys(document)
        yield from spoiling.doubled_keys(document, generator, 2)
        yield from event_types(event_type, full)
        yield from payloads(required)
        yield from spoiling.reordered(document, generator, 10)
        yield from spoiling.white_space(document, generator, 10)
    for event_type in _DAMAGED:
        yield from spoiling.damage(Document(package.event_seeds(event_type)[0]), generator, 400)
        yield from spoiling.surroundings(package.event_seeds(event_type)[1])
    for event_type in _ONE_OF_EACH_PAYLOAD:
        document = Document(package.event_seeds(event_type)[0])
        payload = package.payload_class(event_type).__name__
        for kind, text in relations(payload, package.model_seeds(payload)[0]):
            yield kind, document.with_value(document.at("payload"), text)
    yield from _in_what_is_skipped(generator)
    yield from spoiling.pairs(texts, generator, 6000)


def _in_what_is_skipped(generator):
    """In metadata and raw payloads, which are read no further than as JSON, and in what is read beside them."""
    opened = Document(package.event_seeds("trade_opened")[0])
    paths = [("metadata",), ("payload", "metadata"), ("metadata", "host"), ("source",)]
    yield from spoiling.depth(opened, [*paths, ("payload",), None])
    yield from spoiling.soups(opened, [opened.at(*path) for path in paths], generator, 300)
    yield from spoiling.coercions(opened, [opened.at("metadata", "host"), opened.at("payload_version")], generator, 500)
    invalidated = Document(package.event_seeds("trading_signal_invalidated")[0])
    yield from spoiling.depth(invalidated, [("payload",), ("payload", "raw")])
    yield from spoiling.soups(invalidated, [invalidated.at("payload"), invalidated.at("reason")], generator, 700)


def of_model(name, seed):
    """All mutated objects of a model."""
    generator = random.Random(f"{seed}{name}")
    full, required, dumped, _ = package.model_seeds(name)
    yield from (("good", text) for text in (full, required, dumped))
    document = Document(full)
    if name in package.COMPOSED:
        yield from spoiling.values(document, generator, 60)
    else:
        yield from spoiling.every_value(document)
    yield from spoiling.keys(document)
    yield from spoiling.doubled_keys(document, generator, 4)
    yield from spoiling.coercions(document, document.members, generator, 60 if name in package.COMPOSED else 300)
    yield from relations(name, full)
    yield from relations(name, required)
    yield from spoiling.reordered(document, generator, 20)
    yield from spoiling.white_space(document, generator, 20)
    if len(full) < 400:
        yield from spoiling.damage(document, generator, 100)
    yield from spoiling.surroundings(required)
    yield from spoiling.pairs([full, required, dumped], generator, 400)
    for token in tokens.ALL:
        yield "not an object", token


def distinct_lines(mutated):
    """Those that fit on a line of their own. A line with nothing on it is no record, and so has no verdict."""
    seen = set()
    for kind, text in mutated:
        if b"\n" in text or text in seen or not text.strip(b" \t\r"):
            continue
        seen.add(text)
        yield kind, text
