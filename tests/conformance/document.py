"""A JSON text with the places of its parts, so that a part can be replaced without touching the bytes of the rest."""

import json
import re
from dataclasses import dataclass, field

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


@dataclass
class Place:
    """A value: [begin, end) in the text. A member of an object also has its key."""

    path: tuple
    begin: int
    end: int
    key: tuple | None = None  # [begin, end) of the key with its quotes
    members: list = field(default_factory=list)  # of an object
    elements: list = field(default_factory=list)  # of an array
    is_object: bool = False


class Document:
    def __init__(self, text):
        self.text = text
        self._tokens = list(_TOKEN.finditer(text))
        self.token_bounds = [bound for token in self._tokens for bound in token.span()]
        self._next = 0
        self.root = self._read((), None)
        self.places = list(self._walk(self.root))

    def _read(self, path, key):
        token = self._tokens[self._next]
        self._next += 1
        place = Place(path, token.start(), token.end(), key)
        if token[0] == b"{":
            place.is_object = True
            while self._peek() != b"}":
                name = self._tokens[self._next]
                self._next += 2  # the key and the colon
                place.members.append(self._read((*path, json.loads(name[0])), name.span()))
                self._skip_comma()
        elif token[0] == b"[":
            while self._peek() != b"]":
                place.elements.append(self._read((*path, len(place.elements)), None))
                self._skip_comma()
        if token[0] in b"{[":
            place.end = self._tokens[self._next].end()
            self._next += 1
        return place

    def _peek(self):
        return self._tokens[self._next][0]

    def _skip_comma(self):
        if self._peek() == b",":
            self._next += 1

    def _walk(self, place):
        yield place
        for part in place.members + place.elements:
            yield from self._walk(part)

    @property
    def objects(self):
        return [place for place in self.places if place.is_object]

    @property
    def members(self):
        return [place for place in self.places if place.key]

    def at(self, *path):
        return next(place for place in self.places if place.path == path)

    def value(self, place):
        return self.text[place.begin : place.end]

    def splice(self, begin, end, replacement):
        return self.text[:begin] + replacement + self.text[end:]

    def with_value(self, place, value):
        return self.splice(place.begin, place.end, value)

    def with_key(self, place, key):
        return self.splice(*place.key, key)

    def without(self, place):
        """The text without a member."""
        before = self.text[: place.key[0]]
        after = self.text[place.end :]
        return before[:-1] + after if before.endswith(b",") else before + after.removeprefix(b",")

    def with_first(self, container, member):
        """The text with one more member at the front of an object."""
        comma = b"," if container.members else b""
        return self.splice(container.begin + 1, container.begin + 1, member + comma)

    def with_last(self, container, member):
        comma = b"," if container.members else b""
        return self.splice(container.end - 1, container.end - 1, comma + member)

    def reordered(self, generator):
        """The same value with the members of every object in another order."""
        return self._written(self.root, generator)

    def _written(self, place, generator):
        if place.is_object:
            members = [self.text[slice(*part.key)] + b":" + self._written(part, generator) for part in place.members]
            generator.shuffle(members)
            return b"{" + b",".join(members) + b"}"
        if place.elements:
            return b"[" + b",".join(self._written(part, generator) for part in place.elements) + b"]"
        return self.value(place)
