#include "replay_options.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "moments.hpp"
#include "shared_options.hpp"
#include "tks/error.hpp"

namespace tksctl {

namespace {

/// MARKET=PRICE, the price above zero; nothing if it is not that.
std::optional<std::pair<std::string, tks::Decimal>> parse_mark(const std::string& text) {
    const std::size_t sign = text.rfind('=');
    if (sign == 0 || sign == std::string::npos) return std::nullopt;
    const auto price = tks::Decimal::parse(std::string_view(text).substr(sign + 1));
    if (!price || !price->is_positive()) return std::nullopt;
    return std::pair(text.substr(0, sign), *price);
}

/// A number that is not negative.
std::optional<tks::Decimal> parse_tolerance(const std::string& text) {
    const auto number = tks::Decimal::parse(text);
    return number && !number->is_negative() ? number : std::nullopt;
}

}  // namespace

void add_replay_reading_options(CLI::App& app, ReplayReading& reading) {
    add_input_options(app, reading.replay.reading.input);
    add_contract_option(app, reading.replay.reading.contract);
    add_now_option(app, reading.now);
    add_moment_option(app, "--at", reading.at, "Replay up to this moment (default: to the end)");
    add_word_option(
        app, "--cost-basis", reading.cost_basis, {{"average", tks::CostBasis::average}, {"fifo", tks::CostBasis::fifo}},
        "What leaves a position is taken to have cost: the average, or what the oldest of it cost (default: average)");
    app.add_option("--mark", reading.marks,
                   "Price at which open trades of a market are valued; may be given several times")
        ->allow_extra_args(false)
        ->check([](const std::string& text) {
            return parse_mark(text) ? "" : "must be MARKET=PRICE with a price above 0, as in BTC/USDT=50000";
        })
        ->option_text("MARKET=PRICE");
    app.add_option("--stale-after", reading.stale_after,
                   "Marks are stale once their account has been silent for so long (default: 5m)")
        ->check([](const std::string& text) {
            return tks::parse_duration_ms(text) ? "" : "must be a duration, as in 30s, 5m or 48h";
        })
        ->option_text("DURATION");
    app.add_option("--tolerance", reading.tolerance,
                   "How far reported figures may be off, relative to them (default: 1e-9)")
        ->check([](const std::string& text) {
            return parse_tolerance(text) ? "" : "must be a number that is not negative";
        })
        ->option_text("NUMBER");
    add_selection_options(app, reading.selection, "json, schema and pnl");
    add_threads_option(app, reading.replay.reading.threads);
}

tks::Store open_store(const std::string& file, const ReplayReading& reading, const tks::ReplayOptions& replaying,
                      bool is_only_read) {
    if (!reading.at.empty())
        throw tks::UsageError("a store holds what all events add up to; leave out --at, or the store");
    tks::StoreOptions options;
    options.cost_basis = reading.cost_basis;
    if (!reading.tolerance.empty()) options.tolerance = replaying.tolerance;
    options.marks = replaying.marks;
    options.stale_after_ms = replaying.stale_after_ms;
    options.is_read_only = is_only_read && !options.cost_basis && !options.tolerance;
    return tks::Store(file, std::move(options));
}

tks::ReplayOptions replay_options(const ReplayReading& reading, bool with_snapshots) {
    tks::ReplayOptions options = reading.replay;
    tks::RuleSelection selection = reading.selection;
    // What keeps events from counting, and what does not add up; the rest is what validate is for.
    if (selection.checks.empty()) selection.checks = {"json", "schema", "pnl"};
    options.reading.levels = tks::RuleLevels(selection);
    options.reading.now = reading.now.empty() ? present_moment() : *tks::parse_time(reading.now);
    options.until = moment_of(reading.at, options.reading.now);
    options.with_snapshots = with_snapshots;
    for (const std::string& text : reading.marks) {
        const auto mark = parse_mark(text);
        options.marks.insert_or_assign(mark->first, mark->second);
    }
    options.stale_after_ms = *tks::parse_duration_ms(reading.stale_after);
    if (reading.cost_basis) options.cost_basis = *reading.cost_basis;
    if (!reading.tolerance.empty()) options.tolerance = *parse_tolerance(reading.tolerance);
    return options;
}

}  // namespace tksctl
