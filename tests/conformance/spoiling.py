"""Ways to change a JSON text, whatever it is about. Each yields (kind, text)."""

import itertools
import json

import tokens
from document import Document


def values(document, generator, count):
    """Every value replaced by others: wrong types, bounds, words, blanks, coercions, damage."""
    for place in document.places:
        chosen = generator.sample(tokens.ALL, min(count, len(tokens.ALL)))
        chosen += generator.sample(tokens.ENUM_TEXTS, min(count // 4, len(tokens.ENUM_TEXTS)))
        chosen += generator.sample(tokens.LONG, min(count // 8, len(tokens.LONG)))
        for token in [*chosen, b"null", b"{}", b"[]"]:
            yield "value", document.with_value(place, token)


def every_value(document):
    """Every value replaced by every other: for models with few fields."""
    for place, token in itertools.product(document.members, tokens.ALL + tokens.LONG):
        yield "value", document.with_value(place, token)


def keys(document):
    """Keys left out, renamed, written with escapes, unknown."""
    for place in document.members:
        key = document.text[slice(*place.key)]
        name = json.loads(key)
        yield "key left out", document.without(place)
        yield "key escaped", document.with_key(place, tokens.escaped(name))
        yield "key half escaped", document.with_key(place, b'"' + tokens.escaped(name[:1])[1:-1] + key[2:])
        others = [name.upper(), name.title(), name + " ", " " + name, name[:-1], name + "s", name.replace("_", "-"),
                  name.replace("_", ""), name + "\x00", "", name[1:2] + name[:1] + name[2:]]
        for other in others:
            yield "key renamed", document.with_key(place, tokens.quoted(other))
        for broken in (b"1", b"null", b"'" + key[1:-1] + b"'", key[1:-1], key[:-1], key[1:], b'"\\ud800"', b'"\xff"',
                       b'"\t"'):
            yield "key broken", document.with_key(place, broken)
    foreign = ["order_origin", "signal_id", "strategy_id", "payload", "event_type", "metadata", "trade_id", "reason",
               "reasons", "name", "é", "", "x" * 300, "a/b~c", "__proto__", "Metadata",
               "market_data_requested"]
    for container in document.objects:
        known = {place.path[-1] for place in container.members}
        for name in foreign:
            if name in known:
                continue
            for value in (b"null", b'"a"', b'{"a":[1,{}]}'):
                yield "key unknown", document.with_first(container, tokens.quoted(name) + b":" + value)
                yield "key unknown", document.with_last(container, tokens.quoted(name) + b":" + value)
        twice = b'"bogus":1,"bogus":2'
        yield "key unknown twice", document.with_last(container, twice)


def doubled_keys(document, generator, count):
    """Keys given twice: the last one counts, whatever the others hold, as long as they are JSON."""
    for place in document.members:
        key = document.text[slice(*place.key)]
        spellings = [key, tokens.escaped(json.loads(key))]
        good = document.value(place)
        others = [b"null", b"{}", b'"\\u001c"', b"-1", b'"1"', *generator.sample(tokens.ALL, count)]
        parent = next(other for other in document.objects if place in other.members)
        for other in others:
            spelling = generator.choice(spellings)
            yield "doubled key, good last", document.with_first(parent, spelling + b":" + other)
            yield "doubled key, bad last", document.with_last(parent, spelling + b":" + other)
        for spelling in spellings:
            yield "doubled key, alike", document.with_last(parent, spelling + b":" + good)
            yield "key three times", document.with_first(parent, spelling + b":1," + spelling + b":[]")


def damage(document, generator, count):
    """Bytes lost, added and changed."""
    text = document.text
    for end in range(1, len(text)):
        yield "truncated", text[:end]
    for position in range(len(text)):
        yield "byte lost", text[:position] + text[position + 1 :]
    pieces = [b'"', b"\\", b",", b":", b"{", b"}", b"[", b"]", b"0", b"-", b"\x00", b"\xef\xbb\xbf", b"\t", b"\xff"]
    for _ in range(count):
        position = generator.randrange(len(text))
        flipped = bytes([text[position] ^ (1 << generator.randrange(8))])
        yield "byte added", text[:position] + bytes([generator.randrange(256)]) + text[position:]
        yield "byte added", text[:position] + generator.choice(pieces) + text[position:]
        yield "bit flipped", text[:position] + flipped + text[position + 1 :]
        begin, end = sorted((position, generator.randrange(len(text) + 1)))
        yield "piece lost", text[:begin] + text[end:]
        yield "piece doubled", text[:end] + text[begin:]


def surroundings(text):
    """What may and what may not stand around an event."""
    around = [b" ", b"\t", b"\r", b" \t\r ", b"\x0b", b"\x0c", b"\x00", b"\x1a", b"\x1c", b"\x1e", b"\x7f", b"\x85",
              b"\xa0",
              b"\xc2\xa0", b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe", b"\xff", b",",
              b"}", b"]",
              b"{}", b"[]", b"null", b"1", b'"', b'"a"', b"//", b"/**/", b"#", b";", b"'", b"\\", b"\\n", b"{", b"[",
              b":", b"x"]
    for piece in around:
        yield "before", piece + text
        yield "after", text + piece
        yield "after a space", text + b" " + piece
        yield "around", piece + text + piece
    yield "twice", text + text
    yield "twice", text + b" " + text
    yield "in a list", b"[" + text + b"]"
    yield "as text", tokens.quoted(text.decode())
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32-le"):
        encoded = text.decode().encode(encoding)
        if b"\n" not in encoded:
            yield "other encoding", encoded
    yield "other encoding", text.decode().replace("✓", "").encode("latin-1")


def white_space(document, generator, count):
    """White space between the tokens of JSON, and what only looks like it."""
    bounds = sorted(set(document.token_bounds))
    good = [b" ", b"\t", b"\r", b"  ", b" \t\r"]
    bad = [b"\x0b", b"\x0c", b"\x1c", b"\xc2\xa0", b"\xe2\x80\x83", b"\xef\xbb\xbf", b"\x00", b"\x85", b"/**/"]
    for _ in range(count):
        pieces, last = [], 0
        for bound in bounds:
            pieces += [document.text[last:bound], generator.choice(good) if generator.random() < 0.7 else b""]
            last = bound
        yield "white space", b"".join(pieces) + document.text[last:]
        bound = generator.choice(bounds)
        yield "false white space", document.splice(bound, bound, generator.choice(bad))


def reordered(document, generator, count):
    for _ in range(count):
        yield "reordered", document.reordered(generator)


def _nested(opening, inside, depth):
    closing = {"[": "]", "{": "}"}
    openings = [opening[level % len(opening)] for level in range(depth)]
    return ("".join(openings) + inside + "".join(closing[part[0]] for part in reversed(openings))).encode()


def depth(document, paths):
    """Nesting around the limit, in places that are read and in places that are skipped."""
    levels = [*range(194, 206), 300, 1000, 1500]
    openings = [["["], ['{"a":'], ["[", '{"a":'], ['{"a":', "["]]
    cases = [*itertools.product(paths, openings, ["", "1", '"x"', "[]", "{}", "[1]"], levels)]
    cases += [(path, opening, "1", 100_000) for path in paths for opening in openings]
    for path, opening, inside, level in cases:
        nested = _nested(opening, inside, level)
        if inside == "" and opening[(level - 1) % len(opening)] != "[":
            continue
        if path is None:
            yield "depth of an unknown key", document.with_last(document.root, b'"bogus":' + nested)
        else:
            yield "depth", document.with_value(document.at(*path), nested)
    for level in [*levels, 100_000]:
        yield "depth, unclosed", b"[" * level
        yield "depth, unclosed", b'{"a":' * level
        yield "depth of the whole", b"[" * level + b"]" * level


def pairs(documents, generator, count):
    """Two changes at once, which may hide one another."""
    for _ in range(count):
        document = Document(generator.choice(documents))
        if not document.members:
            continue
        text = document.with_value(generator.choice(document.members),
                                   generator.choice(tokens.SCALARS[:60] + tokens.STRINGS))
        try:
            document = Document(text)
        except (IndexError, ValueError, StopIteration):
            continue
        if not document.members:
            continue
        place = generator.choice(document.members)
        choice = generator.randrange(4)
        if choice == 0:
            yield "two changes", document.without(place)
        elif choice == 1:
            yield "two changes", document.with_value(place, generator.choice(tokens.ALL))
        elif choice == 2:
            parent = next(other for other in document.objects if place in other.members)
            key = document.text[slice(*place.key)]
            yield "two changes", document.with_last(parent, key + b":" + generator.choice(tokens.ALL))
        else:
            other = generator.choice(["bogus", "metadata", "market"])
            yield "two changes", document.with_key(place, tokens.quoted(other))


def _random_number(generator):
    """Something like a number: near the edges of what a double or 64 bits hold, or put together from its characters."""
    choice = generator.randrange(5)
    if choice == 0:
        return "".join(generator.choice("01259.eE+-") for _ in range(generator.randrange(1, 9)))
    if choice == 1:
        edge = generator.choice([2**53, 2**52, 2**63, 2**64, 10**18, 10**19, 1])
        fraction = generator.choice(["", ".0", ".5", ".25", ".00000000000000001", "e0", "e1", "e-1", ".0e0",
                                     ".49999999999999999"])
        return f"{generator.choice(['', '-'])}{abs(edge + generator.randrange(-2000, 2000))}{fraction}"
    if choice == 2:
        exponent = generator.choice([-1, 1]) * generator.randrange(300, 330)
        return f"{generator.randrange(1, 100)}.{generator.randrange(10**6)}e{exponent}"
    if choice == 3:
        digits = generator.randrange(10**40)
        return f"{digits}e-{generator.randrange(45)}"
    return f"0.{'9' * generator.randrange(12, 22)}{generator.randrange(10)}"


def _random_text(generator):
    """Something like a number or a truth value in a text."""
    if generator.random() < 0.3:
        return _random_number(generator)
    alphabet = generator.choice(["01._+-e ", "01_", "0_-+.", "infaty_+- ", "0123456789._",
                                 "1 \t\n\x85\u00a0\u2003\x1c_", "TRUEtruefalsyno01"])
    return "".join(generator.choice(alphabet) for _ in range(generator.randrange(1, 8)))


def coercions(document, places, generator, count):
    """Numbers, and texts that read as one or do not."""
    for place, _ in itertools.product(places, range(count)):
        yield "number", document.with_value(place, _random_number(generator).encode())
        yield "number as text", document.with_value(place, tokens.quoted_bare(_random_text(generator)))


def _random_value(generator, levels):
    """The tokens of a good JSON value."""
    choice = generator.randrange(8 if levels else 5)
    if choice < 5:
        return [generator.choice(["1", "-0.5e3", "null", "true", "false", '"a"', '""', '"\\u00e9"', '"é"',
                                  "12345678901234567890"])]
    parts = [_random_value(generator, levels - 1) for _ in range(generator.randrange(4))]
    if choice > 5:
        parts = [[generator.choice(['"a"', '"b"', '"\\u0061"', '""']), ":", *part] for part in parts]
    listed = [token for index, part in enumerate(parts) for token in ([","] if index else []) + part]
    return ["{", *listed, "}"] if choice > 5 else ["[", *listed, "]"]


def _spoilt(pieces, generator):
    """The tokens with one of them gone, added or changed, or as they are."""
    others = ["{", "}", "[", "]", ",", ":", '"a"', '"a":', "1", "null", '"', "\\", "NaN", "-", "01", "1.", "e",
              "tru", "\t", "/"]
    position = generator.randrange(len(pieces))
    spoilt = [*pieces]
    choice = generator.randrange(4)
    if choice == 0:
        del spoilt[position]
    elif choice == 1:
        spoilt.insert(position, generator.choice(others))
    elif choice == 2:
        spoilt[position] = generator.choice(others)
    return spoilt


def soups(document, places, generator, count):
    """Values that are read as JSON but not further, good ones and with one token wrong, and texts from any bytes."""
    for place, _ in itertools.product(places, range(count)):
        for _ in range(3):
            value = _spoilt(_random_value(generator, 4), generator)
            space = generator.choice(["", "", " ", "\r", "\t "])
            yield "any value", document.with_value(place, space.join(value).encode())
            yield "any value in an object", document.with_value(place, b'{"a":' + space.join(value).encode() + b"}")
        many = bytes(generator.choice(range(0x80, 0x100)) for _ in range(generator.randrange(1, 5)))
        lead = generator.choice([b"\xc2", b"\xe0", b"\xe2", b"\xed", b"\xef", b"\xf0", b"\xf3", b"\xf4"])
        tail = bytes(generator.choice(range(0x80, 0xC0)) for _ in range(generator.randrange(1, 4)))
        for text in (many, lead + tail):
            text = b"x" * generator.randrange(70) + text
            yield "bytes", document.with_value(place, b'"' + text + b'"')
            yield "bytes in a key", document.with_value(place, b'{"' + text + b'":1}')
        escape = b"".join(generator.choice([b"\\", b"u", b"d", b"8", b"c", b"0", b"\\u", b"\\ud83d", b"\\ude00",
                                            b"n"]) for _ in range(4))
        yield "escapes", document.with_value(place, b'{"a":"' + escape + b'"}')
        yield "escapes", document.with_value(place, b'"' + escape + b'"')
