#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "check/embedded_samples.hpp"
#include "tks/rule_samples.hpp"

namespace {

std::string file_bytes(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("every rule is explained") {
    for (const tks::Rule& rule : tks::rules()) {
        CAPTURE(rule.name);
        CHECK(rule.explanation.size() > 100);
        CHECK(rule.explanation.ends_with('.'));
        CHECK(rule.explanation.find("  ") == std::string_view::npos);
    }
}

TEST_CASE("every rule shows a bad sample and a good one of its own") {
    for (const tks::Rule& rule : tks::rules()) {
        CAPTURE(rule.name);
        const tks::RuleSamples samples = tks::samples_of(rule);
        CHECK(samples.bad.file.starts_with("samples/bad/" + std::string(rule.name) + "."));
        CHECK(samples.good.file.starts_with("samples/good/" + std::string(rule.name) + "."));
        CHECK(!samples.bad.bytes.empty());
        CHECK(samples.bad.bytes != samples.good.bytes);
    }
}

TEST_CASE("what is embedded are the files, to the byte") {
    CHECK(!tks::check::embedded_samples().empty());
    for (const tks::RuleSample& sample : tks::check::embedded_samples()) {
        CAPTURE(sample.file);
        CHECK(sample.bytes == file_bytes(std::filesystem::path(TKS_SOURCE_DIR) / sample.file));
    }
}
