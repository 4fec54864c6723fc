#include "command.hpp"
#include "markets.hpp"
#include "schema.hpp"
#include "validate.hpp"

namespace tksctl {

std::span<const Command> commands() {
    static constexpr Command table[] = {
        {"validate", "Check whether dumps of events are sound", add_validate},
        {"schema", "Write the contract as JSON Schema", add_schema},
        {"markets", "Take market pairs apart and write them in another form", add_markets},
    };
    return table;
}

}  // namespace tksctl
