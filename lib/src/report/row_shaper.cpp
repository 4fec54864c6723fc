#include "report/row_shaper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "tks/amount.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"

namespace tks::report {

namespace {

std::size_t column_of(std::span<const Column> columns, std::string_view option, std::string_view name) {
    std::vector<std::string_view> names;
    for (const Column& column : columns) names.push_back(column.path);
    const auto found = std::ranges::find(names, name);
    if (found == names.end())
        throw UsageError(fmt::format("{}: there is no column {}{}; there are {}", option, quoted_for_people(name),
                                     did_you_mean(name, names), fmt::join(names, ", ")));
    return static_cast<std::size_t>(found - names.begin());
}

/// Of two cells that are both there.
std::strong_ordering compare(CellKind kind, const std::string& one, const std::string& other) {
    if (kind != CellKind::number && kind != CellKind::time) return one <=> other;
    const auto left = Amount::parse(one);
    const auto right = Amount::parse(other);
    if (left && right) return *left <=> *right;
    return one <=> other;
}

}  // namespace

RowShaper::RowShaper(std::span<const Column> columns, const std::vector<std::string>& fields,
                     const std::vector<std::string>& sort, std::optional<std::size_t> limit)
    : columns_(columns.begin(), columns.end()), limit_(limit) {
    for (const std::string& field : fields) shown_.push_back(column_of(columns_, "fields", field));
    if (fields.empty())
        for (std::size_t column = 0; column < columns_.size(); ++column) shown_.push_back(column);
    for (const std::size_t column : shown_) shown_columns_.push_back(columns_[column]);
    shows_all_ = fields.empty();
    for (const std::string_view key : sort) {
        const bool is_descending = key.starts_with('-');
        sort_.push_back({column_of(columns_, "sort", key.substr(is_descending ? 1 : 0)), is_descending});
    }
}

void RowShaper::add(std::vector<Cell> cells, const Pass& pass) {
    if (sort_.empty()) {
        pass_on(cells, pass);
        return;
    }
    kept_.push_back(std::move(cells));
    // Of many rows, those that nobody will see are dropped on the way.
    constexpr std::size_t slack = 1000;
    if (!limit_ || kept_.size() < 2 * *limit_ + slack) return;
    std::ranges::stable_sort(kept_, [this](const auto& one, const auto& other) { return comes_before(one, other); });
    kept_.resize(*limit_);
}

void RowShaper::finish(const Pass& pass) {
    std::ranges::stable_sort(kept_, [this](const auto& one, const auto& other) { return comes_before(one, other); });
    for (std::vector<Cell>& cells : kept_) pass_on(cells, pass);
    kept_.clear();
}

bool RowShaper::comes_before(const std::vector<Cell>& one, const std::vector<Cell>& other) const {
    for (const SortKey& key : sort_) {
        const Cell& left = one[key.column];
        const Cell& right = other[key.column];
        // What is not known comes last, whichever way the rest is sorted.
        if (!left || !right) {
            if (left.has_value() != right.has_value()) return left.has_value();
            continue;
        }
        const auto order = compare(columns_[key.column].kind, *left, *right);
        if (order != 0) return key.is_descending ? order > 0 : order < 0;
    }
    return false;
}

void RowShaper::pass_on(std::vector<Cell>& cells, const Pass& pass) {
    if (passed_ == limit_) return;
    ++passed_;
    if (shows_all_) return pass(cells);
    std::vector<Cell> shown;
    shown.reserve(shown_.size());
    for (const std::size_t column : shown_) shown.push_back(cells[column]);
    pass(shown);
}

}  // namespace tks::report
