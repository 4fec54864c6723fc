#!/usr/bin/env python3
"""The files for continuous integrations and containers are sound, and the pre-commit hook does what it says.

Usage: files_test.py TKSCTL VENV_BIN
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TKSCTL, TOOLS = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FOR_USERS = ROOT / "samples" / "ci" / "github.yml"


def run(*command, **options):
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                          **options)


class FilesTest(unittest.TestCase):
    def assert_good(self, done):
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_workflows_have_the_form_that_github_wants(self):
        self.assertEqual([path.name for path in WORKFLOWS], ["ci.yml", "release.yml"])
        self.assert_good(run(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS, FOR_USERS))

    def test_workflows_are_safe(self):
        self.assert_good(run(TOOLS / "zizmor", "--offline", "--no-progress", "--config", ROOT / ".github" / "zizmor.yml", *WORKFLOWS, FOR_USERS))

    def test_workflows_call_what_there_is(self):
        for path in WORKFLOWS:
            text = path.read_text(encoding="utf-8")
            for script in re.findall(r"\bscripts/[-\w]+", text):
                with self.subTest(workflow=path.name, script=script):
                    self.assertTrue(os.access(ROOT / script, os.X_OK))
        presets = set(re.findall(r"preset: (\w+)", (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")))
        known = set(re.findall(r'"name": "(\w+)"', (ROOT / "CMakePresets.json").read_text(encoding="utf-8")))
        self.assertEqual(presets - known, set())

    def test_the_dockerfile_is_sound(self):
        self.assert_good(run(TOOLS / "hadolint", "--failure-threshold", "style", ROOT / "Dockerfile"))

    def test_a_release_is_what_the_changelog_says(self):
        self.assertIn("the tag is v99.0.0", run(ROOT / "scripts" / "check-release", "v99.0.0").stdout)
        version = re.search(r"^ +VERSION ([\d.]+)$", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"), re.MULTILINE)[1]
        released = re.search(rf"^## {re.escape(version)}( |$)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
        self.assertEqual(run(ROOT / "scripts" / "check-release", f"v{version}").returncode, 0 if released else 1)


class PreCommitTest(unittest.TestCase):
    """A repository that uses the hook, which comes from another one."""

    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="tks-pre-commit-"))
        self.addCleanup(shutil.rmtree, self.directory)
        self.environment = {"PATH": f"{TKSCTL.parent}:/usr/bin:/bin", "HOME": str(self.directory), "LC_ALL": "C.UTF-8",
                            "GIT_AUTHOR_NAME": "test", "GIT_AUTHOR_EMAIL": "test@localhost", "GIT_COMMITTER_NAME": "test",
                            "GIT_COMMITTER_EMAIL": "test@localhost"}
        hooks = self.repository("hooks", {".pre-commit-hooks.yaml": (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")})
        revision = self.git(hooks, "rev-parse", "HEAD").strip()
        self.user = self.repository("user", {
            ".pre-commit-config.yaml": f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks: [{{id: tksctl-validate}}]\n",
            "notes.json": "not an event"})

    def git(self, directory, *arguments):
        done = run("git", "-C", directory, *arguments, env=self.environment)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def repository(self, name, files):
        directory = self.directory / name
        directory.mkdir()
        self.git(directory, "init", "--quiet")
        for file, text in files.items():
            (directory / file).write_text(text, encoding="utf-8")
        self.git(directory, "add", ".")
        self.git(directory, "commit", "--quiet", "--message", "first")
        return directory

    def pre_commit(self):
        self.git(self.user, "add", ".")
        return run(TOOLS / "pre-commit", "run", "--color=never", cwd=self.user, env=self.environment)

    def test_the_hook_lets_good_events_in_and_no_others(self):
        shutil.copy(ROOT / "samples" / "day.ndjson.zst", self.user / "day.ndjson.zst")
        done = self.pre_commit()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertRegex(done.stdout, r"validate trading events\.+Passed")

        shutil.copy(ROOT / "samples" / "bad" / "schema" / "enum.ndjson", self.user / "enum.ndjson")
        done = self.pre_commit()
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("enum.ndjson:1:781: error:", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
