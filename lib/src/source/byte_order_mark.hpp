#pragma once

#include <string_view>

namespace tks::source {

/// What some editors put before UTF-8, although JSON has no place for it.
inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

}  // namespace tks::source
