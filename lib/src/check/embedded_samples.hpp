#pragma once

#include <span>

#include "tks/rule_samples.hpp"

namespace tks::check {

/// The files of samples/bad and samples/good, by name. The build writes their source (see cmake/embed_samples.cmake), so
/// that what is explained is what is tested.
std::span<const RuleSample> embedded_samples();

}  // namespace tks::check
