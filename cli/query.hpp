#pragma once

#include "command.hpp"

namespace tksctl {

Run add_query(CLI::App& app);

}  // namespace tksctl
