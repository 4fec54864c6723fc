"""Holds the snapshots that tksctl replays against the snapshot models of tks-essentials.

Run by the Python of an environment that has the package in the revision that is asked about. Every snapshot of a simulated
stream must be read by its class, strictly, and be written by it with the same keys and values; and there must be one for each
aggregate that an event of the stream defines.
"""

import argparse
import json
import subprocess
import sys

from tksessentials.data_models import snapshots

# Of each kind: the class, the key of its id in the payload, and the event that defines the aggregate.
KINDS = {
    "intents": (snapshots.TradingSignalIntentSnapshot, "intent_id", "trading_signal_intent_created"),
    "signals": (snapshots.TradingSignalSnapshot, "signal_id", "trading_signal_created"),
    "orders": (snapshots.OrderSnapshot, "order_id", "order_requested"),
    "trades": (snapshots.TradeSnapshot, "trade_id", "trade_opened"),
}


def run(*command, given=None):
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: status {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return done.stdout


def complaint(model, line):
    """What is wrong with a snapshot; None if nothing is."""
    try:
        value = model.model_validate_json(line, strict=True)
    except ValueError as error:
        return f"the package refuses it: {error}"
    written = json.loads(value.model_dump_json())
    printed = json.loads(line)
    if list(written) != list(printed):
        return f"the package has the keys {list(written)}"
    if written != printed:
        return f"the package writes {written}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tksctl", required=True, help="the program")
    parser.add_argument("--contract", required=True, help="the revision that the package has, and that the stream is of")
    parser.add_argument("--trades", type=int, default=200, help="to simulate")
    options = parser.parse_args()

    simulated = run(options.tksctl, "simulate", "--trades", str(options.trades), "--seed", "7", "--contract", options.contract)
    events = [json.loads(line) for line in simulated.splitlines()]
    complaints = []
    total = 0
    for kind, (model, id_key, defining) in KINDS.items():
        lines = run(options.tksctl, "replay", "-q", "--fail-on", "never", "--snapshots", kind, "--format", "ndjson", "-",
                    given=simulated).splitlines()
        total += len(lines)
        wanted = {event["aggregate_id"] for event in events if event["event_type"] == defining}
        payload = next(iter(model.model_fields))
        found = {json.loads(line)[payload][id_key] for line in lines}
        if not wanted <= found:
            complaints.append(f"{kind}: there is no snapshot of {sorted(wanted - found)[:5]}")
        for line in lines:
            wrong = complaint(model, line)
            if wrong:
                complaints.append(f"{kind}: {line.decode()[:1000]}\n  {wrong[:2000]}")
    print(*complaints[:20], sep="\n")
    print(f"{total} snapshots, {len(complaints)} complaints in revision {options.contract}")
    return 1 if complaints or total < options.trades else 0


if __name__ == "__main__":
    sys.exit(main())
