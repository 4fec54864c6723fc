#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/expression.hpp"
#include "tks/rows.hpp"

namespace tks::report {

/// What conditions are about: values in columns.
struct ConditionSubject {
    std::string_view name;  ///< Of several, as in "orders have no ...".
    std::span<const Column> columns;
    /// The column that a path names; nothing if there is none.
    std::function<std::optional<std::size_t>(std::string_view path)> find;
};

/// The rows of a kind, with the paths of find_column().
ConditionSubject subject_of(RowKind kind);

/// One comparison of a value in a row with a given one; see RowSelection::where.
class Condition {
public:
    enum class Operator : std::uint8_t {
        equal,
        unequal,
        matching,
        unmatching,
        less,
        less_or_equal,
        greater,
        greater_or_equal
    };

    /// Throws UsageError for a path that the subject has not got, a regular expression that is none, or a comparison by size
    /// with what has none.
    Condition(const ConditionSubject& subject, std::string_view path, Operator comparison, std::string value,
              bool is_quoted);

    /// `cells` are those of the subject's columns; only that of column() is looked at.
    [[nodiscard]] bool holds(std::span<const Cell> cells) const;

    [[nodiscard]] std::size_t column() const { return column_; }

private:
    struct Value {
        CellKind kind{};
        Cell cell;
    };

    void find_place(const ConditionSubject& subject, std::string_view path);
    [[nodiscard]] Value value_in(std::span<const Cell> cells) const;
    [[nodiscard]] bool equals(const Value& value) const;
    [[nodiscard]] bool is_ordered(const Value& value) const;

    std::size_t column_ = 0;
    CellKind kind_{};
    std::string pointer_;  // Into the JSON of the column, as RFC 6901 has it; empty for the whole.
    Operator operator_;
    std::string value_;
    bool is_null_ = false;
    std::optional<Expression> expression_;
};

/// Reads conditions that are joined by "and". Throws UsageError where they cannot be understood.
std::vector<Condition> parse_conditions(const ConditionSubject& subject, std::string_view text);

}  // namespace tks::report
