#!/bin/sh
# Asks whether consumers that are pinned to older releases of tks-essentials can still read what is written today.
#
# Usage: consumers.sh DUMP...
set -eu
status=0
for release in 0.1.42 0.1.47 0.1.50; do
    if tksctl validate --quiet --checks schema --contract "$release" "$@"; then
        echo "$release: can read it"
    else
        echo "$release: cannot read it"
        status=1
    fi
done
exit "$status"
