#!/usr/bin/env python3
"""Fails where the tests have run fewer lines of lib/ than they should, and lists the files that miss most.

Usage: lines_of_lib.py ROOT COUNTERS-DIRECTORY LEAST-PERCENT GCOV...

A line counts as run where any of the objects that hold it ran it: a header is in many. gcovr says the same and draws pages, by
the target `coverage`; but it reads all branches of all inline functions of other libraries to do so, which takes minutes.
That of Debian 12 (5.2) also ends with an assertion where two files have functions of the same name for themselves alone.
Skipped (77) where not all tests have run. Called by CTest.
"""
import collections
import os
import pathlib
import subprocess
import sys
import tempfile

SHOWN_FILES = 15


def add_lines(listing, lib, lines):
    """Adds what a listing of gcov says of a file below lib: per line whether it was run."""
    with open(listing, encoding="utf-8", errors="replace") as text:
        source = None
        for row in text:
            count, _, rest = row.partition(":")
            number, _, code = rest.partition(":")
            count, number = count.strip(), number.strip()
            if number == "0":
                if code.startswith("Source:"):
                    source = os.path.realpath(code.removeprefix("Source:").strip())
                    if not source.startswith(lib):
                        return
            elif number.isdigit() and count != "-" and source:
                was_run = count[:1].isdigit() and count.rstrip("*") != "0"
                lines[source][int(number)] |= was_run


def read_counters(directory, lib, gcov):
    lines = collections.defaultdict(lambda: collections.defaultdict(bool))
    notes = sorted(pathlib.Path(directory).resolve().rglob("*.gcno"))
    for note in notes:
        with tempfile.TemporaryDirectory() as work:
            # Of an object that no process ran there are no counters, and gcov takes them for 0.
            command = [*gcov, "--preserve-paths", "--object-directory", str(note.parent), str(note.with_suffix(".gcda"))]
            subprocess.run(command, cwd=work, check=True, stdout=subprocess.DEVNULL)
            for listing in pathlib.Path(work).glob("*.gcov"):
                add_lines(listing, lib, lines)
    return lines


def main():
    root, directory, least, *gcov = sys.argv[1:]
    if not os.environ.get("TKS_ALL_TESTS"):
        print("skipped: this is not a run of all tests")
        return 77
    root = os.path.realpath(root)
    lines = read_counters(directory, os.path.join(root, "lib") + os.sep, gcov)
    all_lines = sum(len(of_file) for of_file in lines.values())
    if not all_lines:
        print(f"no lines were counted below {directory}: was it built with TKS_COVERAGE?")
        return 1
    files = [(len(of_file) - sum(of_file.values()), len(of_file), source) for source, of_file in lines.items()]
    missed = sum(file[0] for file in files)
    for missed_here, lines_here, source in sorted(files, reverse=True)[:SHOWN_FILES]:
        share = 100 * (lines_here - missed_here) / lines_here
        print(f"{missed_here:6} of {lines_here:5} lines were not run ({share:5.1f} % were): {os.path.relpath(source, root)}")
    percent = 100 * (all_lines - missed) / all_lines
    print(f"{percent:.1f} % of the {all_lines} lines of lib/ were run; at least {least} % have to be.")
    return 0 if percent >= float(least) else 1


if __name__ == "__main__":
    sys.exit(main())
