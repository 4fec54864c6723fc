#!/usr/bin/python3
"""Runs golden files: commands, and what they must print and return.

Usage: run.py [--refresh] TKSCTL FILE.test...

A golden file holds one case after another:

    # Comments and blank lines stand between cases.
    $ tksctl validate samples/bad/json/utf8.ndjson
    what it writes to standard output
    >2
    what it writes to standard error
    >= 1

The command is given to sh; it goes on over lines that end in a backslash. What is expected on standard output follows
it, then, if there is any, after a line ">2" what is expected on standard error, and the exit status ends the case.
Nothing expected means that nothing may come.

Each case runs in a directory of its own that holds nothing but `samples`, with an environment that is the same
everywhere. So that all of it is text: control characters and bytes that are no UTF-8 are written as \\x1b, and a last
line without a line break is followed by the line "(no line break)". How long something took is written as TIME, and a
port of this machine as PORT.

--refresh writes what the commands do into the files instead of comparing it. Read the difference before you keep it.
"""

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NO_LINE_BREAK = "(no line break)"
TIMEOUT_S = 60
# Of the machine's own environment only what steers the sanitizers gets through.
INHERITED = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "ASAN_SYMBOLIZER_PATH")
DURATION = re.compile(r"\d+\.\d\d s, [\d,]+ events/s, [\d.]+ [kMGT]?B/s")

PORT = re.compile(r"127\.0\.0\.1:\d{4,5}\b")


@dataclass
class Case:
    """A command, and what is expected of it or what it did."""

    line: int
    command: list[str]
    output: list[str]
    errors: list[str]
    status: int

    def text(self) -> list[str]:
        errors = [">2", *self.errors] if self.errors else []
        return ["$ " + self.command[0], *self.command[1:], *self.output, *errors, f">= {self.status}"]


class FormError(Exception):
    """A golden file is not as it should be."""


def parse(lines: list[str]) -> list[Case | str]:
    """The cases of a file, and the lines between them as they are."""
    parts: list[Case | str] = []
    index = 0

    def take_until(is_end) -> list[str]:
        nonlocal index
        begin = index
        while index < len(lines) and not is_end(lines[index]):
            index += 1
        return lines[begin:index]

    while index < len(lines):
        line = lines[index]
        if not line.startswith("$ "):
            if line and not line.startswith("#"):
                raise FormError(f"{index + 1}: neither a command nor a comment: {line}")
            parts.append(line)
            index += 1
            continue
        start = index
        command = [line[2:]]
        index += 1
        while command[-1].endswith("\\") and index < len(lines):
            command.append(lines[index])
            index += 1
        output = take_until(lambda text: text == ">2" or text.startswith(">= "))
        errors = []
        if index < len(lines) and lines[index] == ">2":
            index += 1
            errors = take_until(lambda text: text.startswith(">= "))
        if index == len(lines):
            raise FormError(f"{start + 1}: the case has no exit status (\">= 0\")")
        parts.append(Case(start + 1, command, output, errors, int(lines[index][3:])))
        index += 1
    return parts


def shown(data: bytes) -> list[str]:
    """What a command wrote, as lines of text."""
    text = PORT.sub("127.0.0.1:PORT", DURATION.sub("TIME", data.decode("utf-8", "backslashreplace")))
    text = re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", lambda match: f"\\x{ord(match[0]):02x}", text)
    if not text:
        return []
    if not text.endswith("\n"):
        return [*text.split("\n"), NO_LINE_BREAK]
    return text[:-1].split("\n")


def run(case: Case, tksctl: Path, variables: dict[str, str] | None = None) -> Case:
    """`variables` are added to the environment."""
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ} | (variables or {})
    with tempfile.TemporaryDirectory(prefix="tks-cli-") as directory:
        os.symlink(SAMPLES, os.path.join(directory, "samples"))
        # A time zone and a size of the terminal that nothing may depend on.
        environment |= {"PATH": f"{tksctl.parent}:/usr/bin:/bin", "HOME": directory, "TZ": "Asia/Kathmandu",
                        "LC_ALL": "C", "LANG": "C", "TERM": "xterm-256color", "COLUMNS": "71"}
        done = subprocess.run(["/bin/sh", "-c", "\n".join(case.command)], cwd=directory, env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT_S, check=False)
    return Case(case.line, case.command, shown(done.stdout), shown(done.stderr), done.returncode)


def check(file: Path, tksctl: Path, refresh: bool, variables: dict[str, str] | None = None) -> tuple[int, int]:
    """Runs a golden file, in its order; returns how many cases it has and how many of them failed."""
    try:
        parts = parse(file.read_text(encoding="utf-8").splitlines())
    except FormError as error:
        raise SystemExit(f"{file}:{error}")
    failures = 0
    written: list[str] = []
    for part in parts:
        if isinstance(part, str):
            written.append(part)
            continue
        actual = run(part, tksctl, variables)
        written += actual.text()
        if actual == part or refresh:
            continue
        failures += 1
        print(f"{file}:{part.line}: not as expected:")
        difference = difflib.unified_diff(part.text(), actual.text(), "expected", "actual", lineterm="", n=1000)
        print("\n".join("    " + line for line in list(difference)[3:]))
    if refresh:
        file.write_text("\n".join(written) + "\n", encoding="utf-8")
    return sum(isinstance(part, Case) for part in parts), failures


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs golden files; see the head of this script for their form.")
    parser.add_argument("--refresh", action="store_true", help="write what the commands do into the files")
    parser.add_argument("tksctl", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    tksctl = options.tksctl.resolve(strict=True)

    cases = failures = 0
    for file in options.files:
        file_cases, file_failures = check(file, tksctl, options.refresh)
        if file_cases == 0:
            raise SystemExit(f"{file}: there is no case in it")
        cases += file_cases
        failures += file_failures
    print(f"{cases} cases, {failures} failed" + (", refreshed" if options.refresh else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
