#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tks/rows.hpp"

namespace re2 {
class RE2;
}

namespace tks::report {

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

    /// Throws UsageError for a path that the kind has not got, a regular expression that is none, or a comparison by size with
    /// what has none.
    Condition(RowKind kind, std::string_view path, Operator comparison, std::string value, bool is_quoted);
    Condition(Condition&&) noexcept;
    ~Condition();

    [[nodiscard]] bool holds(const Row& row) const;

private:
    struct Value {
        CellKind kind{};
        Cell cell;
    };

    void find_place(RowKind kind, std::string_view path);
    [[nodiscard]] Value value_in(const Row& row) const;
    [[nodiscard]] bool equals(const Value& value) const;
    [[nodiscard]] bool is_ordered(const Value& value) const;

    std::size_t column_ = 0;
    std::string pointer_;  // Into the JSON of the column, as RFC 6901 has it; empty for the whole.
    Operator operator_;
    std::string value_;
    bool is_null_ = false;
    std::unique_ptr<re2::RE2> expression_;
};

/// Reads conditions that are joined by "and". Throws UsageError where they cannot be understood.
std::vector<Condition> parse_conditions(RowKind kind, std::string_view text);

}  // namespace tks::report
