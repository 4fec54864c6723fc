#!/usr/bin/env python3
"""tksctl tail against a cluster that is mocked in another process.

Usage: tail_test.py TKSCTL MOCK_BROKER
"""

import base64
import json
import os
import pty
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from mock_cluster import ENVIRONMENT, PATIENCE_S, Cluster

TKSCTL = sys.argv[1]
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
EVENTS = (SAMPLES / "day.ndjson").read_text(encoding="utf-8").splitlines()
def numbered(topic, partition, count):
    """Messages that say where they stand."""
    return [{"topic": topic, "partition": partition, "key": f"{partition}/{offset}", "payload": json.dumps({"n": offset})}
            for offset in range(count)]


class TailTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster("day:3", "numbers:2", "single:1", "quiet:1", "state:2", "bad:1", "numbers.more:1")
        cls.addClassCleanup(cls.cluster.close)
        cls.cluster.produce(
            *({"topic": "day", "partition": index % 3, "key": str(index), "payload": event, "ts": 1700000000000 + index}
              for index, event in enumerate(EVENTS)),
            *numbered("numbers", 0, 50), *numbered("numbers", 1, 10), *numbered("single", 0, 5), *numbered("numbers.more", 0, 1))

    def command(self, *arguments, brokers=None):
        return [TKSCTL, "tail", "--no-config", "--brokers", brokers or self.cluster.address, *arguments]

    def tail(self, *arguments, status=0, brokers=None, environment=None):
        done = subprocess.run(self.command(*arguments, brokers=brokers), capture_output=True, text=True, check=False,
                              timeout=PATIENCE_S, env=ENVIRONMENT | (environment or {}))
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def places(self, *arguments):
        """PARTITION/OFFSET of what is told, sorted."""
        lines = self.tail("--template", "%p %o", "-q", *arguments).stdout.split("\n")[:-1]
        return sorted(tuple(map(int, line.split())) for line in lines)

    def start(self, *arguments, brokers=None, **pipes):
        process = subprocess.Popen(self.command(*arguments, brokers=brokers), text=True, env=ENVIRONMENT,
                                   **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | pipes)
        self.addCleanup(lambda: [pipe.close() for pipe in (process.stdout, process.stderr) if pipe])
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    # Where to begin and to end.

    def test_ranges(self):
        def span(partition, begin, end):
            return [(partition, offset) for offset in range(begin, end)]

        for offsets, expected in {
            "start": span(0, 0, 50) + span(1, 0, 10),
            "end": [],
            "45": span(0, 45, 50),
            "-3": span(0, 47, 50) + span(1, 7, 10),
            "+48": span(0, 48, 50),
            "2:4": span(0, 2, 4) + span(1, 2, 4),
            "-3:-1": span(0, 47, 49) + span(1, 7, 9),
            ":+2": span(0, 0, 2) + span(1, 0, 2),
            "0=12:14,1=8": span(0, 12, 14) + span(1, 8, 10),
            "1=9:,0:1": span(0, 0, 1) + span(1, 9, 10),
            "900": [],
        }.items():
            with self.subTest(offset=offsets):
                self.assertEqual(self.places("--exit", f"--offset={offsets}", "numbers"), expected)

    def test_a_range_with_an_end_needs_no_exit(self):
        self.assertEqual(self.places("--offset", "0=12:14", "numbers"), [(0, 12), (0, 13)])

    def test_single_partitions(self):
        self.assertEqual(len(self.places("--exit", "--partition", "1", "numbers")), 10)
        self.assertIn("the topic numbers has no partition 7; it has 2",
                      self.tail("--exit", "--partition", "7", "numbers", status=4).stderr)

    def test_a_count_ends_it(self):
        self.assertEqual(len(self.places("-n", "7", "--offset", "start", "numbers")), 7)

    def test_exit_ends_where_the_topic_ended(self):
        self.assertEqual(len(self.places("--exit", "day")), len(EVENTS))
        self.assertEqual(self.places("--exit", "quiet"), [])

    def test_silence_ends_it(self):
        begin = time.monotonic()
        self.tail("--idle-timeout", "300ms", "quiet")
        self.assertGreater(time.monotonic() - begin, 0.29)

    def test_topics_by_name_and_by_expression(self):
        def topics(*arguments):
            return set(self.tail("--exit", "-q", "--template", "%t", *arguments).stdout.split())

        self.assertEqual(topics("numbers", "single"), {"numbers", "single"})
        self.assertEqual(topics("--regex", "^num"), {"numbers", "numbers.more"})
        self.assertIn("no topic at", self.tail("--exit", "--regex", "^nothing$", status=4).stderr)
        self.assertIn('"(" is no regular expression', self.tail("--exit", "--regex", "(", status=2).stderr)

    # What is written.

    def test_events_are_passed_on_as_they_are(self):
        done = self.tail("--exit", "--format", "ndjson", "day")
        self.assertEqual(sorted(done.stdout.splitlines()), sorted(EVENTS))
        self.assertEqual(done.stderr, "")

    def test_threads_make_no_difference(self):
        read = ["--exit", "--format", "ndjson", "--type", "order_filled", "--partition", "1", "day"]
        outputs = {self.tail("--threads", threads, *read).stdout for threads in ("1", "2", "7")}
        self.assertEqual(len(outputs), 1)
        self.assertNotEqual(outputs, {""})

    def test_what_is_written_can_be_read_again(self):
        for form in ("ndjson", "envelope"):
            with self.subTest(format=form):
                text = self.tail("--exit", "--format", form, "day").stdout
                judged = subprocess.run([TKSCTL, "validate", "--no-config"], input=text, capture_output=True, text=True, check=False)
                self.assertEqual((judged.returncode, judged.stdout), (0, ""))
                self.assertIn(f"{len(EVENTS)} records, 0 refused", judged.stderr)

    def test_envelopes_keep_all_of_a_message(self):
        topic = "envelopes"
        cluster = Cluster(f"{topic}:1")
        self.addCleanup(cluster.close)
        cluster.produce(
            {"topic": topic, "key": "k", "payload": "p\u00e9\n", "ts": 1700000000123,
             "headers": [["a", "1"], ["b", None], ["a", "2"], ["c", ""]]},
            {"topic": topic, "payload": None}, {"topic": topic, "key": "", "payload": ""}, {"topic": topic, "payload_hex": "00ff10"})
        lines = self.tail("--exit", "-q", "--format", "envelope", topic, brokers=cluster.address).stdout.splitlines()
        first, tombstone, empty, binary = map(json.loads, lines)
        broker = first.pop("broker")
        self.assertIn(broker, (1, 2, 3))
        self.assertEqual(first, {"topic": topic, "partition": 0, "offset": 0, "tstype": "create", "ts": 1700000000123,
                                 "headers": {"a": ["1", "2"], "b": None, "c": ""}, "key": "k", "payload": "p\u00e9\n"})
        self.assertEqual((tombstone["key"], tombstone["payload"]), (None, None))
        self.assertEqual((empty["key"], empty["payload"]), ("", ""))
        self.assertEqual(binary["payload_encoding"], "base64")
        self.assertEqual(base64.b64decode(binary["payload"]), b"\x00\xff\x10")

    def test_templates(self):
        done = self.tail("--exit", "--partition", "0", "-n", "1", "--template",
                         r"%t/%p/%o %k {{{occurred_at:time}}}\t{payload.market} {payload.nothing}%%", "day")
        self.assertEqual(done.stdout, "day/0/0 0 {2026-03-02T08:00:00.005Z}\tBTC/USDT %\n")
        self.assertIn("--template: there is no %x", self.tail("--template", "%x", "day", status=2).stderr)

    def test_lines_for_people(self):
        done = self.tail("--exit", "--type", "order_filled", "-n", "1", "--partition", "0", "day")
        self.assertRegex(done.stdout, r"^2026-03-02T\S+ order_filled +\S{36} \S+ +(buy|sell) [\d.]+ at [\d.]+ .*~[0-9a-f]{8}\n$")
        self.assertIn("\x1b[", self.tail("--exit", "--color", "always", "-n", "1", "day").stdout)

    def test_filters(self):
        def count(*arguments):
            return len(self.tail("--exit", "--format", "ndjson", *arguments, "day").stdout.splitlines())

        events = [json.loads(event) for event in EVENTS]
        fills = [event for event in events if event["event_type"] == "order_filled"]
        bitcoin = [event for event in events if event["payload"].get("market") in ("BTC/USDT", "BTC-USDT")]
        breakout = [event for event in events if event["payload"].get("strategy_id") == "breakout-4h"]
        for expected in (fills, bitcoin, breakout):
            self.assertTrue(0 < len(expected) < len(events))
        self.assertEqual(count("--type", "order_filled"), len(fills))
        self.assertEqual(count("--type", "OrderFilled"), len(fills))
        self.assertEqual(count("--market", "BTC-USDT"), len(bitcoin))
        self.assertEqual(count("--strategy", "breakout-4h"), len(breakout))
        self.assertEqual(count("--market", "BTC*"), len(bitcoin))
        self.assertEqual(count("--where", "payload.market ~ ^BTC"), len(bitcoin))
        times = sorted(event["occurred_at"] for event in events)
        self.assertEqual(count("--since", str(times[10]), "--until", str(times[20])), sum(times[10] <= time <= times[20] for time in times))
        for option, path in (("--trade", "trade_id"), ("--direction", "direction")):
            values = [event["payload"].get(path) for event in events]
            value = next(filter(None, values))
            self.assertEqual(count(option, value), values.count(value))
        provided = [event for event in events if event["payload"].get("signal_provider", {}).get("signal_provider_id") == "tks"]
        self.assertEqual(count("--provider", "tks"), len(provided))
        self.assertEqual(count("--status", "filled,canceled"), sum(event["event_type"] in ("order_filled", "order_canceled", "trade_canceled",
                                                                                           "trading_signal_intent_canceled") for event in events))
        self.assertIn('events have no "payload.markt", did you mean "payload.market"?',
                      self.tail("--exit", "--where", "payload.markt = x", "day", status=2).stderr)
        self.assertEqual(count("--key", "5", "--key", "6"), 2)
        self.assertIn('there is no type of event "order_fild", did you mean "order_filled"?',
                      self.tail("--exit", "--type", "order_fild", "day", status=2).stderr)

    def test_headers_filter(self):
        topic = "single"
        cluster = Cluster(f"{topic}:1")
        self.addCleanup(cluster.close)
        cluster.produce({"topic": topic, "key": "1", "payload": "{}", "headers": [["to", "a"], ["v", "1"]]},
                        {"topic": topic, "key": "2", "payload": "{}", "headers": [["to", "b"]]}, {"topic": topic, "key": "3", "payload": "{}"})
        done = self.tail("--exit", "-q", "--header", "to=a", "--header", "v=1", "--template", "%k %h", topic, brokers=cluster.address)
        self.assertEqual(done.stdout, "1 to=a,v=1\n")

    def test_bad_messages_are_findings_and_the_stream_goes_on(self):
        self.cluster.produce({"topic": "bad", "payload": '{"event_type":"order_filled"}'}, {"topic": "bad", "payload": "no json"},
                             {"topic": "bad", "payload": None}, {"topic": "bad", "payload": EVENTS[0]})
        done = self.tail("--exit", "--format", "ndjson", "bad")
        self.assertEqual(done.stdout.splitlines(), ['{"event_type":"order_filled"}', EVENTS[0]])
        self.assertRegex(done.stderr, r"(?m)^bad/0/0: error: .* \[schema/missing\]$")
        self.assertRegex(done.stderr, r"(?m)^bad/0/1: error: .* \[json/\S+\]$")
        self.assertNotIn("bad/0/3", done.stderr)
        text = self.tail("--exit", "--strict", "bad", status=1)
        self.assertIn("bad/0/1: error:", text.stdout)
        self.assertIn("tombstone", text.stdout)
        self.assertIn("trading_signal_intent_created", text.stdout)
        self.assertEqual(text.stderr, "")
        self.assertEqual(self.tail("--exit", "-q", "--format", "ndjson", "bad").stderr, "")

    def test_merging_brings_partitions_into_the_order_of_time(self):
        def times(*arguments):
            return list(map(int, self.tail("--exit", "-q", "--template", "{occurred_at}", *arguments, "day").stdout.split()))

        in_order = sorted(json.loads(event)["occurred_at"] for event in EVENTS)
        self.assertNotEqual(times(), in_order)
        self.assertEqual(times("--merge-window", "1000"), in_order)
        self.assertEqual(times("--merge-window", "1000", "-n", "20"), in_order[:20])
        self.assertIn("leave out --merge-window", self.tail("--latest", "--merge-window", "1", "day", status=2).stderr)
        self.assertIn("leave out one of them", self.tail("--group", "g", "--commit", "--merge-window", "1", "day", status=2).stderr)

    def test_merging_holds_messages_no_longer_than_the_window(self):
        cluster = Cluster("live:2")
        self.addCleanup(cluster.close)
        process = self.start("--merge-window", "1500", "-q", "--offset", "start", "--template", "%k", "live", brokers=cluster.address)

        def message(partition, key, time_ms):
            return {"topic": "live", "partition": partition, "key": key, "payload": json.dumps(json.loads(EVENTS[0]) | {"occurred_at": time_ms})}

        now = int(time.time() * 1000)
        begin = time.monotonic()
        cluster.produce(message(0, "second", now + 10))
        cluster.produce(message(1, "first", now))
        self.assertEqual([process.stdout.readline() for _ in range(2)], ["first\n", "second\n"])
        self.assertGreater(time.monotonic() - begin, 1.4)
        # What is held back is told at the end.
        cluster.produce(message(0, "last", now + 20))
        time.sleep(0.7)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.stdout.read(), "last\n")
        self.assertEqual(process.wait(PATIENCE_S), 130)

    def test_lives_are_followed(self):
        cluster = Cluster("lives:1")
        self.addCleanup(cluster.close)
        day = (SAMPLES / "day.ndjson").read_text(encoding="utf-8").splitlines()
        orders = [event for event in day if '"aggregate_type":"order"' in event.replace(" ", "")]
        first = json.loads(orders[0])["aggregate_id"]
        life = [event for event in orders if json.loads(event)["aggregate_id"] == first]
        self.assertEqual(json.loads(life[1])["event_type"], "order_placed")
        cluster.produce(*({"topic": "lives", "key": first, "payload": event} for event in [life[0], *life[2:]]))
        check = ["--exit", "--format", "ndjson", "--check", "lifecycle", "lives"]
        self.assertEqual(self.tail("--exit", "--strict", "lives", brokers=cluster.address).stderr, "")
        done = self.tail("--strict", *check, brokers=cluster.address, status=1)
        self.assertRegex(done.stderr, r"\Alives/0/1: error: order_placed of the order is missing, .* \[lifecycle/missing-step\]\n"
                                      r"lives/0/0: note: order_requested of ")
        self.assertEqual(self.tail("--strict", "--ignore", "lifecycle", *check, brokers=cluster.address).stderr, "")
        # The events of an aggregate lie in several partitions there, which merging brings together.
        done = self.tail("--exit", "--strict", "--check", "lifecycle", "--merge-window", "1000", "day")
        self.assertNotIn("lifecycle/", done.stdout)

    def test_the_status_line_tells_rate_and_lag(self):
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        process = self.start("--offset", "start", "--format", "ndjson", "numbers", stdout=subprocess.DEVNULL, stderr=slave)
        os.close(slave)
        seen = b""
        deadline = time.monotonic() + PATIENCE_S
        wanted = re.compile(rb"60 messages, 60 bad, lag 0; \d+ messages/s, \d+\.\d MB/s")
        while not wanted.search(seen) and time.monotonic() < deadline:
            seen += os.read(master, 4096)
        process.terminate()
        self.assertRegex(seen, wanted)

    def test_the_latest_of_each_key(self):
        self.cluster.produce(
            {"topic": "state", "key": "a", "payload": "1"}, {"topic": "state", "key": "b", "payload": "2"},
            {"topic": "state", "key": "a", "payload": "3"}, {"topic": "state", "key": "b", "payload": None},
            {"topic": "state", "partition": 1, "key": "c", "payload": "4"}, {"topic": "state", "partition": 1, "payload": "5"})
        done = self.tail("--latest", "-q", "--template", "%k %s", "state")
        self.assertEqual(done.stdout, "a 3\nc 4\n")
        self.assertIn("have no key", done.stderr)

    # Following, and ending.

    def test_messages_come_at_once(self):
        process = self.start("--template", "%k", "-q", "quiet")
        # Where the topic ends is only known once the command has asked.
        time.sleep(1)
        self.cluster.produce({"topic": "quiet", "key": "now", "payload": "{}"})
        produced = time.monotonic()
        self.assertEqual(process.stdout.readline(), "now\n")
        self.assertLess(time.monotonic() - produced, 5)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(PATIENCE_S), 130)

    def test_a_broker_that_knows_less_than_was_read_is_asked_again(self):
        offset_out_of_range, fetch = 1, 1
        cluster = Cluster("known:1")
        self.addCleanup(cluster.close)
        messages = numbered("known", 0, 10)
        cluster.produce(*messages[:5])
        process = self.start("--offset", "start", "--template", "%o", "known", brokers=cluster.address)
        read = [process.stdout.readline() for _ in range(5)]
        cluster.order(fail=offset_out_of_range, api=fetch)
        time.sleep(0.5)
        cluster.produce(*messages[5:])
        read += [process.stdout.readline() for _ in range(5)]
        self.assertEqual(read, [f"{offset}\n" for offset in range(10)])
        process.terminate()
        self.assertNotIn("no longer has", process.stderr.read())

    def test_signals_end_it_and_nothing_is_lost(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(signal=number):
                process = self.start("--offset", "start", "--format", "ndjson", "-q", "single")
                lines = [process.stdout.readline() for _ in range(5)]
                process.send_signal(number)
                self.assertEqual(process.wait(PATIENCE_S), status)
                self.assertEqual(process.stdout.read(), "")
                self.assertEqual([json.loads(line)["n"] for line in lines], [0, 1, 2, 3, 4])

    def test_a_second_signal_ends_it_at_once_though_nobody_reads(self):
        cluster = Cluster("much:1")
        self.addCleanup(cluster.close)
        cluster.produce(*({"topic": "much", "payload": json.dumps("x" * 10_000)} for _ in range(100)))
        process = self.start("--offset", "start", "--format", "ndjson", "-q", "much", brokers=cluster.address)
        process.stdout.readline()
        # It is in the middle of a write into a pipe that is full.
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(PATIENCE_S), 130)

    def test_a_reader_who_leaves_ends_it_quietly_even_in_silence(self):
        process = self.start("--offset", "start", "--format", "ndjson", "-q", "single")
        process.stdout.readline()
        process.stdout.close()
        self.assertEqual(process.wait(PATIENCE_S), 0)
        self.assertEqual(process.stderr.read(), "")

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_a_full_disk_is_an_error(self):
        done = self.tail("--exit", "--format", "ndjson", "-o", "/dev/full", "day", status=3)
        self.assertIn("No space left on device", done.stderr)

    # Connections.

    def test_a_broker_that_is_not_there_is_one_clear_line(self):
        begin = time.monotonic()
        done = self.tail("--timeout", "1s", "day", status=4, brokers="127.0.0.1:1")
        self.assertLess(time.monotonic() - begin, 30)
        self.assertRegex(done.stderr, r"\Atksctl: no broker answered within 1 s: 127.0.0.1:1/bootstrap: .*Connection refused; .*\n\Z")

    def test_a_topic_that_is_not_there_does_not_come_into_being(self):
        for _ in range(2):
            self.assertIn('there is no topic "singel"', self.tail("singel", status=4).stderr)
        self.assertIn('did you mean "single"?', self.tail("singel", status=4).stderr)

    def test_the_environment_is_that_of_the_services(self):
        done = subprocess.run([TKSCTL, "tail", "--no-config", "--exit", "-q", "--template", "%k", "single"], capture_output=True, text=True,
                              check=False, env=ENVIRONMENT | {"KAFKA_BROKER_STRING": self.cluster.address})
        self.assertEqual(len(done.stdout.splitlines()), 5)
        done = self.tail("single", status=2, environment={"ENV": "PROD"})
        self.assertIn("ENV is PROD, where the connection must be given in full; not set: KAFKA_SECURITY_PROTOCOL", done.stderr)

    def test_properties(self):
        with tempfile.TemporaryDirectory() as directory:
            file = os.path.join(directory, "kafka.conf")
            Path(file).write_text("fetch.wait.max.ms=10\nfetch.mn.bytes=1\n", encoding="utf-8")
            self.assertRegex(self.tail("--kafka-config", file, "single", status=2).stderr,
                             r'kafka.conf:2: librdkafka \S+ has no property "fetch.mn.bytes", did you mean "fetch.min.bytes"\?')
        self.assertEqual(len(self.places("--exit", "-X", "fetch.wait.max.ms=10", "single")), 5)
        done = self.tail("-X", "sasl.password=s3cret", "single", status=2)
        self.assertNotIn("s3cret", done.stderr)
        self.assertIn("-X: ", self.tail("-X", "fetch.wait.max.ms=soon", "single", status=2).stderr)

    # Groups.

    def test_a_group_commits_what_was_written(self):
        cluster = Cluster("t:2")
        self.addCleanup(cluster.close)
        cluster.produce(*numbered("t", 0, 3), *numbered("t", 1, 2))
        arguments = ["--group", "g", "--commit", "--offset", "start", "--exit", "-q", "--template", "%p %o", "t"]
        done = self.tail(*arguments, brokers=cluster.address)
        self.assertEqual(sorted(done.stdout.splitlines()), ["0 0", "0 1", "0 2", "1 0", "1 1"])

    def test_options_that_make_no_sense_in_a_group(self):
        self.assertIn("--offset can only be start or end", self.tail("--group", "g", "--offset", "12", "single", status=2).stderr)
        self.assertIn("leave out --partition", self.tail("--group", "g", "--partition", "0", "single", status=2).stderr)
        self.tail("--commit", "single", status=2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
