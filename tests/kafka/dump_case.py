"""What tests with a real broker share that publish a dump and read it while something happens to the broker. Their arguments
are TKSCTL MOCK_BROKER JARS."""

import collections
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from mock_cluster import ENVIRONMENT, PATIENCE_S

TKSCTL, _, JARS = sys.argv[1:4]


class DumpCase(unittest.TestCase):
    """Its classes say what the cluster is, how many copies a topic has, and how large the dump is."""

    REPLICATION = 1
    TRADES = 200

    @classmethod
    def start_brokers(cls):
        raise NotImplementedError

    @classmethod
    def setUpClass(cls):
        cls.brokers = cls.start_brokers()
        cls.addClassCleanup(cls.brokers.close)
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.dump = Path(directory.name) / "dump.ndjson"
        subprocess.run([TKSCTL, "simulate", "--no-config", "--trades", str(cls.TRADES), "-o", cls.dump], check=True)
        cls.lines = cls.dump.read_text(encoding="utf-8").splitlines(keepends=True)
        cls.once = collections.Counter(cls.lines)

    def command(self, name, *arguments):
        return [TKSCTL, name, "--no-config", "--brokers", self.brokers.address, *map(str, arguments)]

    def run_tksctl(self, *arguments):
        """What it prints."""
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, check=False, timeout=PATIENCE_S, env=ENVIRONMENT)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def start(self, *arguments):
        process = subprocess.Popen(self.command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        guard = threading.Timer(PATIENCE_S, process.kill)
        guard.start()
        self.addCleanup(lambda: (guard.cancel(), process.kill(), process.wait(), process.stdout.close(), process.stderr.close()))
        return process

    def create(self, *options):
        """A topic of the test's own name."""
        name = self.id().rsplit(".", 1)[1]
        self.run_tksctl("topics", "create", name, "--replication", self.REPLICATION, *options)
        return name

    def assert_read(self, lines, times=1):
        """That each line of the dump is there so often, and nothing else; without showing megabytes where it is not."""
        counts = collections.Counter(lines)
        wrong = {line[:60]: counts[line] for line in set(counts) | set(self.once) if counts[line] != times * self.once[line]}
        self.assertEqual(len(wrong), 0, f"{len(wrong)} of {len(self.once)} lines are not there {times} times, as {list(wrong.items())[:5]}")

    def read_all(self, topic):
        """How often each line is there."""
        return collections.Counter(self.run_tksctl("tail", "-q", "--exit", "--format", "ndjson", topic).splitlines(keepends=True))
