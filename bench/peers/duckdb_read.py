"""Reads the events of a file into typed columns with DuckDB, and counts what stands in each.

Usage: duckdb_read.py FILE; prints {"records": N}
"""

import json
import sys

import duckdb

IDENTITY = {
    name: "VARCHAR"
    for name in (
        "strategy_id",
        "signal_id",
        "signal_provider_signal_id",
        "signal_provider_trade_id",
        "trade_id",
        "order_id",
        "intent_id",
        "fill_id",
    )
}
# DuckDB knows no alternatives: the payload has the fields of all payloads.
PAYLOAD = {
    **IDENTITY,
    "signal_provider": "STRUCT(signal_provider_id VARCHAR, signal_provider_name VARCHAR)",
    **dict.fromkeys(("market", "side", "direction", "order_type", "order_origin", "status", "liquidity"), "VARCHAR"),
    **dict.fromkeys(("time_in_force", "venue", "rationale"), "VARCHAR"),
    **dict.fromkeys(("target_price", "take_profit", "stop_loss", "size_pct", "quantity", "limit_price"), "DOUBLE"),
    **dict.fromkeys(("filled_qty", "filled_price", "fee", "entry_qty", "exit_qty"), "DOUBLE"),
    **dict.fromkeys(("avg_entry_price", "avg_exit_price", "realized_pnl"), "DOUBLE"),
    **dict.fromkeys(("is_hot", "reduce_only"), "BOOLEAN"),
    **dict.fromkeys(("created_at", "valid_until", "prm_granted_at", "filled_at", "opened_at", "closed_at"), "BIGINT"),
    "metadata": "JSON",
}
EVENT = {
    **dict.fromkeys(("event_id", "event_type", "aggregate_type", "aggregate_id"), "VARCHAR"),
    **dict.fromkeys(("correlation_id", "causation_id", "source"), "VARCHAR"),
    **dict.fromkeys(("occurred_at", "payload_version", "prm_granted_at"), "BIGINT"),
    **dict.fromkeys(("signal_id", "reason", "reason_detail", "venue_order_id"), "VARCHAR"),
    "realized_pnl_delta": "DOUBLE",
    "reasons": "VARCHAR[]",
    "metadata": "JSON",
    "payload": "STRUCT(" + ", ".join(f"{name} {type_}" for name, type_ in PAYLOAD.items()) + ")",
}


def main():
    query = "SELECT count(*), count(COLUMNS(*)) FROM read_ndjson(?, columns = ?, auto_detect = false)"
    counts = duckdb.connect().execute(query, [sys.argv[1], EVENT]).fetchone()
    print(json.dumps({"records": counts[0]}))


main()
