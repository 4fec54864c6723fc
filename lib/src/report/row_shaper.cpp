#include "report/row_shaper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.hpp"
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
        const std::size_t column = column_of(columns_, "sort", key.substr(is_descending ? 1 : 0));
        sort_.push_back({column, columns_[column].kind, is_descending});
    }
}

void RowShaper::add(std::vector<Cell> cells, const Pass& pass) {
    if (sort_.empty()) {
        pass_on(cells, pass);
        return;
    }
    std::vector<SortValue> values;
    for (const SortKey& key : sort_) values.push_back(sort_value(key.kind, cells[key.column]));
    kept_.push_back({std::move(values), std::move(cells)});
}

void RowShaper::finish(const Pass& pass) {
    std::ranges::stable_sort(kept_, [this](const KeptRow& one, const KeptRow& other) {
        return order_of(sort_, one.values, other.values) < 0;
    });
    for (KeptRow& row : kept_) pass_on(row.cells, pass);
    kept_.clear();
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
