#!/usr/bin/env python3
"""tksctl while its broker is killed and comes back, or hangs.

Usage: real_faults_test.py TKSCTL MOCK_BROKER JARS
"""

import sys
import time
import unittest

from broker import Broker, fetch
from dump_case import JARS, DumpCase

# What is fetched ahead is little, so that most is still to come when something happens to the broker.
LITTLE_AHEAD = ["-X", "queued.max.messages.kbytes=512", "-X", "fetch.message.max.bytes=50000"]


class FaultsTest(DumpCase):
    TRADES = 300

    @classmethod
    def start_brokers(cls):
        return Broker(fetch(JARS, "4.4.0"))

    def restart(self, after_s):
        self.brokers.kill()
        time.sleep(after_s)
        self.brokers.start()

    def hang(self, for_s):
        self.brokers.freeze()
        time.sleep(for_s)
        self.brokers.thaw()

    def wait_for_leaders(self, topic):
        """A broker that hung for long leads nothing until it is known again."""
        self.run_tksctl("ping", "-q", "--wait", "60s", topic)

    def test_a_reader_goes_on_and_nothing_is_missing_or_doubled(self):
        topic = self.create()
        self.run_tksctl("publish", "-q", "--topic", topic, self.dump)
        process = self.start("tail", "-q", "--offset", "start", "--format", "ndjson", *LITTLE_AHEAD, topic)
        read = [process.stdout.readline() for _ in range(len(self.lines) // 4)]
        self.restart(1)
        read += [process.stdout.readline() for _ in range(len(self.lines) - len(read))]
        self.assert_read(read)
        # And it still follows.
        self.run_tksctl("publish", "-q", "--topic", topic, self.dump)
        again = [process.stdout.readline() for _ in range(len(self.lines))]
        self.assert_read(again)

    def test_a_reader_with_an_end_comes_to_it(self):
        topic = self.create()
        self.run_tksctl("publish", "-q", "--topic", topic, self.dump)
        # A broker takes its time to start where other things run; of the two times that it hangs, the reader only notices the second.
        for name, happen, timeout in (
            ("killed", lambda: self.restart(2), "60s"),
            ("hangs", lambda: self.hang(1), "8s"),
            ("hangs longer", lambda: self.hang(9), "8s"),
        ):
            with self.subTest(name):
                self.addCleanup(self.brokers.thaw)
                self.wait_for_leaders(topic)
                process = self.start("tail", "-q", "--exit", "--format", "ndjson", "--timeout", timeout, *LITTLE_AHEAD, topic)
                read = [process.stdout.readline() for _ in range(100)]
                happen()
                read += process.stdout.readlines()
                self.assertEqual(process.wait(), 0, process.stderr.read())
                self.assert_read(read)

    def test_a_broker_that_does_not_come_back_is_not_waited_for_for_ever(self):
        topic = self.create()
        self.run_tksctl("publish", "-q", "--topic", topic, self.dump)
        for happen in (self.brokers.freeze, self.brokers.kill):
            with self.subTest(happen.__name__):
                self.wait_for_leaders(topic)
                process = self.start("tail", "-q", "--exit", "--format", "ndjson", "--timeout", "6s", *LITTLE_AHEAD, topic)
                process.stdout.readline()
                happen()
                try:
                    _, errors = process.communicate()
                finally:
                    # Thawed, it would lead until it finds out that it was gone, and then lead nothing for a while.
                    self.restart(0)
                self.assertEqual(process.returncode, 4, errors)
                self.assertIn("all brokers are gone, and none came back within 6 s", errors)

    def test_what_is_published_arrives_once_though_the_broker_goes(self):
        topic = self.create()
        process = self.start("publish", "--topic", topic, "--rate", len(self.lines) / 6, self.dump)
        time.sleep(2)
        self.restart(1)
        out, errors = process.communicate()
        self.assertEqual((process.returncode, out), (0, ""), errors)
        self.assert_read(self.read_all(topic))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
