#pragma once

#include "command.hpp"

namespace tksctl {

Run add_explain(CLI::App& app);

}  // namespace tksctl
