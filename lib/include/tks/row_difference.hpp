#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tks/export.hpp"
#include "tks/rows.hpp"

namespace tks {

/// A column in which two rows with one id differ.
struct ChangedCell {
    std::size_t column = 0;  ///< Of columns_of(kind).
    Cell before;
    Cell after;
};

/// How two sets of rows differ in what has one id.
struct RowDifference {
    enum class Change : std::uint8_t { added, removed, changed };

    RowKind kind{};
    std::string id;
    Change change{};
    std::vector<ChangedCell> cells;  ///< Only of what has changed.
};

/// Hands over rows, always the same ones, to whoever asks.
using RowSource = std::function<void(const std::function<void(const Row&)>&)>;

/// All differences between two sets of rows of one kind, in the order of their ids. Numbers that are equal by value do not differ,
/// nor does JSON that is written in another way. Each source is asked twice, so that of rows which are alike no more is kept
/// than their ids.
TKS_API std::vector<RowDifference> find_differences(RowKind kind, const RowSource& before, const RowSource& after);

/// For people: a line, and one below it for each cell.
TKS_API void append_text(std::string& out, const RowDifference& difference);

/// One JSON object without a line break: kind, id, change, and the changed cells with path, before and after.
TKS_API void append_json(std::string& out, const RowDifference& difference);

}  // namespace tks
