#pragma once

#include <cstdint>

#include "tks/events.hpp"

namespace tks::model {

/// A hash of what an event says. Two records have the same one, as far as can be told from 64 bits, if all their values
/// are equal: the order of keys, white space, how numbers are written, and null in the place of an absent value make no
/// difference. Only inside of metadata, and of payloads that are any object, everything but white space does.
std::uint64_t content_hash(const Event& event);

}  // namespace tks::model
