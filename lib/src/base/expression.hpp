#pragma once

#include <memory>
#include <string_view>

namespace re2 {
class RE2;
}

namespace tks {

/// A regular expression of whoever asks, in the syntax of RE2: it takes time in proportion to the text, whatever it is.
class Expression {
public:
    /// Throws UsageError for what is none; `meant_by` names the option or condition that it stands in.
    Expression(std::string_view text, std::string_view meant_by);
    Expression(Expression&&) noexcept;
    Expression& operator=(Expression&&) noexcept;
    ~Expression();

    [[nodiscard]] bool matches_part_of(std::string_view text) const;

private:
    std::unique_ptr<re2::RE2> compiled_;
};

}  // namespace tks
