#!/usr/bin/env python3
"""What README.md and the other pages show of terminals is what the command says.

Usage: readme_test.py TKSCTL

In a block ```console, a line "$ COMMAND" is run by bash where the sources are, and what follows it is what it writes; "..."
stands for all that is left. How long something took is not compared.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TKSCTL = Path(sys.argv[1]).resolve()
PAGES = ["README.md", "samples/README.md", "bench/README.md"]
SPEED = re.compile(r"\d+\.\d\d s, [\d,]+ events/s, [\d,.]+ [kMG]?B/s")


def blocks_of(page):
    return re.findall(r"^```console\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def steps_of(block):
    """Pairs of a command and what it writes."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        while command.endswith("\\"):
            more, _, output = output.partition("\n")
            command = f"{command[:-1]}{more.removeprefix('> ')}"
        yield command, output


class ReadmeTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="tks-readme-"))
        self.addCleanup(shutil.rmtree, self.directory)
        os.symlink(ROOT / "samples", self.directory / "samples")

    def output_of(self, command):
        environment = {"PATH": f"{TKSCTL.parent}:/usr/bin:/bin", "HOME": str(self.directory), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(["bash", "-c", command], cwd=self.directory, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return SPEED.sub("(speed)", done.stdout)

    def test_pages_show_what_the_command_says(self):
        steps = 0
        for page in PAGES:
            for block in blocks_of(page):
                for command, shown in steps_of(block):
                    steps += 1
                    with self.subTest(page=page, command=command):
                        said, shown = self.output_of(command), SPEED.sub("(speed)", shown)
                        if shown.endswith("\n...\n"):
                            shown = shown.removesuffix("...\n")
                            said = said[:len(shown)]
                        self.assertEqual(said, shown)
        self.assertGreater(steps, 15)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
