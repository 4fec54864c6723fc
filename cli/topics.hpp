#pragma once

#include "command.hpp"

namespace tksctl {

Run add_topics(CLI::App& app);

}  // namespace tksctl
