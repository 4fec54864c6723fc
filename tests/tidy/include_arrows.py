#!/usr/bin/env python3
"""Holds the includes of lib/ and cli/ against the map of the rooms in lib/README.md, and the map against the tree.

Usage: include_arrows.py ROOT

Prints one line per violation, as FILE:LINE: MESSAGE, and exits with 1 if there is any.
"""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
MAP_COLUMNS = ["room", "what it does", "may use", "public headers"]
FENCE_COLUMNS = ["header", "where", "why there"]
PUBLIC = "tks/"
# The C++ library's own headers have neither a directory nor an ending.
STANDARD = re.compile(r"[a-z_0-9]+")


class MapError(Exception):
    """The map itself cannot be read."""


@dataclass
class Room:
    name: str
    may_use: list[str]
    headers: list[str]


@dataclass
class Map:
    rooms: dict[str, Room] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    fences: dict[str, list[str]] = field(default_factory=dict)


def words(cell):
    return [word for word in re.split(r"[,\s`]+", cell) if word]


def table(text, columns):
    """The rows, as lists of cells, of the one table that has these columns."""
    rows = None
    for line in text.splitlines():
        if not line.startswith("|"):
            if rows:
                return rows[1:]
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if rows is not None:
            if len(cells) != len(columns):
                raise MapError(f"a row of the table '{columns[0]}' has {len(cells)} cells: {line}")
            rows.append(cells)
        elif cells == columns:
            rows = []
    if not rows:
        raise MapError(f"there is no table with the columns {' | '.join(columns)}")
    return rows[1:]


def read_map(text):
    result = Map()
    for name, _, may_use, headers in table(text, MAP_COLUMNS):
        room = Room(name, words(may_use), words(headers))
        if name in result.rooms:
            raise MapError(f"the room {name} stands in the table twice")
        for used in room.may_use:
            # Rooms are listed from the ground up, so arrows that only point upwards cannot form a circle.
            if used not in result.rooms:
                raise MapError(f"{name} may use {used}, which is no room above it")
        for header in room.headers:
            if header in result.owners:
                raise MapError(f"the header {header} belongs to both {result.owners[header]} and {name}")
            result.owners[header] = name
        result.rooms[name] = room
    for headers, where, _ in table(text, FENCE_COLUMNS):
        for header in words(headers):
            result.fences[header] = words(where)
    return result


def includes(path):
    """The includes of a file: line, whether in quotes, what."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        match = INCLUDE.match(line)
        if match:
            yield number, match[1] == '"', match[2]


class Checker:
    def __init__(self, root):
        self.root = root
        self.map = read_map((root / "lib/README.md").read_text(encoding="utf-8"))
        self.violations = []

    def violate(self, path, line, message):
        self.violations.append(f"{path.relative_to(self.root)}:{line}: {message}")

    def check(self):
        self.check_map_against_tree()
        public_headers = self.root / "lib/include/tks"
        for path in self.files(public_headers, "*.hpp", "*.hpp.in"):
            self.check_public_header(path)
        for path in self.files(self.root / "lib/src", "*/**/*.hpp", "*/**/*.cpp"):
            self.check_room_file(path)
        for path in self.files(self.root / "cli", "**/*.hpp", "**/*.cpp"):
            self.check_cli_file(path)
        return self.violations

    @staticmethod
    def files(directory, *patterns):
        return sorted(path for pattern in patterns for path in directory.glob(pattern))

    def check_map_against_tree(self):
        readme = self.root / "lib/README.md"
        source = self.root / "lib/src"
        directories = {path.name for path in source.iterdir() if path.is_dir()}
        for room in sorted(directories - set(self.map.rooms)):
            self.violate(source / room, 1, f"the room {room} is not on the map in lib/README.md")
        for room in sorted(set(self.map.rooms) - directories):
            self.violate(readme, 1, f"the map names the room {room}, but there is no lib/src/{room}")
        names = {path.name.split(".")[0] for path in self.files(self.root / "lib/include/tks", "*.hpp", "*.hpp.in")}
        for name in sorted(names - set(self.map.owners)):
            self.violate(readme, 1, f"the public header {name} has no room on the map")
        for name in sorted(set(self.map.owners) - names):
            self.violate(readme, 1, f"the map names the public header {name}, but there is no tks/{name}.hpp")

    def check_public_header(self, path):
        name = path.name.split(".")[0]
        room = self.map.owners.get(name)
        for line, quoted, what in includes(path):
            if what.startswith(PUBLIC):
                self.check_public_include(path, line, room, what)
            elif quoted or not STANDARD.fullmatch(what):
                self.violate(path, line, f"a public header may include tks/ and the standard library, not {what}")

    def check_room_file(self, path):
        place = path.relative_to(self.root / "lib/src").as_posix()
        room = place.split("/")[0]
        for line, quoted, what in includes(path):
            if what.startswith(PUBLIC):
                self.check_public_include(path, line, room, what)
            elif quoted:
                self.check_arrow(path, line, room, what)
            else:
                self.check_fence(path, line, place, what)

    def check_cli_file(self, path):
        place = path.relative_to(self.root).as_posix()
        for line, quoted, what in includes(path):
            if what.startswith(PUBLIC):
                self.check_public_include(path, line, None, what)
            elif quoted:
                if not (self.root / "cli" / what).is_file():
                    self.violate(path, line, f"cli may include tks/ and files of cli/, and {what} is neither")
            else:
                self.check_fence(path, line, place, what)

    def check_public_include(self, path, line, room, what):
        name = what.removeprefix(PUBLIC).removesuffix(".hpp")
        owner = self.map.owners.get(name)
        if owner is None:
            self.violate(path, line, f"{what} belongs to no room on the map in lib/README.md")
        elif room in self.map.rooms:
            self.check_use(path, line, room, owner, what)

    def check_arrow(self, path, line, room, what):
        used = what.split("/")[0]
        if used not in self.map.rooms or "/" not in what:
            self.violate(path, line, f'write "{what}" as "room/file.hpp", with a room of lib/README.md')
        else:
            self.check_use(path, line, room, used, what)

    def check_use(self, path, line, room, used, what):
        if room in self.map.rooms and used != room and used not in self.map.rooms[room].may_use:
            self.violate(path, line, f"{room} may not use {used}, and {what} is of {used}")

    def check_fence(self, path, line, place, what):
        if STANDARD.fullmatch(what):
            return
        for header, places in self.map.fences.items():
            if what == header or (header.endswith("/") and what.startswith(header)):
                if not any(place.startswith(allowed if "/" in allowed else allowed + "/") for allowed in places):
                    self.violate(path, line, f"{what} may only be included in {', '.join(places)}")
                return
        self.violate(path, line, f"{what} is neither of the standard library nor on the map in lib/README.md")


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        violations = Checker(Path(arguments[1]).resolve()).check()
    except MapError as error:
        violations = [f"lib/README.md:1: {error}"]
    for violation in violations:
        print(violation)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
