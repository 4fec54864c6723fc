#pragma once

#include <cstddef>

#include "tks/time.hpp"

namespace tks {

/// What to_iso8601() gives, written at `out`; returns its end. It is never longer than that.
inline constexpr std::size_t longest_time_text = 24;
char* write_iso8601(Timestamp time, char* out);

}  // namespace tks
