#pragma once

#include <string_view>

#include "log.hpp"

namespace tksctl {

/// A line on the terminal, below all else, that tells how far a command has got. Shown only once it is enabled.
class StatusLine {
public:
    StatusLine() = default;
    ~StatusLine() { clear(); }
    StatusLine(const StatusLine&) = delete;
    StatusLine& operator=(const StatusLine&) = delete;

    void enable() { is_wanted_ = log_options().format == LogFormat::text; }

    /// Instead of what was shown before.
    void show(std::string_view text);

    /// Before anything else is printed on the terminal.
    void clear();

private:
    bool is_wanted_ = false;
    bool is_shown_ = false;
};

}  // namespace tksctl
