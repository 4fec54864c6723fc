#pragma once

#include <algorithm>
#include <vector>

#include "base/id_table.hpp"

/// Rows by their numbers.
namespace tks::store {

/// The row of a number, which may be larger than any before.
template <class Row>
Row& numbered(std::vector<Row>& rows, Id number) {
    if (rows.size() <= number) {
        if (rows.capacity() <= number)
            rows.reserve(std::max<std::size_t>(std::size_t{number} + 1, rows.size() + rows.size() / 2));
        rows.resize(std::size_t{number} + 1);
    }
    return rows[number];
}

/// The same of rows that are all there; an empty one for what is not.
template <class Row>
const Row& numbered(const std::vector<Row>& rows, Id number) {
    static const Row none{};
    return number < rows.size() ? rows[number] : none;
}

}  // namespace tks::store
