#include "finding_outputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "tks/error.hpp"

namespace tksctl {

namespace {

/// One name for a file, whatever links and detours lead to it.
std::string name_without_detours(const std::string& file) {
    std::error_code error;
    const std::filesystem::path path = std::filesystem::weakly_canonical(std::filesystem::absolute(file, error), error);
    return error ? file : path.string();
}

}  // namespace

std::optional<FindingTarget> parse_finding_target(std::string_view text) {
    const std::size_t colon = text.find(':');
    const auto format = tks::parse_finding_format(text.substr(0, colon));
    if (!format) return std::nullopt;
    FindingTarget target{.format = *format};
    if (colon != std::string_view::npos) target.file = text.substr(colon + 1);
    return target;
}

tks::FindingFormat format_of_file(std::string_view file) {
    constexpr std::pair<std::string_view, tks::FindingFormat> endings[] = {
        {".sarif", tks::FindingFormat::sarif},   {".sarif.json", tks::FindingFormat::sarif},
        {".xml", tks::FindingFormat::junit},     {".json", tks::FindingFormat::json},
        {".ndjson", tks::FindingFormat::ndjson}, {".jsonl", tks::FindingFormat::ndjson},
    };
    for (const auto& [ending, format] : endings)
        if (file.ends_with(ending)) return format;
    return tks::FindingFormat::text;
}

void refuse_shared_files(const std::vector<std::string>& outputs, const std::vector<std::string>& inputs) {
    std::vector<std::string> read;
    for (const std::string& input : inputs)
        if (input != "-") read.push_back(name_without_detours(input));
    std::vector<std::string> written;
    for (const std::string& output : outputs) {
        const bool is_standard = output == "-";
        std::string name = is_standard ? output : name_without_detours(output);
        if (std::ranges::find(written, name) != written.end())
            throw tks::UsageError(
                fmt::format("two outputs go to {}; give each a file of its own, as in --output sarif:findings.sarif",
                            is_standard ? "standard output" : output));
        if (std::ranges::find(read, name) != read.end())
            throw tks::UsageError(fmt::format("{} is an input, and would be overwritten; name another file", output));
        written.push_back(std::move(name));
    }
}

FindingOutputs::FindingOutputs(const std::vector<FindingTarget>& targets, const FindingStyle& style) {
    for (const FindingTarget& wanted : targets) {
        Target& target = targets_.emplace_back(wanted.file);
        const bool has_excerpt =
            style.excerpt == When::always || (style.excerpt == When::automatic && target.output.is_terminal());
        target.writer =
            tks::make_finding_writer(wanted.format,
                                     {.style = {.color = use_color(style.color, target.output), .excerpt = has_excerpt},
                                      .levels = style.levels,
                                      .inputs = style.inputs,
                                      .warnings_fail = style.warnings_fail},
                                     [&target](std::string_view text) { target.output.write(text); });
    }
}

void FindingOutputs::write(const tks::Diagnostic& finding) {
    for_each([&](Target& target) { target.writer->write(finding); });
}

void FindingOutputs::write_unreadable_input(const std::string& input, const std::string& message) {
    for_each([&](Target& target) { target.writer->write_unreadable_input(input, message); });
}

void FindingOutputs::flush() {
    for_each([](Target& target) { target.output.flush(); });
}

void FindingOutputs::finish(const tks::ValidateSummary& summary) {
    for_each([&](Target& target) {
        target.writer->finish(summary);
        target.output.close();
    });
}

void FindingOutputs::for_each(const std::function<void(Target&)>& action) {
    for (Target& target : targets_) {
        if (target.is_abandoned) continue;
        try {
            action(target);
        } catch (const ClosedPipe&) {
            target.is_abandoned = true;
            if (std::ranges::all_of(targets_, &Target::is_abandoned)) throw;
        }
    }
}

}  // namespace tksctl
