#pragma once

#include <cstddef>
#include <string>

#include "tks/rows.hpp"

/// Cells as text.
namespace tks::report {

/// For tables: times in ISO 8601, "-" for null.
std::string cell_for_people(CellKind kind, const Cell& cell);

/// A row of CSV with its line feed, and the one of the columns' names.
void append_csv(std::string& out, const Row& row);
void append_csv_header(std::string& out, RowKind kind);

/// What a table that is held to a size has left out, and where it is; nothing if that is nothing.
std::string omission_note(std::size_t rows, std::size_t columns);

}  // namespace tks::report
