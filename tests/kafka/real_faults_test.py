#!/usr/bin/env python3
"""tksctl while its broker is killed and comes back.

Usage: real_faults_test.py TKSCTL MOCK_BROKER JARS
"""

import collections
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from broker import Broker, fetch
from mock_cluster import ENVIRONMENT, PATIENCE_S

TKSCTL, _, JARS = sys.argv[1:4]


class FaultsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.broker = Broker(fetch(JARS, "4.4.0"))
        cls.addClassCleanup(cls.broker.close)
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.dump = Path(directory.name) / "dump.ndjson"
        subprocess.run([TKSCTL, "simulate", "--no-config", "--trades", "300", "-o", cls.dump], check=True)
        cls.lines = cls.dump.read_text(encoding="utf-8").splitlines(keepends=True)

    def command(self, name, *arguments):
        return [TKSCTL, name, "--no-config", "--brokers", self.broker.address, *map(str, arguments)]

    def run_tksctl(self, *arguments, status=0):
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, check=False, timeout=PATIENCE_S, env=ENVIRONMENT)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def create(self):
        name = self.id().rsplit(".", 1)[1]
        self.run_tksctl("topics", "create", name, "--replication", "1")
        return name

    def start(self, *arguments):
        process = subprocess.Popen(self.command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        guard = threading.Timer(PATIENCE_S, process.kill)
        guard.start()
        self.addCleanup(lambda: (guard.cancel(), process.kill(), process.wait(), process.stdout.close(), process.stderr.close()))
        return process

    def restart(self, after_s):
        self.broker.kill()
        time.sleep(after_s)
        self.broker.start()

    def test_a_reader_goes_on_and_nothing_is_missing_or_doubled(self):
        topic = self.create()
        self.run_tksctl("publish", "-q", "--topic", topic, self.dump)
        # What is fetched ahead is little, so that most is still to come when the broker goes.
        process = self.start("tail", "-q", "--offset", "start", "--format", "ndjson", "-X", "queued.max.messages.kbytes=512",
                             "-X", "fetch.message.max.bytes=50000", topic)
        read = [process.stdout.readline() for _ in range(len(self.lines) // 4)]
        self.restart(1)
        read += [process.stdout.readline() for _ in range(len(self.lines) - len(read))]
        self.assertEqual(collections.Counter(read), collections.Counter(self.lines))
        # And it still follows.
        self.run_tksctl("publish", "-q", "--topic", topic, self.dump)
        again = [process.stdout.readline() for _ in range(len(self.lines))]
        self.assertEqual(collections.Counter(again), collections.Counter(self.lines))

    def test_a_reader_with_an_end_comes_to_it(self):
        topic = self.create()
        self.run_tksctl("publish", "-q", "--topic", topic, self.dump)
        process = self.start("tail", "-q", "--exit", "--format", "ndjson", "-X", "queued.max.messages.kbytes=512",
                             "-X", "fetch.message.max.bytes=50000", topic)
        read = [process.stdout.readline() for _ in range(100)]
        self.restart(2)
        read += process.stdout.readlines()
        self.assertEqual(process.wait(), 0)
        self.assertEqual(collections.Counter(read), collections.Counter(self.lines))

    def test_a_broker_that_does_not_come_back_is_not_waited_for_for_ever(self):
        topic = self.create()
        self.run_tksctl("publish", "-q", "--topic", topic, self.dump)
        process = self.start("tail", "-q", "--exit", "--format", "ndjson", "--timeout", "2s", "-X", "queued.max.messages.kbytes=512",
                             "-X", "fetch.message.max.bytes=50000", topic)
        process.stdout.readline()
        self.broker.kill()
        try:
            _, errors = process.communicate()
        finally:
            self.broker.start()
        self.assertEqual(process.returncode, 4, errors)
        self.assertIn("all brokers are gone, and none came back within 2 s", errors)

    def test_what_is_published_arrives_once_though_the_broker_goes(self):
        topic = self.create()
        process = self.start("publish", "--topic", topic, "--rate", len(self.lines) / 6, self.dump)
        time.sleep(2)
        self.restart(1)
        out, errors = process.communicate()
        self.assertEqual((process.returncode, out), (0, ""), errors)
        read = self.run_tksctl("tail", "-q", "--exit", "--format", "ndjson", topic).stdout.splitlines(keepends=True)
        self.assertEqual(collections.Counter(read), collections.Counter(self.lines))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
