#!/bin/sh
# Compares what today's dump adds up to with what is expected: a test of a service that is replayed.
#
# Usage: replay-gate.sh EXPECTED ACTUAL
set -eu
tksctl validate --quiet --strict --output text "$2"
exec tksctl diff "$1" "$2"
