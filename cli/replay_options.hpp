#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tks/replay.hpp"

namespace tksctl {

/// What users say of how events are read and reckoned with, in all commands that replay them.
struct ReplayReading {
    tks::ReplayOptions replay;
    std::string now;                           ///< As tks::parse_time takes it; empty for what the clock says.
    std::optional<tks::CostBasis> cost_basis;  ///< Nothing: average, or what a store keeps.
    std::string at;                            ///< As tks::parse_moment takes it; empty for the end.
    std::vector<std::string> marks;            ///< MARKET=PRICE each.
    std::string tolerance;                     ///< Empty for the default one.
    std::string stale_after = "5m";
    tks::RuleSelection selection;
};

void add_replay_reading_options(CLI::App& app, ReplayReading& reading);

/// Opens the store in a file, for reading alone if nothing is to be read into it. Without a cost basis or a tolerance that
/// somebody asks for, it tells with its own.
/// Throws tks::StoreError, and tks::UsageError for a moment up to which a store cannot tell anything.
tks::Store open_store(const std::string& file, const ReplayReading& reading, const tks::ReplayOptions& replaying,
                      bool is_only_read);

/// What was asked for. Throws tks::UsageError for rules that there are not.
tks::ReplayOptions replay_options(const ReplayReading& reading, bool with_snapshots);

}  // namespace tksctl
