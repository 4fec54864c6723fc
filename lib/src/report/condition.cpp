#include "report/condition.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "tks/amount.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"
#include "tks/time.hpp"

namespace tks::report {

namespace {

using Operator = Condition::Operator;

constexpr std::pair<std::string_view, Operator> operators[] = {
    // Longer ones first, so that "<=" is not "<".
    {"!=", Operator::unequal},       {"!~", Operator::unmatching},
    {"<=", Operator::less_or_equal}, {">=", Operator::greater_or_equal},
    {"=", Operator::equal},          {"~", Operator::matching},
    {"<", Operator::less},           {">", Operator::greater},
};

bool is_by_size(Operator comparison) {
    return comparison >= Operator::less;
}

/// The milliseconds of a time as an amount, so that times are compared as numbers are.
std::optional<Amount> number_of(CellKind kind, std::string_view text) {
    if (kind != CellKind::time) return Amount::parse(text);
    const std::optional<Timestamp> time = parse_time(text);
    return time ? std::optional<Amount>(time->ms) : std::nullopt;
}

[[noreturn]] void refuse_path(const ConditionSubject& subject, std::string_view path) {
    std::vector<std::string_view> known;
    for (const Column& column : subject.columns) {
        known.push_back(column.path);
        if (const std::size_t dot = column.path.find('.'); dot != std::string::npos)
            known.push_back(std::string_view(column.path).substr(dot + 1));
    }
    throw UsageError(fmt::format("where: {} have no {}{}; there are {}", subject.name, quoted_for_people(path),
                                 did_you_mean(path, known), fmt::join(known, ", ")));
}

/// Takes conditions apart.
class Parser {
public:
    Parser(const ConditionSubject& subject, std::string_view text) : subject_(subject), text_(text) {}

    std::vector<Condition> parse() {
        std::vector<Condition> conditions;
        skip_spaces();
        while (true) {
            conditions.push_back(take_condition());
            skip_spaces();
            if (at_ == text_.size()) return conditions;
            const std::string_view word = take_while([](char c) { return c != ' '; });
            if (word != "and" && word != "AND")
                refuse(fmt::format("expected \"and\" or the end, found {}", quoted_for_people(word)));
            skip_spaces();
        }
    }

private:
    Condition take_condition() {
        const std::string_view path =
            take_while([](char c) { return std::string_view(" =!~<>'\"").find(c) == std::string_view::npos; });
        if (path.empty()) refuse("expected the path of a value");
        skip_spaces();
        const Operator comparison = take_operator();
        skip_spaces();
        if (at_ == text_.size()) refuse("expected a value; an empty one is ''");
        const char quote = text_[at_];
        if (quote != '\'' && quote != '"') {
            const std::string_view value = take_while([](char c) { return c != ' '; });
            return {subject_, path, comparison, std::string(value), false};
        }
        const std::size_t end = text_.find(quote, at_ + 1);
        if (end == std::string_view::npos) refuse("the quote is not closed");
        std::string value(text_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
        return {subject_, path, comparison, std::move(value), true};
    }

    Operator take_operator() {
        for (const auto& [word, comparison] : operators) {
            if (!text_.substr(at_).starts_with(word)) continue;
            at_ += word.size();
            return comparison;
        }
        refuse("expected one of = != ~ !~ < <= > >=");
    }

    template <class Predicate>
    std::string_view take_while(Predicate is_wanted) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_wanted(text_[at_])) ++at_;
        return text_.substr(begin, at_ - begin);
    }

    void skip_spaces() {
        take_while([](char c) { return c == ' '; });
    }

    [[noreturn]] void refuse(std::string_view expected) const {
        throw UsageError(fmt::format("where: {} at character {} of {}", expected,
                                     count_characters(text_.substr(0, at_)) + 1, quoted_for_people(text_, 200)));
    }

    const ConditionSubject& subject_;
    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

ConditionSubject subject_of(RowKind kind) {
    return {to_string(kind), columns_of(kind), [kind](std::string_view path) { return find_column(kind, path); }};
}

Condition::Condition(const ConditionSubject& subject, std::string_view path, Operator comparison, std::string value,
                     bool is_quoted)
    : operator_(comparison), value_(std::move(value)), is_null_(!is_quoted && value_ == "null") {
    find_place(subject, path);
    if (operator_ == Operator::matching || operator_ == Operator::unmatching) {
        expression_.emplace(value_, "where");
    } else if (!is_null_ && (kind_ == CellKind::number || kind_ == CellKind::time) && !number_of(kind_, value_)) {
        throw UsageError(fmt::format(
            "where: {} is compared with {}, which is {}", path, quoted_for_people(value_),
            kind_ == CellKind::number ? "no number" : "neither epoch milliseconds nor a moment in ISO 8601"));
    } else if (is_by_size(operator_) && (kind_ == CellKind::text || kind_ == CellKind::flag)) {
        throw UsageError(fmt::format("where: {} is no number and no time, which < and > compare", path));
    }
}

void Condition::find_place(const ConditionSubject& subject, std::string_view path) {
    // The longest beginning of the path that is a column; below it, the path goes on in the column's own JSON.
    std::string_view beginning = path;
    while (true) {
        const std::optional<std::size_t> found = subject.find(beginning);
        if (found && (beginning.size() == path.size() || subject.columns[*found].kind == CellKind::json)) {
            column_ = *found;
            kind_ = subject.columns[*found].kind;
            break;
        }
        const std::size_t dot = beginning.rfind('.');
        if (found || dot == std::string_view::npos) refuse_path(subject, path);
        beginning = beginning.substr(0, dot);
    }
    for (std::string_view rest = path.substr(beginning.size()); !rest.empty();) {
        const std::size_t end = std::min(rest.find('.', 1), rest.size());
        pointer_ += '/';
        for (const char character : rest.substr(1, end - 1)) {
            if (character == '~')
                pointer_ += "~0";
            else if (character == '/')
                pointer_ += "~1";
            else
                pointer_ += character;
        }
        rest.remove_prefix(end);
    }
}

Condition::Value Condition::value_in(std::span<const Cell> cells) const {
    const Cell& cell = cells[column_];
    if (pointer_.empty() || !cell) return {kind_, cell};
    const nlohmann::json document = nlohmann::json::parse(*cell, nullptr, false);
    nlohmann::json found;
    try {
        const nlohmann::json::json_pointer pointer(pointer_);
        if (!document.contains(pointer)) return {CellKind::json, Cell()};
        found = document.at(pointer);
    } catch (const nlohmann::json::exception&) {
        return {CellKind::json, Cell()};  // As an index of a list that is no number.
    }
    if (found.is_null()) return {CellKind::json, Cell()};
    if (found.is_string()) return {CellKind::text, found.get<std::string>()};
    return {found.is_number() ? CellKind::number : CellKind::json, found.dump()};
}

bool Condition::equals(const Value& value) const {
    if (is_null_ || !value.cell) return is_null_ == !value.cell;
    if (value.kind == CellKind::number || value.kind == CellKind::time) {
        const auto given = number_of(value.kind, value_);
        const auto found = Amount::parse(*value.cell);
        if (given && found) return *found == *given;
    }
    return *value.cell == value_;
}

bool Condition::is_ordered(const Value& value) const {
    if (!value.cell) return false;
    const auto given = number_of(value.kind, value_);
    const auto found = Amount::parse(*value.cell);
    if (!given || !found) return false;
    switch (operator_) {
        case Operator::less:
            return *found < *given;
        case Operator::less_or_equal:
            return *found <= *given;
        case Operator::greater:
            return *found > *given;
        default:
            return *found >= *given;
    }
}

bool Condition::holds(std::span<const Cell> cells) const {
    const Value value = value_in(cells);
    switch (operator_) {
        case Operator::equal:
            return equals(value);
        case Operator::unequal:
            return !equals(value);
        case Operator::matching:
            return value.cell && expression_->matches_part_of(*value.cell);
        case Operator::unmatching:
            return !value.cell || !expression_->matches_part_of(*value.cell);
        default:
            return is_ordered(value);
    }
}

std::vector<Condition> parse_conditions(const ConditionSubject& subject, std::string_view text) {
    return Parser(subject, text).parse();
}

}  // namespace tks::report
