#!/usr/bin/env python3
"""The checker of the include arrows sees every kind of violation, and no other."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECKER = Path(__file__).with_name("include_arrows.py")

MAP = """
| room | what it does | may use | public headers |
|---|---|---|---|
| ground | Lies below. | | stone |
| wall | Stands on it. | ground | window |
| roof | Covers all. | wall, ground | |

| header | where | why there |
|---|---|---|
| fmt/ | ground, wall, roof, cli | Text. |
| tile.h, slate/ | roof | Cover. |
| spade.h | ground/dig | Only who digs needs it. |
"""

TREE = {
    "lib/README.md": MAP,
    "lib/include/tks/stone.hpp": "#include <vector>\n",
    "lib/include/tks/window.hpp": '#include "tks/stone.hpp"\n',
    "lib/src/ground/dig.cpp": '#include "ground/dig.hpp"\n#include <spade.h>\n',
    "lib/src/ground/dig.hpp": '#include "tks/stone.hpp"\n#include <cstdint>\n',
    "lib/src/wall/brick.hpp": '#include "ground/dig.hpp"\n#include "tks/window.hpp"\n#include <fmt/format.h>\n',
    "lib/src/roof/ridge.cpp": '#include "wall/brick.hpp"\n#include "ground/dig.hpp"\n#include <slate/grey.h>\n',
    "cli/main.cpp": '#include "door.hpp"\n#include "tks/window.hpp"\n#include <fmt/format.h>\n',
    "cli/door.hpp": "#include <string>\n",
}


class IncludeArrows(unittest.TestCase):
    def judge(self, changes):
        """What the checker says about the good tree with these changes; None takes a file away."""
        with tempfile.TemporaryDirectory() as directory:
            for name, text in {**TREE, **changes}.items():
                if text is not None:
                    path = Path(directory, name)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
            done = subprocess.run([sys.executable, CHECKER, directory], capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")
        lines = done.stdout.splitlines()
        self.assertEqual(done.returncode, 1 if lines else 0)
        return lines

    def test_a_tree_that_keeps_to_its_map_is_good(self):
        self.assertEqual(self.judge({}), [])

    def test_each_violation_is_found(self):
        table = [
            ("lib/src/ground/dig.hpp", '\n#include "wall/brick.hpp"\n',
             ["lib/src/ground/dig.hpp:2: ground may not use wall, and wall/brick.hpp is of wall"]),
            ("lib/src/ground/dig.hpp", '#  include "tks/window.hpp"\n',
             ["lib/src/ground/dig.hpp:1: ground may not use wall, and tks/window.hpp is of wall"]),
            ("lib/src/ground/dig.hpp", "#include <tks/window.hpp>\n",
             ["lib/src/ground/dig.hpp:1: ground may not use wall, and tks/window.hpp is of wall"]),
            ("lib/src/roof/ridge.cpp", '#include "ridge.hpp"\n',
             ['lib/src/roof/ridge.cpp:1: write "ridge.hpp" as "room/file.hpp", with a room of lib/README.md']),
            ("lib/src/roof/ridge.cpp", '#include "../wall/brick.hpp"\n',
             ['lib/src/roof/ridge.cpp:1: write "../wall/brick.hpp" as "room/file.hpp", with a room of lib/README.md']),
            ("lib/src/wall/deep/er.cpp", "#include <tile.h>\n",
             ["lib/src/wall/deep/er.cpp:1: tile.h may only be included in roof"]),
            ("lib/src/wall/brick.hpp", "#include <slate/grey.h>\n",
             ["lib/src/wall/brick.hpp:1: slate/grey.h may only be included in roof"]),
            ("lib/src/ground/fill.cpp", "#include <spade.h>\n",
             ["lib/src/ground/fill.cpp:1: spade.h may only be included in ground/dig"]),
            ("lib/src/wall/brick.hpp", "#include <boost/any.hpp>\n",
             ["lib/src/wall/brick.hpp:1: boost/any.hpp is neither of the standard library nor on the map in "
              "lib/README.md"]),
            ("lib/include/tks/stone.hpp", '#include "tks/window.hpp"\n',
             ["lib/include/tks/stone.hpp:1: ground may not use wall, and tks/window.hpp is of wall"]),
            ("lib/include/tks/stone.hpp", "#include <fmt/format.h>\n",
             ["lib/include/tks/stone.hpp:1: a public header may include tks/ and the standard library, not "
              "fmt/format.h"]),
            ("lib/include/tks/stone.hpp", '#include "ground/dig.hpp"\n',
             ["lib/include/tks/stone.hpp:1: a public header may include tks/ and the standard library, not "
              "ground/dig.hpp"]),
            ("cli/door.hpp", '#include "ground/dig.hpp"\n',
             ["cli/door.hpp:1: cli may include tks/ and files of cli/, and ground/dig.hpp is neither"]),
            ("cli/door.hpp", "#include <tile.h>\n", ["cli/door.hpp:1: tile.h may only be included in roof"]),
            ("lib/src/cellar/mouse.cpp", "\n", ["lib/src/cellar:1: the room cellar is not on the map in lib/README.md"]),
            ("lib/src/roof/ridge.cpp", None,
             ["lib/README.md:1: the map names the room roof, but there is no lib/src/roof"]),
            ("lib/include/tks/door.hpp", "\n", ["lib/README.md:1: the public header door has no room on the map"]),
            ("lib/README.md", MAP.replace("| stone |", "| stone, sand |"),
             ["lib/README.md:1: the map names the public header sand, but there is no tks/sand.hpp"]),
            ("lib/README.md", MAP.replace("| | stone |", "| wall | stone |"),
             ["lib/README.md:1: ground may use wall, which is no room above it"]),
            ("lib/README.md", MAP.replace("| ground | window |", "| ground | window, stone |"),
             ["lib/README.md:1: the header stone belongs to both ground and wall"]),
            ("lib/README.md", MAP.replace("| what it does |", "| does |"),
             ["lib/README.md:1: there is no table with the columns room | what it does | may use | public headers"]),
        ]
        for name, text, expected in table:
            with self.subTest(name=name, text=text):
                self.assertEqual(self.judge({name: text}), expected)


if __name__ == "__main__":
    unittest.main()
