#!/usr/bin/env python3
"""tksctl as in UAT and PROD: SCRAM-SHA-512 over TLS, by the environment of the services; and what goes wrong with it.

Usage: real_login_test.py TKSCTL MOCK_BROKER JARS
"""

import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from broker import Broker, fetch, need
from mock_cluster import ENVIRONMENT, PATIENCE_S

TKSCTL, _, JARS = sys.argv[1:4]
DAY = Path(__file__).resolve().parents[2] / "samples" / "day.ndjson"
EVENTS = DAY.read_text(encoding="utf-8").splitlines()
PASSWORD = "correct horse"


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def make_authority(directory, name):
    """A self-signed certificate and its key."""
    certificate, key = directory / f"{name}.crt", directory / f"{name}.key"
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", 2, "-subj", f"/CN={name}")
    return certificate, key


def make_key_store(directory, authority):
    """The broker's key, and its certificate for 127.0.0.1, in one file."""
    certificate, key = authority
    request, own_key, own, extensions = (directory / name for name in ("broker.csr", "broker.key", "broker.crt", "broker.ext"))
    extensions.write_text("subjectAltName=IP:127.0.0.1\n", encoding="utf-8")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", own_key, "-out", request, "-subj", "/CN=broker")
    openssl("x509", "-req", "-in", request, "-CA", certificate, "-CAkey", key, "-CAcreateserial", "-out", own, "-days", 2,
            "-extfile", extensions)
    store = directory / "broker.pem"
    store.write_text(own_key.read_text() + own.read_text() + certificate.read_text())
    return store


def guarded_broker(version, store):
    """Alice may do everything, bob nothing, and carol what she is allowed by and by."""
    scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
    users = [option for user in ("alice", "bob", "carol") for option in ("--add-scram", f"SCRAM-SHA-512=[name={user},password={PASSWORD}]")]
    return Broker(fetch(JARS, version), {
        "ssl.keystore.type": "PEM", "ssl.keystore.location": store, "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "listener.name.client.scram-sha-512.sasl.jaas.config": scram,
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": "User:ANONYMOUS;User:alice",
    }, users, "SASL_SSL")


class LoginTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        need("openssl", "openssl")
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.directory = Path(directory.name)
        authority = make_authority(cls.directory, "authority")
        cls.authority = authority[0]
        cls.store = make_key_store(cls.directory, authority)
        cls.password = cls.directory / "password"
        cls.password.write_text(PASSWORD + "\n", encoding="utf-8")
        cls.broker = guarded_broker("3.9.2", cls.store)
        cls.addClassCleanup(cls.broker.close)

    def run_tksctl(self, *arguments, status=0, user="alice", password=None, authority=None, broker=None):
        environment = ENVIRONMENT | {
            "ENV": "PROD", "KAFKA_BROKER_STRING": (broker or self.broker).address, "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "KAFKA_SASL_MECHANISM": "SCRAM-SHA-512", "KAFKA_SASL_USERNAME": user,
            "KAFKA_SASL_PASSWORD_FILE": str(password or self.password), "KAFKA_SSL_CA_FILE": str(authority or self.authority)}
        done = subprocess.run([TKSCTL, arguments[0], "--no-config", *map(str, arguments[1:])], capture_output=True, text=True,
                              check=False, timeout=PATIENCE_S, env=environment)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertNotIn(PASSWORD, done.stdout + done.stderr)
        return done

    def test_all_that_is_done_in_production(self):
        self.run_tksctl("topics", "create", "orders", "--replication", "1")
        self.run_tksctl("ping", "orders")
        self.run_tksctl("publish", "--topic", "orders", DAY)
        self.assertEqual(sorted(self.run_tksctl("tail", "--exit", "--format", "ndjson", "orders").stdout.splitlines()), sorted(EVENTS))
        done = self.run_tksctl("tail", "--exit", "orders", status=4, user="bob")
        self.assertIn('there is no topic "orders"', done.stderr)
        self.assertIn("or none that may be seen", done.stderr)
        done = self.run_tksctl("topics", "create", "mine", "--replication", "1", status=4, user="bob")
        self.assertIn("uthorization failed", done.stderr)

    def allow(self, *operations, **resource):
        """Allows carol operations on one resource."""
        [(kind, name)] = resource.items()
        self.broker.java("kafka.admin.AclCommand", "--bootstrap-server", f"127.0.0.1:{self.broker.probe_port}", "--add",
                         "--allow-principal", "User:carol", *(word for operation in operations for word in ("--operation", operation)),
                         f"--{kind}", name)

    def test_who_may_see_a_topic_but_nothing_more_is_told_so(self):
        self.run_tksctl("topics", "create", "guarded", "--replication", "1")
        self.run_tksctl("publish", "-q", "--topic", "guarded", DAY)
        self.allow("Describe", topic="guarded")
        begin = time.monotonic()
        for command in (["tail", "--exit", "guarded"], ["tail", "guarded"], ["tail", "--exit", "--latest", "guarded"]):
            done = self.run_tksctl(*command, status=4, user="carol")
            self.assertRegex(done.stderr, r"\Atksctl: guarded/\d: .*Topic authorization failed.*\n\Z")
        done = self.run_tksctl("publish", "--topic", "guarded", DAY, status=4, user="carol")
        self.assertIn("authorization failed", done.stdout + done.stderr)
        self.assertIn("0 delivered", done.stderr)
        done = self.run_tksctl("topics", "delete", "guarded", status=4, user="carol")
        self.assertIn("authorization failed", done.stderr)
        self.assertLess(time.monotonic() - begin, 40)

    def test_who_may_read_a_topic_needs_a_group_to_be_a_member_of_it(self):
        self.run_tksctl("topics", "create", "readable", "--replication", "1")
        self.run_tksctl("publish", "-q", "--topic", "readable", DAY)
        self.allow("Read", topic="readable")
        read = ["tail", "--exit", "-q", "--offset", "start", "--format", "ndjson", "readable"]
        self.assertEqual(sorted(self.run_tksctl(*read, user="carol").stdout.splitlines()), sorted(EVENTS))
        done = self.run_tksctl(*read, "--group", "team", "--commit", status=4, user="carol")
        self.assertRegex(done.stderr, r"\Atksctl: .*Group authorization failed.*\n\Z")
        self.allow("Read", group="team")
        self.assertEqual(sorted(self.run_tksctl(*read, "--group", "team", "--commit", user="carol").stdout.splitlines()), sorted(EVENTS))

    def test_a_wrong_password_is_told_at_once(self):
        wrong = self.directory / "wrong"
        wrong.write_text("battery staple\n", encoding="utf-8")
        begin = time.monotonic()
        for command in (["ping", "--wait", "30"], ["tail", "--exit", "orders"], ["publish", "--topic", "orders", DAY]):
            done = self.run_tksctl(*command, status=4, password=wrong)
            self.assertRegex(done.stderr, r"(?i)authentication failed")
            self.assertNotIn("battery", done.stderr)
        self.assertLess(time.monotonic() - begin, 20)

    def test_a_certificate_that_is_not_trusted_is_told_at_once(self):
        other, _ = make_authority(self.directory, "other")
        done = self.run_tksctl("ping", status=4, authority=other)
        self.assertRegex(done.stderr, r"(?i)certificate verify failed")

    def test_a_newer_broker_that_an_old_client_cannot_log_in_to_is_named(self):
        newer = guarded_broker("4.4.0", self.store)
        self.addCleanup(newer.close)
        linked = subprocess.run([TKSCTL, "ping", "--no-config", "-X", "no.such.property=1"], capture_output=True, text=True, check=False)
        version = tuple(map(int, linked.stderr.split("librdkafka ")[1].split(" ")[0].split(".")))
        if version >= (2, 6, 1):
            self.run_tksctl("ping", broker=newer)
            return
        done = self.run_tksctl("ping", status=4, broker=newer)
        self.assertIn("where the linked librdkafka", done.stderr)
        self.assertIn("install librdkafka 2.6.1 or newer", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
