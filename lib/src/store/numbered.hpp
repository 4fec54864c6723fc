#pragma once

#include <vector>

#include "base/id_table.hpp"

/// Rows by their numbers.
namespace tks::store {

/// The row of a number; an empty one for what is not there.
template <class Row>
const Row& numbered(const std::vector<Row>& rows, Id number) {
    static const Row none{};
    return number < rows.size() ? rows[number] : none;
}

}  // namespace tks::store
