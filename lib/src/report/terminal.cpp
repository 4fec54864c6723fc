#include "report/terminal.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace tks::report {

std::string_view color_of(Severity severity) {
    switch (severity) {
        case Severity::error: return "\x1b[1;31m";
        case Severity::warning: return "\x1b[1;33m";
        case Severity::info: return "\x1b[1;36m";
    }
    return "";
}

void append_harmless(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_sequence_length(text.substr(at));
        const bool is_control = static_cast<unsigned char>(text[at]) < 0x20 || text[at] == 0x7F ||
                                (length == 2 && text[at] == '\xC2' && static_cast<unsigned char>(text[at + 1]) < 0xA0);
        if (length == 0 || is_control) out += '?';
        else out.append(text, at, length);
        at += std::max<std::size_t>(length, 1);
    }
}

}  // namespace tks::report
