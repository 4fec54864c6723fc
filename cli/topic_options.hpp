#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "kafka_options.hpp"
#include "tks/input.hpp"

namespace tksctl {

struct Io;

/// What to read of which topics, and where: the same options for all commands that do.
struct TopicOptions {
    KafkaOptions kafka;
    tks::TopicSelection selection;
    std::string offsets;  ///< As tks::parse_offset_selection takes them; empty: as suits the command.

    /// All that was said, with places where nothing else is said of them.
    [[nodiscard]] tks::TopicSelection at(const std::string& default_offsets, const Io& io) const;
};

/// Everything but which topics.
void add_topic_range_options(CLI::App& app, TopicOptions& options, const std::string& default_offsets);

/// For commands that read files or topics up to their ends.
void add_topic_input_options(CLI::App& app, TopicOptions& options);

/// Files and topics, or standard input if nothing is named.
tks::Inputs inputs_of(const std::vector<std::string>& files, const TopicOptions& topics, const Io& io);

}  // namespace tksctl
