"""Holds the JSON Schemas that tksctl writes against a validator and against tks-essentials.

Run by any Python. The validator (PyPI jsonschema) and the package live in environments of their own, whose Pythons are
given. Every schema must be one, must refer to nothing outside itself, and must accept and refuse the same canonical
texts as the package; where a schema cannot say what the package refuses, and tells so in a comment, the case is left
out by name.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tksctl", required=True, help="the program")
    parser.add_argument("--contract", required=True, help="the revision that the package has")
    parser.add_argument("--package-python", required=True, help="the Python of an environment with tks-essentials")
    parser.add_argument("--schema-python", required=True, help="the Python of an environment with jsonschema")
    options = parser.parse_args()

    def run(*command):
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        if done.returncode:
            raise SystemExit(f"{command}: status {done.returncode}")
        return done.stdout

    with tempfile.TemporaryDirectory(prefix="tks-schema-") as directory:
        schemas = Path(directory) / "schemas.json"
        samples = Path(directory) / "samples.ndjson"
        contract = ("--contract", options.contract)
        names = run(options.tksctl, "schema", "--list", *contract).decode().split()
        documents = {name: json.loads(run(options.tksctl, "schema", name, *contract)) for name in names}
        documents[""] = json.loads(run(options.tksctl, "schema", *contract))
        schemas.write_text(json.dumps(documents))
        samples.write_bytes(run(options.package_python, str(HERE / "schema_samples.py")))
        judge = [options.schema_python, str(HERE / "schema_judge.py"), str(schemas), str(samples)]
        return subprocess.run(judge, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
