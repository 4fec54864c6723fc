#pragma once

#include <string>
#include <string_view>

namespace tks::check {

/// The pair that a clean market stands for: capital letters, and one kind of divider.
inline std::string pair_of(std::string_view market) {
    std::string pair(market);
    for (char& character : pair) {
        if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
        if (character == '/') character = '-';
    }
    return pair;
}

}  // namespace tks::check
