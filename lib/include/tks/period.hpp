#pragma once

#include <cstdint>
#include <string>

#include "tks/export.hpp"
#include "tks/time.hpp"

namespace tks {

enum class Period : std::uint8_t { day, week, month };

/// The period in UTC in which a moment lies: "2026-03-02", "2026-W10" (weeks of ISO 8601, which begin on Monday), "2026-03". Within
/// the years 0000 to 9999 texts compare as the periods do; moments outside of them are written as their milliseconds.
TKS_API std::string name_of_period(Timestamp at, Period period);

}  // namespace tks
