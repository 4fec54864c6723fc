#!/usr/bin/env python3
"""What becomes of a store when its replay is killed, its disk is full, or others use it too.

Usage: store_crash_test.py TKSCTL [--instrumented]
"""

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

TKSCTL = sys.argv[1]
IS_INSTRUMENTED = "--instrumented" in sys.argv
STORE_FAILED = 5
KILLS = 12
SECONDS_OF_KILLS = 25

TABLES = ("intents", "signals", "orders", "trades", "fills", "trade_pnl", "findings", "cause", "correlation", "profit")
NOT_COMPARED = {"input"}  # The name of the file, which differs.


def uncounted(directory):
    """The environment of a process that may end while it writes down which of its lines were run. It does so where nobody looks,
    as what it leaves there half done would be a complaint of each process after it."""
    return {**os.environ, "GCOV_PREFIX": str(directory / "lines")}


def run(*arguments, **options):
    return subprocess.run([TKSCTL, *map(str, arguments)], capture_output=True, text=True, check=False, **options)


def replay(store, *inputs, **options):
    return run("replay", "--store", store, "--format", "ndjson", "--fail-on", "never", *inputs, **options)


def content(store):
    """All rows of the views and tables that say something, in an order of their own."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = {}
        for table in TABLES:
            names = [column[1] for column in database.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join(f'"{name}"' for name in names if name not in NOT_COMPARED and not name.endswith("_no"))
            rows[table] = sorted(database.execute(f"SELECT {kept} FROM {table}").fetchall(), key=repr)
        return rows


class StoreTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.root = Path(cls.directory.name)
        cls.dump = cls.root / "dump.ndjson"
        trades = 150 if IS_INSTRUMENTED else 1500
        with cls.dump.open("wb") as dump:
            subprocess.run([TKSCTL, "simulate", "--trades", str(trades), "--seed", "7", "--faults", "0.02"],
                           check=True, stdout=dump, stderr=subprocess.DEVNULL)
        cls.whole = cls.root / "whole.db"
        begin = time.monotonic()
        replay(cls.whole, cls.dump)
        cls.seconds_of_replay = time.monotonic() - begin

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def store(self):
        """The name of a store that is not there yet."""
        return self.root / f"{self.id().rsplit('.', 1)[-1]}.db"

    def test_a_replay_that_is_killed_is_gone_on_with(self):
        store = self.store()
        chance = random.Random(11)
        kills = 0
        end = time.monotonic() + SECONDS_OF_KILLS
        lines = self.dump.read_bytes().splitlines(keepends=True)
        log = self.root / "log.ndjson"
        # The log grows from kill to kill, so that each has something to interrupt.
        for step in range(1, KILLS + 1):
            if time.monotonic() > end:
                break
            log.write_bytes(b"".join(lines[: len(lines) * step // KILLS]))
            process = subprocess.Popen([TKSCTL, "replay", "-q", "--store", store, log],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=uncounted(self.root))
            time.sleep(chance.random() * (0.02 + self.seconds_of_replay * 1.2 / KILLS))
            process.kill()
            kills += process.wait() == -signal.SIGKILL
        log.write_bytes(b"".join(lines))
        self.assertEqual(replay(store, log).stdout, replay(self.whole).stdout)
        self.assertEqual(run("diff", store, self.dump).returncode, 0)
        self.assertEqual(content(store), content(self.whole))
        self.assertGreater(kills, 0)

    def test_a_full_disk_loses_nothing_that_was_committed(self):
        store = self.store()
        half = self.root / "half.ndjson"
        lines = self.dump.read_bytes().splitlines(keepends=True)
        half.write_bytes(b"".join(lines[: len(lines) // 10]))
        replay(store, half)
        before = content(store)
        size = store.stat().st_size

        def limit_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        failed = replay(store, self.dump, preexec_fn=limit_files, env=uncounted(self.root))
        self.assertEqual(failed.returncode, STORE_FAILED, failed.stderr)
        self.assertIn("is the disk full?", failed.stderr)
        self.assertEqual(failed.stderr.count("\n"), 1)
        self.assertEqual(content(store), before)
        replay(store, self.dump)
        self.assertEqual(run("diff", store, self.whole).stdout, "")

    def test_readers_go_on_while_a_writer_writes(self):
        store = self.store()
        replay(store, self.dump)
        before = replay(store).stdout
        with sqlite3.connect(store, isolation_level=None) as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("DELETE FROM pnl")
            begin = time.monotonic()
            self.assertEqual(replay(store).stdout, before)
            self.assertEqual(run("diff", store, self.whole).returncode, 0)
            self.assertLess(time.monotonic() - begin, 30 if IS_INSTRUMENTED else 8)
            writer.execute("ROLLBACK")

    def test_a_second_writer_waits_for_the_first(self):
        store = self.store()
        replay(store)
        replay(store, "/dev/null")
        writer = sqlite3.connect(store, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        second = subprocess.Popen([TKSCTL, "replay", "-q", "--store", store, self.dump], stdout=subprocess.DEVNULL)
        time.sleep(0.5)
        self.assertIsNone(second.poll())
        writer.execute("ROLLBACK")
        writer.close()
        self.assertIn(second.wait(timeout=60), (0, 1))
        self.assertEqual(run("diff", store, self.whole).stdout, "")

    def test_a_second_writer_does_not_wait_forever(self):
        store = self.store()
        replay(store, "/dev/null")
        writer = sqlite3.connect(store, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        begin = time.monotonic()
        failed = replay(store, self.dump)
        self.assertEqual(failed.returncode, STORE_FAILED)
        self.assertIn("another process is writing to it", failed.stderr)
        self.assertGreater(time.monotonic() - begin, 5)
        writer.execute("ROLLBACK")
        writer.close()

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_a_store_that_may_not_be_written_is_named(self):
        store = self.store()
        replay(store, "/dev/null")
        store.chmod(0o444)
        failed = replay(store, self.dump)
        self.assertEqual(failed.returncode, STORE_FAILED)
        self.assertIn("permissions", failed.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
