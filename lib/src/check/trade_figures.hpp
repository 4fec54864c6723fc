#pragma once

#include <string>

#include "check/facts.hpp"

/// What the figures of one trade event say, taken by themselves.
namespace tks::check {

/// Whether a trade has exited more than it entered; lifecycle/over-exit speaks of it.
bool is_over_exit(const TradeFact& trade);

/// Whether nothing is wrong with a trade's status: see status_contradiction().
bool is_status_sound(EventType type, const TradeFact& trade);

/// What is wrong with a trade's status, beside the type of the event and the quantities, in a sentence; empty if nothing
/// is. Of quantities that contradict each other in any status, nothing is said here.
std::string status_contradiction(EventType type, const TradeFact& trade);

}  // namespace tks::check
