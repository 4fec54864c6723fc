#include "tks/rule_samples.hpp"

#include <fmt/format.h>

#include "check/embedded_samples.hpp"

namespace tks {

namespace {

/// The sample whose name is this, up to the ending, which tells of its form.
RuleSample find_sample(std::string_view kind, std::string_view rule) {
    const std::string begin = fmt::format("samples/{}/{}.", kind, rule);
    for (const RuleSample& sample : check::embedded_samples())
        if (sample.file.starts_with(begin)) return sample;
    return {};
}

}  // namespace

RuleSamples samples_of(const Rule& rule) {
    return {find_sample("bad", rule.name), find_sample("good", rule.name)};
}

}  // namespace tks
