#!/usr/bin/env python3
"""The commands that read files, on topics of a cluster that is mocked in another process: what they say of a topic is what they say
of a dump of it.

Usage: topic_inputs_test.py TKSCTL MOCK_BROKER
"""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from mock_cluster import ENVIRONMENT, PATIENCE_S, Cluster

TKSCTL = sys.argv[1]
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
DAY = SAMPLES / "day.ndjson"
EVENTS = DAY.read_text(encoding="utf-8").splitlines()
TRADE = next(event["aggregate_id"] for event in map(json.loads, EVENTS) if event["event_type"] == "trade_opened")


def messages(topic, events, partitions=3):
    return [{"topic": topic, "partition": index % partitions, "key": str(index), "payload": event}
            for index, event in enumerate(events)]


class TopicInputsTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster("day:3", "first:1", "second:1", "bad:2", "growing:2", "quiet:1", "empty:1")
        cls.addClassCleanup(cls.cluster.close)
        half = len(EVENTS) // 2
        wrong = json.dumps(json.loads(EVENTS[0]) | {"occurred_at": None})
        cls.cluster.produce(
            *messages("day", EVENTS), *messages("first", EVENTS[:half], 1), *messages("second", EVENTS[half:], 1),
            *messages("bad", [EVENTS[0], "{", EVENTS[1], wrong, EVENTS[2]], 2),
            *messages("growing", EVENTS[:half], 2))

    def run_command(self, command, *arguments, status=0, brokers=None):
        topic = ["--brokers", brokers or self.cluster.address] if any("--topic" in one for one in arguments) else []
        done = subprocess.run([TKSCTL, command, "--no-config", *arguments, *topic], capture_output=True, text=True,
                              check=False, timeout=PATIENCE_S, env=ENVIRONMENT)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def findings(self, *arguments, status=1):
        lines = self.run_command("validate", "--format", "ndjson", "-q", "-o", "/dev/stdout", *arguments, status=status).stdout
        return [json.loads(line) for line in lines.splitlines()]

    def test_what_is_told_of_a_topic_is_what_is_told_of_its_dump(self):
        for command in (["replay", "--snapshots", "pnl"], ["replay", "--snapshots", "orders"], ["replay", "--snapshots", "trades"]):
            with self.subTest(command):
                told = self.run_command(*command, "--format", "ndjson", "--topic", "day").stdout
                self.assertEqual(told, self.run_command(*command, "--format", "ndjson", str(DAY)).stdout)
                self.assertNotEqual(told, "")

    def test_reports(self):
        told = self.run_command("report", "trades", "--format", "ndjson", "-q", "--topic", "day").stdout
        self.assertEqual(told, self.run_command("report", "trades", "--format", "ndjson", "-q", str(DAY)).stdout)

    def test_topics_and_files_are_read_together(self):
        whole = self.run_command("replay", "--snapshots", "pnl", "--format", "ndjson", str(DAY)).stdout
        both = self.run_command("replay", "--snapshots", "pnl", "--format", "ndjson", "--topic", "first,second").stdout
        self.assertEqual(both, whole)
        with tempfile.TemporaryDirectory() as place:
            first = Path(place) / "first.ndjson"
            first.write_text("\n".join(EVENTS[: len(EVENTS) // 2]) + "\n", encoding="utf-8")
            mixed = self.run_command("replay", "--snapshots", "pnl", "--format", "ndjson", str(first), "--topic", "second").stdout
        self.assertEqual(mixed, whole)

    def test_patterns_partitions_and_offsets(self):
        def records(*arguments):
            said = self.run_command("validate", "--format", "json", "--exit-zero", *arguments).stdout
            return json.loads(said)["summary"]["records"]

        self.assertEqual(records("--topic", "^(first|second)$", "--regex"), len(EVENTS))
        self.assertEqual(records("--topic", "day", "--partition", "1"), len(EVENTS[1::3]))
        self.assertEqual(records("--topic", "day", "--offset", "2:7"), 15)
        self.assertEqual(records("--topic", "day", "--offset", "0=-4"), 4)
        self.assertEqual(records("--topic", "empty"), 0)

    def test_findings_name_the_topic_the_partition_and_the_offset(self):
        found = self.findings("--topic", "bad")
        self.assertEqual({(one["rule"].split("/")[0], one["topic"], one["partition"], one["offset"]) for one in found
                          if one["severity"] == "error"}, {("json", "bad", 1, 0), ("schema", "bad", 1, 1)})
        self.assertFalse([one for one in found if "file" in one or "line" in one], found)
        text = self.run_command("validate", "--topic", "bad", status=1).stdout
        self.assertIn("bad/1/0: error: ", text)

    def test_findings_over_several_events_name_them_too(self):
        sample = SAMPLES / "bad" / "lifecycle" / "over-exit.ndjson"
        self.cluster.produce(*messages("quiet", sample.read_text(encoding="utf-8").splitlines(), 1))
        in_file, in_topic = self.findings(str(sample)), self.findings("--topic", "quiet")
        self.assertEqual([(one["rule"], one["line"]) for one in in_file if "line" in one],
                         [(one["rule"], one["offset"] + 1) for one in in_topic if "offset" in one])
        self.assertTrue(any(one["rule"] == "lifecycle/over-exit" for one in in_topic), in_topic)

    def test_trace(self):
        def steps(*arguments):
            told = self.run_command("trace", TRADE, "--format", "ndjson", *arguments).stdout
            return [json.loads(line) for line in told.splitlines()]

        in_file, in_topic = steps(str(DAY)), steps("--topic", "day")
        self.assertEqual([step["event_id"] for step in in_file], [step["event_id"] for step in in_topic])
        for of_file, of_topic in zip(in_file, in_topic):
            index = of_file["line"] - 1
            self.assertEqual((of_topic["topic"], of_topic["partition"], of_topic["offset"]), ("day", index % 3, index // 3))
        self.assertIn("day/0/", self.run_command("trace", TRADE, "--topic", "day").stdout)

    def test_a_store_goes_on_where_it_had_read_the_topic(self):
        with tempfile.TemporaryDirectory() as place:
            store = str(Path(place) / "day.db")

            def replay():
                told = self.run_command("replay", "--store", store, "--format", "json", "--fail-on", "never", "--topic", "growing")
                return json.loads(told.stdout)["summary"]["records"]

            half = len(EVENTS) // 2
            self.assertEqual(replay(), half)
            self.assertEqual(replay(), 0)
            rest = [{"topic": "growing", "partition": index % 2, "key": "k", "payload": event}
                    for index, event in enumerate(EVENTS[half:])]
            self.cluster.produce(*rest)
            self.assertEqual(replay(), len(EVENTS) - half)
            of_store = self.run_command("replay", "--store", store, "--snapshots", "pnl", "--format", "ndjson").stdout
            self.assertEqual(of_store, self.run_command("replay", "--snapshots", "pnl", "--format", "ndjson", str(DAY)).stdout)

    def test_a_store_keeps_where_findings_stand(self):
        with tempfile.TemporaryDirectory() as place:
            store = str(Path(place) / "bad.db")
            for _ in range(2):
                told = self.run_command("replay", "--store", store, "--format", "json", "--topic", "bad", status=1).stdout
                places = {(one["topic"], one["partition"], one["offset"]) for one in json.loads(told)["findings"]
                          if one["severity"] == "error"}
                self.assertEqual(places, {("bad", 1, 0), ("bad", 1, 1)})

    def test_what_cannot_be_read_is_said(self):
        missing = self.run_command("validate", "--topic", "dya", status=4).stderr
        self.assertIn("dya", missing)
        self.assertIn("day", missing)
        nobody = self.run_command("replay", "--topic", "day", "--timeout", "1s", status=4, brokers="127.0.0.1:1").stderr
        self.assertEqual(nobody.count("\n"), 1, nobody)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
