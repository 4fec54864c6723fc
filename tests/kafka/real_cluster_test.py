#!/usr/bin/env python3
"""tksctl and three brokers, of which the one that leads is killed in the middle.

Usage: real_cluster_test.py TKSCTL MOCK_BROKER JARS
"""

import collections
import json
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from broker import Brokers, fetch
from mock_cluster import ENVIRONMENT, PATIENCE_S

TKSCTL, _, JARS = sys.argv[1:4]
RATE = 600


class ClusterTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.brokers = Brokers(fetch(JARS, "4.4.0"))
        cls.addClassCleanup(cls.brokers.close)
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.dump = Path(directory.name) / "dump.ndjson"
        subprocess.run([TKSCTL, "simulate", "--no-config", "--trades", "200", "-o", cls.dump], check=True)
        cls.lines = cls.dump.read_text(encoding="utf-8").splitlines(keepends=True)
        cls.once = collections.Counter(cls.lines)

    def setUp(self):
        self.brokers.revive()

    def command(self, name, *arguments):
        return [TKSCTL, name, "--no-config", "--brokers", self.brokers.address, *map(str, arguments)]

    def run_tksctl(self, *arguments):
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, check=False, timeout=PATIENCE_S, env=ENVIRONMENT)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def start(self, *arguments):
        process = subprocess.Popen(self.command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        guard = threading.Timer(PATIENCE_S, process.kill)
        guard.start()
        self.addCleanup(lambda: (guard.cancel(), process.kill(), process.wait(), process.stdout.close(), process.stderr.close()))
        return process

    def create(self, partitions):
        name = self.id().rsplit(".", 1)[1]
        self.run_tksctl("topics", "create", name, "--replication", "3", "--partitions", partitions)
        return name

    def describe(self, topic):
        return json.loads(self.run_tksctl("topics", "describe", "--format", "ndjson", topic))["partitions"]

    def kill_leader(self, topic):
        """Of the first partition."""
        leader = self.describe(topic)[0]["leader"]
        self.brokers.node(leader).kill()
        return leader

    def publish_while(self, topic, event):
        """Publishes the dump, and lets the event happen in the middle."""
        process = self.start("publish", "-q", "--topic", topic, "--rate", RATE, self.dump)
        time.sleep(len(self.lines) / RATE / 3)
        self.assertIsNone(process.poll())
        happened = event()
        out, errors = process.communicate()
        self.assertEqual((process.returncode, out), (0, ""), errors)
        return happened

    def test_the_leader_is_killed_while_one_reads_and_one_writes(self):
        topic = self.create(partitions=3)
        reader = self.start("tail", "-q", "--offset", "start", "--format", "ndjson", topic)
        read = []
        thread = threading.Thread(target=lambda: read.extend(reader.stdout))
        thread.start()
        killed = self.publish_while(topic, lambda: self.kill_leader(topic))
        self.assertNotIn(killed, [partition["leader"] for partition in self.describe(topic)])
        # What was published is there once, and whoever read along has seen it once.
        self.assertEqual(collections.Counter(self.run_tksctl("tail", "-q", "--exit", "--format", "ndjson", topic).splitlines(keepends=True)),
                         self.once)
        deadline = time.monotonic() + PATIENCE_S / 2
        while len(read) < len(self.lines) and time.monotonic() < deadline:
            time.sleep(0.05)
        reader.terminate()
        thread.join()
        self.assertEqual((collections.Counter(read), reader.wait()), (self.once, 143), reader.stderr.read())

    def test_a_group_whose_coordinator_is_killed_goes_on_where_it_has_committed(self):
        topic = self.create(partitions=1)
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
