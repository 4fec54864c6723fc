#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "tks/row_filter.hpp"
#include "tks/time.hpp"

namespace tksctl {

/// What users say of what they want to see; the same words in every command.
struct Filters {
    tks::RowSelection selection;
    std::string since;  ///< As tks::parse_moment takes it; empty for none.
    std::string until;

    /// With ages reckoned from the present moment.
    [[nodiscard]] tks::RowSelection at(tks::Timestamp now) const;
};

void add_filter_options(CLI::App& app, Filters& filters);

}  // namespace tksctl
