#pragma once

#include "command.hpp"

namespace tksctl {

Run add_validate(CLI::App& app);

}  // namespace tksctl
