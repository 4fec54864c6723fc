#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tks/time.hpp"

namespace tksctl {

/// A moment as users write it: as tks::parse_time takes it, or as an age, "-90m", "-48h", "-7d", before the present one.
std::optional<tks::Timestamp> parse_moment(std::string_view text, tks::Timestamp now);

/// A duration as users write it, "500ms", "30s", "5m", "48h", "7d" or "2w", in milliseconds; nothing if it is none, or too long.
std::optional<std::int64_t> parse_duration_ms(std::string_view text);

/// An option that is a duration: as parse_duration_ms takes it, or a whole number of seconds, and at most 24 days.
CLI::Option* add_duration_option(CLI::App& app, const std::string& name, std::optional<std::int64_t>& value_ms,
                                 const std::string& description);

/// An option that is a moment. Its text is kept, since ages only mean something once the present moment is known.
CLI::Option* add_moment_option(CLI::App& app, const std::string& name, std::string& text,
                               const std::string& description);

/// --now, for whatever depends on the present moment. Takes what tks::parse_time takes.
void add_now_option(CLI::App& app, std::string& text);

/// The moment that such an option names; nothing if it was not given.
std::optional<tks::Timestamp> moment_of(const std::string& text, tks::Timestamp now);

}  // namespace tksctl
