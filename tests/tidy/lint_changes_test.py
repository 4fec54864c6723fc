#!/usr/bin/env python3
"""scripts/tidy looks at what has changed, and finds what is not as it should be.

Usage: lint_changes_test.py ROOT
"""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(sys.argv[1]).resolve()
SOURCE = "lib/src/base/version.cpp"
FINDING = "\nnamespace tks {\nbool is_empty_text(const std::string& text) { return text.size() == 0; }\n}\n"


class LintChangesTest(unittest.TestCase):
    """A repository with the sources of this one."""

    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="tks-lint-")) / "sources"
        self.addCleanup(shutil.rmtree, self.directory.parent)
        shutil.copytree(ROOT, self.directory, symlinks=True,
                        ignore=lambda path, _: {"build", ".git"} if Path(path) == ROOT else set())
        self.git("init", "--quiet")
        self.git("add", ".")
        self.git("-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "--message", "all")

    def git(self, *arguments):
        subprocess.run(["git", *arguments], cwd=self.directory, check=True)

    def tidy(self, *arguments):
        done = subprocess.run(["scripts/tidy", *arguments], cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)
        return done.returncode, done.stdout

    def test_what_has_changed_is_looked_at(self):
        status, said = self.tidy()
        self.assertEqual((status, said.partition(";")[0]), (2, "tidy: there is neither origin/main nor a tag"))
        self.assertEqual(self.tidy("nowhere"), (2, "tidy: there is no revision nowhere\n"))
        self.assertEqual(self.tidy("HEAD"), (0, "tidy: no source has changed since HEAD\n"))

        self.git("tag", "v99.0.0")
        source = self.directory / SOURCE
        good = source.read_text(encoding="utf-8")
        source.write_text("#include <string>\n" + good + FINDING, encoding="utf-8")
        status, said = self.tidy()
        self.assertEqual(status, 1, said)
        self.assertIn(f"{SOURCE}:{good.count(chr(10)) + 4}:", said)
        self.assertIn("[readability-container-size-empty,-warnings-as-errors]", said)

        source.write_text(good + "\n", encoding="utf-8")
        self.assertEqual(self.tidy("v99.0.0"), (0, ""))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
