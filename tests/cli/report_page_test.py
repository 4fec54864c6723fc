#!/usr/bin/env python3
"""The page of a report in a browser: it is quiet, asks for nothing, and says what the other formats say, whatever events hold.

Usage: report_page_test.py TKSCTL [--instrumented]
"""

import json
import subprocess
import sys
import tempfile
import unittest
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from browser import Browser

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TKSCTL = sys.argv[1] if len(sys.argv) > 1 else "tksctl"
HOSTILE = ['<script>window.harmed = 1</script>', '"><img src=x onerror="window.harmed = 2">', "'-alert(1)-'&lt;b&gt;",
           '</td></table></title></style><svg onload=window.harmed=3>', '=HYPERLINK("http://example.invalid")']

# Exact values stand in data elements where what is shown is rounded.
VALUE_OF_CELL = """(cell => cell.querySelector('time')?.getAttribute('datetime') ?? cell.querySelector('data')?.value
                   ?? (cell.textContent === '–' ? null : cell.textContent.replaceAll('−', '-').replaceAll(',', '')))"""


def report(*arguments):
    done = subprocess.run([TKSCTL, "report", "-q", *map(str, arguments)], capture_output=True, check=True)
    return done.stdout


def rows_of(*arguments):
    return [json.loads(line, parse_float=Decimal, parse_int=Decimal)
            for line in report(*arguments, "--format", "ndjson").splitlines()]


def as_number(text):
    """A cell's value; moments in milliseconds, as in JSON."""
    if text is None:
        return None
    if text.endswith("Z") and "T" in text:
        return Decimal(round(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000))
    return Decimal(text)


class ReportPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.browser = cls.enterClassContext(Browser())

    def open_report(self, *arguments):
        page = Path(self.directory) / "report.html"
        report(*arguments, "-o", page)
        self.browser.open(page)
        return page

    def assert_quiet(self, page):
        self.assertEqual(self.browser.complaints(), [])
        self.assertEqual([url for url in self.browser.requests() if not url.startswith("data:")], [f"file://{page}"])
        self.assertEqual(self.browser.value_of("document.scripts.length"), 0)

    def test_its_numbers_are_those_of_the_json_report(self):
        arguments = ("--capital", "USDT=50000", SAMPLES / "month.ndjson.zst")
        page = self.open_report(*arguments)
        self.assert_quiet(page)
        cells = self.browser.value_of(
            f"[...document.querySelectorAll('td[data-metric]')].map(cell => "
            f"[cell.dataset.quote, cell.dataset.metric, {VALUE_OF_CELL}(cell)])")
        summary = {row["quote"]: row for row in rows_of("summary", *arguments)}
        self.assertEqual({quote for quote, _, _ in cells}, {"USDT", "EUR", "BTC"})
        self.assertEqual(len(cells), 3 * (len(summary["USDT"]) - 2), "every metric is there, but for quote and undefined")
        for quote, metric, value in cells:
            with self.subTest(quote=quote, metric=metric):
                self.assertEqual(as_number(value), summary[quote][metric])

        earned = self.browser.value_of(
            f"[...document.querySelectorAll('table[data-report=trades] tbody tr')].map(row => "
            f"[row.cells[12].title, {VALUE_OF_CELL}(row.cells[4])])")
        closed = [row for row in rows_of("trades", *arguments) if row["entry_qty"] > 0 and row["entry_qty"] == row["exit_qty"]]
        self.assertEqual({trade: Decimal(value) for trade, value in earned},
                         {row["trade_id"]: row["net_pnl"] for row in closed})

        days = self.browser.value_of("[...document.querySelectorAll('#quote-1 .heat.days td[title]')].map(cell => cell.title)")
        wanted = [f"{row['day']}: {row['net_pnl']}, {row['closed']} closed"
                  for row in rows_of("pnl", *arguments) if row["quote"] == "USDT"]
        self.assertEqual(days, wanted)

    def test_its_funnel_and_latency_are_those_of_the_reports(self):
        month = SAMPLES / "month.ndjson.zst"
        self.open_report(month)
        for name, columns in (("funnel", ("reached", "share", "share_of_previous", "in_flight", "stopped")),
                              ("latency", ("count", "p50_ms", "p90_ms", "p99_ms", "max_ms", "negative"))):
            shown = self.browser.value_of(
                f"[...document.querySelectorAll('table[data-report={name}] tbody tr')].map(row => "
                f"[...row.querySelectorAll('td.number')].map({VALUE_OF_CELL}))")
            told = [[row[column] for column in columns] for row in rows_of(name, month)]
            self.assertEqual([[as_number(cell) for cell in row] for row in shown], told)
        # Reasons are words, not JSON.
        self.assertFalse([text for text in self.browser.value_of("[...document.querySelectorAll('#funnel td')].map(cell => cell.textContent)")
                          if "{" in text])

    def test_it_shows_pictures_that_say_what_they_are(self):
        self.open_report(SAMPLES / "month.ndjson.zst")
        titles = self.browser.value_of("[...document.querySelectorAll('#quote-1 svg[role=img]')].map(svg => "
                                       "svg.getAttribute('aria-labelledby').split(' ').map(id => document.getElementById(id).textContent))")
        self.assertEqual([title for title, _ in titles], ["Equity", "Drawdown", "Distribution of PnL"])
        self.assertTrue(all(text for _, text in titles))
        # Nothing is drawn outside of the picture.
        outside = self.browser.value_of("""[...document.querySelectorAll('.plot svg')].filter(svg => [...svg.querySelectorAll('path, rect')]
            .some(shape => { const box = shape.getBBox();
                             return box.x < -1 || box.y < -1 || box.x + box.width > 1001 || box.y + box.height > 301; })).length""")
        self.assertEqual(outside, 0)

    def test_it_fits_a_phone_and_follows_the_dark(self):
        self.open_report(SAMPLES / "month.ndjson.zst")
        self.browser.call("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=2, mobile=True)
        self.assertLessEqual(self.browser.value_of("document.documentElement.scrollWidth"), 360)
        self.browser.call("Emulation.clearDeviceMetricsOverride")
        ground = "getComputedStyle(document.body).backgroundColor"
        for scheme, color in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 23, 27)")):
            self.browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            self.assertEqual(self.browser.value_of(ground), color)
        self.browser.call("Emulation.setEmulatedMedia", media="print", features=[])
        self.assertEqual(self.browser.value_of("getComputedStyle(document.querySelector('nav')).display"), "none")
        self.browser.call("Emulation.setEmulatedMedia", media="", features=[])

    def test_hostile_text_is_text(self):
        events = (SAMPLES / "day.ndjson").read_text(encoding="utf-8")
        for number, strategy in enumerate(("breakout-4h", "mean-reversion-1h")):
            events = events.replace(f'"{strategy}"', json.dumps(HOSTILE[number]))
        market = HOSTILE[3]
        events = events.replace('"ETH-USDT"', json.dumps(market))
        dump = Path(self.directory) / "hostile.ndjson"
        dump.write_text(events, encoding="utf-8")
        page = self.open_report(dump)
        self.assert_quiet(page)
        self.assertIsNone(self.browser.value_of("window.harmed"))
        self.assertEqual(self.browser.value_of("document.images.length + document.querySelectorAll('[onload], [onerror]').length"), 0)
        shown = self.browser.value_of("[...document.querySelectorAll('td')].map(cell => cell.title || cell.textContent)")
        for text in (*HOSTILE[:2], market):
            self.assertIn(text, shown)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
