#pragma once

#include <string_view>

#include "tks/export.hpp"
#include "tks/rules.hpp"

namespace tks {

/// A small dump that shows a rule. All members live as long as the library.
struct RuleSample {
    std::string_view
        file;  ///< In the sources of this project, as "samples/bad/schema/enum.ndjson"; empty if there is none.
    std::string_view bytes;  ///< The file as it is: a sample of a rule about text may hold any bytes.
};

/// The sample that breaks a rule in one place, and the same one mended.
struct RuleSamples {
    RuleSample bad;
    RuleSample good;
};

TKS_API RuleSamples samples_of(const Rule& rule);

}  // namespace tks
