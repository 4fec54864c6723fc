#pragma once

#include "command.hpp"

namespace tksctl {

Run add_simulate(CLI::App& app);

}  // namespace tksctl
