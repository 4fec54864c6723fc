#pragma once

#include <cstddef>
#include <string>

namespace tks::report {

/// Makes a line of the sound JSON that stands in `out` from `begin` on: without breaks inside, and with one behind it.
void end_event_line(std::string& out, std::size_t begin);

}  // namespace tks::report
