#include "store/schema.hpp"

namespace tks::store {

// An aggregate is there from the first time that its id is named, by whomever, so that references hold in any order of the events.
// The column merge_key says what later events are compared with and where they have contradicted each other. Numbers are handed out
// by tksctl; rows are never deleted.
const char* const tables_sql = R"sql(
CREATE TABLE store (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    made_by TEXT NOT NULL,
    cost_basis TEXT NOT NULL,
    tolerance TEXT NOT NULL,
    latest_at INTEGER NOT NULL
) STRICT;

CREATE TABLE inputs (
    input_no INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    format TEXT,
    bytes INTEGER NOT NULL DEFAULT 0,
    lines INTEGER NOT NULL DEFAULT 0,
    fingerprint TEXT,
    reading TEXT
) STRICT;

CREATE TABLE trade (
    trade_no INTEGER PRIMARY KEY,
    trade_id TEXT NOT NULL UNIQUE,
    status TEXT,
    direction TEXT,
    market TEXT,
    strategy_id TEXT,
    signal_no INTEGER REFERENCES signal,
    opened_at INTEGER,
    closed_at INTEGER,
    realized_pnl TEXT,
    last_realized_pnl_delta TEXT,
    last_event_id TEXT,
    last_event_at INTEGER,
    payload TEXT,
    input_no INTEGER REFERENCES inputs,
    line INTEGER,
    merge_key BLOB NOT NULL
) STRICT;
CREATE INDEX trade_by_signal ON trade (signal_no) WHERE signal_no IS NOT NULL;

CREATE TABLE signal (
    signal_no INTEGER PRIMARY KEY,
    signal_id TEXT NOT NULL UNIQUE,
    trade_no INTEGER REFERENCES trade,
    intent_no INTEGER REFERENCES intent,
    status TEXT,
    reasons TEXT,
    last_event_id TEXT,
    last_event_at INTEGER,
    payload TEXT,
    merge_key BLOB NOT NULL,
    first_created_at INTEGER,
    first_hot_at INTEGER,
    target_price TEXT
) STRICT;
CREATE INDEX signal_by_intent ON signal (intent_no) WHERE intent_no IS NOT NULL;
CREATE INDEX signal_undefined ON signal (signal_id) WHERE payload IS NULL AND last_event_at IS NOT NULL;

CREATE TABLE intent (
    intent_no INTEGER PRIMARY KEY,
    intent_id TEXT NOT NULL UNIQUE,
    only_granted_signal_no INTEGER REFERENCES signal,
    signal_no INTEGER REFERENCES signal,
    strategy_id TEXT,
    signal_provider_id TEXT,
    direction TEXT,
    status TEXT,
    granted_at INTEGER,
    granted_signal_no INTEGER REFERENCES signal,
    rejection_reasons TEXT,
    reason_detail TEXT,
    last_event_id TEXT,
    last_event_at INTEGER,
    payload TEXT,
    merge_key BLOB NOT NULL,
    first_created_at INTEGER,
    first_granted_at INTEGER,
    market TEXT,
    target_price TEXT
) STRICT;
CREATE INDEX intent_by_signal ON intent (signal_no) WHERE signal_no IS NOT NULL;
CREATE INDEX intent_by_grant ON intent (only_granted_signal_no) WHERE only_granted_signal_no IS NOT signal_no;

CREATE TABLE "order" (
    order_no INTEGER PRIMARY KEY,
    order_id TEXT NOT NULL UNIQUE,
    trade_no INTEGER REFERENCES trade,
    named_trade_no INTEGER REFERENCES trade,
    signal_no INTEGER REFERENCES signal,
    intent_no INTEGER REFERENCES intent,
    strategy_id TEXT,
    status TEXT,
    is_open INTEGER,
    rejection_reason TEXT,
    last_event_id TEXT,
    last_event_at INTEGER,
    payload TEXT,
    merge_key BLOB NOT NULL,
    first_requested_at INTEGER,
    first_placed_at INTEGER,
    venue TEXT,
    order_type TEXT,
    limit_price TEXT
) STRICT;
CREATE INDEX order_open_by_trade ON "order" (trade_no) WHERE is_open;
CREATE INDEX order_by_signal ON "order" (signal_no) WHERE signal_no IS NOT NULL;
CREATE INDEX order_by_intent ON "order" (intent_no) WHERE intent_no IS NOT NULL;
CREATE INDEX order_undefined ON "order" (order_id) WHERE payload IS NULL AND last_event_at IS NOT NULL;

CREATE TABLE fill (
    fill_no INTEGER PRIMARY KEY,
    fill_id TEXT NOT NULL UNIQUE,
    order_no INTEGER NOT NULL REFERENCES "order",
    trade_no INTEGER REFERENCES trade,
    found_by INTEGER NOT NULL,
    named_trade_no INTEGER REFERENCES trade,
    signal_no INTEGER REFERENCES signal,
    event_id TEXT,
    correlation_id TEXT,
    market TEXT NOT NULL,
    side TEXT NOT NULL,
    quantity TEXT NOT NULL,
    price TEXT NOT NULL,
    fee TEXT NOT NULL,
    liquidity TEXT NOT NULL,
    filled_at INTEGER NOT NULL,
    input_no INTEGER REFERENCES inputs,
    line INTEGER NOT NULL,
    merge_key INTEGER NOT NULL
) STRICT;
CREATE INDEX fill_by_order ON fill (order_no);
CREATE INDEX fill_by_trade ON fill (trade_no) WHERE trade_no IS NOT NULL;
CREATE INDEX fill_by_signal ON fill (signal_no) WHERE signal_no IS NOT NULL;
CREATE INDEX fill_by_event ON fill (event_id) WHERE found_by > 5;
CREATE INDEX fill_by_correlation ON fill (correlation_id) WHERE found_by > 6;
CREATE INDEX fill_unattributed ON fill (filled_at, fill_id) WHERE trade_no IS NULL;

CREATE TABLE cause (
    event_id TEXT PRIMARY KEY,
    trade_no INTEGER REFERENCES trade
) STRICT, WITHOUT ROWID;

CREATE TABLE correlation (
    correlation_id TEXT PRIMARY KEY,
    trade_no INTEGER REFERENCES trade
) STRICT, WITHOUT ROWID;

CREATE TABLE profit (
    event_id TEXT PRIMARY KEY,
    trade_no INTEGER NOT NULL REFERENCES trade,
    realized_pnl_delta TEXT NOT NULL,
    merge_key INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX profit_by_trade ON profit (trade_no);

CREATE TABLE account (
    account_id TEXT PRIMARY KEY,
    as_of INTEGER NOT NULL,
    confirmed_at INTEGER NOT NULL,
    merge_key BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE mark (
    position_id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account,
    mark_price TEXT NOT NULL,
    position_value_usdt TEXT NOT NULL,
    unrealized_pnl_usdt TEXT NOT NULL,
    pnl_percent TEXT NOT NULL,
    PRIMARY KEY (position_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_by_account ON mark (account_id);

CREATE TABLE pnl (
    trade_no INTEGER PRIMARY KEY REFERENCES trade,
    sorted_at INTEGER NOT NULL,
    market TEXT NOT NULL,
    strategy_id TEXT NOT NULL,
    signal_provider_id TEXT NOT NULL,
    signal_id TEXT NOT NULL,
    direction TEXT NOT NULL,
    direction_is_assumed INTEGER NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    fills INTEGER NOT NULL,
    entry_qty TEXT NOT NULL,
    exit_qty TEXT NOT NULL,
    open_qty TEXT NOT NULL,
    unmatched_exit_qty TEXT NOT NULL,
    entry_value TEXT NOT NULL,
    exit_value TEXT NOT NULL,
    open_cost TEXT NOT NULL,
    avg_entry_price TEXT,
    avg_exit_price TEXT,
    realized_pnl TEXT NOT NULL,
    fees TEXT NOT NULL,
    realized_pnl_net TEXT NOT NULL,
    realized_pnl_matched TEXT NOT NULL,
    reported_pnl TEXT,
    reported_delta_sum TEXT,
    difference TEXT,
    reconciliation TEXT NOT NULL,
    held_ms TEXT
) STRICT;
CREATE INDEX pnl_open ON pnl (trade_no) WHERE open_qty <> '0';
CREATE INDEX pnl_doubtful ON pnl (trade_no)
WHERE reconciliation = 'differs' OR difference IS NOT NULL OR direction_is_assumed OR unmatched_exit_qty <> '0';

CREATE TABLE finding (
    input_no INTEGER NOT NULL REFERENCES inputs,
    line INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    rule TEXT NOT NULL,
    pointer TEXT NOT NULL,
    severity TEXT NOT NULL,
    message TEXT NOT NULL,
    event_id TEXT,
    topic TEXT,
    partition INTEGER,
    "offset" INTEGER,
    PRIMARY KEY (input_no, line, "column", rule, pointer, message)
) STRICT, WITHOUT ROWID;

CREATE TABLE figures (
    kind TEXT NOT NULL,
    block_no INTEGER NOT NULL,
    column_no INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (kind, block_no, column_no)
) STRICT;
)sql";

const char* const views_sql = R"sql(
CREATE VIEW intents AS
SELECT intent_id, status, strategy_id, signal_provider_id, direction,
       market, payload ->> '$.side' AS side, payload ->> '$.order_type' AS order_type,
       CAST(payload ->> '$.size_pct' AS REAL) AS size_pct, payload ->> '$.created_at' AS created_at, granted_at,
       (SELECT signal_id FROM signal WHERE signal.signal_no = intent.granted_signal_no) AS granted_signal_id,
       rejection_reasons, reason_detail, first_created_at, first_granted_at, CAST(target_price AS REAL) AS target_price,
       last_event_id, last_event_at, payload
FROM intent WHERE payload IS NOT NULL;

CREATE VIEW signals AS
SELECT signal_id, status, (SELECT intent_id FROM intent WHERE intent.intent_no = signal.intent_no) AS intent_id,
       (SELECT trade_id FROM trade WHERE trade.trade_no = signal.trade_no) AS trade_id,
       payload ->> '$.strategy_id' AS strategy_id, payload ->> '$.market' AS market, payload ->> '$.direction' AS direction,
       payload ->> '$.side' AS side, payload ->> '$.prm_granted_at' AS prm_granted_at, reasons,
       first_created_at, first_hot_at, CAST(target_price AS REAL) AS target_price, last_event_id, last_event_at, payload
FROM signal WHERE payload IS NOT NULL;

CREATE VIEW orders AS
SELECT order_id, status, is_open, (SELECT trade_id FROM trade WHERE trade.trade_no = o.trade_no) AS trade_id,
       (SELECT signal_id FROM signal WHERE signal.signal_no = o.signal_no) AS signal_id,
       (SELECT intent_id FROM intent WHERE intent.intent_no = o.intent_no) AS intent_id,
       strategy_id, venue, payload ->> '$.market' AS market, payload ->> '$.side' AS side, order_type,
       CAST(payload ->> '$.quantity' AS REAL) AS quantity, CAST(limit_price AS REAL) AS limit_price,
       coalesce((SELECT sum(CAST(quantity AS REAL)) FROM (SELECT quantity FROM fill WHERE fill.order_no = o.order_no
                                                          ORDER BY filled_at, fill_id)), 0.0) AS filled_qty,
       (SELECT sum(CAST(quantity AS REAL) * CAST(price AS REAL)) / sum(CAST(quantity AS REAL))
        FROM (SELECT quantity, price FROM fill WHERE fill.order_no = o.order_no ORDER BY filled_at, fill_id)) AS avg_fill_price,
       rejection_reason, payload ->> '$.created_at' AS created_at, first_requested_at, first_placed_at, last_event_id, last_event_at, payload
FROM "order" AS o WHERE payload IS NOT NULL;

CREATE VIEW trades AS
SELECT trade_id, status, direction, market, strategy_id,
       (SELECT signal_id FROM signal WHERE signal.signal_no = trade.signal_no) AS signal_id, opened_at, closed_at,
       CAST(payload ->> '$.entry_qty' AS REAL) AS entry_qty, CAST(payload ->> '$.exit_qty' AS REAL) AS exit_qty,
       CAST(realized_pnl AS REAL) AS realized_pnl, CAST(last_realized_pnl_delta AS REAL) AS last_realized_pnl_delta,
       last_event_id, last_event_at, payload
FROM trade WHERE payload IS NOT NULL;

CREATE VIEW fills AS
SELECT fill_id, o.order_id,
       (SELECT trade_id FROM trade WHERE trade.trade_no = fill.trade_no) AS trade_id,
       CASE found_by WHEN 1 THEN 'fill' WHEN 2 THEN 'order' WHEN 3 THEN 'signal_of_order' WHEN 4 THEN 'signal_of_fill'
                     WHEN 5 THEN 'intent' WHEN 6 THEN 'cause' WHEN 7 THEN 'correlation' END AS trade_found_by,
       market, side, CAST(quantity AS REAL) AS quantity, CAST(price AS REAL) AS price, CAST(fee AS REAL) AS fee, liquidity,
       o.venue, o.order_type, CAST(o.limit_price AS REAL) AS limit_price,
       CAST(coalesce((SELECT target_price FROM intent WHERE intent.intent_no = o.intent_no),
                     (SELECT target_price FROM signal WHERE signal.signal_no = o.signal_no)) AS REAL) AS target_price, filled_at,
       event_id, correlation_id, quantity AS quantity_exact, price AS price_exact, fee AS fee_exact,
       (SELECT name FROM inputs WHERE inputs.input_no = fill.input_no) AS input, line
FROM fill JOIN "order" AS o USING (order_no);

CREATE VIEW unattributed_fills AS
SELECT fill_id, order_id, market, side, quantity, price, fee, filled_at, event_id, correlation_id, input, line
FROM fills WHERE trade_id IS NULL;

CREATE VIEW trade_pnl AS
SELECT trade_id, p.market, p.strategy_id, p.signal_provider_id, p.signal_id, p.direction, p.direction_is_assumed, t.status,
       p.opened_at, p.closed_at, p.fills, CAST(p.entry_qty AS REAL) AS entry_qty, CAST(p.exit_qty AS REAL) AS exit_qty,
       CAST(p.open_qty AS REAL) AS open_qty, CAST(p.unmatched_exit_qty AS REAL) AS unmatched_exit_qty,
       CAST(p.entry_value AS REAL) AS entry_value, CAST(p.exit_value AS REAL) AS exit_value, CAST(p.open_cost AS REAL) AS open_cost,
       CAST(p.avg_entry_price AS REAL) AS avg_entry_price, CAST(p.avg_exit_price AS REAL) AS avg_exit_price,
       CAST(p.realized_pnl AS REAL) AS realized_pnl, CAST(p.fees AS REAL) AS fees, CAST(p.realized_pnl_net AS REAL) AS realized_pnl_net,
       CAST(p.realized_pnl_matched AS REAL) AS realized_pnl_matched, CAST(p.reported_pnl AS REAL) AS reported_pnl,
       CAST(p.reported_delta_sum AS REAL) AS reported_delta_sum, CAST(p.difference AS REAL) AS difference, p.reconciliation,
       CAST(p.held_ms AS REAL) AS held_ms, p.realized_pnl AS realized_pnl_exact, p.realized_pnl_net AS realized_pnl_net_exact
FROM pnl AS p JOIN trade AS t USING (trade_no);

CREATE VIEW market_pnl AS
SELECT market, count(*) AS trades, sum(fills) AS fills, sum(entry_value) AS entry_value, sum(exit_value) AS exit_value,
       sum(realized_pnl) AS realized_pnl, sum(fees) AS fees, sum(realized_pnl_net) AS realized_pnl_net,
       sum(reconciliation = 'differs') AS not_reconciled
FROM trade_pnl GROUP BY market;

CREATE VIEW strategy_pnl AS
SELECT strategy_id, count(*) AS trades, sum(fills) AS fills, sum(entry_value) AS entry_value, sum(exit_value) AS exit_value,
       sum(realized_pnl) AS realized_pnl, sum(fees) AS fees, sum(realized_pnl_net) AS realized_pnl_net,
       sum(reconciliation = 'differs') AS not_reconciled
FROM trade_pnl GROUP BY strategy_id;

CREATE VIEW findings AS
SELECT severity, rule, message, name AS input, line, "column", pointer, event_id FROM finding JOIN inputs USING (input_no)
UNION ALL
SELECT NULL, 'pnl/unattributed-fill', 'fill "' || fill_id || '" of order "' || order_id || '" belongs to no trade', input, line, 1, '', event_id
FROM unattributed_fills
UNION ALL
SELECT NULL, 'pnl/not-reconciled', 'trade "' || trade_id || '" reports a PnL of ' || t.realized_pnl || ', by its fills it is ' ||
       p.realized_pnl, (SELECT name FROM inputs WHERE inputs.input_no = t.input_no), line, 1, '', NULL
FROM pnl AS p JOIN trade AS t USING (trade_no)
WHERE reconciliation = 'differs' OR (reconciliation = 'no_fills' AND difference IS NOT NULL)
UNION ALL
SELECT NULL, 'pnl/unmatched-exit', 'the fills of trade "' || trade_id || '" exit ' || unmatched_exit_qty || ' more than they entered',
       (SELECT name FROM inputs WHERE inputs.input_no = t.input_no), line, 1, '', NULL
FROM pnl AS p JOIN trade AS t USING (trade_no) WHERE unmatched_exit_qty <> '0'
UNION ALL
SELECT NULL, 'pnl/assumed-direction', 'nothing says the direction of trade "' || trade_id || '"',
       (SELECT name FROM inputs WHERE inputs.input_no = t.input_no), line, 1, '', NULL
FROM pnl AS p JOIN trade AS t USING (trade_no) WHERE direction_is_assumed;
)sql";

const std::array<Migration, schema_version - oldest_schema_version> migrations = {{
    {1,
     R"sql(
ALTER TABLE pnl ADD COLUMN held_ms TEXT;
ALTER TABLE intent ADD COLUMN first_created_at INTEGER;
ALTER TABLE intent ADD COLUMN first_granted_at INTEGER;
ALTER TABLE intent ADD COLUMN market TEXT;
ALTER TABLE intent ADD COLUMN target_price TEXT;
ALTER TABLE signal ADD COLUMN first_created_at INTEGER;
ALTER TABLE signal ADD COLUMN first_hot_at INTEGER;
ALTER TABLE signal ADD COLUMN target_price TEXT;
ALTER TABLE "order" ADD COLUMN first_requested_at INTEGER;
ALTER TABLE "order" ADD COLUMN first_placed_at INTEGER;
ALTER TABLE "order" ADD COLUMN venue TEXT;
ALTER TABLE "order" ADD COLUMN order_type TEXT;
ALTER TABLE "order" ADD COLUMN limit_price TEXT;
UPDATE intent SET market = payload ->> '$.market',
       target_price = CASE WHEN payload ->> '$.target_price' IS NOT NULL THEN payload -> '$.target_price' END
WHERE payload IS NOT NULL;
UPDATE signal SET target_price = payload -> '$.target_price' WHERE payload ->> '$.target_price' IS NOT NULL;
UPDATE "order" SET venue = payload ->> '$.venue', order_type = payload ->> '$.order_type',
       limit_price = CASE WHEN payload ->> '$.limit_price' IS NOT NULL THEN payload -> '$.limit_price' END
WHERE payload IS NOT NULL;
-- When steps were first taken is known from the events alone: the next replay reads the inputs from their beginning.
UPDATE inputs SET format = NULL, bytes = 0, lines = 0, fingerprint = NULL, reading = NULL;
CREATE INDEX pnl_doubtful ON pnl (trade_no)
WHERE reconciliation = 'differs' OR difference IS NOT NULL OR direction_is_assumed OR unmatched_exit_qty <> '0';
)sql",
     true},
    {2,
     R"sql(
CREATE INDEX pnl_open ON pnl (trade_no) WHERE open_qty <> '0';
CREATE TABLE figures (
    kind TEXT NOT NULL,
    block_no INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (kind, block_no)
) STRICT, WITHOUT ROWID;
)sql",
     false},
    // Version 4 kept figures in another table, which version 5 does away with as well.
    {3, "", false},
    {4,
     // Whoever asked for one column read all of them.
     R"sql(
DROP TABLE figures;
CREATE TABLE figures (
    kind TEXT NOT NULL,
    block_no INTEGER NOT NULL,
    column_no INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (kind, block_no, column_no)
) STRICT;
CREATE INDEX fill_unattributed ON fill (filled_at, fill_id) WHERE trade_no IS NULL;
)sql",
     false},
    // Figures of intents say when each was created, and when it last changed.
    {5, "DELETE FROM figures WHERE kind = 'intent';", false},
}};

}  // namespace tks::store
