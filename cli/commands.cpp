#include "command.hpp"
#include "markets.hpp"
#include "schema.hpp"
#include "simulate.hpp"
#include "trace.hpp"
#include "validate.hpp"

namespace tksctl {

std::span<const Command> commands() {
    static constexpr Command table[] = {
        {"validate", "Check whether dumps of events are sound", add_validate},
        {"trace", "Tell one story as a tree in time: what caused what, and how long it took", add_trace},
        {"schema", "Write the contract as JSON Schema", add_schema},
        {"simulate", "Write the events of a simulated platform, with defects if wanted", add_simulate},
        {"markets", "Take market pairs apart and write them in another form", add_markets},
    };
    return table;
}

}  // namespace tksctl
