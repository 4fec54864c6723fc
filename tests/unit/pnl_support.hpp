#pragma once

#include <doctest/doctest.h>

#include <cstddef>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tks/pnl.hpp"

namespace pnl_test {

inline tks::Decimal decimal(std::string_view text) {
    const std::optional<tks::Decimal> value = tks::Decimal::parse(text);
    REQUIRE_MESSAGE(value.has_value(), "unreadable: " << text);
    return *value;
}

inline tks::Amount amount(std::string_view text) {
    const std::optional<tks::Amount> value = tks::Amount::parse(text);
    REQUIRE_MESSAGE(value.has_value(), "unreadable: " << text);
    return *value;
}

/// The figure with this name, as its text; "none" for an average that there is not.
inline std::string figure(const tks::PnlFigures& figures, std::string_view name) {
    const auto text = [](const std::optional<tks::Amount>& value) { return value ? value->to_string() : "none"; };
    if (name == "entry_qty") return text(figures.entry_qty);
    if (name == "exit_qty") return text(figures.exit_qty);
    if (name == "open_qty") return text(figures.open_qty);
    if (name == "unmatched_exit_qty") return text(figures.unmatched_exit_qty);
    if (name == "entry_value") return text(figures.entry_value);
    if (name == "exit_value") return text(figures.exit_value);
    if (name == "open_cost") return text(figures.open_cost);
    if (name == "avg_entry_price") return text(figures.avg_entry_price);
    if (name == "avg_exit_price") return text(figures.avg_exit_price);
    if (name == "realized_pnl") return text(figures.realized_pnl);
    if (name == "fees") return text(figures.fees);
    if (name == "realized_pnl_net") return text(figures.realized_pnl_net);
    if (name == "realized_pnl_matched") return text(figures.realized_pnl_matched);
    FAIL("there is no figure " << name);
    return {};
}

inline constexpr std::string_view figure_names[] = {
    "entry_qty",           "exit_qty",        "open_qty",       "unmatched_exit_qty", "entry_value", "exit_value",
    "open_cost",           "avg_entry_price", "avg_exit_price", "realized_pnl",       "fees",        "realized_pnl_net",
    "realized_pnl_matched"};

/// "buy 2 @ 100 fee 0.2", the fee being zero where none is named.
inline tks::FillFigures fill(const std::string& text) {
    std::istringstream words(text);
    std::string side;
    std::string quantity;
    std::string at;
    std::string price;
    std::string fee;
    words >> side >> quantity >> at >> price;
    REQUIRE_MESSAGE((at == "@" && tks::parse_enum<tks::Side>(side)), "no fill: " << text);
    if (words >> fee) words >> fee;
    return {*tks::parse_enum<tks::Side>(side), decimal(quantity), decimal(price), decimal(fee.empty() ? "0" : fee)};
}

/// Fills divided by commas.
inline std::vector<tks::FillFigures> fills(const std::string& text) {
    std::vector<tks::FillFigures> result;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) result.push_back(fill(part));
    return result;
}

}  // namespace pnl_test
