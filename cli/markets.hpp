#pragma once

#include "command.hpp"

namespace tksctl {

Run add_markets(CLI::App& app);

}  // namespace tksctl
