#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "store/connection.hpp"

namespace tks::store {

/// One of the parts in which a table is read at the same time: rows by their numbers.
struct Part {
    unsigned index = 0;
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// How many parts are worth it on this machine for so many rows.
unsigned parts_for(std::int64_t rows);

/// Reads a table in parts, each in a thread and by a connection of its own, which all see the same state of the store, whoever goes on
/// writing; `largest` is the SQL that tells the largest number of its rows. Throws what one of the threads throws.
void read_in_parts(Connection& connection, const std::string& largest, const std::function<void(unsigned)>& begin,
                   const std::function<void(Connection&, Part)>& read);

}  // namespace tks::store
