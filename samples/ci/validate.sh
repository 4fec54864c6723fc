#!/bin/sh
# Validates dumps in any continuous integration: findings in the log, and as JUnit for its page of tests.
#
# Usage: validate.sh DUMP...
set -eu
exec tksctl validate --strict --output text --output junit:findings.xml "$@"
