#pragma once

#include "command.hpp"

namespace tksctl {

Run add_ping(CLI::App& app);

}  // namespace tksctl
