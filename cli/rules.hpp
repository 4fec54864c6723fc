#pragma once

#include "command.hpp"

namespace tksctl {

Run add_rules(CLI::App& app);

}  // namespace tksctl
