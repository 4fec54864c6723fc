#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tks::source {

/// Why a place in the input holds no record that can be decoded.
struct Problem {
    std::string_view rule;     ///< Lives as long as the library.
    std::string message;       ///< For people, without the place.
    std::uint64_t column = 1;  ///< The place: a column, in characters from 1, of the line that the Record names.
    bool is_record = true;     ///< A record that cannot be read, rather than a fault between records.
};

}  // namespace tks::source
