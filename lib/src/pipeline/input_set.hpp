#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "source/chunk.hpp"
#include "source/topic_source.hpp"
#include "tks/input.hpp"

namespace tks::pipeline {

/// All inputs of a run by their names: files, and behind them partitions of topics.
class InputSet {
public:
    /// Lists the files and connects to the cluster, if topics are named. Throws InputError for a directory that cannot be read,
    /// KafkaError, and UsageError.
    explicit InputSet(const Inputs& inputs, const std::function<void(const std::string&)>& on_notice = {});

    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

    /// Opens an input, behind its beginning if the resumption names a place. Throws InputError, and KafkaError.
    std::unique_ptr<source::ChunkSource> open(const std::string& name, const InputOptions& options,
                                              const source::Resumption& resumption);

    /// What tells the first bytes or messages of an input, up to a place, from others; nothing where the input is shorter, or
    /// where nobody can tell.
    [[nodiscard]] std::optional<std::string> fingerprint(const std::string& name, std::uint64_t bytes) const;

private:
    std::vector<std::string> names_;
    std::optional<source::TopicSource> topics_;
};

}  // namespace tks::pipeline
