#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/connection.hpp"
#include "tks/amount.hpp"
#include "tks/decimal.hpp"

/// Values as the tables hold them. A text that is none means that the file is damaged: no figure is told by it.
namespace tks::store {

template <class Enum>
Enum word_of(const Connection& connection, std::string_view text) {
    const auto known = parse_enum<Enum>(text);
    if (!known) connection.fail_damaged("a word is none: " + std::string(text));
    return *known;
}

/// The texts of a JSON array.
std::vector<std::string> texts_of(const Connection& connection, std::string_view json);

inline Decimal decimal_of(const Connection& connection, std::string_view text) {
    const std::optional<Decimal> value = Decimal::parse(text);
    if (!value) connection.fail_damaged("a number is none: " + std::string(text));
    return *value;
}

inline Amount amount_of(const Connection& connection, std::string_view text) {
    std::optional<Amount> value = Amount::parse(text);
    if (!value) connection.fail_damaged("a number is none: " + std::string(text));
    return *std::move(value);
}

}  // namespace tks::store
