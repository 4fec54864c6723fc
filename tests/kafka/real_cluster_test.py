#!/usr/bin/env python3
"""tksctl and three brokers, of which the one that leads is killed or hangs in the middle.

Usage: real_cluster_test.py TKSCTL MOCK_BROKER JARS
"""

import collections
import json
import sys
import threading
import time
import unittest

from broker import Brokers, fetch
from dump_case import JARS, DumpCase
from mock_cluster import PATIENCE_S

RATE = 600


class ClusterTest(DumpCase):
    REPLICATION = 3

    @classmethod
    def start_brokers(cls):
        return Brokers(fetch(JARS, "4.4.0"))

    def setUp(self):
        self.brokers.revive()

    def describe(self, topic):
        return json.loads(self.run_tksctl("topics", "describe", "--format", "ndjson", topic))["partitions"]

    def leader(self, topic):
        """Of the first partition."""
        return self.brokers.node(self.describe(topic)[0]["leader"])

    def publish_while(self, topic, event, *options):
        """Publishes the dump, and lets the event happen in the middle."""
        process = self.start("publish", "-q", "--topic", topic, "--rate", RATE, *options, self.dump)
        time.sleep(len(self.lines) / RATE / 3)
        self.assertIsNone(process.poll())
        event()
        out, errors = process.communicate()
        self.assertEqual((process.returncode, out), (0, ""), errors)

    def follow(self, topic, *options):
        """A reader, and the lines that it has written so far."""
        reader = self.start("tail", "-q", "--offset", "start", "--format", "ndjson", *options, topic)
        read = []
        thread = threading.Thread(target=lambda: read.extend(reader.stdout))
        thread.start()
        self.addCleanup(lambda: (reader.kill(), thread.join()))
        return reader, read

    def wait_for(self, read, count):
        deadline = time.monotonic() + PATIENCE_S / 2
        while len(read) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        # What comes twice comes soon.
        time.sleep(0.2)

    def test_the_leader_is_killed_while_one_reads_and_one_writes(self):
        topic = self.create("--partitions", 3)
        reader, read = self.follow(topic)
        killed = self.leader(topic)
        self.publish_while(topic, killed.kill)
        self.assertNotIn(killed.number, [partition["leader"] for partition in self.describe(topic)])
        # What was published is there once, and whoever read along has seen it once.
        self.assert_read(self.read_all(topic))
        self.wait_for(read, len(self.lines))
        reader.terminate()
        self.assertEqual(reader.wait(), 143, reader.stderr.read())
        self.assert_read(read)

    def test_the_leader_hangs_while_one_reads_and_one_writes(self):
        topic = self.create("--partitions", 3)
        reader, read = self.follow(topic, "--timeout", "6s")
        frozen = self.leader(topic)
        self.addCleanup(frozen.thaw)
        self.publish_while(topic, frozen.freeze, "--timeout", "6s")
        self.wait_for(read, len(self.lines))
        # It goes on with the next leader, while the one before still does nothing.
        self.assert_read(read)
        self.assertNotIn(frozen.number, [partition["leader"] for partition in self.describe(topic)])
        # And still goes on when that one is back, and takes its connections for what they were.
        frozen.thaw()
        self.run_tksctl("publish", "-q", "--topic", topic, self.dump)
        self.wait_for(read, 2 * len(self.lines))
        reader.terminate()
        errors = reader.stderr.read()
        self.assertEqual(reader.wait(), 143, errors)
        self.assertEqual(errors, "")
        self.assert_read(self.read_all(topic), 2)
        self.assert_read(read, 2)

    def test_a_group_whose_coordinator_is_killed_goes_on_where_it_has_committed(self):
        topic = self.create("--partitions", 1)
        member = ["tail", "-q", "--group", topic, "--commit", "--offset", "start", "--format", "ndjson", topic]
        self.run_tksctl("publish", "-q", "--topic", topic, self.dump)
        reader = self.start(*member)
        read = [reader.stdout.readline() for _ in range(len(self.lines))]
        time.sleep(1.5)  # It commits once a second.
        partitions = self.describe("__consumer_offsets")
        coordinator = partitions[java_hash(topic) % len(partitions)]["leader"]
        self.brokers.node(coordinator).kill()
        self.run_tksctl("publish", "-q", "--topic", topic, self.dump)
        read += [reader.stdout.readline() for _ in range(len(self.lines))]
        time.sleep(1.5)
        reader.terminate()
        rest, errors = reader.communicate()
        self.assertEqual(reader.returncode, 143, errors)
        counts = collections.Counter(read + rest.splitlines(keepends=True))
        self.assertEqual({line: 2 for line in self.once}, {line: min(count, 2) for line, count in counts.items()})
        # Nothing is left, as all of it was committed.
        self.assertEqual(self.run_tksctl(*member, "--exit"), "")


def java_hash(text):
    """String.hashCode without its sign, by which a group finds its partition of Kafka's offsets."""
    value = 0
    for character in text:
        value = (31 * value + ord(character)) & 0xFFFFFFFF
    return value & 0x7FFFFFFF


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
