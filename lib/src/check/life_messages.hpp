#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tks/events.hpp"

/// What is said about the missteps of lives, whoever found them. A distance is "3 ms before" or the like.
namespace tks::check {

/// How much earlier something happened; 0 for at the same time.
std::string distance_text(std::int64_t ms);

std::string say_missing_step(EventType expected, EventType before, EventType at);
std::string say_illegal_step(EventType at, EventType before, std::string_view distance);
std::string say_repeated_step(EventType at, std::string_view distance);
std::string say_after_end(EventType at, EventType end, std::string_view distance);

}  // namespace tks::check
