#!/usr/bin/env python3
"""The manual pages say what there is: every command, option, word and rule, and none besides.

Usage: man_pages_test.py TKSCTL [--instrumented]
       man_pages_test.py TKSCTL --refresh

--refresh writes anew what follows from elsewhere: the list of rules in the page of validate, the options that all commands
have, and the parts of tks-events(5).
"""

import re
import subprocess
import sys
import textwrap
import unittest
from pathlib import Path

import events_page

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "man"
TKSCTL = sys.argv[1] if len(sys.argv) > 1 else "tksctl"


def text_of_help(*command):
    return subprocess.run([TKSCTL, *command, "--help"], check=True, stdout=subprocess.PIPE, text=True).stdout


def commands():
    return re.findall(r"^  (\w+) ", text_of_help().split("Subcommands:")[1], re.MULTILINE)


def page(command):
    return (PAGES / f"tksctl-{command}.1").read_text(encoding="utf-8")


def options_of_help(text):
    """The names of the options, long where they have a long one."""
    options = re.findall(r"^  (?:-\w,)?(-[-\w]+)", text.split("Options:")[1], re.MULTILINE)
    return {option.lstrip("-") for option in options}


def options_of_page(text):
    """Likewise. `Fl -name` is how the macros write --name."""
    options = re.findall(r"^\.It Fl (?:\w , )?(-?[-\w]+)", text, re.MULTILINE)
    return {option.lstrip("-") for option in options}


def words_of_help(text):
    """The words that options are given, as in text|ndjson|json."""
    return {word for words in re.findall(r"^  --\S+ (\S+\|\S+)", text, re.MULTILINE) for word in words.split("|")}


RULE = re.compile(
    r'\.name = "(?P<name>[^"]+)",\s*\.severity = Severity::(?P<severity>\w+),\s*(?P<only_in_replay>\.only_in_replay = true,\s*)?'
    r'\.summary = (?P<summary>(?:"(?:[^"\\]|\\.)*"\s*)+)'
)
RULES = re.compile(r'(?<=^\.Bl -tag -width "rules"\n).*?(?=^\.El$)', re.DOTALL | re.MULTILINE)


def rules_of_sources():
    """The list of rules as a page has it."""
    sources = sorted((ROOT / "lib" / "src" / "check" / "rules").glob("*.cpp"))
    definitions = "".join(path.read_text(encoding="utf-8") for path in sources)
    rules = list(RULE.finditer(definitions))
    assert len(rules) == len(re.findall(r"\.name = \"\w+/", definitions)), "a rule is defined in another form"
    text = ""
    for rule in sorted(rules, key=lambda rule: rule["name"]):
        summary = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', rule["summary"])).replace('\\"', '"')
        severity = {"error": "", "warning": "\nA warning.", "info": "\nFor information."}[rule["severity"]]
        if rule["only_in_replay"]:
            severity += "\nOnly replay finds it."
        text += f".It {rule['name']}\n" + "\n".join(textwrap.wrap(summary, 80)) + severity + "\n"
    return text


COMMON_OPTIONS = re.compile(r"^\.It Fl -config Ar file\n.*?(?=^\.It Fl h , -help$)", re.DOTALL | re.MULTILINE)


def common_options(text):
    """The options that all commands have, as the page of one lists them."""
    profile = """\
.It Fl -profile Ar name
Take brokers and stores from this profile of the configuration.
"""
    has_profile = re.search(r"^\.It Fl (b , -brokers|-store) ", text, re.MULTILINE) or ".Nm tksctl-config\n" in text
    return f"""\
.It Fl -config Ar file
Read options from this file alone; see
.Xr tksctl 1 .
.It Fl -no-config
Read options from no file.
{profile if has_profile else ""}\
.It Fl -log-format Cm text | json
How messages go to standard error.
.It Fl -log-level Ar level
Leave out messages that matter less than
.Cm debug , info , warning
or
.Cm error ;
.Cm off
leaves out all.
"""


PART = re.compile(r'(?<=^\.\\" Part )(?P<name>\w+)(?P<head>, by [^\n]*\n)(?P<text>.*?)(?=^\.\\" End of part$)', re.DOTALL | re.MULTILINE)


def with_parts(text):
    """The page of the events, with its parts as the schemas have them."""
    parts = events_page.parts(TKSCTL)
    return PART.sub(lambda part: part["name"] + part["head"] + parts[part["name"]], text)


class ManPagesTest(unittest.TestCase):
    def test_every_command_has_a_page_and_every_page_a_command(self):
        pages = {path.name for path in PAGES.glob("*.1")}
        self.assertEqual(pages, {"tksctl.1"} | {f"tksctl-{command}.1" for command in commands()})

    def test_the_page_of_the_program_names_every_command(self):
        text = (PAGES / "tksctl.1").read_text(encoding="utf-8")
        self.assertEqual(re.findall(r"^\.It Xr tksctl-(\w+) 1", text, re.MULTILINE), commands())

    def test_pages_have_the_options_of_the_help(self):
        for command in commands():
            with self.subTest(command=command):
                self.assertEqual(options_of_page(page(command)), options_of_help(text_of_help(command)))

    def test_pages_have_the_words_of_the_help(self):
        for command in commands():
            with self.subTest(command=command):
                named = set(re.findall(r"[\w.]*\w", page(command)))
                self.assertEqual(words_of_help(text_of_help(command)) - named, set())

    def test_the_page_of_validate_lists_the_rules(self):
        self.maxDiff = None
        rules = rules_of_sources()
        self.assertGreater(rules.count(".It "), 20)
        self.assertEqual(RULES.search(page("validate"))[0], rules, "run: tests/cli/man_pages_test.py --refresh")

    def test_pages_list_the_options_of_all_commands_alike(self):
        for command in commands():
            with self.subTest(command=command):
                text = page(command)
                self.assertEqual(COMMON_OPTIONS.findall(text), [common_options(text)],
                                 "run: tests/cli/man_pages_test.py TKSCTL --refresh")

    def test_the_page_of_the_events_says_what_the_schemas_say(self):
        self.maxDiff = None
        text = (PAGES / "tks-events.5").read_text(encoding="utf-8")
        self.assertEqual(text, with_parts(text), "run: tests/cli/man_pages_test.py TKSCTL --refresh")
        self.assertIn(".Ss order_filled", text)

    def test_pages_are_well_formed(self):
        for path in sorted(PAGES.glob("*.[15]")):
            with self.subTest(page=path.name):
                lint = subprocess.run(["mandoc", "-T", "lint", path], stdout=subprocess.PIPE, text=True, check=False)
                # Pages refer to each other, which is found only once they are installed.
                found = [line for line in lint.stdout.splitlines() if "referenced manual not found" not in line]
                self.assertEqual(found, [])


def refresh():
    for command in commands():
        text = RULES.sub(lambda _: rules_of_sources(), page(command)) if command == "validate" else page(command)
        text = COMMON_OPTIONS.sub(lambda _: common_options(page(command)), text)
        (PAGES / f"tksctl-{command}.1").write_text(text, encoding="utf-8")
    events = PAGES / "tks-events.5"
    events.write_text(with_parts(events.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[2:] == ["--refresh"]:
        sys.exit(refresh())
    unittest.main(argv=sys.argv[:1], verbosity=2)
