#pragma once

#include <optional>
#include <string_view>

#include "tks/events.hpp"

namespace tks::check {

/// What an event is about, by its payload: the field that names it and the id.
struct Subject {
    std::string_view field;  ///< As "payload.order_id".
    std::string_view id;     ///< Empty where the payload left it out.
};

/// Nothing for trading_signal_invalidated, whose payload is any object.
std::optional<Subject> subject_of(const Event& event);

}  // namespace tks::check
