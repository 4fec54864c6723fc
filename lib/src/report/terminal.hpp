#pragma once

#include <string>
#include <string_view>

#include "tks/diagnostic.hpp"

/// Text on a terminal: colours, and text from outside that must not steer it.
namespace tks::report {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view faint = "\x1b[2m";
// Of charts: blue and yellow, which those who tell red from green with difficulty tell apart as well.
constexpr std::string_view gain_color = "\x1b[36m";
constexpr std::string_view loss_color = "\x1b[33m";
constexpr std::string_view plain = "\x1b[0m";

std::string_view color_of(Severity severity);

/// Appends text that comes from outside (names of files, parts of events) with whatever could steer a terminal, or is no
/// UTF-8, as question marks.
void append_harmless(std::string& out, std::string_view text);
std::string harmless(std::string_view text);

}  // namespace tks::report
