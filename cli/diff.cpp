#include "diff.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "io.hpp"
#include "replay_options.hpp"
#include "replay_rows.hpp"
#include "shared_options.hpp"
#include "tks/replay.hpp"
#include "tks/row_difference.hpp"

namespace tksctl {

namespace {

enum class Format { text, ndjson };

constexpr tks::RowKind kinds[] = {tks::RowKind::intents, tks::RowKind::signals, tks::RowKind::orders, tks::RowKind::trades,
                                  tks::RowKind::pnl};

struct Options {
    std::vector<std::string> inputs;  ///< Two.
    ReplayReading reading;
    Format format = Format::text;
    std::string output = "-";
};

std::vector<tks::Row> rows_of(const tks::Replay& replay, tks::RowKind kind) {
    std::vector<tks::Row> rows;
    for_each_row(replay, kind, [&](tks::Row row) { rows.push_back(std::move(row)); });
    return rows;
}

int run(Options& options, Io& io) {
    const tks::Timestamp now = present_moment();
    bool all_readable = true;
    std::uint64_t refused = 0;
    std::vector<tks::Replay> replays;
    for (const std::string& input : options.inputs) {
        tks::Replay& replay = replays.emplace_back(replay_options(options.reading, now, true));
        const tks::ValidateSummary summary = replay.read({input}, {.on_finding = {}, .on_unreadable_input = [&](const std::string&, const std::string& message) {
                                                                       all_readable = false;
                                                                       io.say(message);
                                                                   }});
        refused += summary.refused_records;
    }
    if (!all_readable) return status::input;
    if (refused != 0) io.say(fmt::format("{} records cannot be read and are passed over; tksctl validate says why", refused));
    Output output(options.output);
    std::uint64_t differences = 0;
    for (const tks::RowKind kind : kinds) {
        std::string text;
        for (const tks::RowDifference& difference : tks::find_differences(kind, rows_of(replays[0], kind), rows_of(replays[1], kind))) {
            ++differences;
            if (options.format == Format::text) {
                tks::append_text(text, difference);
            } else {
                tks::append_json(text, difference);
                text += '\n';
            }
        }
        output.write(text);
    }
    output.close();
    return differences == 0 ? status::good : status::findings;
}

}  // namespace

Run add_diff(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.footer(
        "Examples:\n"
        "  tksctl diff expected.ndjson actual.ndjson\n"
        "  tksctl diff --at 2026-03-02T12:00:00Z --format ndjson before/ after/\n"
        "What is compared is what the events add up to: intents, signals, orders and trades as they are at the end, and the PnL of "
        "trades. The order of the events, repetitions and how numbers are written make no difference.");
    app.add_option("inputs", options->inputs, "Two files or directories; - for standard input")->expected(2)->required()->option_text("A B");
    add_replay_reading_options(app, options->reading);
    add_word_option(app, "--format", options->format, {{"text", Format::text}, {"ndjson", Format::ndjson}},
                    "How to print differences (default: text)");
    add_file_option(app, "-o", options->output, "Write differences to this file (default: standard output)");
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
