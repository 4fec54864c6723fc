#include "pipeline/input_set.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/input_name.hpp"

namespace tks::pipeline {

InputSet::InputSet(const Inputs& inputs, const std::function<void(const std::string&)>& on_notice)
    : names_(list_inputs(inputs.files)) {
    if (!inputs.topics) return;
    topics_.emplace(*inputs.topics, [on_notice](std::string_view note) {
        if (on_notice) on_notice(std::string(note));
    });
    std::ranges::copy(topics_->names(), std::back_inserter(names_));
}

std::unique_ptr<source::ChunkSource> InputSet::open(const std::string& name, const InputOptions& options,
                                                    const source::Resumption& resumption) {
    if (topics_ && is_name_of_partition(name))
        return topics_->open(name, options, static_cast<std::int64_t>(resumption.bytes));
    return resumption.bytes != 0 ? source::resume_input(name, options, resumption) : source::open_input(name, options);
}

std::optional<std::string> InputSet::fingerprint(const std::string& name, std::uint64_t bytes) const {
    if (topics_ && is_name_of_partition(name)) return topics_->cluster_id();
    return source::fingerprint_file(name, bytes);
}

}  // namespace tks::pipeline
