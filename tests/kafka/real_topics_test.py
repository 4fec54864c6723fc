#!/usr/bin/env python3
"""tksctl against a real broker, with kcat as the other client.

Usage: real_topics_test.py TKSCTL MOCK_BROKER JARS
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from broker import Broker, fetch, need
from mock_cluster import ENVIRONMENT, PATIENCE_S, Cluster

TKSCTL, _, JARS = sys.argv[1:4]
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
DAY = SAMPLES / "day.ndjson"
EVENTS = DAY.read_text(encoding="utf-8").splitlines()


class Producer(Cluster):
    """Produces as the mock cluster does, but to a cluster that is there."""

    def __init__(self, address, *options):
        super().__init__(f"--brokers={address}", *options)


class RealTest(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        need("kcat", "kcat")
        # Compacted topics are compacted within a second.
        cls.broker = Broker(fetch(JARS, "4.4.0"), {"log.roll.ms": 500, "log.cleaner.min.cleanable.ratio": 0.001,
                                                   "log.cleaner.delete.retention.ms": 0})
        cls.addClassCleanup(cls.broker.close)

    def run_tksctl(self, *arguments, status=0, feed=None):
        command = [TKSCTL, arguments[0], "--no-config", "--brokers", self.broker.address, *arguments[1:]]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_S, env=ENVIRONMENT, input=feed)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def create(self, *options):
        """A topic of this test's own."""
        name = self.id().rsplit(".", 1)[1]
        self.run_tksctl("topics", "create", name, "--replication", "1", *options)
        return name

    def tail(self, *arguments, **options):
        return self.run_tksctl("tail", *arguments, **options).stdout.splitlines()

    def kcat(self, *arguments, feed=None):
        done = subprocess.run(["kcat", "-b", self.broker.address, *arguments], capture_output=True, text=True, check=False,
                              timeout=PATIENCE_S, input=feed)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.splitlines()

    def start(self, *arguments):
        process = subprocess.Popen([TKSCTL, arguments[0], "--no-config", "--brokers", self.broker.address, *arguments[1:]],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        # Whatever hangs is ended, so that the reading of its output ends.
        guard = threading.Timer(PATIENCE_S, process.kill)
        guard.start()
        self.addCleanup(lambda: (guard.cancel(), process.kill(), process.wait(), process.stdout.close(), process.stderr.close()))
        return process

    def producer(self, *options):
        producer = Producer(self.broker.address, *options)
        self.addCleanup(producer.close)
        return producer

    # Both directions.

    def test_what_kcat_writes_is_read_as_it_is(self):
        topic = self.create()
        self.kcat("-P", "-t", topic, "-K", "\t", "-z", "zstd",
                  feed="".join(f"{json.loads(event)['aggregate_id']}\t{event}\n" for event in EVENTS))
        self.assertEqual(sorted(self.tail("--exit", "--format", "ndjson", topic)), sorted(EVENTS))

    def test_what_is_published_is_read_by_kcat(self):
        topic = self.create()
        self.run_tksctl("publish", "--topic", topic, DAY)
        self.assertEqual(sorted(self.kcat("-C", "-t", topic, "-e", "-q")), sorted(EVENTS))
        ours = [json.loads(line) for line in self.tail("--exit", "--format", "envelope", topic)]
        theirs = [json.loads(line) for line in self.kcat("-C", "-t", topic, "-e", "-q", "-J")]
        self.assertEqual({(one["partition"], one["offset"], one["key"], one["payload"], one["ts"]) for one in ours},
                         {(one["partition"], one["offset"], one["key"], one["payload"], one["ts"]) for one in theirs})

    def test_a_large_dump_comes_back_whole_and_in_the_order_of_keys(self):
        topic = self.create()
        with tempfile.NamedTemporaryFile(suffix=".ndjson") as dump:
            subprocess.run([TKSCTL, "simulate", "--no-config", "--trades", "3000", "-o", dump.name], check=True)
            lines = Path(dump.name).read_text(encoding="utf-8").splitlines()
            self.run_tksctl("publish", "-q", "--topic", topic, dump.name)
        read = self.tail("--exit", "-q", "--format", "ndjson", topic)
        self.assertEqual(sorted(read), sorted(lines))

        def by_aggregate(events):
            sequences = {}
            for event in events:
                sequences.setdefault(json.loads(event)["aggregate_id"], []).append(event)
            return sequences

        self.assertEqual(by_aggregate(read), by_aggregate(lines))

    # Topics.

    def test_topics_come_and_go(self):
        topic = self.create("--compacted", "--partitions", "3")
        again = self.run_tksctl("topics", "create", topic, "--replication", "1", "--compacted", "--partitions", "3")
        self.assertIn("was there already", again.stderr)
        other = self.run_tksctl("topics", "create", topic, "--replication", "1", status=4)
        self.assertIn("partitions: 3 instead of 6, it is compacted", other.stderr)
        self.assertIn("(see --replication)", self.run_tksctl("topics", "create", "more", status=4).stderr)
        described = json.loads(self.run_tksctl("topics", "describe", "--format", "ndjson", topic).stdout)
        self.assertEqual((described["cleanup_policy"], described["retention_ms"], described["retention_bytes"]), ("compact", -1, -1))
        self.assertEqual(described["partitions"][2],
                         {"partition": 2, "leader": 1, "replicas": [1], "in_sync": [1], "low": 0, "high": 0})
        self.assertIn("cleanup compact, retention unlimited", self.run_tksctl("topics", "describe", topic).stdout)
        self.run_tksctl("topics", "delete", topic)
        self.assertNotIn(topic, self.run_tksctl("topics", "list").stdout)

    def test_a_topic_that_is_not_there_does_not_come_into_being(self):
        for command in (["tail", "missing"], ["ping", "missing"], ["publish", "--topic", "missing", str(DAY)]):
            self.assertIn('there is no topic "missing"', self.run_tksctl(*command, status=4).stderr)
        self.assertNotIn("missing", self.run_tksctl("topics", "list").stdout)

    def test_a_topic_that_is_deleted_while_it_is_read_ends_it(self):
        topic = self.create()
        process = self.start("tail", "--offset", "start", "--template", "%o", topic)
        self.run_tksctl("publish", "--topic", topic, DAY)
        process.stdout.readline()
        self.run_tksctl("topics", "delete", topic)
        _, errors = process.communicate()
        self.assertEqual(process.returncode, 4, errors)
        self.assertIn(f"{topic}: the topic was deleted while it was read", errors)

    # Offsets that have gaps.

    def test_transactions_leave_gaps_and_the_end_is_found(self):
        topic = self.create("--partitions", "1")
        producer = self.producer("--transactional")
        for fate, payloads in (("commit", "ab"), ("abort", "cd"), ("commit", "e"), ("abort", "f")):
            producer.order(transaction="begin")
            producer.produce(*({"topic": topic, "payload": json.dumps(text)} for text in payloads))
            producer.order(transaction=fate)
        self.assertEqual(self.tail("--exit", "-q", "--template", "%s", topic), ['"a"', '"b"', '"e"'])
        self.assertEqual(self.tail("--exit", "-q", "--template", "%s", "--isolation", "read_uncommitted", topic),
                         [f'"{text}"' for text in "abcdef"])
        # What is still open is not read, and not waited for.
        producer.order(transaction="begin")
        producer.produce({"topic": topic, "payload": '"g"'})
        self.assertEqual(self.tail("--exit", "-q", "--template", "%s", "--offset=-2", topic), [])
        self.assertEqual(self.tail("--latest", "-q", topic), [])
        producer.order(transaction="commit")
        self.assertEqual(self.tail("--exit", "-q", "--template", "%s", "--offset=-2", topic), ['"g"'])

    def test_compaction_leaves_gaps_and_the_latest_of_each_key(self):
        topic = self.create("--partitions", "1", "--compacted")
        producer = self.producer()
        producer.produce(*({"topic": topic, "key": f"k{number % 3}", "payload": str(number)} for number in range(300)),
                         {"topic": topic, "key": "k1", "payload": None})
        # Only segments that are closed are compacted, and a later message closes one.
        deadline = time.monotonic() + PATIENCE_S
        number = 0
        while len(read := self.tail("--exit", "-q", "--template", "%k %s", topic)) > 100 and time.monotonic() < deadline:
            time.sleep(0.6)
            number += 1
            producer.produce({"topic": topic, "key": "roll", "payload": str(number)})
        self.assertLess(len(read), 100)
        self.assertEqual(self.tail("--latest", "-q", "--template", "%k %s", topic), ["k0 297", "k2 299", f"roll {number}"])

    # Places.

    def test_times_are_places(self):
        topic = self.create("--partitions", "2")
        begin = int(time.time() * 1000) - 100_000
        self.producer().produce(*({"topic": topic, "partition": number % 2, "payload": str(number), "ts": begin + 1000 * number}
                                  for number in range(20)))

        def numbers(offset):
            return sorted(map(int, self.tail("--exit", "-q", "--template", "%s", f"--offset={offset}", topic)))

        self.assertEqual(numbers(f"@{begin + 5000}"), list(range(5, 20)))
        self.assertEqual(numbers(f"@{begin + 5000}:@{begin + 8001}"), [5, 6, 7, 8])
        self.assertEqual(numbers("@-1h"), list(range(20)))
        self.assertEqual(numbers("@now"), [])

    def test_a_record_that_is_larger_than_what_is_fetched_at_once(self):
        topic = self.create("--partitions", "1")
        self.producer().produce({"topic": topic, "payload": json.dumps("x" * 900_000)}, {"topic": topic, "payload": '"small"'})
        read = self.tail("--exit", "-q", "--template", "%s", "-X", "fetch.message.max.bytes=1000", "-X", "receive.message.max.bytes=2000000",
                         "-X", "fetch.max.bytes=1000000", topic)
        self.assertEqual([len(line) for line in read], [900_002, 7])

    # Groups.

    def test_a_group_goes_on_where_it_has_committed_and_only_there(self):
        topic = self.create("--partitions", "2")
        producer = self.producer()
        producer.produce(*({"topic": topic, "partition": number % 2, "payload": str(number)} for number in range(10)))
        read = ["--group", "g", "--offset", "start", "--exit", "-q", "--template", "%s", topic]
        for commits in ([], [], ["--commit"]):
            self.assertEqual(sorted(map(int, self.tail(*commits, *read))), list(range(10)))
        producer.produce(*({"topic": topic, "partition": number % 2, "payload": str(number)} for number in range(10, 14)))
        self.assertEqual(sorted(map(int, self.tail("--commit", *read))), list(range(10, 14)))
        self.assertEqual(self.tail("--commit", *read), [])
        # A count is committed to the message, though more is at hand.
        producer.produce(*({"topic": topic, "payload": str(number)} for number in range(14, 34)))
        self.assertEqual(self.tail("--commit", "-n", "7", *read), [str(number) for number in range(14, 21)])
        self.assertEqual(self.tail("--commit", *read), [str(number) for number in range(21, 34)])

    def numbers_for_a_group(self, count):
        topic = self.create("--partitions", "2")
        self.producer().produce(*({"topic": topic, "partition": number % 2, "payload": str(number)} for number in range(count)))
        return topic, ["tail", "--group", topic, "--commit", "--offset", "start", "-q", "--template", "%s", topic]

    def test_what_a_killed_member_had_not_written_is_not_committed(self):
        topic, read = self.numbers_for_a_group(50_000)
        # Nobody reads the pipe, so that it is killed in the middle of a write, after what went before has been committed.
        first = self.start(*read, "-X", "session.timeout.ms=6000")
        select.select([first.stdout], [], [], PATIENCE_S)
        time.sleep(1.5)
        first.kill()
        written = first.stdout.read().split("\n")[:-1]
        self.assertTrue(0 < len(written) < 50_000)
        second = self.run_tksctl(*read, "--exit").stdout.split()
        self.assertEqual(set(written) | set(second), set(map(str, range(50_000))))

    def test_a_member_commits_though_there_is_always_more(self):
        topic, read = self.numbers_for_a_group(50_000)
        # All of it has been fetched, but is too long for what a pipe holds. It is read evenly, for longer than what lies between
        # two commits.
        long = [argument.replace("%s", "%s " + 100 * "-") for argument in read]
        first = self.start(*long, "-X", "session.timeout.ms=6000")
        for _ in range(9):
            for _ in range(5_000):
                first.stdout.readline()
            time.sleep(0.25)
        first.kill()
        self.assertNotEqual(first.stdout.read(), "")
        second = self.run_tksctl(*read, "--exit").stdout.split()
        self.assertLess(len(second), 50_000)

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_what_a_full_disk_did_not_take_is_not_committed(self):
        topic, read = self.numbers_for_a_group(100)
        for _ in range(2):
            self.assertIn("No space left on device", self.run_tksctl(*read, "-o", "/dev/full", status=3).stderr)
        self.assertEqual(sorted(map(int, self.run_tksctl(*read, "--exit").stdout.split())), list(range(100)))

    def test_a_second_member_takes_over_and_nothing_is_lost(self):
        topic = self.create("--partitions", "4")
        producer = self.producer()
        first = self.start("tail", "--group", "shared", "--commit", "--offset", "start", "-q", "--template", "%s", topic)
        texts = {"first": [], "second": []}

        def collect(name, process):
            thread = threading.Thread(target=lambda: texts[name].extend(line.strip() for line in process.stdout), daemon=True)
            thread.start()

        def produce(numbers):
            producer.produce(*({"topic": topic, "partition": number % 4, "payload": str(number)} for number in numbers))

        def wait_for(is_there):
            deadline = time.monotonic() + PATIENCE_S / 2
            while not is_there():
                self.assertLess(time.monotonic(), deadline, texts)
                time.sleep(0.05)

        collect("first", first)
        produce(range(40))
        wait_for(lambda: len(texts["first"]) == 40)
        second = self.start("tail", "--group", "shared", "--commit", "--offset", "start", "-q", "--template", "%s", topic)
        collect("second", second)
        count = 40
        while not texts["second"]:
            produce(range(count, count + 4))
            count += 4
            self.assertLess(count, 4000)
            time.sleep(0.1)
        first.send_signal(signal.SIGTERM)
        self.assertEqual(first.wait(), 143)
        produce(range(count, count + 40))
        count += 40
        everything = [str(number) for number in range(count)]
        wait_for(lambda: set(texts["first"] + texts["second"]) == set(everything))
        second.send_signal(signal.SIGINT)
        self.assertEqual(second.wait(), 130)
        # What was written was committed before the partitions went: nothing comes twice.
        self.assertEqual(sorted(texts["first"] + texts["second"]), sorted(everything))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
