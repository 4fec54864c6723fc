#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "simulate_support.hpp"
#include "source_support.hpp"
#include "tks/codec.hpp"
#include "tks/replay.hpp"

namespace store_test {

using Lines = std::vector<std::string>;

/// A stream with defects that contradict each other.
inline Lines stream(std::uint64_t trades, std::uint64_t seed, double fault_rate = 0.02) {
    return simulate_test::stream_of({.trades = trades, .seed = seed, .fault_rate = fault_rate}).lines;
}

/// Marks of an account for the trades that are still open.
inline std::string marks(const std::vector<std::string>& trade_ids, std::int64_t as_of, std::string_view price) {
    std::string line =
        fmt::format(R"({{"schema_version":1,"kind":"snapshot","account_id":"main","as_of":{},"positions":[)", as_of);
    for (const std::string& id : trade_ids)
        line += fmt::format(
            R"({}{{"position_id":"{}","mark_price":{},"position_value_usdt":1,"unrealized_pnl_usdt":0,"pnl_percent":0}})",
            &id == trade_ids.data() ? "" : ",", id, price);
    return line + R"(],"last_snapshot_as_of":null})";
}

inline std::string joined(const Lines& lines) {
    std::string bytes;
    for (const std::string& line : lines) bytes += line + '\n';
    return bytes;
}

inline Lines shuffled(Lines lines, unsigned seed) {
    std::mt19937 random(seed);
    std::shuffle(lines.begin(), lines.end(), random);
    return lines;
}

inline std::string text(const std::optional<tks::Amount>& amount) {
    return amount ? amount->to_string() : "-";
}
inline std::string text(const std::optional<tks::Timestamp>& time) {
    return time ? std::to_string(time->ms) : "-";
}

inline std::string text(const tks::TradePnl& pnl) {
    const tks::PnlFigures& figures = pnl.figures;
    std::string out =
        fmt::format("{} {} {} {} {} {} {} {} {} {} {}", pnl.trade_id, pnl.market, pnl.strategy_id, pnl.provider_id,
                    pnl.signal_id, to_string(pnl.direction), pnl.direction_is_assumed,
                    pnl.status ? to_string(*pnl.status) : "-", pnl.fills, text(pnl.opened_at), text(pnl.closed_at));
    for (const tks::Amount& figure : {figures.entry_qty, figures.exit_qty, figures.open_qty, figures.unmatched_exit_qty,
                                      figures.entry_value, figures.exit_value, figures.open_cost, figures.realized_pnl,
                                      figures.fees, figures.realized_pnl_net, figures.realized_pnl_matched})
        out += ' ' + figure.to_string();
    for (const auto& figure : {figures.avg_entry_price, figures.avg_exit_price, pnl.unrealized_pnl, pnl.reported_pnl,
                               pnl.reported_delta_sum, pnl.difference, pnl.held_ms})
        out += ' ' + text(figure);
    return out + fmt::format(" {} {} {}", to_string(pnl.reconciliation), pnl.mark ? pnl.mark->to_string() : "-",
                             pnl.mark_is_stale);
}

inline std::string text(const std::optional<tks::Decimal>& value) {
    return value ? value->to_string() : "-";
}

inline std::string text(const tks::TradeFill& fill) {
    return fmt::format("fill {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", fill.fill_id, fill.order_id,
                       fill.trade_id, fill.market, fill.strategy_id, fill.provider_id,
                       fill.direction ? to_string(*fill.direction) : "-", to_string(fill.side),
                       fill.quantity.to_string(), fill.price.to_string(), fill.fee.to_string(),
                       to_string(fill.liquidity), fill.venue, fill.order_type ? to_string(*fill.order_type) : "-",
                       text(fill.limit_price), text(fill.target_price), fill.filled_at.ms);
}

/// What reports list of an order.
inline std::string listed_text(const tks::OrderSnapshot& snapshot) {
    const tks::OrderRequest& order = snapshot.order;
    const auto known = [](const std::optional<std::string_view>& text) { return text ? *text : std::string_view("-"); };
    return fmt::format("order {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", order.order_id, order.market,
                       to_string(order.side), to_string(order.order_type), to_string(snapshot.status),
                       order.quantity.to_string(), snapshot.filled_qty.to_string(), text(order.limit_price),
                       text(snapshot.avg_fill_price), known(order.venue), known(order.strategy_id), order.intent_id,
                       known(order.trade_id), known(snapshot.rejection_reason), order.created_at.ms,
                       snapshot.last_event_at.ms);
}

inline std::string text(const tks::Story& story) {
    std::string out = fmt::format(
        "story {} {} {} {} {} {} {} {} {} {} {}", story.intent_id, story.market, story.strategy_id, story.provider_id,
        story.direction ? to_string(*story.direction) : "-", to_string(story.step), static_cast<int>(story.outcome),
        story.reason, to_string(story.status), story.created_at.ms, story.last_event_at.ms);
    for (const auto& taken_at : story.taken_at) out += ' ' + text(taken_at);
    return out;
}

/// Makes a line of each fact.
template <class Fact>
tks::ThreadTextMakers<Fact> line_makers(const std::function<std::string(const Fact&)>& line_of) {
    return [&line_of]() -> tks::TextMaker<Fact> {
        const auto lines = std::make_shared<std::string>();
        return {.add = [lines, &line_of](const Fact& fact) { *lines += line_of(fact) + '\n'; },
                .take = [lines](std::string&&) { return std::exchange(*lines, {}); }};
    };
}

/// All results of a Replay or a Store, one a line; findings without their places, which depend on the order of the events.
template <class Results>
Lines results_of(const Results& results, const std::vector<tks::Diagnostic>& findings) {
    Lines lines;
    results.for_each_trade_pnl([&](const tks::TradePnl& pnl) { lines.push_back(text(pnl)); });
    results.for_each_unattributed_fill([&](const tks::UnattributedFill& fill) {
        lines.push_back(fmt::format("{} {} {} {} {} {} {} {}", fill.fill_id, fill.order_id, fill.market,
                                    to_string(fill.side), fill.quantity.to_string(), fill.price.to_string(),
                                    fill.fee.to_string(), fill.filled_at.ms));
    });
    results.for_each_fill([&](const tks::TradeFill& fill) { lines.push_back(text(fill)); });
    Lines stories;
    std::mutex mutex;
    results.share_out_stories([&] {
        return [&](const tks::Story& story) {
            const std::scoped_lock lock(mutex);
            stories.push_back(text(story));
        };
    });
    std::ranges::sort(stories);
    lines.insert(lines.end(), stories.begin(), stories.end());
    results.for_each_intent([&](const auto& snapshot) { lines.push_back(tks::to_json(snapshot)); });
    results.for_each_signal([&](const auto& snapshot) { lines.push_back(tks::to_json(snapshot)); });
    results.for_each_order([&](const auto& snapshot) { lines.push_back(tks::to_json(snapshot)); });
    results.for_each_trade([&](const auto& snapshot) { lines.push_back(tks::to_json(snapshot)); });
    for (const tks::Diagnostic& finding : findings)
        lines.push_back(
            fmt::format("{} {} {} {}", to_string(finding.severity), finding.rule, finding.message, finding.event_id));
    return lines;
}

inline Lines results_of(const tks::Replay& replay) {
    return results_of(replay, replay.findings());
}
inline Lines results_of(const tks::Store& store) {
    std::vector<tks::Diagnostic> findings;
    tks::for_each_finding(store, tks::RuleLevels(), [&](const tks::Diagnostic& finding) {
        if (finding.rule.starts_with("pnl/")) findings.push_back(finding);
    });
    return results_of(store, findings);
}

inline tks::ReplayOptions replay_options() {
    tks::ReplayOptions options;
    options.reading.input.format = tks::InputFormat::ndjson;
    options.reading.threads = 2;
    return options;
}

inline Lines results_in_memory(const std::vector<std::string>& inputs) {
    tks::Replay replay(replay_options());
    replay.read(inputs, {});
    return results_of(replay);
}

/// Replays into a store that is opened for that alone.
inline tks::ValidateSummary replay(const std::string& path, const std::vector<std::string>& inputs,
                                   tks::StoreOptions options = {}) {
    tks::Store store(path, std::move(options));
    return replay_into(store, inputs, replay_options(), {});
}

inline Lines results_in(const std::string& path) {
    return results_of(tks::Store(path, {.is_read_only = true}));
}

/// The rows of the views that people look at, in an order that does not depend on when they came.
inline Lines views_in(const std::string& path) {
    Lines lines;
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    constexpr const char* fills =
        "SELECT fill_id, order_id, trade_id, trade_found_by, market, side, "
        "quantity_exact, price_exact, fee_exact, liquidity, filled_at, event_id, correlation_id FROM fills ORDER BY 1";
    for (const char* sql :
         {"SELECT * FROM intents ORDER BY 1", "SELECT * FROM signals ORDER BY 1", "SELECT * FROM orders ORDER BY 1",
          "SELECT * FROM trades ORDER BY 1", fills, "SELECT * FROM trade_pnl ORDER BY 1"}) {
        SQLite::Statement rows(database, sql);
        while (rows.executeStep()) {
            std::string line;
            for (int column = 0; column < rows.getColumnCount(); ++column)
                line += rows.getColumn(column).getString() + '|';
            lines.push_back(line);
        }
    }
    return lines;
}

/// That references hold, and that indices agree with tables.
inline void check_soundness(const std::string& path) {
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    CHECK(database.execAndGet("PRAGMA integrity_check").getString() == "ok");
    SQLite::Statement violations(database, "PRAGMA foreign_key_check");
    CHECK_FALSE(violations.executeStep());
}

}  // namespace store_test
