#!/usr/bin/env python3
"""The scripts in completions/ are what tksctl makes of its commands, and each shell completes by them.

Usage: completions_test.py TKSCTL [--instrumented]
       completions_test.py TKSCTL --refresh

--refresh writes the scripts anew. The shells run for real: a question to a shell is a command line with the cursor at its
end, and the answer is what the shell offers there.
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
SCRIPTS = {"bash": ROOT / "completions" / "tksctl.bash", "zsh": ROOT / "completions" / "_tksctl",
           "fish": ROOT / "completions" / "tksctl.fish"}
TKSCTL = Path(sys.argv[1] if len(sys.argv) > 1 else "tksctl").resolve()

# What asks bash: it splits the line as readline does, and calls what `complete` has registered.
ASK_BASH = r"""
source "$SCRIPT"
words() { local IFS; printf '%s' "$1" | grep -oE '[=:]+|[^=: ]+'; }
while IFS= read -r line; do
    COMP_LINE=$line COMP_POINT=${#line} COMP_WORDS=()
    while IFS= read -r word; do COMP_WORDS+=("$word"); done < <(words "$line")
    if [[ $line == *' ' ]]; then COMP_WORDS+=(''); fi
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
    _tksctl tksctl
    printf '%s\n' "${COMPREPLY[@]}" END
done
"""

# What asks zsh: a second, interactive one, in which compadd says what it is given.
ASK_ZSH = r"""
zmodload zsh/zpty
zpty z zsh -f -i
tell() { zpty -w z "$1" }
tell 'PROMPT= ; unsetopt beep; stty -echo; setopt no_zle_bracketed_paste 2>/dev/null'
tell "fpath=($(dirname $SCRIPT) \$fpath); autoload -Uz compinit; compinit -u -D"
tell 'compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return $?; fi
    local -a hits; builtin compadd -A hits "$@"
    local suffix; zparseopts -E S:=suffix 2>/dev/null
    for hit in $hits; do print -r -- "HIT ${IPREFIX}${hit}${suffix[2]}"; done
}'
tell 'ask() { print BEGIN; _main_complete; print END; }; zle -C ask complete-word ask; bindkey "^T" ask; bindkey "^U" kill-whole-line'
tell 'print READY'
while zpty -r z line; do [[ $line == *READY* && $line != *print* ]] && break; done
while IFS= read -r question; do
    zpty -n -w z "$question"$'\x14'
    while zpty -r z line; do
        [[ $line == *HIT\ * ]] && print -r -- "${${line#*HIT }%$'\r\n'}"
        [[ $line == *END* ]] && break
    done
    print END
    zpty -n -w z $'\x15'
done
zpty -d z
"""

ASK_FISH = r"""
source $SCRIPT
while read -l line
    complete -C $line | string split -f 1 \t
    echo END
end
"""


def ask(shell, questions, directory):
    """What a shell offers for each command line."""
    program = {"bash": ["bash", "--norc", "-c", ASK_BASH], "zsh": ["zsh", "-f", "-c", ASK_ZSH],
               "fish": ["fish", "--no-config", "-c", ASK_FISH]}[shell]
    environment = {"PATH": f"{TKSCTL.parent}:/usr/bin:/bin", "HOME": directory, "SCRIPT": str(SCRIPTS[shell]), "TERM": "dumb",
                   "LC_ALL": "C.UTF-8"}
    done = subprocess.run(program, input="".join(question + "\n" for question in questions), text=True, env=environment,
                          cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=False)
    answers = re.split(r"^END$\n?", done.stdout, flags=re.MULTILINE)
    if len(answers) != len(questions) + 1:
        raise AssertionError(f"{shell} gave {len(answers) - 1} answers to {len(questions)} questions: {done.stderr}\n{done.stdout[-2000:]}")
    return [{line.strip() for line in answer.split("\n") if line.strip()} for answer in answers[:-1]]


def help_of(*command):
    return subprocess.run([TKSCTL, "help", *command], check=True, stdout=subprocess.PIPE, text=True).stdout


def options_of(command):
    return set(re.findall(r"^  (?:-\w,)?(--[-\w]+)", help_of(command), re.MULTILINE))


COMMANDS = re.findall(r"^  (\w+) ", help_of().split("Subcommands:")[1], re.MULTILINE)
RULES = set(re.findall(r"^([a-z]+/[-a-z0-9]+)", subprocess.run([TKSCTL, "rules"], check=True, stdout=subprocess.PIPE,
                                                                text=True).stdout, re.MULTILINE))
REPORTS = set(re.findall(r"^  (\w+)", help_of("report").split("Reports:")[1].split("Examples:")[0], re.MULTILINE))

# A command line, what must be offered at its end, and what must not be.
QUESTIONS = [
    ("tksctl ", {*COMMANDS, "help"}, {"--strict"}),
    ("tksctl val", {"validate"}, {"replay"}),
    ("tksctl help ", set(COMMANDS), set()),
    ("tksctl validate --color ", {"auto", "always", "never"}, {"validate"}),
    ("tksctl validate --contract 0.1.4", {"0.1.42", "0.1.47"}, {"0.1.50"}),
    ("tksctl validate --checks ", {"schema", *RULES}, set()),
    ("tksctl validate --ignore schema/enum,reference/causation-t", {"schema/enum,reference/causation-time"}, set()),
    ("tksctl validate --level schema/enum=", {"schema/enum=warning", "schema/enum=off"}, set()),
    ("tksctl validate --baseline ", {"known.json"}, {"auto"}),
    ("tksctl validate ", {"known.json"}, {"auto"}),
    ("tksctl validate --output sarif:kno", {"sarif:known.json"}, set()),
    ("tksctl explain schema/enu", {"schema/enum"}, set()),
    ("tksctl schema order_fil", {"order_filled"}, set()),
    ("tksctl report ", {*REPORTS, "known.json"}, set()),
    ("tksctl report --color never pnl --by ", {"day", "week", "month"}, {"known.json"}),
    ("tksctl report --group-by strategy,mar", {"strategy,market"}, set()),
    ("tksctl topics ", {"list", "describe", "create", "delete"}, {"known.json"}),
    ("tksctl tail --isolation read_c", {"read_committed"}, set()),
    ("tksctl completions ", {"bash", "zsh", "fish"}, set()),
]


def without_stem(answer, question):
    """bash is told only what stands behind = and :, the others the whole word."""
    stem = re.sub(r"[^=:]*$", "", question.split(" ")[-1])
    return {stem + word for word in answer} if stem and not any(word.startswith(stem) for word in answer) else answer


@unittest.skipIf("--instrumented" in sys.argv, "shells are driven by one build alone")
class CompletionsTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="tks-completions-")
        self.addCleanup(shutil.rmtree, self.directory)
        Path(self.directory, "known.json").write_text("{}", encoding="utf-8")

    def test_the_scripts_are_what_the_commands_say(self):
        for shell, script in SCRIPTS.items():
            with self.subTest(shell=shell):
                made = subprocess.run([TKSCTL, "completions", shell], check=True, stdout=subprocess.PIPE, text=True).stdout
                self.assertEqual(script.read_text(encoding="utf-8"), made,
                                 "run: tests/cli/completions_test.py TKSCTL --refresh")

    def test_shells_offer_what_fits(self):
        for shell in SCRIPTS:
            answers = ask(shell, [question for question, _, _ in QUESTIONS], self.directory)
            for (question, wanted, unwanted), answer in zip(QUESTIONS, answers):
                with self.subTest(shell=shell, question=question):
                    offered = {word.rstrip("=,") for word in without_stem(answer, question)}
                    self.assertEqual(wanted - offered, set())
                    self.assertEqual(unwanted & offered, set())

    def test_shells_offer_the_options_of_every_command(self):
        for shell in SCRIPTS:
            answers = ask(shell, [f"tksctl {command} --" for command in COMMANDS], self.directory)
            for command, answer in zip(COMMANDS, answers):
                with self.subTest(shell=shell, command=command):
                    self.assertEqual({word.rstrip("=") for word in answer}, options_of(command))

    def test_topics_come_from_the_cluster_that_the_line_names(self):
        # A stand-in for the command that says how it was asked.
        programs = Path(self.directory, "bin")
        programs.mkdir()
        Path(programs, "tksctl").write_text('#!/bin/sh\nprintf "%s\\n" "$*" >>"$HOME/asked"\necho orders; echo trades\n')
        Path(programs, "tksctl").chmod(0o755)
        global TKSCTL
        real, TKSCTL = TKSCTL, Path(programs, "tksctl")
        try:
            for shell in SCRIPTS:
                with self.subTest(shell=shell):
                    Path(self.directory, "asked").unlink(missing_ok=True)
                    answers = ask(shell, ["tksctl tail --brokers kafka-1,kafka-2 ord", "tksctl publish --topic "], self.directory)
                    self.assertEqual([{"orders"}, {"orders", "trades"}], answers)
                    asked = Path(self.directory, "asked").read_text(encoding="utf-8").splitlines()
                    self.assertEqual(asked[0], "topics list --brokers kafka-1,kafka-2 --timeout 2s --format names")
        finally:
            TKSCTL = real

    def test_the_scripts_are_sound(self):
        checks = [["bash", "-n"], ["zsh", "-n"], ["fish", "--no-execute"]]
        for check, script in zip(checks, SCRIPTS.values()):
            with self.subTest(script=script.name):
                subprocess.run([*check, script], check=True)
        subprocess.run(["shellcheck", SCRIPTS["bash"]], check=True)


def refresh():
    for shell, script in SCRIPTS.items():
        script.parent.mkdir(exist_ok=True)
        script.write_bytes(subprocess.run([TKSCTL, "completions", shell], check=True, stdout=subprocess.PIPE).stdout)


if __name__ == "__main__":
    if sys.argv[2:] == ["--refresh"]:
        sys.exit(refresh())
    unittest.main(argv=sys.argv[:1], verbosity=2)
