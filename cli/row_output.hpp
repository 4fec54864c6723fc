#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "io.hpp"
#include "tks/row_writer.hpp"

namespace tksctl {

/// Where rows go and how they look, in all commands that write some.
struct RowOutput {
    std::optional<tks::RowFormat> format;  ///< Nothing: what the file's name says, else a table.
    std::string file = "-";
    When color = When::automatic;

    [[nodiscard]] tks::RowFormat wanted_format() const;

    /// For the open file: a terminal gets no more than fits it.
    [[nodiscard]] tks::RowWriterOptions writer_options(const Output& output) const;
};

/// --format and -o; --color has a place of its own.
void add_row_output_options(CLI::App& app, RowOutput& rows);

}  // namespace tksctl
