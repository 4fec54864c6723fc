#pragma once

#include "command.hpp"

namespace tksctl {

Run add_trace(CLI::App& app);

}  // namespace tksctl
