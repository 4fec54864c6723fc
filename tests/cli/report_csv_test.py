#!/usr/bin/env python3
"""CSV and TSV of reports read back as the events had it, whatever text stands in them.

Usage: report_csv_test.py TKSCTL [--instrumented]
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TKSCTL = sys.argv[1] if len(sys.argv) > 1 else "tksctl"
HOSTILE = ('say "hi", twice', "two\nlines\r\nand a third", "tab\tand \\ backslash", "'quoted'", "ünïcödé 北斎",
           "=1+1", "+1", "-1", "@SUM(A1)", "\tindented", '=HYPERLINK("http://example.invalid","a, b")\n')
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report(dump, file_format):
    done = subprocess.run([TKSCTL, "report", "trades", "-q", "--format", file_format, dump], capture_output=True, check=True)
    return done.stdout.decode()


def guarded(text):
    """As the manual says: what a spreadsheet would take for a formula has a quote in front."""
    return "'" + text if text.startswith(FORMULA) else text


def unescaped(text):
    for shown, meant in (("\\\\", "\0"), ("\\t", "\t"), ("\\n", "\n"), ("\\r", "\r"), ("\0", "\\")):
        text = text.replace(shown, meant)
    return text


class HostileText(unittest.TestCase):
    def test_it_reads_back(self):
        events = (SAMPLES / "day.ndjson").read_text(encoding="utf-8")
        for text in HOSTILE:
            with self.subTest(text=text), tempfile.TemporaryDirectory() as directory:
                dump = Path(directory) / "dump.ndjson"
                dump.write_text(events.replace('"breakout-4h"', json.dumps(text)), encoding="utf-8")
                rows = [json.loads(line) for line in report(dump, "ndjson").splitlines()]
                self.assertIn(text, [row["strategy_id"] for row in rows])
                wanted = [{key: "" if value is None else guarded(value) for key, value in row.items() if
                           value is None or isinstance(value, str)} for row in rows]

                told = list(csv.DictReader(io.StringIO(report(dump, "csv"), newline="")))
                self.assertEqual([{key: row[key] for key in one} for one, row in zip(wanted, told, strict=True)], wanted)

                names, *lines = (line.split("\t") for line in report(dump, "tsv").split("\n")[:-1])
                told = [dict(zip(names, map(unescaped, line), strict=True)) for line in lines]
                self.assertEqual([{key: row[key] for key in one} for one, row in zip(wanted, told, strict=True)], wanted)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
