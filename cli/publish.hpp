#pragma once

#include "command.hpp"

namespace tksctl {

Run add_publish(CLI::App& app);

}  // namespace tksctl
