#!/usr/bin/env python3
"""Findings reach whoever reads them while the input still goes on, and a reader who leaves ends nothing but his own output.

Usage: pipes_test.py TKSCTL [--instrumented]
"""

import json
import os
import select
import subprocess
import sys
import tempfile
import unittest

TKSCTL = sys.argv[1]
PATIENCE_S = 60
BAD_LINE = b'{"price": NaN}\n'


class PipesTest(unittest.TestCase):
    def start(self, *options):
        process = subprocess.Popen([TKSCTL, "validate", "--no-config", "--checks", "json", *options], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def read_line(self, process):
        """The next line that comes, while the input is still open."""
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([process.stdout], [], [], PATIENCE_S)
            self.assertTrue(ready, "nothing came within a minute")
            line += os.read(process.stdout.fileno(), 1)
        return line

    def test_a_finding_comes_before_the_input_ends(self):
        process = self.start()
        for number in range(1, 4):
            process.stdin.write(BAD_LINE)
            self.assertTrue(self.read_line(process).startswith(b"<stdin>:%d:" % number))
        process.stdin.close()
        self.assertEqual(process.wait(PATIENCE_S), 1)

    def test_so_does_an_object_of_ndjson(self):
        process = self.start("--format", "ndjson")
        process.stdin.write(BAD_LINE)
        self.assertEqual(json.loads(self.read_line(process))["line"], 1)
        process.stdin.close()
        self.assertEqual(process.wait(PATIENCE_S), 1)

    def test_a_reader_who_leaves_does_not_cut_off_a_file(self):
        with tempfile.TemporaryDirectory() as directory:
            file = os.path.join(directory, "findings.json")
            process = self.start("--output", "text", "--output", "json:" + file)
            process.stdin.write(BAD_LINE)
            self.read_line(process)
            process.stdout.close()
            process.stdin.write(BAD_LINE * 5000)
            process.stdin.close()
            self.assertEqual(process.wait(PATIENCE_S), 1)
            with open(file, encoding="utf-8") as stream:
                self.assertEqual(len(json.load(stream)["findings"]), 5001)

    def test_a_reader_who_leaves_ends_what_has_no_other(self):
        process = self.start()
        process.stdin.write(BAD_LINE)
        self.read_line(process)
        process.stdout.close()
        with self.assertRaises(BrokenPipeError):
            while True:
                process.stdin.write(BAD_LINE * 1000)
        process.stdin.close()
        self.assertEqual(process.wait(PATIENCE_S), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
