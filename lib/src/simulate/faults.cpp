#include "simulate/faults.hpp"

#include <vector>

namespace tks::simulation {

std::span<const Fault> faults() {
    static const std::vector<Fault> all = [] {
        std::vector<Fault> faults;
        for (const std::span<const Fault> family :
             {record_faults(), event_faults(), lifecycle_faults(), fill_faults(), reference_faults(), pnl_faults()})
            faults.insert(faults.end(), family.begin(), family.end());
        return faults;
    }();
    return all;
}

}  // namespace tks::simulation
