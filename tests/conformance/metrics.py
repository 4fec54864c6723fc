"""Holds the metrics of `tksctl report` against a reckoning of their definitions in exact fractions.

A simulated account is reported trade by trade, and as a summary. What the summary says must follow from the trades.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
from fractions import Fraction

DAY_MS = 86_400_000


def run(*command, given=None):
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: status {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return done.stdout


def mean(values):
    return sum(values) / Fraction(len(values))


def largest_fall(pnl, capital=None):
    """The largest fall below the running peak, or the largest share of capital and peak that fell."""
    equity = peak = worst = Fraction(0)
    for value in pnl:
        equity += value
        peak = max(peak, equity)
        worst = max(worst, (peak - equity) / (capital + peak) if capital else peak - equity)
    return worst


def longest_run(pnl, holds):
    longest = current = 0
    for value in pnl:
        current = current + 1 if holds(value) else 0
        longest = max(longest, current)
    return longest


def expected(trades, capital):
    """The metrics of closed trades in order of closing, by net PnL."""
    pnl = [trade["net_pnl"] for trade in trades]
    wins = [value for value in pnl if value > 0]
    losses = [value for value in pnl if value < 0]
    by_day = {}
    for trade in trades:
        by_day[trade["closed_at"] // DAY_MS] = by_day.get(trade["closed_at"] // DAY_MS, 0) + trade["net_pnl"]
    days = [by_day.get(day, Fraction(0)) for day in range(min(by_day), max(by_day) + 1)]
    below = math.sqrt(mean([min(value, Fraction(0)) ** 2 for value in days]))
    return {
        "closed": len(pnl), "wins": len(wins), "losses": len(losses), "draws": len(pnl) - len(wins) - len(losses),
        "win_rate": Fraction(len(wins), len(pnl)), "gross_pnl": sum(trade["gross_pnl"] for trade in trades),
        "fees": sum(trade["fees"] for trade in trades), "net_pnl": sum(pnl), "expectancy": mean(pnl),
        "payoff_ratio": mean(wins) / -mean(losses), "profit_factor": sum(wins) / -sum(losses),
        "largest_win": max(wins), "largest_loss": min(losses),
        "longest_win_streak": longest_run(pnl, lambda value: value > 0),
        "longest_loss_streak": longest_run(pnl, lambda value: value < 0),
        "holding_time_ms": mean([Fraction(trade["closed_at"] - trade["opened_at"]) for trade in trades]),
        "max_drawdown": largest_fall(pnl), "max_drawdown_relative": largest_fall(pnl, capital),
        "sharpe": float(mean(days)) / statistics.stdev(days) * math.sqrt(365),
        "sortino": float(mean(days)) / below * math.sqrt(365),
        "sqn": float(mean(pnl)) / statistics.stdev(pnl) * math.sqrt(len(pnl)),
    }


def differs(name, told, wanted):
    if name in ("sharpe", "sortino", "sqn"):
        return not math.isclose(told, wanted, rel_tol=1e-9)
    # Quotients have 34 digits; all else is exact.
    return abs(told - wanted) > abs(wanted) * Fraction(1, 10**33)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tksctl", required=True, help="the program")
    parser.add_argument("--trades", type=int, default=3000, help="to simulate; so many that they take days")
    options = parser.parse_args()

    complaints = []
    compared = 0
    for seed in ("1", "2", "3"):
        simulated = run(options.tksctl, "simulate", "--trades", str(options.trades), "--seed", seed)
        capital = [word for quote in ("USDT", "EUR", "BTC") for word in ("--capital", f"{quote}=10000")]
        report = [options.tksctl, "report", *capital, "-q", "--format", "ndjson"]
        lines = run(*report[:2], "trades", *report[2:], "-", given=simulated).splitlines()
        trades = [json.loads(line, parse_float=Fraction) for line in lines]
        for trade in trades:
            for key in ("net_pnl", "gross_pnl", "fees", "entry_qty", "exit_qty"):
                trade[key] = Fraction(trade[key])
        closed = [trade for trade in trades if trade["entry_qty"] > 0 and trade["entry_qty"] == trade["exit_qty"]]
        for line in run(*report, "-", given=simulated).splitlines():
            summary = json.loads(line)
            exact = json.loads(line, parse_float=Fraction)
            of_quote = [trade for trade in closed if trade["market"].replace("-", "/").endswith("/" + summary["quote"])]
            of_quote.sort(key=lambda trade: trade["closed_at"])
            for name, wanted in expected(of_quote, Fraction(10000)).items():
                compared += 1
                told = summary[name] if name in ("sharpe", "sortino", "sqn") else exact[name]
                if told is None or differs(name, told, wanted):
                    complaints.append(f"seed {seed}, {summary['quote']}: {name} is {told}, but should be {float(wanted)}")
    print(*complaints[:20], sep="\n")
    print(f"{compared} metrics compared, {len(complaints)} complaints")
    return 1 if complaints or compared < 60 else 0


if __name__ == "__main__":
    sys.exit(main())
