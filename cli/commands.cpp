#include "command.hpp"
#include "validate.hpp"

namespace tksctl {

std::span<const Command> commands() {
    static constexpr Command table[] = {
        {"validate", "Check whether dumps of events are sound", add_validate},
    };
    return table;
}

}  // namespace tksctl
