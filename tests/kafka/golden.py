"""Runs golden files of tests/cli's form against a mocked cluster of each file's own.

Usage: golden.py [--refresh] TKSCTL MOCK_BROKER FILE.test...

The cases of a file run in their order, so that what one publishes the next can read. The environment names the brokers. The
topics are those of the file's first line:  # topics: NAME:PARTITIONS...
"""

import sys
from pathlib import Path

from mock_cluster import Cluster

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))
from run import check  # pylint: disable=wrong-import-position


def main():
    refresh = sys.argv[1] == "--refresh"
    if refresh:
        # Where the cluster looks for its program.
        del sys.argv[1]
    failures = 0
    for file in map(Path, sys.argv[3:]):
        first = file.read_text(encoding="utf-8").split("\n", 1)[0]
        if not first.startswith("# topics: "):
            raise SystemExit(f"{file}:1: no topics are named")
        cluster = Cluster(*first.removeprefix("# topics: ").split())
        try:
            cases, failed = check(file, Path(sys.argv[1]).resolve(strict=True), refresh, {"KAFKA_BROKER_STRING": cluster.address})
        finally:
            cluster.close()
        print(f"{file.name}: {cases} cases, {failed} failed")
        if cases == 0:
            raise SystemExit(f"{file}: there is no case in it")
        failures += failed
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
