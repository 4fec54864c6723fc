#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tks/export.hpp"

namespace tks {

/// What a query has in a column of a row: NULL, a number, a text, or bytes that are none. Views last until the next row.
struct QueryBytes {
    std::string_view bytes;
};
using QueryValue = std::variant<std::monostate, std::int64_t, double, std::string_view, QueryBytes>;

/// One statement of SQL that reads a store (see tks-store(5)), as SQLite understands it. Nothing is changed, whatever it says, and no
/// other file is opened.
class TKS_API StoreQuery {
public:
    /// Throws StoreError for a store that cannot be read, and UsageError for what is not one statement that only reads, or that SQLite
    /// does not understand.
    StoreQuery(const std::string& store, const std::string& sql);
    StoreQuery(StoreQuery&&) noexcept;
    StoreQuery& operator=(StoreQuery&&) noexcept;
    ~StoreQuery();

    /// The names of its columns, as SQLite gives them.
    [[nodiscard]] const std::vector<std::string>& columns() const;

    /// Throws StoreError where the file fails, and UsageError where SQLite cannot reckon what is asked for.
    void for_each_row(const std::function<void(std::span<const QueryValue>)>& visit);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tks
