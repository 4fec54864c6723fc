#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "tks/time.hpp"

namespace tksctl {

/// An option that is a duration: as tks::parse_duration_ms takes it, or a whole number of seconds, and at most 24 days.
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
