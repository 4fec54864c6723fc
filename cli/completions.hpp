#pragma once

#include "command.hpp"

namespace tksctl {

Run add_completions(CLI::App& app);

}  // namespace tksctl
