#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tks/events.hpp"
#include "tks/rows.hpp"

/// Events as cells, for conditions: the envelope, the keys that types have of their own, and "payload." with the fields of all
/// payloads.
namespace tks::report {

std::span<const Column> event_columns();

/// The column that a path names: the path itself, or the one behind "payload.". Nothing if there is none.
std::optional<std::size_t> find_event_column(std::string_view path);

/// Fills the cells of the columns that are wanted; `cells` has one for each column, and is null where the event has no such
/// value.
void fill_cells(const Event& event, const std::vector<bool>& is_wanted, std::span<Cell> cells);

}  // namespace tks::report
