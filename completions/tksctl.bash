# Completion of tksctl for bash. Made by: tksctl completions bash
# shellcheck shell=bash

_tksctl_RULE='json schema event lifecycle reference pnl event/aggregate-id event/aggregate-type event/duplicate event/id-conflict event/market-form event/mixed-market-forms event/payload-version event/spot-short event/time-future event/time-unit json/array json/byte-order-mark json/control-character json/depth json/duplicate-key json/envelope json/escape json/number json/record-too-large json/surrogate json/syntax json/trailing json/truncated json/utf8 lifecycle/after-end lifecycle/changed-intent lifecycle/changed-trade lifecycle/doubled-fill lifecycle/early-expiry lifecycle/fill-after-close lifecycle/fill-after-end lifecycle/fill-mismatch lifecycle/fill-time lifecycle/grant-mismatch lifecycle/illegal-step lifecycle/missing-step lifecycle/over-exit lifecycle/overfilled-order lifecycle/repeated-step lifecycle/trade-average lifecycle/trade-quantity lifecycle/trade-status lifecycle/trade-times lifecycle/underfilled-order pnl/assumed-direction pnl/not-reconciled pnl/stale-mark pnl/unattributed-fill pnl/undefined-aggregate pnl/unmatched-exit reference/begins-later reference/causation-story reference/causation-time reference/causation-unknown reference/fill-without-order reference/order-without-hot-signal reference/order-without-intent reference/signal-without-grant reference/trade-without-fill schema/blank schema/coercion schema/enum schema/integer-range schema/limit-price schema/marks schema/missing schema/number-range schema/prm-granted-at schema/range schema/spot-direction schema/strategy-origin schema/type schema/unknown-key schema/valid-until'
_tksctl_LEVEL='error warning info off'
_tksctl_FINDINGS='error warning info never json schema event lifecycle reference pnl event/aggregate-id event/aggregate-type event/duplicate event/id-conflict event/market-form event/mixed-market-forms event/payload-version event/spot-short event/time-future event/time-unit json/array json/byte-order-mark json/control-character json/depth json/duplicate-key json/envelope json/escape json/number json/record-too-large json/surrogate json/syntax json/trailing json/truncated json/utf8 lifecycle/after-end lifecycle/changed-intent lifecycle/changed-trade lifecycle/doubled-fill lifecycle/early-expiry lifecycle/fill-after-close lifecycle/fill-after-end lifecycle/fill-mismatch lifecycle/fill-time lifecycle/grant-mismatch lifecycle/illegal-step lifecycle/missing-step lifecycle/over-exit lifecycle/overfilled-order lifecycle/repeated-step lifecycle/trade-average lifecycle/trade-quantity lifecycle/trade-status lifecycle/trade-times lifecycle/underfilled-order pnl/assumed-direction pnl/not-reconciled pnl/stale-mark pnl/unattributed-fill pnl/undefined-aggregate pnl/unmatched-exit reference/begins-later reference/causation-story reference/causation-time reference/causation-unknown reference/fill-without-order reference/order-without-hot-signal reference/order-without-intent reference/signal-without-grant reference/trade-without-fill schema/blank schema/coercion schema/enum schema/integer-range schema/limit-price schema/marks schema/missing schema/number-range schema/prm-granted-at schema/range schema/spot-direction schema/strategy-origin schema/type schema/unknown-key schema/valid-until'
_tksctl_FORMAT='text ndjson json sarif junit github'
_tksctl_REPORT='summary trades positions strategies markets providers pnl drawdown reconcile orders fills fees slippage funnel latency findings'
_tksctl_COLUMN='market strategy provider direction liquidity venue day week month quote trades open closed wins losses draws win_rate gross_pnl fees net_pnl expectancy payoff_ratio profit_factor largest_win largest_loss longest_win_streak longest_loss_streak current_streak holding_time_ms weighted_holding_time_ms exposure_time_ms max_drawdown max_drawdown_at max_drawdown_duration_ms max_drawdown_recovery_ms max_drawdown_relative sharpe sortino sqn undefined trade_id status strategy_id provider_id opened_at closed_at entry_qty avg_entry_price exit_qty avg_exit_price fills reconciliation open_qty open_price mark unrealized_pnl mark_is_stale open_cost realized_pnl cumulative_pnl depth relative peak_at trough_at recovered_at duration_ms recovery_ms peak trough reported_pnl difference matched_pnl reported_delta_sum unmatched_exit_qty order_id side order_type quantity filled_qty limit_price avg_fill_price intent_id rejection_reason created_at last_event_at fill_id price value fee target_price filled_at fee_bp target_bp limit_bp step reached share share_of_previous in_flight stopped reasons from to count p50_ms p90_ms p99_ms max_ms negative severity rule message file line column pointer event_id'
_tksctl_MODEL='SignalProvider TradingSignalIntent TradingSignalIntentSpot TradingSignalIntentFuture TradingSignal TradingSignalSpot TradingSignalFuture OrderRequest OrderFill Trade PositionMarkV1 TradingSignalSnapshot TradingSignalIntentSnapshot OrderSnapshot TradeSnapshot PositionsMarkSnapshotV1 RSI MACD OHLCV REQUEST MarketDataAssignment'
_tksctl_EVENT_TYPE='trading_signal_intent_created trading_signal_intent_granted trading_signal_intent_rejected trading_signal_intent_canceled trading_signal_intent_expired trading_signal_created trading_signal_rejected trading_signal_qualified_cold trading_signal_qualified_hot trading_signal_invalidated order_requested order_placed order_rejected order_partially_filled order_filled order_canceled trade_opened trade_increased trade_reduced trade_closed trade_canceled profit_realized'
_tksctl_TYPE='trading_signal_intent_created trading_signal_intent_granted trading_signal_intent_rejected trading_signal_intent_canceled trading_signal_intent_expired trading_signal_created trading_signal_rejected trading_signal_qualified_cold trading_signal_qualified_hot trading_signal_invalidated order_requested order_placed order_rejected order_partially_filled order_filled order_canceled trade_opened trade_increased trade_reduced trade_closed trade_canceled profit_realized'
_tksctl_DIRECTION='long short'
_tksctl_STATUS='created granted rejected canceled expired invalidated qualified_cold qualified_hot requested placed partially_filled filled pending open partially_closed closed'
_tksctl_COMMAND='validate replay report query diff trace tail publish topics ping rules explain schema simulate markets config completions'

# The options of a command.
_tksctl_options() {
    case $1 in
    '') echo '-h --help --version' ;;
    'validate') echo '-h --help --topic -b --brokers --kafka-config -X --property --timeout --offset --regex --partition --isolation --input-format --max-record-bytes --contract --checks --select --ignore --level --complete --now --model --output --format -o --max-findings --baseline --write-baseline --strict --exit-zero --stats -q --quiet --threads --color --excerpt --config --no-config --profile --log-format --log-level' ;;
    'replay') echo '-h --help --store --topic -b --brokers --kafka-config -X --property --timeout --offset --regex --partition --isolation --input-format --max-record-bytes --contract --now --at --cost-basis --mark --stale-after --tolerance --checks --select --ignore --level --threads --since --until --market --strategy --provider --trade --direction --status --where --snapshots --format -o --findings --max-findings --fail-on --strict -q --quiet --color --config --no-config --profile --log-format --log-level' ;;
    'report') echo '-h --help --topic -b --brokers --kafka-config -X --property --timeout --offset --regex --partition --isolation --input-format --max-record-bytes --contract --now --at --cost-basis --mark --stale-after --tolerance --checks --select --ignore --level --threads --since --until --market --strategy --provider --trade --direction --status --where --pnl --capital --by --group-by --fields --sort --limit --chart --format -o -q --quiet --color --config --no-config --profile --log-format --log-level' ;;
    'query') echo '-h --help --format -o --color --config --no-config --log-format --log-level' ;;
    'diff') echo '-h --help --input-format --max-record-bytes --contract --now --at --cost-basis --mark --stale-after --tolerance --checks --select --ignore --level --threads --format -o --config --no-config --log-format --log-level' ;;
    'trace') echo '-h --help --topic -b --brokers --kafka-config -X --property --timeout --offset --regex --partition --isolation --input-format --max-record-bytes --contract --complete --format -o --threads --color --config --no-config --profile --log-format --log-level' ;;
    'tail') echo '-h --help -b --brokers --kafka-config -X --property --timeout --offset --regex --partition --isolation -n --count --exit --idle-timeout --merge-window --latest --group --commit --key --header --type --since --until --market --strategy --provider --trade --direction --status --where --format --template -o --threads --contract --checks --select --ignore --level --check --strict -q --quiet --color --config --no-config --profile --log-format --log-level' ;;
    'publish') echo '-h --help --topic -b --brokers --kafka-config -X --property --timeout --rate --realtime --with-invalid --input-format --max-record-bytes --contract --checks --select --ignore --level --format -o -q --quiet --color --config --no-config --profile --log-format --log-level' ;;
    'topics') echo '-h --help -b --brokers --kafka-config -X --property --timeout --partitions --replication --compacted --internal --if-exists --format -o --color --config --no-config --profile --log-format --log-level' ;;
    'ping') echo '-h --help -b --brokers --kafka-config -X --property --timeout --wait -q --quiet --config --no-config --profile --log-format --log-level' ;;
    'rules') echo '-h --help --format -o --config --no-config --log-format --log-level' ;;
    'explain') echo '-h --help --sample -o --color --config --no-config --log-format --log-level' ;;
    'schema') echo '-h --help --contract --list -o --config --no-config --log-format --log-level' ;;
    'simulate') echo '-h --help --trades --seed --span --faults --faults-list --contract -o --config --no-config --log-format --log-level' ;;
    'markets') echo '-h --help --format --form --clean --quote -o --config --no-config --log-format --log-level' ;;
    'config') echo '-h --help --profile --format -o --config --no-config --log-format --log-level' ;;
    'completions') echo '-h --help -o --config --no-config --log-format --log-level' ;;
    esac
}

# What can stand behind an option of a command, or in one of the places of its arguments: sets variables of the
# caller. Fails for what has no value.
# shellcheck disable=SC2034
_tksctl_value() {
    case "$1 $2" in
    'validate --topic') takes_topics=1 ;;
    'validate -b' | 'validate --brokers') ;;
    'validate --kafka-config') takes_files=1 ;;
    'validate -X' | 'validate --property') ;;
    'validate --timeout') ;;
    'validate --offset') ;;
    'validate --partition') ;;
    'validate --isolation') first='read_committed read_uncommitted' ;;
    'validate --input-format') first='detect ndjson json kcat' ;;
    'validate --max-record-bytes') ;;
    'validate --contract') first='0.1.42 0.1.47 0.1.50' ;;
    'validate --checks') first=$_tksctl_RULE is_list=1 ;;
    'validate --select') first=$_tksctl_RULE is_list=1 ;;
    'validate --ignore') first=$_tksctl_RULE is_list=1 ;;
    'validate --level') first=$_tksctl_RULE separator='=' second=$_tksctl_LEVEL is_list=1 ;;
    'validate --now') ;;
    'validate --model') first=$_tksctl_MODEL ;;
    'validate --output') first=$_tksctl_FORMAT separator=':' second=FILE ;;
    'validate --format') first='text ndjson json sarif junit github' ;;
    'validate -o') takes_files=1 ;;
    'validate --max-findings') ;;
    'validate --baseline') takes_files=1 ;;
    'validate --write-baseline') takes_files=1 ;;
    'validate --threads') ;;
    'validate --color') first='auto always never' ;;
    'validate --excerpt') first='auto always never' ;;
    'validate --config') takes_files=1 ;;
    'validate --profile') ;;
    'validate --log-format') first='text json' ;;
    'validate --log-level') first='debug info warning error off' ;;
    'validate '[0-9]*) takes_files=1 ;;
    'replay --store') takes_files=1 ;;
    'replay --topic') takes_topics=1 ;;
    'replay -b' | 'replay --brokers') ;;
    'replay --kafka-config') takes_files=1 ;;
    'replay -X' | 'replay --property') ;;
    'replay --timeout') ;;
    'replay --offset') ;;
    'replay --partition') ;;
    'replay --isolation') first='read_committed read_uncommitted' ;;
    'replay --input-format') first='detect ndjson json kcat' ;;
    'replay --max-record-bytes') ;;
    'replay --contract') first='0.1.42 0.1.47 0.1.50' ;;
    'replay --now') ;;
    'replay --at') ;;
    'replay --cost-basis') first='average fifo' ;;
    'replay --mark') ;;
    'replay --stale-after') ;;
    'replay --tolerance') ;;
    'replay --checks') first=$_tksctl_RULE is_list=1 ;;
    'replay --select') first=$_tksctl_RULE is_list=1 ;;
    'replay --ignore') first=$_tksctl_RULE is_list=1 ;;
    'replay --level') first=$_tksctl_RULE separator='=' second=$_tksctl_LEVEL is_list=1 ;;
    'replay --threads') ;;
    'replay --since') ;;
    'replay --until') ;;
    'replay --market') ;;
    'replay --strategy') ;;
    'replay --provider') ;;
    'replay --trade') ;;
    'replay --direction') first=$_tksctl_DIRECTION is_list=1 ;;
    'replay --status') first=$_tksctl_STATUS is_list=1 ;;
    'replay --where') ;;
    'replay --snapshots') first='trades orders signals intents pnl' ;;
    'replay --format') first='table markdown csv tsv ndjson json html' ;;
    'replay -o') takes_files=1 ;;
    'replay --findings') first=$_tksctl_FORMAT separator=':' second=FILE ;;
    'replay --max-findings') ;;
    'replay --fail-on') first=$_tksctl_FINDINGS is_list=1 ;;
    'replay --color') first='auto always never' ;;
    'replay --config') takes_files=1 ;;
    'replay --profile') ;;
    'replay --log-format') first='text json' ;;
    'replay --log-level') first='debug info warning error off' ;;
    'replay '[0-9]*) takes_files=1 ;;
    'report --topic') takes_topics=1 ;;
    'report -b' | 'report --brokers') ;;
    'report --kafka-config') takes_files=1 ;;
    'report -X' | 'report --property') ;;
    'report --timeout') ;;
    'report --offset') ;;
    'report --partition') ;;
    'report --isolation') first='read_committed read_uncommitted' ;;
    'report --input-format') first='detect ndjson json kcat' ;;
    'report --max-record-bytes') ;;
    'report --contract') first='0.1.42 0.1.47 0.1.50' ;;
    'report --now') ;;
    'report --at') ;;
    'report --cost-basis') first='average fifo' ;;
    'report --mark') ;;
    'report --stale-after') ;;
    'report --tolerance') ;;
    'report --checks') first=$_tksctl_RULE is_list=1 ;;
    'report --select') first=$_tksctl_RULE is_list=1 ;;
    'report --ignore') first=$_tksctl_RULE is_list=1 ;;
    'report --level') first=$_tksctl_RULE separator='=' second=$_tksctl_LEVEL is_list=1 ;;
    'report --threads') ;;
    'report --since') ;;
    'report --until') ;;
    'report --market') ;;
    'report --strategy') ;;
    'report --provider') ;;
    'report --trade') ;;
    'report --direction') first=$_tksctl_DIRECTION is_list=1 ;;
    'report --status') first=$_tksctl_STATUS is_list=1 ;;
    'report --where') ;;
    'report --pnl') first='net gross' ;;
    'report --capital') ;;
    'report --by') first='day week month' ;;
    'report --group-by') first='market strategy provider direction liquidity venue day week month' is_list=1 ;;
    'report --fields') first=$_tksctl_COLUMN is_list=1 ;;
    'report --sort') first=$_tksctl_COLUMN is_list=1 ;;
    'report --limit') ;;
    'report --format') first='table markdown csv tsv ndjson json html' ;;
    'report -o') takes_files=1 ;;
    'report --color') first='auto always never' ;;
    'report --config') takes_files=1 ;;
    'report --profile') ;;
    'report --log-format') first='text json' ;;
    'report --log-level') first='debug info warning error off' ;;
    'report '[0-9]*) first=$_tksctl_REPORT takes_files=1 ;;
    'query --format') first='table markdown csv tsv ndjson json html' ;;
    'query -o') takes_files=1 ;;
    'query --color') first='auto always never' ;;
    'query --config') takes_files=1 ;;
    'query --log-format') first='text json' ;;
    'query --log-level') first='debug info warning error off' ;;
    'query 1') ;;
    'query 2') ;;
    'diff --input-format') first='detect ndjson json kcat' ;;
    'diff --max-record-bytes') ;;
    'diff --contract') first='0.1.42 0.1.47 0.1.50' ;;
    'diff --now') ;;
    'diff --at') ;;
    'diff --cost-basis') first='average fifo' ;;
    'diff --mark') ;;
    'diff --stale-after') ;;
    'diff --tolerance') ;;
    'diff --checks') first=$_tksctl_RULE is_list=1 ;;
    'diff --select') first=$_tksctl_RULE is_list=1 ;;
    'diff --ignore') first=$_tksctl_RULE is_list=1 ;;
    'diff --level') first=$_tksctl_RULE separator='=' second=$_tksctl_LEVEL is_list=1 ;;
    'diff --threads') ;;
    'diff --format') first='text ndjson' ;;
    'diff -o') takes_files=1 ;;
    'diff --config') takes_files=1 ;;
    'diff --log-format') first='text json' ;;
    'diff --log-level') first='debug info warning error off' ;;
    'diff '[0-9]*) takes_files=1 ;;
    'trace --topic') takes_topics=1 ;;
    'trace -b' | 'trace --brokers') ;;
    'trace --kafka-config') takes_files=1 ;;
    'trace -X' | 'trace --property') ;;
    'trace --timeout') ;;
    'trace --offset') ;;
    'trace --partition') ;;
    'trace --isolation') first='read_committed read_uncommitted' ;;
    'trace --input-format') first='detect ndjson json kcat' ;;
    'trace --max-record-bytes') ;;
    'trace --contract') first='0.1.42 0.1.47 0.1.50' ;;
    'trace --format') first='text ndjson' ;;
    'trace -o') takes_files=1 ;;
    'trace --threads') ;;
    'trace --color') first='auto always never' ;;
    'trace --config') takes_files=1 ;;
    'trace --profile') ;;
    'trace --log-format') first='text json' ;;
    'trace --log-level') first='debug info warning error off' ;;
    'trace 1') ;;
    'trace '[0-9]*) takes_files=1 ;;
    'tail -b' | 'tail --brokers') ;;
    'tail --kafka-config') takes_files=1 ;;
    'tail -X' | 'tail --property') ;;
    'tail --timeout') ;;
    'tail --offset') ;;
    'tail --partition') ;;
    'tail --isolation') first='read_committed read_uncommitted' ;;
    'tail -n' | 'tail --count') ;;
    'tail --idle-timeout') ;;
    'tail --merge-window') ;;
    'tail --group') ;;
    'tail --key') ;;
    'tail --header') ;;
    'tail --type') first=$_tksctl_TYPE is_list=1 ;;
    'tail --since') ;;
    'tail --until') ;;
    'tail --market') ;;
    'tail --strategy') ;;
    'tail --provider') ;;
    'tail --trade') ;;
    'tail --direction') first=$_tksctl_DIRECTION is_list=1 ;;
    'tail --status') first=$_tksctl_STATUS is_list=1 ;;
    'tail --where') ;;
    'tail --format') first='text ndjson envelope' ;;
    'tail --template') ;;
    'tail -o') takes_files=1 ;;
    'tail --threads') ;;
    'tail --contract') first='0.1.42 0.1.47 0.1.50' ;;
    'tail --checks') first=$_tksctl_RULE is_list=1 ;;
    'tail --select') first=$_tksctl_RULE is_list=1 ;;
    'tail --ignore') first=$_tksctl_RULE is_list=1 ;;
    'tail --level') first=$_tksctl_RULE separator='=' second=$_tksctl_LEVEL is_list=1 ;;
    'tail --check') first='lifecycle' ;;
    'tail --color') first='auto always never' ;;
    'tail --config') takes_files=1 ;;
    'tail --profile') ;;
    'tail --log-format') first='text json' ;;
    'tail --log-level') first='debug info warning error off' ;;
    'tail '[0-9]*) takes_topics=1 ;;
    'publish --topic') takes_topics=1 ;;
    'publish -b' | 'publish --brokers') ;;
    'publish --kafka-config') takes_files=1 ;;
    'publish -X' | 'publish --property') ;;
    'publish --timeout') ;;
    'publish --rate') ;;
    'publish --realtime') ;;
    'publish --input-format') first='detect ndjson json kcat' ;;
    'publish --max-record-bytes') ;;
    'publish --contract') first='0.1.42 0.1.47 0.1.50' ;;
    'publish --checks') first=$_tksctl_RULE is_list=1 ;;
    'publish --select') first=$_tksctl_RULE is_list=1 ;;
    'publish --ignore') first=$_tksctl_RULE is_list=1 ;;
    'publish --level') first=$_tksctl_RULE separator='=' second=$_tksctl_LEVEL is_list=1 ;;
    'publish --format') first='text ndjson' ;;
    'publish -o') takes_files=1 ;;
    'publish --color') first='auto always never' ;;
    'publish --config') takes_files=1 ;;
    'publish --profile') ;;
    'publish --log-format') first='text json' ;;
    'publish --log-level') first='debug info warning error off' ;;
    'publish '[0-9]*) takes_files=1 ;;
    'topics -b' | 'topics --brokers') ;;
    'topics --kafka-config') takes_files=1 ;;
    'topics -X' | 'topics --property') ;;
    'topics --timeout') ;;
    'topics --partitions') ;;
    'topics --replication') ;;
    'topics --format') first='text ndjson names' ;;
    'topics -o') takes_files=1 ;;
    'topics --color') first='auto always never' ;;
    'topics --config') takes_files=1 ;;
    'topics --profile') ;;
    'topics --log-format') first='text json' ;;
    'topics --log-level') first='debug info warning error off' ;;
    'topics 1') first='list describe create delete' ;;
    'topics '[0-9]*) takes_topics=1 ;;
    'ping -b' | 'ping --brokers') ;;
    'ping --kafka-config') takes_files=1 ;;
    'ping -X' | 'ping --property') ;;
    'ping --timeout') ;;
    'ping --wait') ;;
    'ping --config') takes_files=1 ;;
    'ping --profile') ;;
    'ping --log-format') first='text json' ;;
    'ping --log-level') first='debug info warning error off' ;;
    'ping '[0-9]*) takes_topics=1 ;;
    'rules --format') first='text ndjson' ;;
    'rules -o') takes_files=1 ;;
    'rules --config') takes_files=1 ;;
    'rules --log-format') first='text json' ;;
    'rules --log-level') first='debug info warning error off' ;;
    'rules '[0-9]*) first=$_tksctl_RULE ;;
    'explain --sample') first='bad good' ;;
    'explain -o') takes_files=1 ;;
    'explain --color') first='auto always never' ;;
    'explain --config') takes_files=1 ;;
    'explain --log-format') first='text json' ;;
    'explain --log-level') first='debug info warning error off' ;;
    'explain '[0-9]*) first=$_tksctl_RULE ;;
    'schema --contract') first='0.1.42 0.1.47 0.1.50' ;;
    'schema -o') takes_files=1 ;;
    'schema --config') takes_files=1 ;;
    'schema --log-format') first='text json' ;;
    'schema --log-level') first='debug info warning error off' ;;
    'schema 1') first='SignalProvider TradingSignalIntent TradingSignalIntentSpot TradingSignalIntentFuture TradingSignal TradingSignalSpot TradingSignalFuture OrderRequest OrderFill Trade PositionMarkV1 TradingSignalSnapshot TradingSignalIntentSnapshot OrderSnapshot TradeSnapshot PositionsMarkSnapshotV1 RSI MACD OHLCV REQUEST MarketDataAssignment trading_signal_intent_created trading_signal_intent_granted trading_signal_intent_rejected trading_signal_intent_canceled trading_signal_intent_expired trading_signal_created trading_signal_rejected trading_signal_qualified_cold trading_signal_qualified_hot trading_signal_invalidated order_requested order_placed order_rejected order_partially_filled order_filled order_canceled trade_opened trade_increased trade_reduced trade_closed trade_canceled profit_realized' ;;
    'simulate --trades') ;;
    'simulate --seed') ;;
    'simulate --span') ;;
    'simulate --faults') ;;
    'simulate --faults-list') takes_files=1 ;;
    'simulate --contract') first='0.1.42 0.1.47 0.1.50' ;;
    'simulate -o') takes_files=1 ;;
    'simulate --config') takes_files=1 ;;
    'simulate --log-format') first='text json' ;;
    'simulate --log-level') first='debug info warning error off' ;;
    'markets --format') first='text ndjson csv' ;;
    'markets --form') first='pair base quote dash slash binance bybit default unwrapped' ;;
    'markets --quote') ;;
    'markets -o') takes_files=1 ;;
    'markets --config') takes_files=1 ;;
    'markets --log-format') first='text json' ;;
    'markets --log-level') first='debug info warning error off' ;;
    'markets '[0-9]*) ;;
    'config --profile') ;;
    'config --format') first='text ndjson' ;;
    'config -o') takes_files=1 ;;
    'config --config') takes_files=1 ;;
    'config --log-format') first='text json' ;;
    'config --log-level') first='debug info warning error off' ;;
    'config 1') first='show path' ;;
    'config 2') first=$_tksctl_COMMAND ;;
    'completions -o') takes_files=1 ;;
    'completions --config') takes_files=1 ;;
    'completions --log-format') first='text json' ;;
    'completions --log-level') first='debug info warning error off' ;;
    'completions 1') first='bash zsh fish' ;;
    *) return 1 ;;
    esac
}

# Whether an option of a command has a value.
_tksctl_has_value() {
    local first second separator is_list takes_files takes_topics
    _tksctl_value "$@"
}

# The topics of the cluster that the command line names.
_tksctl_topics() {
    local -a connection=()
    local word is_value=
    for word; do
        if [[ -n $is_value ]]; then
            connection+=("$word")
            is_value=
            continue
        fi
        case $word in
        -b | --brokers | -X | --property | --kafka-config | --profile | --config)
            connection+=("$word")
            is_value=1
            ;;
        --brokers=* | --property=* | --kafka-config=* | --profile=* | --config=*) connection+=("$word") ;;
        esac
    done
    tksctl topics list "${connection[@]}" --timeout 2s --format names 2>/dev/null
}

# Fills COMPREPLY with what can stand in place of $1, behind $2, which stays.
_tksctl_reply() {
    local current=$1 prefix=$2 ending='' word
    if [[ -n $is_list ]]; then
        prefix+=${current%"${current##*,}"}
        current=${current##*,}
    fi
    if [[ -n $separator && $current == *"$separator"* ]]; then
        prefix+=${current%%"$separator"*}$separator
        current=${current#*"$separator"}
        first=$second
        takes_files=
        if [[ $second == FILE ]]; then
            first=
            takes_files=1
        fi
    elif [[ -n $separator ]]; then
        ending=$separator
    fi
    # What stands before a character that breaks words is no part of what readline replaces.
    local stays=$prefix$current breaks=
    [[ $COMP_WORDBREAKS == *=* ]] && breaks+='='
    [[ $COMP_WORDBREAKS == *:* ]] && breaks+=':'
    if [[ -n $breaks ]]; then
        stays=${stays%"${stays##*["$breaks"]}"}
    else
        stays=
    fi
    while IFS= read -r word; do
        [[ $ending == ':' ]] && COMPREPLY+=("${prefix#"$stays"}$word")
        COMPREPLY+=("${prefix#"$stays"}$word$ending")
    done < <(compgen -W "$first" -- "$current")
    if [[ -n $takes_files ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do
            COMPREPLY+=("${prefix#"$stays"}$word")
        done < <(compgen -f -- "$current")
    elif [[ -n $ending$is_list ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

_tksctl() {
    # The words as the shell will see them: readline takes them apart at = and :.
    local -a words=()
    local rest=$COMP_LINE word space index
    for ((index = 0; index <= COMP_CWORD; ++index)); do
        word=${COMP_WORDS[index]}
        space=${rest%%[![:space:]]*}
        rest=${rest#"$space"}
        rest=${rest#"$word"}
        if ((index == 0)) || [[ -n $space || -z $word ]]; then
            words+=("$word")
        else
            words[${#words[@]} - 1]+=$word
        fi
    done

    local current=${words[${#words[@]} - 1]} command='' option='' place=1
    for ((index = 1; index < ${#words[@]} - 1; ++index)); do
        word=${words[index]}
        if [[ -n $option ]]; then
            option=
            continue
        fi
        case $word in
        --*=*) ;;
        -?*) if _tksctl_has_value "$command" "$word"; then option=$word; fi ;;
        *) if [[ -z $command ]]; then command=$word; else ((++place)); fi ;;
        esac
    done

    COMPREPLY=()
    local first='' second='' separator='' is_list='' takes_files='' takes_topics='' prefix=''
    if [[ -n $option ]]; then
        _tksctl_value "$command" "$option"
    elif [[ $current == --*=* ]]; then
        prefix=${current%%=*}=
        _tksctl_value "$command" "${current%%=*}" || return 0
        current=${current#*=}
    elif [[ $current == -* ]]; then
        first=$(_tksctl_options "$command")
    elif [[ -z $command ]]; then
        first="$_tksctl_COMMAND help"
    elif [[ $command == help ]]; then
        ((place > 1)) || first=$_tksctl_COMMAND
    else
        _tksctl_value "$command" "$place" || return 0
    fi
    if [[ -n $takes_topics ]]; then
        first=$(_tksctl_topics "${words[@]}")
    fi
    _tksctl_reply "$current" "$prefix"
}

complete -F _tksctl tksctl
