#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "check/stream.hpp"
#include "tks/trace.hpp"

namespace tks::check {

/// The story that an id belongs to: an event's, an aggregate's, a fill's or a correlation's. To it belong the events that name
/// the id, those that share a correlation with one of these, and, link by link, what caused them and what they caused.
/// Each event has those of the findings that are about it.
Trace trace_story(const Stream& stream, std::string_view id, const std::vector<Diagnostic>& findings,
                  const std::vector<std::string>& inputs);

}  // namespace tks::check
