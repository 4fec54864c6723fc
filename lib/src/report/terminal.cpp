#include "report/terminal.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace tks::report {

std::string_view color_of(Severity severity) {
    switch (severity) {
        case Severity::error:
            return "\x1b[1;31m";
        case Severity::warning:
            return "\x1b[1;33m";
        case Severity::info:
            return "\x1b[1;36m";
    }
    return "";
}

void append_harmless(std::string& out, std::string_view text) {
    if (is_printable_ascii(text)) {
        out += text;
        return;
    }
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const std::size_t length = printable_sequence_length(rest);
        if (length != 0)
            out.append(rest, 0, length);
        else
            out += '?';
        at += std::max<std::size_t>(utf8_sequence_length(rest), 1);
    }
}

std::string harmless(std::string_view text) {
    std::string out;
    append_harmless(out, text);
    return out;
}

}  // namespace tks::report
