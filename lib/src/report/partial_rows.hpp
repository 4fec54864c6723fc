#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "tks/row_filter.hpp"
#include "tks/rows.hpp"

namespace tks::report {

/// A column of which a fact tells the cell. The path "provider_id" is that of Row::provider_id, which is none of a row of PnL.
template <class Fact>
struct PartialColumn {
    std::string_view path;
    Cell (*cell)(const Fact&) = nullptr;
};

/// Rows of a kind as far as facts tell them that are cheaper than what the kind tells of. All other cells are null.
template <class Fact>
class PartialRows {
public:
    PartialRows(RowKind kind, std::span<const PartialColumn<Fact>> columns) : kind_(kind), columns_(columns) {
        for (const PartialColumn<Fact>& column : columns) {
            paths_.push_back(column.path);
            places_.push_back(find_column(kind, column.path));
        }
    }

    /// Whether they have all that a filter looks at.
    [[nodiscard]] bool are_enough_for(const RowFilter& filter) const { return filter.looks_only_at(paths_); }

    [[nodiscard]] Row row(const Fact& fact) const {
        Row row{.kind = kind_, .cells{}, .provider_id{}};
        row.cells.resize(columns_of(kind_).size());
        for (std::size_t index = 0; index < columns_.size(); ++index) {
            Cell cell = columns_[index].cell(fact);
            if (places_[index])
                row.cells[*places_[index]] = std::move(cell);
            else
                row.provider_id = std::move(cell).value_or("");
        }
        return row;
    }

private:
    RowKind kind_;
    std::span<const PartialColumn<Fact>> columns_;
    std::vector<std::string_view> paths_;
    std::vector<std::optional<std::size_t>> places_;  // Of the columns among all of the kind.
};

}  // namespace tks::report
