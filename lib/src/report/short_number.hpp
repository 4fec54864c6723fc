#pragma once

#include <string>
#include <string_view>

#include "tks/amount.hpp"

/// Numbers as the eye takes them in: rounded, and grouped by thousands.
namespace tks::report {

/// A value as short as neighbours in that distance can be told apart: "-1,250", "0.025", "1.5M".
std::string short_number(double value, double step);

/// An amount to hundredths; one below 1 to four digits, but no more than ten decimals: "1,234.50", "-0.02508".
std::string short_amount(const Amount& amount);

/// A price or a quantity to about six digits, without zeros at the end: "3,892.67", "1.0321", "579,970,000".
std::string short_quantity(const Amount& quantity);

/// A time span in its two largest units: "3 h 54 min", "950 ms", "12 d 4 h".
std::string short_duration(double ms);

/// "1234567.8" → "1,234,567.8".
std::string with_commas(std::string digits);

/// With the sign that typography has for negative numbers.
std::string signed_for_people(std::string number);

}  // namespace tks::report
