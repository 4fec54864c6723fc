#pragma once

#include "command.hpp"

namespace tksctl {

Run add_report(CLI::App& app);

}  // namespace tksctl
