#include "filters.hpp"

#include "moments.hpp"
#include "shared_options.hpp"

namespace tksctl {

tks::RowSelection Filters::at(tks::Timestamp now) const {
    tks::RowSelection result = selection;
    result.since = moment_of(since, now);
    result.until = moment_of(until, now);
    return result;
}

void add_filter_options(CLI::App& app, Filters& filters) {
    constexpr const char* group = "Filters";
    tks::RowSelection& selection = filters.selection;
    add_moment_option(app, "--since", filters.since, "Show nothing that had ended before")->group(group);
    add_moment_option(app, "--until", filters.until, "Show nothing that began later")->group(group);
    const auto add = [&](const std::string& name, std::vector<std::string>& words, const std::string& of,
                         const char* text) {
        add_list_option(app, name, words, "Show only what is of these " + of)->option_text(text)->group(group);
    };
    add("--market", selection.markets, "markets, however their pairs are written; * and ? stand for any characters",
        "MARKET,...");
    add("--strategy", selection.strategies, "strategies", "ID,...");
    add("--provider", selection.providers, "signal providers", "ID,...");
    add("--trade", selection.trades, "trades", "ID,...");
    add("--direction", selection.directions, "directions, long or short", "DIRECTION,...");
    add("--status", selection.statuses, "states", "STATUS,...");
    app.add_option("--where", selection.where, "Show only where this holds, as in 'realized_pnl < 0 and market ~ ^BTC'")
        ->option_text("CONDITION")
        ->group(group);
}

}  // namespace tksctl
