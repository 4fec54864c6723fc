#pragma once

#include "command.hpp"

namespace tksctl {

Run add_config(CLI::App& app);

}  // namespace tksctl
