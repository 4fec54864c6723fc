#include "status_line.hpp"

#include <string>

#include "io.hpp"

namespace tksctl {

void StatusLine::show(std::string_view text) {
    if (!is_wanted_) return;
    print_to_standard_error(std::string("\r\x1b[K").append(text));
    is_shown_ = true;
}

void StatusLine::clear() {
    if (is_shown_) print_to_standard_error("\r\x1b[K");
    is_shown_ = false;
}

}  // namespace tksctl
