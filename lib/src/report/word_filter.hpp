#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tks::report {

/// Words of which a text must match one; in them "*" stands for any characters and "?" for one.
class WordFilter {
public:
    enum class Subject { text, market };  ///< In markets, "/", "-" and "_" are the same.

    /// Without words, nothing matches.
    explicit WordFilter(std::vector<std::string> words, Subject subject = Subject::text);

    [[nodiscard]] bool matches(std::string_view text) const;

private:
    std::vector<std::string> words_;
    Subject subject_;
};

/// Refuses a word of an enumeration that is misspelt, which would silently choose nothing: throws UsageError if one of
/// `given` is neither among `words` nor has a "*" or "?".
void check_words(std::string_view option, const std::vector<std::string>& given,
                 std::span<const std::string_view> words);

}  // namespace tks::report
