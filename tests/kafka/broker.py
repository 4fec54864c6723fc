"""A real Apache Kafka for tests: its jars come from Maven Central, its brokers listen on loopback and die with the test.

As a program it fetches the jars, once, into a directory:   broker.py DIRECTORY VERSION...
"""

import atexit
import ctypes
import os
import random
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LOGGING = {"4.4.0": ("org.apache.logging.log4j", "log4j-slf4j-impl", "2.25.5")}
START_PATIENCE_S = 60
PR_SET_PDEATHSIG = 1


def need(program, package):
    """A test without its tools is no success."""
    if not shutil.which(program):
        sys.exit(f"{program} is not installed, and the tests with a real Kafka need it: install {package} "
                 "(scripts/install-packages test does)")


def fetch(directory, version):
    """The directory with the jars of this version of Kafka; fetched where they are not there."""
    place = Path(directory) / version
    if (place / "complete").exists():
        return place / "jars"
    need("mvn", "maven")
    place.mkdir(parents=True, exist_ok=True)
    dependencies = [("org.apache.kafka", "kafka_2.13", version)]
    if version in LOGGING:
        dependencies.append(LOGGING[version])
    listed = "".join(f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId><version>{number}</version></dependency>"
                     for group, name, number in dependencies)
    (place / "pom.xml").write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>tks</groupId>'
        f"<artifactId>broker</artifactId><version>1</version><dependencies>{listed}</dependencies></project>\n", encoding="utf-8")
    done = subprocess.run(["mvn", "-B", "-q", "dependency:copy-dependencies", "-DincludeScope=runtime", "-DoutputDirectory=jars"],
                          cwd=place, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"the jars of Kafka {version} cannot be fetched from Maven Central:\n{(done.stdout + done.stderr)[-3000:]}")
    (place / "complete").touch()
    return place / "jars"


def free_ports(count):
    """They are below those that the system hands out, so that no other test is given one before the broker takes it."""
    ports = []
    for port in random.sample(range(10_000, 32_000), 1000):
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
        ports.append(port)
        if len(ports) == count:
            return ports
    raise RuntimeError("a thousand ports are all taken")


def die_with_parent():
    """However the test ends, by a signal that cannot be caught too, its brokers end."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Broker:
    """One node that is broker and controller. `properties` go on top of what a small cluster needs. A node of several is told
    the ports of all controllers, and is started by its Cluster."""

    def __init__(self, jars, properties=None, format_options=(), listener="PLAINTEXT", number=1, controller_ports=None):
        need("java", "openjdk-17-jre-headless")
        self.jars = jars
        self.number = number
        self.controller_ports = controller_ports or free_ports(1)
        self.port, self.probe_port = free_ports(2)
        self.directory = Path(tempfile.mkdtemp(prefix="tks-kafka-"))
        self.process = None
        atexit.register(self.close)
        protocols = dict.fromkeys(["PROBE", "CONTROLLER"], "PLAINTEXT") | {"CLIENT": listener}
        lines = {
            "process.roles": "broker,controller", "node.id": number,
            "controller.quorum.voters": ",".join(f"{at}@127.0.0.1:{port}" for at, port in enumerate(self.controller_ports, 1)),
            "listeners": f"CLIENT://127.0.0.1:{self.port},PROBE://127.0.0.1:{self.probe_port},"
                         f"CONTROLLER://127.0.0.1:{self.controller_ports[number - 1]}",
            "advertised.listeners": f"CLIENT://127.0.0.1:{self.port},PROBE://127.0.0.1:{self.probe_port}",
            "listener.security.protocol.map": ",".join(f"{name}:{protocol}" for name, protocol in protocols.items()),
            "controller.listener.names": "CONTROLLER", "inter.broker.listener.name": "PROBE",
            "log.dirs": self.directory / "log",
            "offsets.topic.replication.factor": 1, "offsets.topic.num.partitions": 3,
            "transaction.state.log.replication.factor": 1, "transaction.state.log.num.partitions": 3,
            "transaction.state.log.min.isr": 1, "share.coordinator.state.topic.replication.factor": 1,
            "share.coordinator.state.topic.min.isr": 1,
            "group.initial.rebalance.delay.ms": 0,
            "broker.heartbeat.interval.ms": 500, "broker.session.timeout.ms": 3000,
            "log.cleaner.backoff.ms": 200, "log.cleaner.dedupe.buffer.size": 2097152,
        } | (properties or {})
        self.configuration = self.directory / "broker.properties"
        self.configuration.write_text("".join(f"{name}={value}\n" for name, value in lines.items()), encoding="utf-8")
        self.format_options = format_options
        if controller_ports is None:
            self.format()
            self.start()

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def command(self, main, *arguments):
        return ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx384m", "-cp", f"{self.jars}/*", main, *map(str, arguments)]

    def java(self, main, *arguments):
        done = subprocess.run(self.command(main, *arguments), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{main} failed:\n{(done.stdout + done.stderr)[-3000:]}")

    def format(self):
        self.java("kafka.tools.StorageTool", "format", "-t", "TUtSYWZrYUxhYkNsdXN0ZQ", "-c", self.configuration, *self.format_options)

    def start(self):
        self.launch()
        self.wait_until_ready()

    def launch(self):
        with open(self.directory / "output", "ab") as output:
            self.process = subprocess.Popen(self.command("kafka.Kafka", self.configuration), stdout=output, stderr=output,
                                            stdin=subprocess.DEVNULL, preexec_fn=die_with_parent)

    def wait_until_ready(self, brokers=1):
        deadline = time.monotonic() + START_PATIENCE_S
        while not self.is_ready(brokers):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the broker does not start:\n" + (self.directory / "output").read_text(errors="replace")[-3000:])
            time.sleep(0.05)

    def is_ready(self, brokers=1):
        """Whether a Metadata request (version 4) is answered with so many brokers in it."""
        body = struct.pack(">hhi", 3, 4, 7) + struct.pack(">h", 5) + b"probe" + struct.pack(">ib", 0, 0)
        try:
            with socket.create_connection(("127.0.0.1", self.probe_port), timeout=2) as connection:
                connection.sendall(struct.pack(">i", len(body)) + body)
                answer = connection.makefile("rb").read(16)
        except OSError:
            return False
        return len(answer) == 16 and struct.unpack(">iiii", answer)[3] >= brokers

    def kill(self):
        """At once, as a machine that loses its power."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self):
        """It keeps its connections and answers nothing, as a machine that hangs, until thaw()."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        """Harmless where it is not frozen."""
        if self.process:
            self.process.send_signal(signal.SIGCONT)

    def close(self):
        atexit.unregister(self.close)
        self.kill()
        shutil.rmtree(self.directory, ignore_errors=True)


class Brokers:
    """Three nodes, of which any one may fail: what is written with acks=all stays."""

    COUNT = 3
    PROPERTIES = {
        "min.insync.replicas": 2, "offsets.topic.replication.factor": COUNT, "transaction.state.log.replication.factor": COUNT,
        "transaction.state.log.min.isr": 2, "share.coordinator.state.topic.replication.factor": COUNT,
        "controller.quorum.election.timeout.ms": 500, "controller.quorum.fetch.timeout.ms": 1000,
    }

    def __init__(self, jars):
        ports = free_ports(self.COUNT)
        self.nodes = [Broker(jars, self.PROPERTIES, number=number, controller_ports=ports) for number in range(1, self.COUNT + 1)]
        with ThreadPoolExecutor(self.COUNT) as pool:
            list(pool.map(Broker.format, self.nodes))
        self.revive()

    def revive(self):
        """Starts those that do not run. They die with the thread that does."""
        for node in self.nodes:
            if node.process is None:
                node.launch()
        for node in self.nodes:
            node.wait_until_ready(self.COUNT)

    @property
    def address(self):
        return ",".join(node.address for node in self.nodes)

    def node(self, number):
        return self.nodes[number - 1]

    def close(self):
        for node in self.nodes:
            node.close()


if __name__ == "__main__":
    need("java", "openjdk-17-jre-headless")
    for wanted in sys.argv[2:]:
        fetch(sys.argv[1], wanted)
