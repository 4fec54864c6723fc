"""A Kafka cluster that is mocked in another process, for tests whose arguments are TKSCTL MOCK_BROKER."""

import json
import os
import subprocess
import sys

PATIENCE_S = 60
# Whatever this machine's environment says of Kafka, the tests say it themselves.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if not name.startswith("KAFKA_") and name not in ("ENV", "POD_NAME", "LOGGING_LEVEL")}


class Cluster:
    """A mock cluster of a test's own."""

    def __init__(self, *topics):
        self.process = subprocess.Popen([sys.argv[2], *topics], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()

    def order(self, **command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def produce(self, *messages):
        for message in messages:
            self.order(**message)
        self.order(flush=True)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(PATIENCE_S)
