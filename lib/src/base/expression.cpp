#include "base/expression.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.hpp"
#include "tks/error.hpp"

namespace tks {

namespace {

re2::RE2::Options quiet() {
    re2::RE2::Options options;
    options.set_log_errors(false);
    return options;
}

re2::StringPiece piece_of(std::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

Expression::Expression(std::string_view text, std::string_view meant_by)
    : compiled_(std::make_unique<re2::RE2>(piece_of(text), quiet())) {
    if (!compiled_->ok())
        throw UsageError(
            fmt::format("{}: {} is no regular expression: {}", meant_by, quoted_for_people(text), compiled_->error()));
}

Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

bool Expression::matches_part_of(std::string_view text) const {
    return re2::RE2::PartialMatch(piece_of(text), *compiled_);
}

}  // namespace tks
