#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "tks/input.hpp"

namespace tks::source {

/// How much of an input is looked at to tell its format.
inline constexpr std::size_t max_detection_bytes = std::size_t{64} << 10U;

/// The format that the beginning of an input shows; nothing if more of it must be seen. `is_all` says that no more will
/// be shown: then there is an answer, and it is ndjson where nothing tells.
std::optional<InputFormat> detect_format(std::string_view beginning, bool is_all);

}  // namespace tks::source
