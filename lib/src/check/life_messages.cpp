#include "check/life_messages.hpp"

#include <fmt/format.h>

namespace tks::check {

namespace {

std::string_view family_of(EventType type) {
    return to_string(describe(type).aggregate_type);
}

}  // namespace

std::string distance_text(std::int64_t ms) {
    return ms == 0 ? std::string("at the same time") : fmt::format("{} ms before", ms);
}

std::string say_missing_step(EventType expected, EventType before, EventType at) {
    return fmt::format("{} of the {} is missing, which comes between {} and this", to_string(expected), family_of(at),
                       to_string(before));
}

std::string say_illegal_step(EventType at, EventType before, std::string_view distance) {
    return fmt::format("{} cannot follow {}, which happened {}", to_string(at), to_string(before), distance);
}

std::string say_repeated_step(EventType at, std::string_view distance) {
    return fmt::format("{} has happened already, {}, as another event", to_string(at), distance);
}

std::string say_after_end(EventType at, EventType end, std::string_view distance) {
    return fmt::format("the {} came to its end {}, with {}; no {} can follow", family_of(end), distance, to_string(end),
                       to_string(at));
}

}  // namespace tks::check
