# Completion of tksctl for fish. Made by: tksctl completions fish

# Whether the command on the line is $argv[1]; without it, whether there is none yet.
function __tksctl_command
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        string match -q -- '-*' $word; and continue
        set -q argv[1]; and test "$word" = "$argv[1]"
        return
    end
    not set -q argv[1]
end

# Whether a command without options of its own is asked about: tksctl help COMMAND.
function __tksctl_argument
    # $argv: the place from 1, "more" if that and later ones are meant, and the command's options with a value.
    set -l place $argv[1]
    set -l more $argv[2]
    set -l with_value $argv[3..]
    set -l words (commandline -opc)
    set -l count 0
    set -l is_value no
    for word in $words[2..]
        if test $is_value = yes
            set is_value no
        else if contains -- $word $with_value
            set is_value yes
        else if not string match -q -- '-?*' $word
            set count (math $count + 1)
        end
    end
    test $count -eq $place; or begin
        test $more = more; and test $count -gt $place
    end
end

# The words of a comma-separated list, behind what stands there already.
function __tksctl_list
    set -l before (commandline -ct | string replace -r '^--[^=]*=' '' | string match -r '^.*,')
    printf '%s\n' "$before"$argv
end

# Pairs: the first words, a separator, then the second ones. $argv: the separator, how many first words, both.
function __tksctl_pairs
    set -l separator $argv[1]
    set -l firsts $argv[3..(math $argv[2] + 2)]
    set -l seconds $argv[(math $argv[2] + 3)..]
    set -l token (commandline -ct | string replace -r '^--[^=]*=' '')
    set -l before (string match -r '^.*,' -- $token)
    set -l last (string replace -r '^.*,' '' -- $token)
    if string match -q -- "*$separator*" $last
        set -l first (string split -m 1 -- $separator $last)[1]
        test "$seconds" = FILE; and set seconds (__fish_complete_path (string split -m 1 -- $separator $last)[2] | string split -f 1 \t)
        printf '%s\n' "$before$first$separator"$seconds
    else
        test "$separator" = :; and printf '%s\n' "$before"$firsts
        printf '%s\n' "$before"$firsts$separator
    end
end

# The topics of the cluster that the command line names.
function __tksctl_topics
    set -l connection
    set -l is_value no
    for word in (commandline -opc)
        if test $is_value = yes
            set -a connection $word
            set is_value no
        else if contains -- $word -b --brokers -X --property --kafka-config --profile --config
            set -a connection $word
            set is_value yes
        else if string match -qr -- '^--(brokers|property|kafka-config|profile|config)=' $word
            set -a connection $word
        end
    end
    tksctl topics list $connection --timeout 2s --format names 2>/dev/null
end

complete -c tksctl -f
set -g __tksctl_RULE json schema event lifecycle reference pnl event/aggregate-id event/aggregate-type event/duplicate event/id-conflict event/market-form event/mixed-market-forms event/payload-version event/spot-short event/time-future event/time-unit json/array json/byte-order-mark json/control-character json/depth json/duplicate-key json/envelope json/escape json/number json/record-too-large json/surrogate json/syntax json/trailing json/truncated json/utf8 lifecycle/after-end lifecycle/changed-intent lifecycle/changed-trade lifecycle/doubled-fill lifecycle/early-expiry lifecycle/fill-after-close lifecycle/fill-after-end lifecycle/fill-mismatch lifecycle/fill-time lifecycle/grant-mismatch lifecycle/illegal-step lifecycle/missing-step lifecycle/over-exit lifecycle/overfilled-order lifecycle/repeated-step lifecycle/trade-average lifecycle/trade-quantity lifecycle/trade-status lifecycle/trade-times lifecycle/underfilled-order pnl/assumed-direction pnl/not-reconciled pnl/stale-mark pnl/unattributed-fill pnl/undefined-aggregate pnl/unmatched-exit reference/begins-later reference/causation-story reference/causation-time reference/causation-unknown reference/fill-without-order reference/order-without-hot-signal reference/order-without-intent reference/signal-without-grant reference/trade-without-fill schema/blank schema/coercion schema/enum schema/integer-range schema/limit-price schema/marks schema/missing schema/number-range schema/prm-granted-at schema/range schema/spot-direction schema/strategy-origin schema/type schema/unknown-key schema/valid-until
set -g __tksctl_LEVEL error warning info off
set -g __tksctl_FINDINGS error warning info never json schema event lifecycle reference pnl event/aggregate-id event/aggregate-type event/duplicate event/id-conflict event/market-form event/mixed-market-forms event/payload-version event/spot-short event/time-future event/time-unit json/array json/byte-order-mark json/control-character json/depth json/duplicate-key json/envelope json/escape json/number json/record-too-large json/surrogate json/syntax json/trailing json/truncated json/utf8 lifecycle/after-end lifecycle/changed-intent lifecycle/changed-trade lifecycle/doubled-fill lifecycle/early-expiry lifecycle/fill-after-close lifecycle/fill-after-end lifecycle/fill-mismatch lifecycle/fill-time lifecycle/grant-mismatch lifecycle/illegal-step lifecycle/missing-step lifecycle/over-exit lifecycle/overfilled-order lifecycle/repeated-step lifecycle/trade-average lifecycle/trade-quantity lifecycle/trade-status lifecycle/trade-times lifecycle/underfilled-order pnl/assumed-direction pnl/not-reconciled pnl/stale-mark pnl/unattributed-fill pnl/undefined-aggregate pnl/unmatched-exit reference/begins-later reference/causation-story reference/causation-time reference/causation-unknown reference/fill-without-order reference/order-without-hot-signal reference/order-without-intent reference/signal-without-grant reference/trade-without-fill schema/blank schema/coercion schema/enum schema/integer-range schema/limit-price schema/marks schema/missing schema/number-range schema/prm-granted-at schema/range schema/spot-direction schema/strategy-origin schema/type schema/unknown-key schema/valid-until
set -g __tksctl_FORMAT text ndjson json sarif junit github
set -g __tksctl_REPORT summary trades positions strategies markets providers pnl drawdown reconcile orders fills fees slippage funnel latency findings
set -g __tksctl_COLUMN market strategy provider direction liquidity venue day week month quote trades open closed wins losses draws win_rate gross_pnl fees net_pnl expectancy payoff_ratio profit_factor largest_win largest_loss longest_win_streak longest_loss_streak current_streak holding_time_ms weighted_holding_time_ms exposure_time_ms max_drawdown max_drawdown_at max_drawdown_duration_ms max_drawdown_recovery_ms max_drawdown_relative sharpe sortino sqn undefined trade_id status strategy_id provider_id opened_at closed_at entry_qty avg_entry_price exit_qty avg_exit_price fills reconciliation open_qty open_price mark unrealized_pnl mark_is_stale open_cost realized_pnl cumulative_pnl depth relative peak_at trough_at recovered_at duration_ms recovery_ms peak trough reported_pnl difference matched_pnl reported_delta_sum unmatched_exit_qty order_id side order_type quantity filled_qty limit_price avg_fill_price intent_id rejection_reason created_at last_event_at fill_id price value fee target_price filled_at fee_bp target_bp limit_bp step reached share share_of_previous in_flight stopped reasons from to count p50_ms p90_ms p99_ms max_ms negative severity rule message file line column pointer event_id
set -g __tksctl_MODEL SignalProvider TradingSignalIntent TradingSignalIntentSpot TradingSignalIntentFuture TradingSignal TradingSignalSpot TradingSignalFuture OrderRequest OrderFill Trade PositionMarkV1 TradingSignalSnapshot TradingSignalIntentSnapshot OrderSnapshot TradeSnapshot PositionsMarkSnapshotV1 RSI MACD OHLCV REQUEST MarketDataAssignment
set -g __tksctl_EVENT_TYPE trading_signal_intent_created trading_signal_intent_granted trading_signal_intent_rejected trading_signal_intent_canceled trading_signal_intent_expired trading_signal_created trading_signal_rejected trading_signal_qualified_cold trading_signal_qualified_hot trading_signal_invalidated order_requested order_placed order_rejected order_partially_filled order_filled order_canceled trade_opened trade_increased trade_reduced trade_closed trade_canceled profit_realized
set -g __tksctl_TYPE trading_signal_intent_created trading_signal_intent_granted trading_signal_intent_rejected trading_signal_intent_canceled trading_signal_intent_expired trading_signal_created trading_signal_rejected trading_signal_qualified_cold trading_signal_qualified_hot trading_signal_invalidated order_requested order_placed order_rejected order_partially_filled order_filled order_canceled trade_opened trade_increased trade_reduced trade_closed trade_canceled profit_realized
set -g __tksctl_DIRECTION long short
set -g __tksctl_STATUS created granted rejected canceled expired invalidated qualified_cold qualified_hot requested placed partially_filled filled pending open partially_closed closed
set -g __tksctl_COMMAND validate replay report query diff trace tail publish topics ping rules explain schema simulate markets config completions

complete -c tksctl -n __tksctl_command -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n __tksctl_command -l version -d 'Display program version information and exit'
complete -c tksctl -n __tksctl_command -a validate -d 'Check whether dumps of events are sound'
complete -c tksctl -n __tksctl_command -a replay -d 'Rebuild from events what happened and what each trade earned'
complete -c tksctl -n __tksctl_command -a report -d 'Tell what trades add up to: metrics, PnL over time, drawdowns, positions'
complete -c tksctl -n __tksctl_command -a query -d 'Ask a store by a SELECT of SQL'
complete -c tksctl -n __tksctl_command -a diff -d 'Compare what two dumps or stores add up to, aggregate by aggregate'
complete -c tksctl -n __tksctl_command -a trace -d 'Tell one story as a tree in time: what caused what, and how long it took'
complete -c tksctl -n __tksctl_command -a tail -d 'Show the messages of Kafka topics as they come, each checked'
complete -c tksctl -n __tksctl_command -a publish -d 'Publish dumps of events to a Kafka topic'
complete -c tksctl -n __tksctl_command -a topics -d 'List, describe, create and delete Kafka topics'
complete -c tksctl -n __tksctl_command -a ping -d 'Check that Kafka brokers and topics are there, or wait for them'
complete -c tksctl -n __tksctl_command -a rules -d 'List what is checked'
complete -c tksctl -n __tksctl_command -a explain -d 'Explain rules: why they matter, and what breaks them'
complete -c tksctl -n __tksctl_command -a schema -d 'Write the contract as JSON Schema'
complete -c tksctl -n __tksctl_command -a simulate -d 'Write the events of a simulated platform, with defects if wanted'
complete -c tksctl -n __tksctl_command -a markets -d 'Take market pairs apart and write them in another form'
complete -c tksctl -n __tksctl_command -a config -d 'Show what the configuration and the environment set, and where'
complete -c tksctl -n __tksctl_command -a completions -d 'Write what makes a shell complete command lines of tksctl'
complete -c tksctl -n __tksctl_command -a help -d 'Tell more of a command'
complete -c tksctl -n '__tksctl_command help; and __tksctl_argument 1 one' -a '$__tksctl_COMMAND'

# validate
complete -c tksctl -n '__tksctl_command validate' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command validate' -l topic -d 'Read these Kafka topics, up to where they end when the command begins' -x -a '(__tksctl_topics)'
complete -c tksctl -n '__tksctl_command validate' -s b -l brokers -d 'Brokers to begin with' -x
complete -c tksctl -n '__tksctl_command validate' -l kafka-config -d 'Read lines NAME=VALUE from this file, with the names of librdkafka\'s properties' -r -F
complete -c tksctl -n '__tksctl_command validate' -s X -l property -d 'Set a property of librdkafka' -x
complete -c tksctl -n '__tksctl_command validate' -l timeout -d 'How long a broker may take to answer' -x
complete -c tksctl -n '__tksctl_command validate' -l offset -d 'Where to begin, and where to end' -x
complete -c tksctl -n '__tksctl_command validate' -l regex -d 'The topics are regular expressions'
complete -c tksctl -n '__tksctl_command validate' -l partition -d 'Read only these partitions' -x
complete -c tksctl -n '__tksctl_command validate' -l isolation -d 'Whether to read what open or aborted transactions wrote' -x -a 'read_committed read_uncommitted'
complete -c tksctl -n '__tksctl_command validate' -l input-format -d 'How records are told apart' -x -a 'detect ndjson json kcat'
complete -c tksctl -n '__tksctl_command validate' -l max-record-bytes -d 'Pass over larger records, with a finding' -x
complete -c tksctl -n '__tksctl_command validate' -l contract -d 'Revision of the event contract' -x -a '0.1.42 0.1.47 0.1.50'
complete -c tksctl -n '__tksctl_command validate' -l checks -d 'Check these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command validate' -l select -d 'Of what is checked, report only these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command validate' -l ignore -d 'Report none of these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command validate' -l level -d 'How much findings matter' -x -a '(__tksctl_pairs = 80 $__tksctl_RULE $__tksctl_LEVEL)'
complete -c tksctl -n '__tksctl_command validate' -l complete -d 'The inputs hold the beginning of everything that they tell of'
complete -c tksctl -n '__tksctl_command validate' -l now -d 'The present moment, as epoch milliseconds or in ISO 8601' -x
complete -c tksctl -n '__tksctl_command validate' -l model -d 'Judge each record as this model instead of as an event' -x -a '$__tksctl_MODEL'
complete -c tksctl -n '__tksctl_command validate' -l output -d 'Write findings in this format, to this file' -x -a '(__tksctl_pairs : 6 $__tksctl_FORMAT FILE)'
complete -c tksctl -n '__tksctl_command validate' -l format -d 'How to write findings' -x -a 'text ndjson json sarif junit github'
complete -c tksctl -n '__tksctl_command validate' -s o -d 'Write findings to this file' -r -F
complete -c tksctl -n '__tksctl_command validate' -l max-findings -d 'Print at most so many findings, but count all' -x
complete -c tksctl -n '__tksctl_command validate' -l baseline -d 'Do not tell findings again that this file knows' -r -F
complete -c tksctl -n '__tksctl_command validate' -l write-baseline -d 'Write all findings to this file, as known ones, and tell none' -r -F
complete -c tksctl -n '__tksctl_command validate' -l strict -d 'Warnings make the exit status 1 as well'
complete -c tksctl -n '__tksctl_command validate' -l exit-zero -d 'The exit status is 0 whatever is found'
complete -c tksctl -n '__tksctl_command validate' -l stats -d 'Count events by strategy, market and hour as well, and show the longest gaps in time'
complete -c tksctl -n '__tksctl_command validate' -s q -l quiet -d 'Print nothing but errors of the environment'
complete -c tksctl -n '__tksctl_command validate' -l threads -d 'Threads to use' -x
complete -c tksctl -n '__tksctl_command validate' -l color -d 'Whether to use colour' -x -a 'auto always never'
complete -c tksctl -n '__tksctl_command validate' -l excerpt -d 'Whether to show the line below a finding' -x -a 'auto always never'
complete -c tksctl -n '__tksctl_command validate' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command validate' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command validate' -l profile -d 'Take brokers and stores from this profile of the configuration' -x
complete -c tksctl -n '__tksctl_command validate' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command validate' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command validate; and __tksctl_argument 1 more --topic -b --brokers --kafka-config -X --property --timeout --offset --partition --isolation --input-format --max-record-bytes --contract --checks --select --ignore --level --now --model --output --format -o --max-findings --baseline --write-baseline --threads --color --excerpt --config --profile --log-format --log-level' -F

# replay
complete -c tksctl -n '__tksctl_command replay' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command replay' -l store -d 'Keep what is found out in this SQLite file, and go on from what it holds' -r -F
complete -c tksctl -n '__tksctl_command replay' -l topic -d 'Read these Kafka topics, up to where they end when the command begins' -x -a '(__tksctl_topics)'
complete -c tksctl -n '__tksctl_command replay' -s b -l brokers -d 'Brokers to begin with' -x
complete -c tksctl -n '__tksctl_command replay' -l kafka-config -d 'Read lines NAME=VALUE from this file, with the names of librdkafka\'s properties' -r -F
complete -c tksctl -n '__tksctl_command replay' -s X -l property -d 'Set a property of librdkafka' -x
complete -c tksctl -n '__tksctl_command replay' -l timeout -d 'How long a broker may take to answer' -x
complete -c tksctl -n '__tksctl_command replay' -l offset -d 'Where to begin, and where to end' -x
complete -c tksctl -n '__tksctl_command replay' -l regex -d 'The topics are regular expressions'
complete -c tksctl -n '__tksctl_command replay' -l partition -d 'Read only these partitions' -x
complete -c tksctl -n '__tksctl_command replay' -l isolation -d 'Whether to read what open or aborted transactions wrote' -x -a 'read_committed read_uncommitted'
complete -c tksctl -n '__tksctl_command replay' -l input-format -d 'How records are told apart' -x -a 'detect ndjson json kcat'
complete -c tksctl -n '__tksctl_command replay' -l max-record-bytes -d 'Pass over larger records, with a finding' -x
complete -c tksctl -n '__tksctl_command replay' -l contract -d 'Revision of the event contract' -x -a '0.1.42 0.1.47 0.1.50'
complete -c tksctl -n '__tksctl_command replay' -l now -d 'The present moment, as epoch milliseconds or in ISO 8601' -x
complete -c tksctl -n '__tksctl_command replay' -l at -d 'Replay up to this moment' -x
complete -c tksctl -n '__tksctl_command replay' -l cost-basis -d 'What leaves a position is taken to have cost' -x -a 'average fifo'
complete -c tksctl -n '__tksctl_command replay' -l mark -d 'Price at which open trades of a market are valued' -x
complete -c tksctl -n '__tksctl_command replay' -l stale-after -d 'Marks are stale once their account has been silent for so long' -x
complete -c tksctl -n '__tksctl_command replay' -l tolerance -d 'How far reported figures may be off, relative to them' -x
complete -c tksctl -n '__tksctl_command replay' -l checks -d 'Check these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command replay' -l select -d 'Of what is checked, report only these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command replay' -l ignore -d 'Report none of these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command replay' -l level -d 'How much findings matter' -x -a '(__tksctl_pairs = 80 $__tksctl_RULE $__tksctl_LEVEL)'
complete -c tksctl -n '__tksctl_command replay' -l threads -d 'Threads to use' -x
complete -c tksctl -n '__tksctl_command replay' -l since -d 'Show nothing that had ended before' -x
complete -c tksctl -n '__tksctl_command replay' -l until -d 'Show nothing that began later' -x
complete -c tksctl -n '__tksctl_command replay' -l market -d 'Show only what is of these markets, however their pairs are written' -x
complete -c tksctl -n '__tksctl_command replay' -l strategy -d 'Show only what is of these strategies' -x
complete -c tksctl -n '__tksctl_command replay' -l provider -d 'Show only what is of these signal providers' -x
complete -c tksctl -n '__tksctl_command replay' -l trade -d 'Show only what is of these trades' -x
complete -c tksctl -n '__tksctl_command replay' -l direction -d 'Show only what is of these directions, long or short' -x -a '(__tksctl_list $__tksctl_DIRECTION)'
complete -c tksctl -n '__tksctl_command replay' -l status -d 'Show only what is of these states' -x -a '(__tksctl_list $__tksctl_STATUS)'
complete -c tksctl -n '__tksctl_command replay' -l where -d 'Show only where this holds' -x
complete -c tksctl -n '__tksctl_command replay' -l snapshots -d 'Write the state of all aggregates of a kind, or the PnL of all trades' -x -a 'trades orders signals intents pnl'
complete -c tksctl -n '__tksctl_command replay' -l format -d 'How to write it' -x -a 'table markdown csv tsv ndjson json html'
complete -c tksctl -n '__tksctl_command replay' -s o -d 'Write to this file' -r -F
complete -c tksctl -n '__tksctl_command replay' -l findings -d 'Write findings in this format, to this file' -x -a '(__tksctl_pairs : 6 $__tksctl_FORMAT FILE)'
complete -c tksctl -n '__tksctl_command replay' -l max-findings -d 'Print at most so many findings, but count all' -x
complete -c tksctl -n '__tksctl_command replay' -l fail-on -d 'Which findings make the exit status 1' -x -a '(__tksctl_list $__tksctl_FINDINGS)'
complete -c tksctl -n '__tksctl_command replay' -l strict -d 'Stop at the first record that cannot be read'
complete -c tksctl -n '__tksctl_command replay' -s q -l quiet -d 'Print no findings'
complete -c tksctl -n '__tksctl_command replay' -l color -d 'Whether to use colour' -x -a 'auto always never'
complete -c tksctl -n '__tksctl_command replay' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command replay' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command replay' -l profile -d 'Take brokers and stores from this profile of the configuration' -x
complete -c tksctl -n '__tksctl_command replay' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command replay' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command replay; and __tksctl_argument 1 more --store --topic -b --brokers --kafka-config -X --property --timeout --offset --partition --isolation --input-format --max-record-bytes --contract --now --at --cost-basis --mark --stale-after --tolerance --checks --select --ignore --level --threads --since --until --market --strategy --provider --trade --direction --status --where --snapshots --format -o --findings --max-findings --fail-on --color --config --profile --log-format --log-level' -F

# report
complete -c tksctl -n '__tksctl_command report' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command report' -l topic -d 'Read these Kafka topics, up to where they end when the command begins' -x -a '(__tksctl_topics)'
complete -c tksctl -n '__tksctl_command report' -s b -l brokers -d 'Brokers to begin with' -x
complete -c tksctl -n '__tksctl_command report' -l kafka-config -d 'Read lines NAME=VALUE from this file, with the names of librdkafka\'s properties' -r -F
complete -c tksctl -n '__tksctl_command report' -s X -l property -d 'Set a property of librdkafka' -x
complete -c tksctl -n '__tksctl_command report' -l timeout -d 'How long a broker may take to answer' -x
complete -c tksctl -n '__tksctl_command report' -l offset -d 'Where to begin, and where to end' -x
complete -c tksctl -n '__tksctl_command report' -l regex -d 'The topics are regular expressions'
complete -c tksctl -n '__tksctl_command report' -l partition -d 'Read only these partitions' -x
complete -c tksctl -n '__tksctl_command report' -l isolation -d 'Whether to read what open or aborted transactions wrote' -x -a 'read_committed read_uncommitted'
complete -c tksctl -n '__tksctl_command report' -l input-format -d 'How records are told apart' -x -a 'detect ndjson json kcat'
complete -c tksctl -n '__tksctl_command report' -l max-record-bytes -d 'Pass over larger records, with a finding' -x
complete -c tksctl -n '__tksctl_command report' -l contract -d 'Revision of the event contract' -x -a '0.1.42 0.1.47 0.1.50'
complete -c tksctl -n '__tksctl_command report' -l now -d 'The present moment, as epoch milliseconds or in ISO 8601' -x
complete -c tksctl -n '__tksctl_command report' -l at -d 'Replay up to this moment' -x
complete -c tksctl -n '__tksctl_command report' -l cost-basis -d 'What leaves a position is taken to have cost' -x -a 'average fifo'
complete -c tksctl -n '__tksctl_command report' -l mark -d 'Price at which open trades of a market are valued' -x
complete -c tksctl -n '__tksctl_command report' -l stale-after -d 'Marks are stale once their account has been silent for so long' -x
complete -c tksctl -n '__tksctl_command report' -l tolerance -d 'How far reported figures may be off, relative to them' -x
complete -c tksctl -n '__tksctl_command report' -l checks -d 'Check these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command report' -l select -d 'Of what is checked, report only these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command report' -l ignore -d 'Report none of these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command report' -l level -d 'How much findings matter' -x -a '(__tksctl_pairs = 80 $__tksctl_RULE $__tksctl_LEVEL)'
complete -c tksctl -n '__tksctl_command report' -l threads -d 'Threads to use' -x
complete -c tksctl -n '__tksctl_command report' -l since -d 'Show nothing that had ended before' -x
complete -c tksctl -n '__tksctl_command report' -l until -d 'Show nothing that began later' -x
complete -c tksctl -n '__tksctl_command report' -l market -d 'Show only what is of these markets, however their pairs are written' -x
complete -c tksctl -n '__tksctl_command report' -l strategy -d 'Show only what is of these strategies' -x
complete -c tksctl -n '__tksctl_command report' -l provider -d 'Show only what is of these signal providers' -x
complete -c tksctl -n '__tksctl_command report' -l trade -d 'Show only what is of these trades' -x
complete -c tksctl -n '__tksctl_command report' -l direction -d 'Show only what is of these directions, long or short' -x -a '(__tksctl_list $__tksctl_DIRECTION)'
complete -c tksctl -n '__tksctl_command report' -l status -d 'Show only what is of these states' -x -a '(__tksctl_list $__tksctl_STATUS)'
complete -c tksctl -n '__tksctl_command report' -l where -d 'Show only where this holds' -x
complete -c tksctl -n '__tksctl_command report' -l pnl -d 'Which PnL the metrics go by' -x -a 'net gross'
complete -c tksctl -n '__tksctl_command report' -l capital -d 'What the account began with, for relative drawdowns' -x
complete -c tksctl -n '__tksctl_command report' -l by -d 'The periods of the report pnl' -x -a 'day week month'
complete -c tksctl -n '__tksctl_command report' -l group-by -d 'Tell rows that add something up apart by these' -x -a '(__tksctl_list market strategy provider direction liquidity venue day week month)'
complete -c tksctl -n '__tksctl_command report' -l fields -d 'Show these columns, in this order' -x -a '(__tksctl_list $__tksctl_COLUMN)'
complete -c tksctl -n '__tksctl_command report' -l sort -d 'Sort by these columns' -x -a '(__tksctl_list $__tksctl_COLUMN)'
complete -c tksctl -n '__tksctl_command report' -l limit -d 'Show at most so many rows' -x
complete -c tksctl -n '__tksctl_command report' -l chart -d 'Below the table of summary, pnl or drawdown'
complete -c tksctl -n '__tksctl_command report' -l format -d 'How to write it' -x -a 'table markdown csv tsv ndjson json html'
complete -c tksctl -n '__tksctl_command report' -s o -d 'Write to this file' -r -F
complete -c tksctl -n '__tksctl_command report' -s q -l quiet -d 'Do not say how many findings there are'
complete -c tksctl -n '__tksctl_command report' -l color -d 'Whether to use colour' -x -a 'auto always never'
complete -c tksctl -n '__tksctl_command report' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command report' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command report' -l profile -d 'Take brokers and stores from this profile of the configuration' -x
complete -c tksctl -n '__tksctl_command report' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command report' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command report; and __tksctl_argument 1 more --topic -b --brokers --kafka-config -X --property --timeout --offset --partition --isolation --input-format --max-record-bytes --contract --now --at --cost-basis --mark --stale-after --tolerance --checks --select --ignore --level --threads --since --until --market --strategy --provider --trade --direction --status --where --pnl --capital --by --group-by --fields --sort --limit --format -o --color --config --profile --log-format --log-level' -F -a '$__tksctl_REPORT'

# query
complete -c tksctl -n '__tksctl_command query' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command query' -l format -d 'How to write it' -x -a 'table markdown csv tsv ndjson json html'
complete -c tksctl -n '__tksctl_command query' -s o -d 'Write to this file' -r -F
complete -c tksctl -n '__tksctl_command query' -l color -d 'Whether to use colour' -x -a 'auto always never'
complete -c tksctl -n '__tksctl_command query' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command query' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command query' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command query' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'

# diff
complete -c tksctl -n '__tksctl_command diff' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command diff' -l input-format -d 'How records are told apart' -x -a 'detect ndjson json kcat'
complete -c tksctl -n '__tksctl_command diff' -l max-record-bytes -d 'Pass over larger records, with a finding' -x
complete -c tksctl -n '__tksctl_command diff' -l contract -d 'Revision of the event contract' -x -a '0.1.42 0.1.47 0.1.50'
complete -c tksctl -n '__tksctl_command diff' -l now -d 'The present moment, as epoch milliseconds or in ISO 8601' -x
complete -c tksctl -n '__tksctl_command diff' -l at -d 'Replay up to this moment' -x
complete -c tksctl -n '__tksctl_command diff' -l cost-basis -d 'What leaves a position is taken to have cost' -x -a 'average fifo'
complete -c tksctl -n '__tksctl_command diff' -l mark -d 'Price at which open trades of a market are valued' -x
complete -c tksctl -n '__tksctl_command diff' -l stale-after -d 'Marks are stale once their account has been silent for so long' -x
complete -c tksctl -n '__tksctl_command diff' -l tolerance -d 'How far reported figures may be off, relative to them' -x
complete -c tksctl -n '__tksctl_command diff' -l checks -d 'Check these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command diff' -l select -d 'Of what is checked, report only these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command diff' -l ignore -d 'Report none of these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command diff' -l level -d 'How much findings matter' -x -a '(__tksctl_pairs = 80 $__tksctl_RULE $__tksctl_LEVEL)'
complete -c tksctl -n '__tksctl_command diff' -l threads -d 'Threads to use' -x
complete -c tksctl -n '__tksctl_command diff' -l format -d 'How to print differences' -x -a 'text ndjson'
complete -c tksctl -n '__tksctl_command diff' -s o -d 'Write differences to this file' -r -F
complete -c tksctl -n '__tksctl_command diff' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command diff' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command diff' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command diff' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command diff; and __tksctl_argument 1 more --input-format --max-record-bytes --contract --now --at --cost-basis --mark --stale-after --tolerance --checks --select --ignore --level --threads --format -o --config --log-format --log-level' -F

# trace
complete -c tksctl -n '__tksctl_command trace' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command trace' -l topic -d 'Read these Kafka topics, up to where they end when the command begins' -x -a '(__tksctl_topics)'
complete -c tksctl -n '__tksctl_command trace' -s b -l brokers -d 'Brokers to begin with' -x
complete -c tksctl -n '__tksctl_command trace' -l kafka-config -d 'Read lines NAME=VALUE from this file, with the names of librdkafka\'s properties' -r -F
complete -c tksctl -n '__tksctl_command trace' -s X -l property -d 'Set a property of librdkafka' -x
complete -c tksctl -n '__tksctl_command trace' -l timeout -d 'How long a broker may take to answer' -x
complete -c tksctl -n '__tksctl_command trace' -l offset -d 'Where to begin, and where to end' -x
complete -c tksctl -n '__tksctl_command trace' -l regex -d 'The topics are regular expressions'
complete -c tksctl -n '__tksctl_command trace' -l partition -d 'Read only these partitions' -x
complete -c tksctl -n '__tksctl_command trace' -l isolation -d 'Whether to read what open or aborted transactions wrote' -x -a 'read_committed read_uncommitted'
complete -c tksctl -n '__tksctl_command trace' -l input-format -d 'How records are told apart' -x -a 'detect ndjson json kcat'
complete -c tksctl -n '__tksctl_command trace' -l max-record-bytes -d 'Pass over larger records, with a finding' -x
complete -c tksctl -n '__tksctl_command trace' -l contract -d 'Revision of the event contract' -x -a '0.1.42 0.1.47 0.1.50'
complete -c tksctl -n '__tksctl_command trace' -l complete -d 'The inputs hold the beginning of everything that they tell of'
complete -c tksctl -n '__tksctl_command trace' -l format -d 'How to print the story' -x -a 'text ndjson'
complete -c tksctl -n '__tksctl_command trace' -s o -d 'Write the story to this file' -r -F
complete -c tksctl -n '__tksctl_command trace' -l threads -d 'Threads to use' -x
complete -c tksctl -n '__tksctl_command trace' -l color -d 'Whether to use colour' -x -a 'auto always never'
complete -c tksctl -n '__tksctl_command trace' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command trace' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command trace' -l profile -d 'Take brokers and stores from this profile of the configuration' -x
complete -c tksctl -n '__tksctl_command trace' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command trace' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command trace; and __tksctl_argument 2 more --topic -b --brokers --kafka-config -X --property --timeout --offset --partition --isolation --input-format --max-record-bytes --contract --format -o --threads --color --config --profile --log-format --log-level' -F

# tail
complete -c tksctl -n '__tksctl_command tail' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command tail' -s b -l brokers -d 'Brokers to begin with' -x
complete -c tksctl -n '__tksctl_command tail' -l kafka-config -d 'Read lines NAME=VALUE from this file, with the names of librdkafka\'s properties' -r -F
complete -c tksctl -n '__tksctl_command tail' -s X -l property -d 'Set a property of librdkafka' -x
complete -c tksctl -n '__tksctl_command tail' -l timeout -d 'How long a broker may take to answer' -x
complete -c tksctl -n '__tksctl_command tail' -l offset -d 'Where to begin, and where to end' -x
complete -c tksctl -n '__tksctl_command tail' -l regex -d 'The topics are regular expressions'
complete -c tksctl -n '__tksctl_command tail' -l partition -d 'Read only these partitions' -x
complete -c tksctl -n '__tksctl_command tail' -l isolation -d 'Whether to read what open or aborted transactions wrote' -x -a 'read_committed read_uncommitted'
complete -c tksctl -n '__tksctl_command tail' -s n -l count -d 'End after so many messages' -x
complete -c tksctl -n '__tksctl_command tail' -l exit -d 'End where the partitions ended when the command began'
complete -c tksctl -n '__tksctl_command tail' -l idle-timeout -d 'End when no message came for so long' -x
complete -c tksctl -n '__tksctl_command tail' -l merge-window -d 'Tell messages of all partitions in the order of occurred_at, as far as so many ms and memory allow' -x
complete -c tksctl -n '__tksctl_command tail' -l latest -d 'Only the latest message of each key, without deleted ones'
complete -c tksctl -n '__tksctl_command tail' -l group -d 'Read as a member of this consumer group' -x
complete -c tksctl -n '__tksctl_command tail' -l commit -d 'Commit for the group what has been written'
complete -c tksctl -n '__tksctl_command tail' -l key -d 'Only messages with this key' -x
complete -c tksctl -n '__tksctl_command tail' -l header -d 'Only messages with this header' -x
complete -c tksctl -n '__tksctl_command tail' -l type -d 'Only events of these types' -x -a '(__tksctl_list $__tksctl_TYPE)'
complete -c tksctl -n '__tksctl_command tail' -l since -d 'Show nothing that had ended before' -x
complete -c tksctl -n '__tksctl_command tail' -l until -d 'Show nothing that began later' -x
complete -c tksctl -n '__tksctl_command tail' -l market -d 'Show only what is of these markets, however their pairs are written' -x
complete -c tksctl -n '__tksctl_command tail' -l strategy -d 'Show only what is of these strategies' -x
complete -c tksctl -n '__tksctl_command tail' -l provider -d 'Show only what is of these signal providers' -x
complete -c tksctl -n '__tksctl_command tail' -l trade -d 'Show only what is of these trades' -x
complete -c tksctl -n '__tksctl_command tail' -l direction -d 'Show only what is of these directions, long or short' -x -a '(__tksctl_list $__tksctl_DIRECTION)'
complete -c tksctl -n '__tksctl_command tail' -l status -d 'Show only what is of these states' -x -a '(__tksctl_list $__tksctl_STATUS)'
complete -c tksctl -n '__tksctl_command tail' -l where -d 'Show only where this holds' -x
complete -c tksctl -n '__tksctl_command tail' -l format -d 'How to write messages' -x -a 'text ndjson envelope'
complete -c tksctl -n '__tksctl_command tail' -l template -d 'Write a line of this form' -x
complete -c tksctl -n '__tksctl_command tail' -s o -d 'Write messages to this file' -r -F
complete -c tksctl -n '__tksctl_command tail' -l threads -d 'Threads to use' -x
complete -c tksctl -n '__tksctl_command tail' -l contract -d 'Revision of the event contract' -x -a '0.1.42 0.1.47 0.1.50'
complete -c tksctl -n '__tksctl_command tail' -l checks -d 'Check these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command tail' -l select -d 'Of what is checked, report only these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command tail' -l ignore -d 'Report none of these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command tail' -l level -d 'How much findings matter' -x -a '(__tksctl_pairs = 80 $__tksctl_RULE $__tksctl_LEVEL)'
complete -c tksctl -n '__tksctl_command tail' -l check -d 'Follow the lives of intents, signals, orders and trades, and find steps that are missing, illegal or repeated' -x -a 'lifecycle'
complete -c tksctl -n '__tksctl_command tail' -l strict -d 'The exit status is 1 if a message was bad'
complete -c tksctl -n '__tksctl_command tail' -s q -l quiet -d 'Tell no findings'
complete -c tksctl -n '__tksctl_command tail' -l color -d 'Whether to use colour' -x -a 'auto always never'
complete -c tksctl -n '__tksctl_command tail' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command tail' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command tail' -l profile -d 'Take brokers and stores from this profile of the configuration' -x
complete -c tksctl -n '__tksctl_command tail' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command tail' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command tail; and __tksctl_argument 1 more -b --brokers --kafka-config -X --property --timeout --offset --partition --isolation -n --count --idle-timeout --merge-window --group --key --header --type --since --until --market --strategy --provider --trade --direction --status --where --format --template -o --threads --contract --checks --select --ignore --level --check --color --config --profile --log-format --log-level' -a '(__tksctl_topics)'

# publish
complete -c tksctl -n '__tksctl_command publish' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command publish' -l topic -d 'Where to publish to' -x -a '(__tksctl_topics)'
complete -c tksctl -n '__tksctl_command publish' -s b -l brokers -d 'Brokers to begin with' -x
complete -c tksctl -n '__tksctl_command publish' -l kafka-config -d 'Read lines NAME=VALUE from this file, with the names of librdkafka\'s properties' -r -F
complete -c tksctl -n '__tksctl_command publish' -s X -l property -d 'Set a property of librdkafka' -x
complete -c tksctl -n '__tksctl_command publish' -l timeout -d 'How long a broker may take to answer' -x
complete -c tksctl -n '__tksctl_command publish' -l rate -d 'At most so many events a second' -x
complete -c tksctl -n '__tksctl_command publish' -l realtime -d 'Keep the events\' own distances in time, this many times faster, as x1 or x60' -x
complete -c tksctl -n '__tksctl_command publish' -l with-invalid -d 'Publish also what has errors'
complete -c tksctl -n '__tksctl_command publish' -l input-format -d 'How records are told apart' -x -a 'detect ndjson json kcat'
complete -c tksctl -n '__tksctl_command publish' -l max-record-bytes -d 'Pass over larger records, with a finding' -x
complete -c tksctl -n '__tksctl_command publish' -l contract -d 'Revision of the event contract' -x -a '0.1.42 0.1.47 0.1.50'
complete -c tksctl -n '__tksctl_command publish' -l checks -d 'Check these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command publish' -l select -d 'Of what is checked, report only these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command publish' -l ignore -d 'Report none of these rules' -x -a '(__tksctl_list $__tksctl_RULE)'
complete -c tksctl -n '__tksctl_command publish' -l level -d 'How much findings matter' -x -a '(__tksctl_pairs = 80 $__tksctl_RULE $__tksctl_LEVEL)'
complete -c tksctl -n '__tksctl_command publish' -l format -d 'How to list findings and what was not delivered' -x -a 'text ndjson'
complete -c tksctl -n '__tksctl_command publish' -s o -d 'Write the list to this file' -r -F
complete -c tksctl -n '__tksctl_command publish' -s q -l quiet -d 'List only what was not delivered'
complete -c tksctl -n '__tksctl_command publish' -l color -d 'Whether to use colour' -x -a 'auto always never'
complete -c tksctl -n '__tksctl_command publish' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command publish' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command publish' -l profile -d 'Take brokers and stores from this profile of the configuration' -x
complete -c tksctl -n '__tksctl_command publish' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command publish' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command publish; and __tksctl_argument 1 more --topic -b --brokers --kafka-config -X --property --timeout --rate --realtime --input-format --max-record-bytes --contract --checks --select --ignore --level --format -o --color --config --profile --log-format --log-level' -F

# topics
complete -c tksctl -n '__tksctl_command topics' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command topics' -s b -l brokers -d 'Brokers to begin with' -x
complete -c tksctl -n '__tksctl_command topics' -l kafka-config -d 'Read lines NAME=VALUE from this file, with the names of librdkafka\'s properties' -r -F
complete -c tksctl -n '__tksctl_command topics' -s X -l property -d 'Set a property of librdkafka' -x
complete -c tksctl -n '__tksctl_command topics' -l timeout -d 'How long a broker may take to answer' -x
complete -c tksctl -n '__tksctl_command topics' -l partitions -d 'create' -x
complete -c tksctl -n '__tksctl_command topics' -l replication -d 'create' -x
complete -c tksctl -n '__tksctl_command topics' -l compacted -d 'create'
complete -c tksctl -n '__tksctl_command topics' -l internal -d 'list'
complete -c tksctl -n '__tksctl_command topics' -l if-exists -d 'delete'
complete -c tksctl -n '__tksctl_command topics' -l format -d 'list, describe' -x -a 'text ndjson names'
complete -c tksctl -n '__tksctl_command topics' -s o -d 'Write to this file' -r -F
complete -c tksctl -n '__tksctl_command topics' -l color -d 'Whether to use colour' -x -a 'auto always never'
complete -c tksctl -n '__tksctl_command topics' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command topics' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command topics' -l profile -d 'Take brokers and stores from this profile of the configuration' -x
complete -c tksctl -n '__tksctl_command topics' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command topics' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command topics; and __tksctl_argument 1 one -b --brokers --kafka-config -X --property --timeout --partitions --replication --format -o --color --config --profile --log-format --log-level' -a 'list describe create delete'
complete -c tksctl -n '__tksctl_command topics; and __tksctl_argument 2 more -b --brokers --kafka-config -X --property --timeout --partitions --replication --format -o --color --config --profile --log-format --log-level' -a '(__tksctl_topics)'

# ping
complete -c tksctl -n '__tksctl_command ping' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command ping' -s b -l brokers -d 'Brokers to begin with' -x
complete -c tksctl -n '__tksctl_command ping' -l kafka-config -d 'Read lines NAME=VALUE from this file, with the names of librdkafka\'s properties' -r -F
complete -c tksctl -n '__tksctl_command ping' -s X -l property -d 'Set a property of librdkafka' -x
complete -c tksctl -n '__tksctl_command ping' -l timeout -d 'How long a broker may take to answer' -x
complete -c tksctl -n '__tksctl_command ping' -l wait -d 'Wait so long until all is there' -x
complete -c tksctl -n '__tksctl_command ping' -s q -l quiet -d 'Only the exit status tells'
complete -c tksctl -n '__tksctl_command ping' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command ping' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command ping' -l profile -d 'Take brokers and stores from this profile of the configuration' -x
complete -c tksctl -n '__tksctl_command ping' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command ping' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command ping; and __tksctl_argument 1 more -b --brokers --kafka-config -X --property --timeout --wait --config --profile --log-format --log-level' -a '(__tksctl_topics)'

# rules
complete -c tksctl -n '__tksctl_command rules' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command rules' -l format -d 'How to print the list' -x -a 'text ndjson'
complete -c tksctl -n '__tksctl_command rules' -s o -d 'Write to this file' -r -F
complete -c tksctl -n '__tksctl_command rules' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command rules' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command rules' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command rules' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command rules; and __tksctl_argument 1 more --format -o --config --log-format --log-level' -a '$__tksctl_RULE'

# explain
complete -c tksctl -n '__tksctl_command explain' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command explain' -l sample -d 'Write the sample that breaks the rule, or the mended one, and nothing else' -x -a 'bad good'
complete -c tksctl -n '__tksctl_command explain' -s o -d 'Write to this file' -r -F
complete -c tksctl -n '__tksctl_command explain' -l color -d 'Whether to use colour' -x -a 'auto always never'
complete -c tksctl -n '__tksctl_command explain' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command explain' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command explain' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command explain' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command explain; and __tksctl_argument 1 more --sample -o --color --config --log-format --log-level' -a '$__tksctl_RULE'

# schema
complete -c tksctl -n '__tksctl_command schema' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command schema' -l contract -d 'Revision of the event contract' -x -a '0.1.42 0.1.47 0.1.50'
complete -c tksctl -n '__tksctl_command schema' -l list -d 'List the names of the models and event types instead'
complete -c tksctl -n '__tksctl_command schema' -s o -d 'Write to this file' -r -F
complete -c tksctl -n '__tksctl_command schema' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command schema' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command schema' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command schema' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command schema; and __tksctl_argument 1 one --contract -o --config --log-format --log-level' -a 'SignalProvider TradingSignalIntent TradingSignalIntentSpot TradingSignalIntentFuture TradingSignal TradingSignalSpot TradingSignalFuture OrderRequest OrderFill Trade PositionMarkV1 TradingSignalSnapshot TradingSignalIntentSnapshot OrderSnapshot TradeSnapshot PositionsMarkSnapshotV1 RSI MACD OHLCV REQUEST MarketDataAssignment trading_signal_intent_created trading_signal_intent_granted trading_signal_intent_rejected trading_signal_intent_canceled trading_signal_intent_expired trading_signal_created trading_signal_rejected trading_signal_qualified_cold trading_signal_qualified_hot trading_signal_invalidated order_requested order_placed order_rejected order_partially_filled order_filled order_canceled trade_opened trade_increased trade_reduced trade_closed trade_canceled profit_realized'

# simulate
complete -c tksctl -n '__tksctl_command simulate' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command simulate' -l trades -d 'How many trades to open' -x
complete -c tksctl -n '__tksctl_command simulate' -l seed -d 'Which of all possible streams to write' -x
complete -c tksctl -n '__tksctl_command simulate' -l span -d 'Open the trades within about this span' -x
complete -c tksctl -n '__tksctl_command simulate' -l faults -d 'Plant a defect at this share of the events, 0 to 1' -x
complete -c tksctl -n '__tksctl_command simulate' -l faults-list -d 'Write what was planted where to this file, one JSON object a line' -r -F
complete -c tksctl -n '__tksctl_command simulate' -l contract -d 'Revision of the event contract' -x -a '0.1.42 0.1.47 0.1.50'
complete -c tksctl -n '__tksctl_command simulate' -s o -d 'Write to this file' -r -F
complete -c tksctl -n '__tksctl_command simulate' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command simulate' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command simulate' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command simulate' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'

# markets
complete -c tksctl -n '__tksctl_command markets' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command markets' -l format -d 'How to print what is known of each pair' -x -a 'text ndjson csv'
complete -c tksctl -n '__tksctl_command markets' -l form -d 'Print only this form of each pair, one a line' -x -a 'pair base quote dash slash binance bybit default unwrapped'
complete -c tksctl -n '__tksctl_command markets' -l clean -d 'Pass over pairs that are not clean'
complete -c tksctl -n '__tksctl_command markets' -l quote -d 'Quote asset of the forms dash, slash, binance and bybit, and of pairs that name none' -x
complete -c tksctl -n '__tksctl_command markets' -s o -d 'Write to this file' -r -F
complete -c tksctl -n '__tksctl_command markets' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command markets' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command markets' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command markets' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'

# config
complete -c tksctl -n '__tksctl_command config' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command config' -l profile -d 'show' -x
complete -c tksctl -n '__tksctl_command config' -l format -d 'How to write it' -x -a 'text ndjson'
complete -c tksctl -n '__tksctl_command config' -s o -d 'Write to this file' -r -F
complete -c tksctl -n '__tksctl_command config' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command config' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command config' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command config' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command config; and __tksctl_argument 1 one --profile --format -o --config --log-format --log-level' -a 'show path'
complete -c tksctl -n '__tksctl_command config; and __tksctl_argument 2 one --profile --format -o --config --log-format --log-level' -a '$__tksctl_COMMAND'

# completions
complete -c tksctl -n '__tksctl_command completions' -s h -l help -d 'Print this help message and exit'
complete -c tksctl -n '__tksctl_command completions' -s o -d 'Write to this file' -r -F
complete -c tksctl -n '__tksctl_command completions' -l config -d 'Read options from this file alone' -r -F
complete -c tksctl -n '__tksctl_command completions' -l no-config -d 'Read options from no file'
complete -c tksctl -n '__tksctl_command completions' -l log-format -d 'How messages go to standard error' -x -a 'text json'
complete -c tksctl -n '__tksctl_command completions' -l log-level -d 'Leave out messages that matter less' -x -a 'debug info warning error off'
complete -c tksctl -n '__tksctl_command completions; and __tksctl_argument 1 one -o --config --log-format --log-level' -a 'bash zsh fish'
