#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tks/export.hpp"
#include "tks/revision.hpp"

namespace tks {

/// What a simulated platform does. The same options give the same bytes on every machine.
struct SimulateOptions {
    std::uint64_t trades = 1000;  ///< How many trades to open.
    std::uint64_t seed = 1;
    std::int64_t span_ms = 0;  ///< In which about all of them are opened; 0 for the usual pace, some 2,800 a day.
    double fault_rate = 0;     ///< Share of the events that a defect is planted at, 0 to 1.
    Revision contract = newest_revision;
};

/// One planted defect: where it is and which rule finds it.
struct PlantedFault {
    std::uint64_t line = 0;   ///< From 1.
    std::string_view rule;    ///< The rule that is to find it; lives as long as the library.
    std::string event_id;     ///< Of the event that is at fault, even where the line no longer shows it.
    std::string description;  ///< What is wrong with the line.
};

/// Appends {"line":…,"rule":…,"event_id":…,"description":…}, without a line break.
TKS_API void append_json(std::string& out, const PlantedFault& fault);

/// Writes the events of a platform at work, in the order of time, one a line, in pieces of whole lines, to `write`, and
/// each planted defect to `planted` after the piece that holds it. A line that nobody can read any more stands before
/// the sound line of the same event, so that all stories stay whole; one that can be read stands in its place, unless
/// the story would suffer from it: then a line that should not be there follows the sound one. A validation that takes
/// the stream as a complete one finds every defect, each by its rule. Memory grows with the number of stories that are
/// under way at the same time, not with the number of trades. The events have ids, correlations, quantities, prices and
/// profits that agree with each other exactly.
TKS_API void simulate(const SimulateOptions& options, const std::function<void(std::string_view)>& write,
                      const std::function<void(const PlantedFault&)>& planted = {});

}  // namespace tks
