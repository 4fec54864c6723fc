#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "tks/replay.hpp"

namespace tksctl {

/// What users say of how events are read and reckoned with, in all commands that replay them.
struct ReplayReading {
    tks::ReplayOptions replay;
    std::string now;                 ///< As tks::parse_time takes it; empty for what the clock says.
    std::string at;                  ///< As parse_moment takes it; empty for the end.
    std::vector<std::string> marks;  ///< MARKET=PRICE each.
    std::string tolerance;           ///< Empty for the default one.
    std::string stale_after = "5m";
    tks::RuleSelection selection;
};

void add_replay_reading_options(CLI::App& app, ReplayReading& reading);

/// What was asked for. Throws tks::UsageError for rules that there are not.
tks::ReplayOptions replay_options(const ReplayReading& reading, bool with_snapshots);

}  // namespace tksctl
