#!/usr/bin/env python3
"""Makes a large store of a small one: copies all of its rows many times, under new ids and at later times.

Usage: many_trades.py SMALL.db LARGE.db TRADES

It takes minutes where replaying as many events would take hours. What is copied is what a replay has found out; the
payloads of the copies, which are kept as JSON, still name the ids and times of the first.
"""

import shutil
import sqlite3
import sys

# By table: its number, and what else is a number of another row, an id or a time.
NUMBERS = {
    "trade": ("trade_no", "signal_no"),
    "signal": ("signal_no", "trade_no", "intent_no"),
    "intent": ("intent_no", "only_granted_signal_no", "signal_no", "granted_signal_no"),
    "order": ("order_no", "trade_no", "named_trade_no", "signal_no", "intent_no"),
    "fill": ("fill_no", "order_no", "trade_no", "named_trade_no", "signal_no"),
    "profit": ("trade_no",),
    "pnl": ("trade_no",),
    "cause": ("trade_no",),
    "correlation": ("trade_no",),
}
COUNTED_BY = {"trade_no": "trade", "signal_no": "signal", "intent_no": "intent", "order_no": "order", "fill_no": "fill"}
IDS = {"trade_id", "signal_id", "intent_id", "order_id", "fill_id", "event_id", "correlation_id"}


def column_of_copy(column, table, largest):
    """The SQL of a column of the copy :copy; ids begin with the number of the copy."""
    name = f'"{column}"'
    if column in NUMBERS[table]:
        counted = column.removeprefix("only_granted_").removeprefix("named_").removeprefix("granted_")
        return f"{name} + :copy * {largest[COUNTED_BY[counted]]}"
    # pnl has the text of a signal_id; it need not be there.
    if column in IDS:
        return f"printf('%06x-', :copy) || {name}"
    if column.endswith("_at"):
        return f"{name} + :copy * :shift"
    return name


def main():
    small, large, trades = sys.argv[1], sys.argv[2], int(sys.argv[3])
    shutil.copyfile(small, large)
    database = sqlite3.connect(large, isolation_level=None)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -1000000")
    largest = {table: database.execute(f'SELECT max({number}) FROM "{table}"').fetchone()[0]
               for number, table in COUNTED_BY.items()}
    shift, = database.execute("SELECT max(filled_at) - min(filled_at) + 1 FROM fill").fetchone()
    here, = database.execute("SELECT count(*) FROM pnl").fetchone()
    statements = []
    for table in NUMBERS:
        database.execute(f'CREATE TEMP TABLE "small_{table}" AS SELECT * FROM "{table}"')
        columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
        told = ", ".join(column_of_copy(column, table, largest) for column in columns)
        statements.append(f'INSERT INTO "{table}" SELECT {told} FROM temp."small_{table}"')
    database.execute("BEGIN")
    for copy in range(1, -(-trades // here)):
        for statement in statements:
            database.execute(statement, {"copy": copy, "shift": shift})
    database.execute("COMMIT")
    database.execute("DELETE FROM figures")
    database.execute("UPDATE inputs SET format = NULL, bytes = 0, lines = 0, fingerprint = NULL, reading = NULL")
    database.execute("PRAGMA journal_mode = WAL")
    print(database.execute("SELECT count(*) FROM pnl").fetchone()[0], "trades")


if __name__ == "__main__":
    main()
