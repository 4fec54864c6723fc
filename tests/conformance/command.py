"""tksctl, asked for its verdict on every line of a file."""

import json
import subprocess
from collections import defaultdict

from judge import CLEAN, REFUSED, WARNED


class Tksctl:
    def __init__(self, program, contract):
        self.program = program
        self.contract = contract

    def run(self, *arguments, allowed=(0,)):
        """What it writes to standard output."""
        done = subprocess.run([self.program, *arguments], capture_output=True, check=False)
        if done.returncode not in allowed:
            said = done.stderr.decode(errors="replace")
            raise SystemExit(f"tksctl {' '.join(arguments)}: status {done.returncode}\n{said}")
        return done.stdout

    def findings(self, path, *options, input_format="ndjson"):
        """The findings by line."""
        output = self.run(
            "validate", "--checks", "schema", "--contract", self.contract, "--input-format", input_format,
            "--format", "ndjson", "--max-findings", "0", *options, str(path), allowed=(0, 1),
        )
        found = defaultdict(list)
        for line in output.splitlines():
            finding = json.loads(line)
            found[finding["line"]].append(finding)
        return found


def verdict(findings):
    """(verdict, why), as the judge has it."""
    for finding in findings:
        if finding["severity"] == "error":
            return REFUSED, f"{finding.get('pointer', '')}: {finding['message']} [{finding['rule']}]"
    for finding in findings:
        if finding["severity"] == "warning":
            return WARNED, f"{finding.get('pointer', '')}: {finding['message']} [{finding['rule']}]"
    return CLEAN, ""
