#include "command.hpp"
#include "completions.hpp"
#include "config_show.hpp"
#include "diff.hpp"
#include "explain.hpp"
#include "markets.hpp"
#include "ping.hpp"
#include "publish.hpp"
#include "query.hpp"
#include "replay.hpp"
#include "report.hpp"
#include "rules.hpp"
#include "schema.hpp"
#include "simulate.hpp"
#include "tail.hpp"
#include "topics.hpp"
#include "trace.hpp"
#include "validate.hpp"

namespace tksctl {

std::span<const Command> commands() {
    static constexpr Command table[] = {
        {"validate", "Check whether dumps of events are sound", add_validate},
        {"replay", "Rebuild from events what happened and what each trade earned", add_replay},
        {"report", "Tell what trades add up to: metrics, PnL over time, drawdowns, positions", add_report},
        {"query", "Ask a store by a SELECT of SQL", add_query},
        {"diff", "Compare what two dumps or stores add up to, aggregate by aggregate", add_diff},
        {"trace", "Tell one story as a tree in time: what caused what, and how long it took", add_trace},
        {"tail", "Show the messages of Kafka topics as they come, each checked", add_tail},
        {"publish", "Publish dumps of events to a Kafka topic", add_publish},
        {"topics", "List, describe, create and delete Kafka topics", add_topics},
        {"ping", "Check that Kafka brokers and topics are there, or wait for them", add_ping},
        {"rules", "List what is checked", add_rules},
        {"explain", "Explain rules: why they matter, and what breaks them", add_explain},
        {"schema", "Write the contract as JSON Schema", add_schema},
        {"simulate", "Write the events of a simulated platform, with defects if wanted", add_simulate},
        {"markets", "Take market pairs apart and write them in another form", add_markets},
        {"config", "Show what the configuration and the environment set, and where", add_config},
        {"completions", "Write what makes a shell complete command lines of tksctl", add_completions},
    };
    return table;
}

}  // namespace tksctl
