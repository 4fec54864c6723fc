"""Holds the metrics of `tksctl report` that are known of returns against those of the package empyrical.

Simulated accounts are reported trade by trade, and as a summary. From the trades come two series: what was earned day by day, and
trade by trade as a share of what was there before. Then

- sharpe and sortino are those of the days, with 365 of them a year;
- max_drawdown_relative is the maximum drawdown of the trades' returns, which compound to capital and PnL;
- profit_factor is the omega ratio at 0 of the trades' PnL.
"""

import argparse
import json
import math
import sys

import empyrical
import numpy
from metrics import DAY_MS, run

CAPITAL = 10_000
QUOTES = ("USDT", "EUR", "BTC")


def days_of(trades):
    """What was earned on each day from the first closing to the last."""
    first = trades[0]["closed_at"] // DAY_MS
    days = numpy.zeros(trades[-1]["closed_at"] // DAY_MS - first + 1)
    for trade in trades:
        days[trade["closed_at"] // DAY_MS - first] += trade["net_pnl"]
    return days


def returns_of(pnl):
    """Of what was there before each trade, which share it earned."""
    before = CAPITAL + numpy.concatenate([[0], numpy.cumsum(pnl)[:-1]])
    return pnl / before


def expected(trades):
    days = days_of(trades)
    pnl = numpy.array([trade["net_pnl"] for trade in trades])
    return {
        "sharpe": empyrical.sharpe_ratio(days, annualization=365),
        "sortino": empyrical.sortino_ratio(days, annualization=365),
        "max_drawdown_relative": -empyrical.max_drawdown(returns_of(pnl)),
        "profit_factor": empyrical.omega_ratio(pnl, annualization=1),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tksctl", required=True, help="the program")
    options = parser.parse_args()

    complaints = []
    compared = 0
    for seed, trades, span in (("1", "300", "30d"), ("2", "400", "90d"), ("3", "1000", "52w"), ("4", "3000", "10d")):
        simulated = run(options.tksctl, "simulate", "--trades", trades, "--seed", seed, "--span", span)
        capital = [word for quote in QUOTES for word in ("--capital", f"{quote}={CAPITAL}")]
        shared = [*capital, "-q", "--format", "ndjson", "-"]
        told = [json.loads(line) for line in run(options.tksctl, "report", "trades", *shared, given=simulated).splitlines()]
        closed = [trade for trade in told if trade["entry_qty"] > 0 and trade["entry_qty"] == trade["exit_qty"]]
        closed.sort(key=lambda trade: trade["closed_at"])
        for line in run(options.tksctl, "report", *shared, given=simulated).splitlines():
            summary = json.loads(line)
            quote = summary["quote"]
            of_quote = [trade for trade in closed if trade["market"].replace("-", "/").endswith("/" + quote)]
            for name, wanted in expected(of_quote).items():
                compared += 1
                if summary[name] is None or not math.isclose(summary[name], wanted, rel_tol=1e-9):
                    complaints.append(f"seed {seed}, {quote}: {name} is {summary[name]}, but empyrical says {wanted}")
    print(*complaints[:20], sep="\n")
    print(f"{compared} metrics compared, {len(complaints)} complaints")
    return 1 if complaints or compared < 48 else 0


if __name__ == "__main__":
    sys.exit(main())
