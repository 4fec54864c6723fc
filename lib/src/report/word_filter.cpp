#include "report/word_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "model/event_payload.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"

namespace tks::report {

namespace {

/// Whether a text is what a pattern with "*" and "?" describes. Takes time as the product of their lengths at most.
/// `is_same` compares a character of the text with one of the pattern.
template <class IsSame>
bool matches_pattern(std::string_view text, std::string_view pattern, IsSame is_same) {
    std::size_t at = 0;
    std::size_t in_pattern = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_at = 0;
    while (at < text.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            star = in_pattern++;
            star_at = at;
        } else if (in_pattern < pattern.size() &&
                   (pattern[in_pattern] == '?' || is_same(text[at], pattern[in_pattern]))) {
            at += pattern[in_pattern] == '?' ? std::max<std::size_t>(utf8_sequence_length(text.substr(at)), 1) : 1;
            ++in_pattern;
        } else if (star != std::string_view::npos) {
            in_pattern = star + 1;
            at = ++star_at;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

}  // namespace

WordFilter::WordFilter(std::vector<std::string> words, Subject subject) : words_(std::move(words)), subject_(subject) {}

bool WordFilter::matches(std::string_view text) const {
    return std::ranges::any_of(words_, [&](const std::string& word) {
        if (subject_ == Subject::text) return matches_pattern(text, word, std::equal_to<>());
        return matches_pattern(text, word, [](char left, char right) {
            return model::with_one_divider(left) == model::with_one_divider(right);
        });
    });
}

void check_words(std::string_view option, const std::vector<std::string>& given,
                 std::span<const std::string_view> words) {
    for (const std::string& word : given)
        if (word.find_first_of("*?") == std::string::npos && std::ranges::find(words, word) == words.end())
            throw UsageError(fmt::format("{}: there is no {}{}; there are {}", option, quoted_for_people(word),
                                         did_you_mean(word, words), fmt::join(words, ", ")));
}

}  // namespace tks::report
