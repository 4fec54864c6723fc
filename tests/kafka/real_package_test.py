#!/usr/bin/env python3
"""tksctl and the producer and consumer of tks-essentials (aiokafka) on the same topics.

Usage, by a Python that has tks-essentials: real_package_test.py TKSCTL MOCK_BROKER JARS
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from broker import Broker, fetch
from mock_cluster import ENVIRONMENT, PATIENCE_S

# The package looks for its service's directory when it is imported, and logs into it.
SERVICE = tempfile.TemporaryDirectory()
(Path(SERVICE.name) / "config").mkdir()
(Path(SERVICE.name) / "config" / "app_config.yaml").write_text("logging_level: error\n", encoding="utf-8")
os.environ["PROJECT_ROOT"] = SERVICE.name
os.environ.pop("ENV", None)

from tksessentials import database  # pylint: disable=wrong-import-position

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "conformance"))
from package import EVENT_CLASSES  # pylint: disable=wrong-import-position

TKSCTL, _, JARS = sys.argv[1:4]
DAY = Path(__file__).resolve().parents[2] / "samples" / "day.ndjson"
EVENTS = [json.loads(line) for line in DAY.read_text(encoding="utf-8").splitlines()]


def model_of(event):
    return EVENT_CLASSES[event["event_type"]].model_validate(event)


class PackageTest(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.broker = Broker(fetch(JARS, "4.4.0"))
        cls.addClassCleanup(cls.broker.close)
        os.environ["KAFKA_BROKER_STRING"] = cls.broker.address

    def tksctl(self, command, *arguments, status=0):
        # As the services are told where the brokers are.
        done = subprocess.run([TKSCTL, command, "--no-config", *map(str, arguments)], capture_output=True, text=True, check=False,
                              timeout=PATIENCE_S, env=ENVIRONMENT | {"KAFKA_BROKER_STRING": self.broker.address})
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def run_async(self, work):
        return asyncio.run(asyncio.wait_for(work, PATIENCE_S))

    async def consume(self, topic, count, group=None):
        consumer = await database.get_default_kafka_consumer(topic, client="reader", consumer_group=group, auto_offset_reset="earliest")
        try:
            if group is None:
                await consumer.seek_to_beginning()
            return [await consumer.getone() for _ in range(count)]
        finally:
            await consumer.stop()

    async def produce(self, topic, keyed):
        producer = await database.get_default_kafka_producer(client_id="writer")
        try:
            for key, value in keyed:
                await producer.send(topic, key=key, value=value)
        finally:
            await producer.stop()

    def test_what_the_package_writes_is_read_and_valid(self):
        topic = "events.of.the.package"
        self.run_async(database.create_topic(topic, partitions=3, replication_factor=1))
        self.run_async(self.produce(topic, [(event["aggregate_id"], model_of(event)) for event in EVENTS]))
        done = self.tksctl("tail", "--exit", "--strict", "--format", "envelope", topic)
        self.assertEqual(done.stderr, "")
        read = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(sorted(message["key"] for message in read), sorted(event["aggregate_id"] for event in EVENTS))
        models = {json.loads(message["payload"])["event_id"]: model_of(json.loads(message["payload"])) for message in read}
        self.assertEqual(models, {event["event_id"]: model_of(event) for event in EVENTS})

    def test_what_is_published_is_read_by_the_package(self):
        topic = "events.of.tksctl"
        self.tksctl("topics", "create", "--replication", "1", topic)
        self.tksctl("publish", "-q", "--topic", topic, DAY)
        messages = self.run_async(self.consume(topic, len(EVENTS)))
        # The consumer has decoded keys and values: the same events, and each of its class.
        self.assertEqual(sorted(json.dumps(message.value) for message in messages), sorted(map(json.dumps, EVENTS)))
        for message in messages:
            self.assertEqual(message.key, model_of(message.value).aggregate_id)

    def test_both_choose_the_same_partition_for_a_key(self):
        topic = "events.of.both"
        self.tksctl("topics", "create", "--replication", "1", topic)
        self.tksctl("publish", "-q", "--topic", topic, DAY)
        self.run_async(self.produce(topic, [(event["aggregate_id"], event) for event in EVENTS]))
        lines = self.tksctl("tail", "--exit", "-q", "--template", "%k %p", topic).stdout.splitlines()
        self.assertEqual(len(lines), 2 * len(EVENTS))
        self.assertEqual(len(set(lines)), len({event["aggregate_id"] for event in EVENTS}))

    def test_the_state_of_a_compacted_topic_is_the_same_for_both(self):
        topic = "state"
        self.run_async(database.create_topic(topic, partitions=2, replication_factor=1, compacted=True))
        state = [(f"key-{number % 7}", {"number": number}) for number in range(30)]
        # What json.dumps makes of None is no tombstone; only a producer without a serializer writes one.
        self.run_async(self.produce(topic, state))
        done = self.tksctl("tail", "--latest", "-q", "--template", "%k %s", topic)
        ours = dict(line.split(" ", 1) for line in done.stdout.splitlines())
        theirs = self.run_async(database.read_compacted_state_snapshot(topic, self.broker.address, logging.getLogger("app"), timeout_s=0.5))
        self.assertEqual({key: json.loads(value) for key, value in ours.items()}, theirs)
        self.assertEqual(len(theirs), 7)

    def test_a_member_of_each_can_go_on_where_the_other_has_committed(self):
        topic = "shared"
        self.tksctl("topics", "create", "--replication", "1", "--partitions", "2", topic)
        self.tksctl("publish", "-q", "--topic", topic, DAY)
        group = ["tail", "-q", "--group", "team", "--commit", "--offset", "start", "--format", "ndjson", "--exit", topic]
        self.assertEqual(len(self.tksctl(*group).stdout.splitlines()), len(EVENTS))
        self.run_async(self.produce(topic, [(event["aggregate_id"], event) for event in EVENTS[:10]]))
        messages = self.run_async(self.consume(topic, 10, group="team"))
        self.assertEqual(sorted(json.dumps(message.value) for message in messages), sorted(map(json.dumps, EVENTS[:10])))
        self.assertEqual(self.tksctl(*group).stdout, "")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
