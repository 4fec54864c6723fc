#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/faults.hpp"
#include "simulate/random.hpp"

namespace tks::simulation {

/// Decides which events are to have a defect, and which one, so that all kinds have their turn.
class FaultPlanter {
public:
    /// The rate is the share of the events, from 0 to 1.
    FaultPlanter(double rate, std::uint64_t seed, Revision contract);

    /// A defect, and the event that is at fault.
    struct Planted {
        const Fault* fault = nullptr;  ///< Null for none.
        std::string event_id;
    };

    /// Spoils a copy of an event's line if it is this one's turn.
    Planted plant(const Event& event, std::string_view line, std::string& spoilt);

private:
    Revision contract_;
    std::uint64_t threshold_;  // Of random numbers below it, an event is spoilt.
    bool is_always_;
    Random random_;
    std::vector<std::uint64_t> planted_;  // How often, in the order of faults().
    std::vector<std::size_t> turns_;      // Indices of faults, the rarest first.
};

}  // namespace tks::simulation
