"""Holds tksctl's verdicts against those of tks-essentials, over many mutated events and models.

Run by the Python of an environment that has the package in the revision that is asked about. A text is accepted,
accepted with a warning (the package reads it only by coercion, or it gives a key twice) or refused; any difference
fails, but for the deviations that judge.py names.
"""

import argparse
import random
import sys
import tempfile
import textwrap
from collections import Counter
from functools import partial
from pathlib import Path

import judge
import mutations
import package
import tokens
from command import Tksctl, verdict

SHOWN = 40


def as_it_is(text):
    return text


def enveloped(text):
    """As kcat -J writes a message; None where the message is no UTF-8 text."""
    try:
        payload = tokens.quoted_bare(text.decode())
    except UnicodeDecodeError:
        return None
    return b'{"topic":"events","partition":0,"offset":7,"tstype":"create","ts":1,"key":null,"payload":' + payload + b"}"


class Comparison:
    """Of tksctl with the package, over one file after another."""

    def __init__(self, tksctl, directory):
        self.tksctl = tksctl
        self.path = Path(directory) / "texts.ndjson"
        self.total = 0
        self.differences = []

    def compare(self, title, mutated, judged_by, *options, write=as_it_is, input_format="ndjson"):
        texts = [(kind, text) for kind, text in mutations.distinct_lines(mutated) if write(text) is not None]
        self.path.write_bytes(b"".join(write(text) + b"\n" for _, text in texts))
        findings = self.tksctl.findings(self.path, *options, input_format=input_format)
        if findings and max(findings) > len(texts):
            raise SystemExit(f"{title}: a finding for line {max(findings)} of {len(texts)}")
        for line, (kind, text) in enumerate(texts, start=1):
            expected, why = judged_by(text)
            actual, because = verdict(findings.get(line, ()))
            if expected != actual:
                self.differences.append((title, kind, text, expected, why, actual, because))
        self.total += len(texts)


def report(differences):
    for title, kind, text, expected, why, actual, because in differences[:SHOWN]:
        print(f"{title}, {kind}:\n  {textwrap.shorten(repr(text)[1:], 1500)}")
        print(f"  package: {expected}: {why[:300]}\n  tksctl:  {actual}: {because[:300]}")
    print("by kind:")
    counts = Counter((title, kind, expected, actual) for title, kind, _, expected, _, actual, _ in differences)
    for (title, kind, expected, actual), count in counts.most_common(60):
        print(f"  {count:6} {title}, {kind}: {expected} by the package, {actual} by tksctl")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tksctl", required=True, help="the program")
    parser.add_argument("--contract", required=True, help="the revision that the package has")
    parser.add_argument("--seed", type=int, default=1, help="of the mutations")
    parser.add_argument("--share", type=float, default=1, help="of the mutations to look at, from 0 to 1")
    parser.add_argument("--only", help="look at one model only, or at 'events'")
    options = parser.parse_args()

    generator = random.Random(options.seed)

    def shared(mutated, share=1.0):
        return (one for one in mutated if generator.random() < options.share * share)

    with tempfile.TemporaryDirectory(prefix="tks-verdicts-") as directory:
        comparison = Comparison(Tksctl(options.tksctl, options.contract), directory)
        if options.only in (None, "events"):
            events = list(mutations.of_events(options.seed))
            comparison.compare("event", shared(events), judge.judge_event)
            comparison.compare("event in an envelope", shared(events, 0.1), judge.judge_event,
                               write=enveloped, input_format="kcat")
        for name, model in package.MODEL_CLASSES.items():
            if options.only in (None, name):
                mutated = shared(mutations.of_model(name, options.seed))
                comparison.compare(name, mutated, partial(judge.judge, model), "--model", name)
    if comparison.differences:
        report(comparison.differences)
    print(f"{comparison.total} texts, {len(comparison.differences)} differences to tks-essentials {options.contract}")
    return 1 if comparison.differences or not comparison.total else 0


if __name__ == "__main__":
    sys.exit(main())
