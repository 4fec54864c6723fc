#pragma once

#include "command.hpp"

namespace tksctl {

Run add_tail(CLI::App& app);

}  // namespace tksctl
