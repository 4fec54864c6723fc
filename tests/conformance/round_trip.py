"""Holds what libtks reads and writes against what tks-essentials reads.

Run by the Python of an environment that has the package in the revision that is asked about. Each good text, coercions
and oddities included, is rewritten by libtks; the package must read from the result exactly what it reads from
the original, find the keys in its own order, and tksctl must find nothing in it. Nor must tksctl find anything in what
the package itself writes, nor the package anything in what tksctl simulates.
"""

import argparse
import json
import math
import random
import re
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import judge
import mutations
import package
from command import Tksctl

GENERATED = {"event_id", "occurred_at", "intent_id", "created_at", "filled_at", "last_event_at"}
SHOWN = 20


def leaves_something_out(value):
    """Whether the package made up a part, which another reader would make up differently."""
    if isinstance(value, list):
        return any(map(leaves_something_out, value))
    if not hasattr(value, "model_fields_set"):
        return False
    fields = type(value).model_fields
    unset = GENERATED & set(fields) - value.model_fields_set
    return bool(unset) or any(leaves_something_out(getattr(value, name)) for name in fields)


def keys_in_order(value):
    """The keys of an object and of those in it, but for what is kept as it came."""
    if isinstance(value, list):
        return list(map(keys_in_order, value))
    if not isinstance(value, dict):
        return None
    kept = {"metadata"} | ({"payload"} if value.get("event_type") == "trading_signal_invalidated" else set())
    return [(key, None if key in kept else keys_in_order(part)) for key, part in value.items()]


def is_in_what_is_kept(finding, text):
    """Whether a finding is about a key given twice in JSON that libtks writes as it came."""
    steps = finding.get("pointer", "").split("/")
    is_raw = "metadata" in steps or (steps[1:2] == ["payload"] and b'"trading_signal_invalidated"' in text)
    return is_raw and finding["rule"] == "json/duplicate-key"


def model_of_event(text):
    return package.EVENT_CLASSES[json.loads(text)["event_type"]]


# Longer numbers than decimal128 holds. Rounded twice, to 34 digits and then to a double, one may end at the double next to it.
LONG_NUMBER = re.compile(rb"[0-9][0-9._]{34,}")


def is_same(one, other, are_numbers_long):
    """Whether two values are equal, but for the last bit of numbers that are too long."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key], are_numbers_long) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(lambda a, b: is_same(a, b, are_numbers_long), one, other))
    if are_numbers_long and isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=2.3e-16, abs_tol=0)
    return one == other


def difference(model, text, rewritten):
    """What is wrong with what libtks made of a text; None if nothing is."""
    if not rewritten.startswith(b"{"):
        return f"libtks did not read it: {rewritten.decode()}"
    original = model.model_validate_json(text).model_dump(by_alias=True)
    try:
        again = model.model_validate_json(rewritten, strict=True).model_dump(by_alias=True)
    except ValueError as error:
        return f"the package refuses {rewritten.decode()}: {error}"
    if not is_same(original, again, LONG_NUMBER.search(text)):
        return f"the package reads {original} from the original and {again} from {rewritten.decode()}"
    if keys_in_order(original) != keys_in_order(json.loads(rewritten)):
        return f"the package's order of keys is {keys_in_order(original)}, not that of {rewritten.decode()}"
    return None


class RoundTrip:
    def __init__(self, options, directory):
        self.options = options
        self.tksctl = Tksctl(options.tksctl, options.contract)
        self.path = Path(directory) / "texts.ndjson"
        self.generator = random.Random(options.seed)
        self.total = 0
        self.complaints = []

    def complain(self, title, text, complaint):
        self.complaints.append(f"{title}: {text.decode()[:2000]}\n  {complaint[:3000]}")

    def expect_no_finding(self, title, texts, *options):
        self.path.write_bytes(b"".join(text + b"\n" for text in texts))
        for line, findings in self.tksctl.findings(self.path, *options).items():
            text = texts[line - 1]
            findings = [finding for finding in findings if not is_in_what_is_kept(finding, text)]
            if findings:
                self.complain(title, text, f"tksctl finds {findings}")

    def rewrite(self, title, mutated, judged_by, model_of, *name):
        """Compares the good ones among many texts."""
        texts = []
        for _, text in mutations.distinct_lines(mutated):
            if self.generator.random() < self.options.share and judged_by(text)[0] != judge.REFUSED:
                if not leaves_something_out(model_of(text).model_validate_json(text)):
                    texts.append(text)
        self.path.write_bytes(b"".join(text + b"\n" for text in texts))
        with self.path.open("rb") as lines:
            command = [self.options.rewrite, self.options.contract, *name]
            done = subprocess.run(command, stdin=lines, stdout=subprocess.PIPE, check=False)
        rewritten = done.stdout.split(b"\n")[:-1]
        if done.returncode not in (0, 1) or len(rewritten) != len(texts):
            raise SystemExit(f"{command}: status {done.returncode}, {len(rewritten)} lines for {len(texts)}")
        for text, result in zip(texts, rewritten):
            found = difference(model_of(text), text, result)
            if found:
                self.complain(title, text, found)
        self.expect_no_finding(f"{title}, rewritten", rewritten, *(("--model", *name) if name else ()))
        self.total += len(texts)

    def dumps(self):
        """What the package writes, in all its ways."""
        for event_type, model in package.EVENT_CLASSES.items():
            texts = [dump for text in package.event_seeds(event_type) for dump in self.dumps_of(model, text)]
            self.expect_no_finding(f"{event_type}, as the package writes it", texts)
        for name, model in package.MODEL_CLASSES.items():
            texts = [dump for text in package.model_seeds(name) for dump in self.dumps_of(model, text)]
            self.expect_no_finding(f"{name}, as the package writes it", texts, "--model", name)

    def dumps_of(self, model, text):
        value = model.model_validate_json(text)
        dumps = [value.model_dump_json().encode(), value.model_dump_json(by_alias=True).encode()]
        dumps += [value.model_dump_json(exclude_none=True).encode(), json.dumps(value.model_dump(mode="json")).encode()]
        self.total += len(dumps)
        return dumps

    def simulated(self, trades):
        """Every simulated event is read by its class, and written by it alike."""
        options = ["--trades", str(trades), "--seed", str(self.options.seed), "--contract", self.options.contract]
        seen = set()
        for text in self.tksctl.run("simulate", *options).splitlines():
            model = model_of_event(text)
            seen.add(model)
            found = difference(model, text, text)
            if found:
                self.complain("simulated", text, found)
            self.total += 1
        missing = set(package.EVENT_CLASSES.values()) - seen
        if missing:
            self.complain("simulated", b"", f"no event of {missing}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tksctl", required=True, help="the program")
    parser.add_argument("--rewrite", required=True, help="the program tks_rewrite")
    parser.add_argument("--contract", required=True, help="the revision that the package has")
    parser.add_argument("--seed", type=int, default=1, help="of the mutations")
    parser.add_argument("--share", type=float, default=1, help="of the mutations to look at, from 0 to 1")
    parser.add_argument("--trades", type=int, default=1000, help="to simulate")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="tks-round-trip-") as directory:
        trip = RoundTrip(options, directory)
        trip.dumps()
        trip.simulated(options.trades)
        trip.rewrite("event", mutations.of_events(options.seed), judge.judge_event, model_of_event)
        for name, model in package.MODEL_CLASSES.items():
            mutated = mutations.of_model(name, options.seed)
            trip.rewrite(name, mutated, partial(judge.judge, model), lambda _, model=model: model, name)
    print(*trip.complaints[:SHOWN], sep="\n")
    print(f"{trip.total} texts, {len(trip.complaints)} complaints in revision {options.contract}")
    return 1 if trip.complaints or not trip.total else 0


if __name__ == "__main__":
    sys.exit(main())
