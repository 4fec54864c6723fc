"""Adds up with DuckDB what was bought and sold and what it cost in fees, trade by trade: nothing else of what a replay tells.

Usage: duckdb_trades.py FILE; prints {"trades": N}
"""

import json
import sys

import duckdb

# The columns that the question needs, and no others: the least that can be read.
COLUMNS = {
    "event_type": "VARCHAR",
    "payload": "STRUCT(trade_id VARCHAR, side VARCHAR, filled_qty DOUBLE, filled_price DOUBLE, fee DOUBLE)",
}

QUERY = """
SELECT payload.trade_id AS trade_id,
       sum(payload.filled_qty * payload.filled_price) FILTER (payload.side = 'buy') AS bought,
       sum(payload.filled_qty * payload.filled_price) FILTER (payload.side = 'sell') AS sold,
       sum(payload.fee) AS fees
FROM read_ndjson(?, columns = ?, auto_detect = false)
WHERE event_type = 'order_filled'
GROUP BY ALL
"""


def main():
    rows = duckdb.connect().execute(QUERY, [sys.argv[1], COLUMNS]).fetchall()
    print(json.dumps({"trades": len(rows)}))


main()
