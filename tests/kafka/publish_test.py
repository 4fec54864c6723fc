#!/usr/bin/env python3
"""tksctl publish, ping and topics against a cluster that is mocked in another process.

Usage: publish_test.py TKSCTL MOCK_BROKER
"""

import json
import subprocess
import sys
import time
import unittest
from pathlib import Path

from mock_cluster import ENVIRONMENT, PATIENCE_S, Cluster

TKSCTL = sys.argv[1]
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
DAY = SAMPLES / "day.ndjson"
EVENTS = DAY.read_text(encoding="utf-8").splitlines()
MESSAGE_TOO_LARGE = 10
PRODUCE = 0


class MockTest(unittest.TestCase):
    def setUp(self):
        self.cluster = Cluster("orders:3", "single:1")
        self.addCleanup(self.cluster.close)

    def run_tksctl(self, *arguments, status=0, feed=None, brokers=None):
        command = [TKSCTL, arguments[0], "--no-config", "--brokers", brokers or self.cluster.address, *arguments[1:]]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_S, env=ENVIRONMENT, input=feed)
        self.assertEqual(done.returncode, status, done.stderr)
        return done


class PublishTest(MockTest):
    def publish(self, *arguments, **options):
        return self.run_tksctl("publish", "--topic", "orders", *arguments, **options)

    def messages(self):
        text = self.run_tksctl("tail", "--exit", "-q", "--format", "envelope", "orders").stdout
        return [json.loads(line) for line in text.splitlines()]

    def test_what_is_published_is_what_the_dump_holds_by_aggregate(self):
        done = self.publish(DAY)
        self.assertEqual((done.stdout, done.stderr), ("", "tksctl: 91 records, 91 delivered, 0 withheld, 0 not delivered\n"))
        messages = self.messages()
        self.assertEqual(sorted(message["payload"] for message in messages), sorted(EVENTS))
        partitions = {}
        for message in messages:
            self.assertEqual(message["key"], json.loads(message["payload"])["aggregate_id"])
            partitions.setdefault(message["key"], set()).add(message["partition"])
        self.assertEqual({len(numbers) for numbers in partitions.values()}, {1})
        for key in partitions:
            self.assertEqual([message["payload"] for message in messages if message["key"] == key],
                             [event for event in EVENTS if json.loads(event)["aggregate_id"] == key])

    def test_keys_have_the_partitions_that_the_clients_of_the_services_choose(self):
        """murmur2 of the key, without its sign, modulo the number of partitions: the Java client's and aiokafka's choice."""

        def murmur2(data):
            value = (0x9747B28C ^ len(data)) & 0xFFFFFFFF
            for at in range(0, len(data) // 4 * 4, 4):
                word = int.from_bytes(data[at:at + 4], "little") * 0x5BD1E995 & 0xFFFFFFFF
                word = (word ^ word >> 24) * 0x5BD1E995 & 0xFFFFFFFF
                value = value * 0x5BD1E995 & 0xFFFFFFFF ^ word
            rest = data[len(data) // 4 * 4:]
            if rest:
                value = (value ^ int.from_bytes(rest, "little")) * 0x5BD1E995 & 0xFFFFFFFF
            value = (value ^ value >> 13) * 0x5BD1E995 & 0xFFFFFFFF
            return (value ^ value >> 15) & 0x7FFFFFFF

        self.publish(DAY)
        for message in self.messages():
            self.assertEqual(message["partition"], murmur2(message["key"].encode()) % 3, message["key"])

    def test_what_is_bad_is_told_and_withheld(self):
        bad = (SAMPLES / "bad" / "schema" / "enum.ndjson").read_text(encoding="utf-8").splitlines()
        feed = "\n".join([EVENTS[0], "no json", *bad, EVENTS[1]]) + "\n"
        done = self.publish("-", feed=feed, status=1)
        self.assertRegex(done.stdout, r"(?m)^<stdin>:2:1: error: .* \[json/\S+\]$")
        self.assertRegex(done.stdout, r"(?m)^<stdin>:3:\d+: error: .* \[schema/enum\]$")
        self.assertEqual(len(self.messages()), 2)
        self.assertEqual(self.publish("-q", "-", feed=feed, status=1).stderr, "")
        done = self.publish("--with-invalid", "-", feed=feed)
        self.assertEqual(len(self.messages()), 2 + 2 + 3 + len(bad))

    def test_envelopes_give_their_payloads_and_tombstones(self):
        feed = "".join(json.dumps(envelope) + "\n" for envelope in (
            {"topic": "t", "partition": 0, "offset": 0, "key": "k", "payload": EVENTS[0]},
            {"topic": "t", "partition": 0, "offset": 1, "key": "gone", "payload": None},
            {"topic": "t", "partition": 0, "offset": 2, "key": None, "payload": None}))
        self.publish("-", feed=feed, status=1)
        self.assertEqual({(message["key"], message["payload"]) for message in self.messages()},
                         {(json.loads(EVENTS[0])["aggregate_id"], EVENTS[0]), ("gone", None)})

    def test_what_was_not_delivered_is_listed(self):
        self.cluster.order(fail=MESSAGE_TOO_LARGE, api=PRODUCE)
        done = self.publish("--format", "ndjson", DAY, status=4)
        listed = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertTrue(0 < len(listed) < len(EVENTS))
        self.assertEqual({finding["rule"] for finding in listed}, {"kafka/undelivered"})
        there = {message["payload"] for message in self.messages()}
        self.assertEqual({EVENTS[finding["line"] - 1] for finding in listed}, set(EVENTS) - there)
        self.assertIn(f"{len(EVENTS) - len(listed)} delivered, 0 withheld, {len(listed)} not delivered", done.stderr)

    def test_brokers_that_go_away_leave_a_list(self):
        process = subprocess.Popen([TKSCTL, "publish", "--no-config", "--brokers", self.cluster.address, "--topic", "orders",
                                    "-X", "message.timeout.ms=1000", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        self.addCleanup(process.kill)
        process.stdin.write(EVENTS[0] + "\n")
        process.stdin.flush()
        deadline = time.monotonic() + PATIENCE_S
        while not self.messages() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.cluster.order(down=True)
        out, errors = process.communicate(EVENTS[1] + "\n", timeout=PATIENCE_S)
        self.assertEqual(process.returncode, 4, errors)
        self.assertRegex(out, r"\A<stdin>:2:1: error: not delivered: .*timed out \[kafka/undelivered\]\n\Z")

    def test_an_unreadable_input_does_not_keep_the_others(self):
        done = self.publish("nothing.ndjson", DAY, status=3)
        self.assertIn("nothing.ndjson", done.stderr)
        self.assertEqual(len(self.messages()), len(EVENTS))

    def test_a_pace(self):
        begin = time.monotonic()
        self.publish("--rate", "40", "-", feed="\n".join(EVENTS[:21]))
        self.assertGreater(time.monotonic() - begin, 0.49)
        times = [json.loads(event)["occurred_at"] for event in EVENTS]
        begin = time.monotonic()
        self.publish("--realtime", f"x{(max(times) - times[0]) / 1000}", DAY)
        self.assertGreater(time.monotonic() - begin, 0.99)
        self.publish("--realtime", "fast", DAY, status=2)
        self.publish("--realtime", "x1", "--rate", "1", DAY, status=2)

    def test_a_topic_that_is_not_there(self):
        done = self.run_tksctl("publish", "--topic", "oders", DAY, status=4)
        self.assertIn('there is no topic "oders"', done.stderr)
        self.assertIn('did you mean "orders"?', done.stderr)


class PingTest(MockTest):
    def test_brokers_and_topics(self):
        done = self.run_tksctl("ping", "orders")
        self.assertRegex(done.stdout, r"\A(broker \d: 127.0.0.1:\d+\n){3}topic orders: 3 partitions, each with a leader\n\Z")
        self.assertEqual(self.run_tksctl("ping", "-q").stdout, "")
        self.assertIn('there is no topic "nothing"', self.run_tksctl("ping", "nothing", status=4).stderr)

    def test_waiting_has_an_end(self):
        begin = time.monotonic()
        done = self.run_tksctl("ping", "--wait", "1", "nothing", status=4)
        self.assertIn("after 1 s", done.stderr)
        self.assertGreater(time.monotonic() - begin, 0.99)
        done = self.run_tksctl("ping", "--wait", "500ms", status=4, brokers="127.0.0.1:1")
        self.assertIn("no broker answered within 0.5 s", done.stderr)

    def test_waiting_ends_when_all_is_there(self):
        process = subprocess.Popen([TKSCTL, "ping", "--no-config", "--wait", "50", "-b", self.cluster.address, "later"],
                                   stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
        self.addCleanup(process.kill)
        time.sleep(0.5)
        # The mocked brokers create a topic for whoever produces to it.
        self.cluster.produce({"topic": "later", "payload": "{}"})
        self.assertIn("topic later", process.communicate(timeout=PATIENCE_S)[0])
        self.assertEqual(process.returncode, 0)


class TopicsTest(MockTest):
    def test_a_list(self):
        done = self.run_tksctl("topics", "list")
        self.assertEqual(done.stdout.split(),
                         ["topic", "partitions", "replication", "state", "orders", "3", "3", "good", "single", "1", "3", "good"])
        done = self.run_tksctl("topics", "list", "--format", "ndjson", "single")
        self.assertEqual(json.loads(done.stdout), {"name": "single", "partitions": 1, "replication": 3, "leaderless": 0,
                                                   "under_replicated": 0})
        done = self.run_tksctl("topics", "list", "--format", "names", "single")
        self.assertEqual(done.stdout, "single\n")

    def test_what_makes_no_sense(self):
        self.run_tksctl("topics", status=2)
        self.run_tksctl("topics", "show", status=2)
        self.assertIn("it is list", self.run_tksctl("topics", "describe", "--format", "names", "single", status=2).stderr)
        self.assertIn("name the topics", self.run_tksctl("topics", "create", status=2).stderr)
        self.assertIn('there is no topic "nothing"', self.run_tksctl("topics", "delete", "nothing", status=4).stderr)
        self.run_tksctl("topics", "delete", "--if-exists", "nothing")

    def test_a_cluster_that_does_not_answer_is_not_waited_for_for_ever(self):
        """The mocked one knows nothing of administration."""
        begin = time.monotonic()
        self.run_tksctl("topics", "create", "new", "--timeout", "1s", status=4)
        self.assertLess(time.monotonic() - begin, 30)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
