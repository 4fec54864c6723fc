#pragma once

#include "command.hpp"

namespace tksctl {

Run add_diff(CLI::App& app);

}  // namespace tksctl
