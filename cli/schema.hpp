#pragma once

#include "command.hpp"

namespace tksctl {

Run add_schema(CLI::App& app);

}  // namespace tksctl
