#include "simulate/fault_planter.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace tks::simulation {

FaultPlanter::FaultPlanter(double rate, std::uint64_t seed, Revision contract)
    : contract_(contract),
      threshold_(rate > 0 && rate < 1 ? static_cast<std::uint64_t>(rate * 0x1p64) : 0),
      is_always_(rate >= 1),
      random_(mix(mix(seed + 2))),
      planted_(faults().size()),
      turns_(faults().size()) {
    std::iota(turns_.begin(), turns_.end(), std::size_t{0});
}

FaultPlanter::Planted FaultPlanter::plant(const Event& event, std::string_view line, std::string& spoilt) {
    if (!is_always_ && random_.next() >= threshold_) return {};
    // Not every event can have every defect. The rarest so far that fits has its turn.
    std::ranges::stable_sort(turns_, {}, [this](std::size_t index) { return planted_[index]; });
    spoilt = line;
    FaultyLine faulty_line{.text = spoilt, .event = event, .contract = contract_, .random = random_};
    faulty_line.event_id = event.event_id;
    for (const std::size_t index : turns_) {
        const Fault& fault = faults()[index];
        faulty_line.number = planted_[index];
        if (!fault.spoil(faulty_line)) continue;
        ++planted_[index];
        return {&fault, std::move(faulty_line.event_id)};
    }
    return {};
}

}  // namespace tks::simulation
