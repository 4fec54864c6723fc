#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "report/json_object.hpp"
#include "report/terminal.hpp"
#include "tks/report.hpp"
#include "tks/rule_samples.hpp"

namespace tks {

namespace {

constexpr std::string_view indent = "    ";
constexpr std::size_t most_lines_of_sample = 4;

using Lines = std::vector<std::string_view>;

/// Appends the text in lines of at most `width` characters, all of them indented.
void append_wrapped(std::string& out, std::string_view text, std::size_t width) {
    std::size_t used = 0;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        const std::size_t length = count_characters(word);
        if (used != 0 && used + 1 + length > width) {
            out += '\n';
            used = 0;
        }
        out.append(used == 0 ? indent : " ").append(word);
        used += length + (used == 0 ? indent.size() : 1);
    }
    out += '\n';
}

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        lines.push_back(line);
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return lines;
}

/// Leaves of both texts the lines in which they differ; those that have a counterpart come in the same order.
void keep_differences(Lines& bad, Lines& good) {
    if (bad.size() == good.size()) {
        Lines changed_bad;
        Lines changed_good;
        for (std::size_t index = 0; index < bad.size(); ++index) {
            if (bad[index] == good[index]) continue;
            changed_bad.push_back(bad[index]);
            changed_good.push_back(good[index]);
        }
        bad = std::move(changed_bad);
        good = std::move(changed_good);
        return;
    }
    const auto first = std::ranges::mismatch(bad, good);
    bad.erase(bad.begin(), first.in1);
    good.erase(good.begin(), first.in2);
    while (!bad.empty() && !good.empty() && bad.back() == good.back()) {
        bad.pop_back();
        good.pop_back();
    }
}

constexpr bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Appends the part of a line that is around `place`, in at most `width` characters.
void append_part(std::string& out, std::string_view line, std::size_t place, std::size_t width) {
    constexpr std::string_view mark = "...";
    const std::size_t room = std::max<std::size_t>(width, 20) - 2 * mark.size();
    std::size_t begin = place > room / 2 ? place - room / 2 : 0;
    begin = std::min(begin, line.size() > room ? line.size() - room : 0);
    std::size_t end = std::min(line.size(), begin + room);
    while (begin > 0 && is_continuation(line[begin])) --begin;
    while (end < line.size() && is_continuation(line[end])) --end;
    if (begin != 0) out += mark;
    report::append_harmless(out, line.substr(begin, end - begin));
    if (end != line.size()) out += mark;
    out += '\n';
}

void append_lines(std::string& out, char sign, const Lines& lines, const Lines& counterparts, std::size_t width) {
    for (std::size_t index = 0; index < std::min(lines.size(), most_lines_of_sample); ++index) {
        std::size_t place = 0;
        if (lines.size() == counterparts.size())
            place = static_cast<std::size_t>(std::ranges::mismatch(lines[index], counterparts[index]).in1 -
                                             lines[index].begin());
        out.append(indent).append(1, sign).append(" ");
        append_part(out, lines[index], place, width - indent.size() - 2);
    }
    if (lines.size() > most_lines_of_sample)
        fmt::format_to(std::back_inserter(out), "{}{} ... and {} more lines\n", indent, sign,
                       lines.size() - most_lines_of_sample);
}

}  // namespace

void append_json(std::string& out, const Rule& rule) {
    report::JsonObject object(out);
    object.add("name", rule.name);
    object.add("family", rule.family());
    object.add("severity", to_string(rule.severity));
    object.add("summary", rule.summary);
    object.add("explanation", rule.explanation);
    object.end();
}

void append_explanation(std::string& out, const Rule& rule, std::span<const Diagnostic> findings, std::size_t width,
                        const TextStyle& style) {
    width = std::max<std::size_t>(width, 40);
    const auto paint = [&](std::string_view code) { out += style.color ? code : std::string_view(); };
    const auto title = [&](std::string_view text) {
        paint(report::bold);
        out += text;
        paint(report::plain);
        out += '\n';
    };
    title(rule.name);
    append_wrapped(out, rule.summary, width);
    out += '\n';
    append_wrapped(out, rule.explanation, width);
    out += '\n';
    title("Level");
    const std::string_view other = rule.severity == Severity::error ? "warning" : "error";
    append_wrapped(
        out, fmt::format("{}, unless you set another one: error, warning, info or off.", to_string(rule.severity)),
        width);
    fmt::format_to(
        std::back_inserter(out),
        "\n{0}tksctl validate --level {1}={2}\n\n{0}[validate.level]    # in .tksctl.toml\n{0}\"{1}\" = \"{2}\"\n\n",
        indent, rule.name, other);

    const RuleSamples samples = samples_of(rule);
    Lines bad = lines_of(samples.bad.bytes);
    Lines good = lines_of(samples.good.bytes);
    keep_differences(bad, good);
    title("Samples");
    fmt::format_to(std::back_inserter(out), "{0}--- {1}\n{0}+++ {2}\n", indent, samples.bad.file, samples.good.file);
    append_lines(out, '-', bad, good, width);
    append_lines(out, '+', good, bad, width);
    out += '\n';
    title("What is wrong");
    for (const Diagnostic& finding : findings) append_text(out, finding, style);
}

}  // namespace tks
