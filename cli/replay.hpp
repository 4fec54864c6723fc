#pragma once

#include "command.hpp"

namespace tksctl {

Run add_replay(CLI::App& app);

}  // namespace tksctl
