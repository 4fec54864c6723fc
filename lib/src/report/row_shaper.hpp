#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/row_order.hpp"
#include "tks/rows.hpp"

namespace tks::report {

/// Brings rows into the shape that was asked for: sorted, no more of them than wanted, and with the wanted columns alone.
class RowShaper {
public:
    using Pass = std::function<void(std::span<const Cell>)>;

    /// Throws UsageError for columns that there are not.
    RowShaper(std::span<const Column> columns, const std::vector<std::string>& fields,
              const std::vector<std::string>& sort, std::optional<std::size_t> limit);

    [[nodiscard]] std::span<const Column> columns() const { return shown_columns_; }

    /// Their places among all columns.
    [[nodiscard]] std::span<const std::size_t> shown() const { return shown_; }

    /// By what they are sorted.
    [[nodiscard]] std::span<const SortKey> sort() const { return sort_; }

    /// Rows that need no sorting are passed on as they come.
    void add(std::vector<Cell> cells, const Pass& pass);
    void finish(const Pass& pass);

    /// Whether no row that may still come is passed on.
    [[nodiscard]] bool is_full() const { return sort_.empty() && passed_ == limit_; }

private:
    void pass_on(std::vector<Cell>& cells, const Pass& pass);

    std::vector<Column> columns_;
    std::vector<Column> shown_columns_;
    std::vector<std::size_t> shown_;
    bool shows_all_ = false;
    std::vector<SortKey> sort_;
    std::optional<std::size_t> limit_;
    std::size_t passed_ = 0;
    struct KeptRow {
        std::vector<SortValue> values;
        std::vector<Cell> cells;
    };
    std::vector<KeptRow> kept_;  // Where rows are sorted.
};

}  // namespace tks::report
