"""What must hold between fields, in every combination with what is wrong in one of them. Each yields (kind, text)."""

import itertools

from document import Document

_TIMES = """null 0 5 5.0 "5" 4 6 -5 -6 99999999999999 true 1e0 5e0 "x" 1.5 9223372036854775807
    -9223372036854775808""".split()
_PRICES = """null 1 0 -1 "1" "x" "" true false 1e-400 1e400 NaN "nan" "inf" []""".split()
_IDS = ["null", '"s"', '""', '" "', '"\\u001f"', '"\\u200b"', "1"]
_ORIGINS = """"strategy" "manual" "unassigned" "Strategy" null 1""".split()
_DIRECTIONS = """"long" "short" "LONG" null 1 "up" "" """.split()
_VERSIONS = """1 1.0 1e0 10e-1 true false 2 0 -1 null "1" 1.5 [1] {} 1e400 NaN 01 -0 9223372036854775808
    1.00000000000000000001 0.99999999999999999999 1111111111111111111111111111111111111111""".split()

ABSENT = None


def combinations(document, choices):
    """Every combination of values for some members of the whole."""
    for name in choices:
        places = [place for place in document.members if place.path == (name,)]
        if places:
            document = Document(document.without(places[0]))
    for combination in itertools.product(*choices.values()):
        members = [f'"{name}":{value}' for name, value in zip(choices, combination) if value is not ABSENT]
        yield document.with_last(document.root, ",".join(members).encode()) if members else document.text


def relations(name, text):
    """Those of a model."""
    document = Document(text)
    if name.endswith("Snapshot"):
        return
    if name.startswith("TradingSignal"):
        yield from _times(document, has_grant="Intent" not in name)
        choices = {"direction": [ABSENT, *_DIRECTIONS], "side": ['"buy"', '"sell"', "null"]}
        yield from _named("direction", document, choices)
    if name == "OrderRequest":
        types = [ABSENT, '"limit"', '"market"', '"Limit"', "null"]
        yield from _named("limit_price", document, {"order_type": types, "limit_price": [ABSENT, *_PRICES]})
    if name in ("OrderRequest", "OrderFill", "Trade"):
        choices = {"order_origin": [ABSENT, *_ORIGINS], "strategy_id": [ABSENT, *_IDS]}
        yield from _named("order_origin", document, choices)
    if name == "PositionsMarkSnapshotV1":
        yield from _marks(document)
    if name == "REQUEST":
        yield from _recipes(document, ("recipe",))
    if name == "MarketDataAssignment":
        yield from _recipes(document, ("request", "recipe"))
        yield from _flags(document)


def _named(kind, document, choices):
    for text in combinations(document, choices):
        yield kind, text


def _times(document, has_grant):
    for name in ("valid_until", "prm_granted_at") if has_grant else ("valid_until",):
        yield from _named(name, document, {"created_at": [ABSENT, *_TIMES], name: [ABSENT, *_TIMES]})


def _marks(document):
    mark = '{"position_id":"%s","mark_price":1,"position_value_usdt":0,"unrealized_pnl_usdt":-1,"pnl_percent":0}'
    mark_a, mark_b, also_a, blank = (mark % text for text in ("a", "b", "\\u0061", " "))
    choices = {
        "kind": [ABSENT, '"snapshot"', '"heartbeat"', '"other"', "null"],
        "positions": [ABSENT, "null", "[]", "{}", "[1]", f"[{mark_a}]", f"[{mark_a},{mark_b}]", f"[{mark_a},{mark_a}]",
                      f"[{mark_a},{mark_b},{also_a}]", f"[{blank}]", f"[{mark_a},null]"],
        "last_snapshot_as_of": [ABSENT, "null", "0", "5", "6", "7", "5.0", '"5"', "true", "-5"],
        "as_of": ["6", "0", "-1", "6.0", "null"],
    }
    yield from _named("marks", document, choices)
    yield from _named("schema_version", document, {"schema_version": [ABSENT, *_VERSIONS]})


def _recipes(document, path):
    names = ["", '"rsi"', '"macd"', '"ohlcv"', '"RSI"', '"r\\u0073i"', "null", "1", "true", "[]", '""', '"rsi "']
    others = ["", '"length":5', '"length":"5"', '"length":0', '"length":null', '"length":1.5', '"length":true',
              '"length":5,"fast":3', '"fast":3', '"fast":3,"slow":4', '"fast":0', '"signal":-1', '"slow":1e40',
              '"bogus":1', '"name":"macd"', '"name":"rsi"', '"name":5', '"n\\u0061me":"ohlcv"',
              '"name":null,"name":"rsi"']
    place = document.at(*path)
    for name, other in itertools.product(names, others):
        first = f'"name":{name}' if name else ""
        for members in ([first, other], [other, first]):
            recipe = "{" + ",".join(member for member in members if member) + "}"
            yield "recipe", document.with_value(place, recipe.encode())


def _flags(document):
    """The one field that has two names."""
    document = Document(document.without(document.at("Market data requested")))
    flags = ['"Market data requested":%s', '"market_data_requested":%s', '"Market\\u0020data requested":%s',
             '"market_data_request\\u0065d":%s']
    values = ["true", "false", "1", "0", '"yes"', "null", "5", "[]", '"maybe"', "1.0"]
    for flag, value in itertools.product(flags, values):
        yield "flag", document.with_first(document.root, (flag % value).encode())
    few = ["true", "0", "null", '"maybe"']
    for first, second, one, two in itertools.product(flags, flags, few, few):
        yield "flag twice", document.with_last(document.root, (first % one + "," + second % two).encode())
    for three in itertools.permutations([flags[0] % "true", flags[1] % "true", flags[0] % '"q"']):
        yield "flag three times", document.with_last(document.root, ",".join(three).encode())
