#pragma once

#include <string>

#include "tks/diagnostic.hpp"

namespace tks::report {

/// 32 hexadecimal digits by which a finding is known again after lines have moved, events went to other files, or the
/// wording of messages changed. Two findings may share one: the same rule at the same place of the same event.
std::string fingerprint(const Diagnostic& finding);

}  // namespace tks::report
