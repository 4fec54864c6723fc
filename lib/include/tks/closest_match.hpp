#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tks/export.hpp"

namespace tks {

/// The candidate that the writer of `word` most likely meant: the one with the fewest letters added, dropped,
/// changed or swapped with their neighbour, where case only breaks ties; the first of equals. Empty if none is
/// within max(1, a third of the word's length) such edits, or if all differ from the word in every letter.
TKS_API std::string_view closest_match(std::string_view word, std::span<const std::string_view> candidates);

/// The end of a message about an unknown word: `, did you mean "x"?`, or nothing where no candidate is close.
TKS_API std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace tks
