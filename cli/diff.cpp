#include "diff.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "finding_outputs.hpp"
#include "io.hpp"
#include "replay_options.hpp"
#include "replay_rows.hpp"
#include "shared_options.hpp"
#include "tks/error.hpp"
#include "tks/replay.hpp"
#include "tks/report.hpp"
#include "tks/row_difference.hpp"

namespace tksctl {

namespace {

enum class DiffFormat { text, ndjson };

constexpr tks::RowKind kinds[] = {tks::RowKind::intents, tks::RowKind::signals, tks::RowKind::orders,
                                  tks::RowKind::trades, tks::RowKind::pnl};

struct DiffArguments {
    std::vector<std::string> inputs;  ///< Two.
    ReplayReading reading;
    DiffFormat format = DiffFormat::text;
    std::string output = "-";
};

/// One side of the comparison: a dump that is replayed, or the store of replays.
class Side {
public:
    Side(const std::string& input, const ReplayReading& reading, const tks::ReplayOptions& replaying, Io& io)
        : results_(results_of(input, reading, replaying)) {
        if (auto* replay = std::get_if<tks::Replay>(&results_)) read(*replay, input, io);
    }

    [[nodiscard]] tks::RowSource rows(tks::RowKind kind) const {
        return [this, kind](const std::function<void(const tks::Row&)>& visit) {
            std::visit([&](const auto& results) { for_each_row(results, kind, visit); }, results_);
        };
    }

    [[nodiscard]] bool is_complete() const { return is_complete_; }
    [[nodiscard]] std::uint64_t refused_records() const { return refused_records_; }

private:
    using Results = std::variant<tks::Replay, tks::Store>;

    static Results results_of(const std::string& input, const ReplayReading& reading,
                              const tks::ReplayOptions& replaying) {
        if (tks::Store::is_database(input)) return open_store(input, reading, replaying, true);
        return tks::Replay(replaying);
    }

    void read(tks::Replay& replay, const std::string& input, Io& io) {
        const tks::ValidateSummary summary =
            replay.read({input}, {.on_finding = [](const tks::Diagnostic&) {},
                                  .on_unreadable_input =
                                      [&](const std::string&, const std::string& message) {
                                          is_complete_ = false;
                                          io.say(message, LogLevel::error);
                                      }});
        refused_records_ = summary.refused_records;
    }

    Results results_;
    bool is_complete_ = true;
    std::uint64_t refused_records_ = 0;
};

int run(DiffArguments& options, Io& io) {
    refuse_shared_files({options.output}, options.inputs);
    if (options.inputs[0] == "-" && options.inputs[1] == "-")
        throw tks::UsageError("standard input cannot be compared with itself");
    const tks::ReplayOptions replaying = replay_options(options.reading, true);
    const Side before(options.inputs[0], options.reading, replaying, io);
    const Side after(options.inputs[1], options.reading, replaying, io);
    if (!before.is_complete() || !after.is_complete()) return status::input;
    if (const std::uint64_t refused = before.refused_records() + after.refused_records(); refused != 0)
        io.say(fmt::format("{} record{} cannot be read, and count for nothing; tksctl validate says why", refused,
                           refused == 1 ? "" : "s"));

    Output output(options.output);
    bool are_alike = true;
    for (const tks::RowKind kind : kinds) {
        std::string text;
        for (const tks::RowDifference& difference : tks::find_differences(kind, before.rows(kind), after.rows(kind))) {
            are_alike = false;
            if (options.format == DiffFormat::text) {
                tks::append_text(text, difference);
            } else {
                tks::append_json(text, difference);
                text += '\n';
            }
        }
        output.write(text);
    }
    output.close();
    return are_alike ? status::good : status::findings;
}

}  // namespace

Run add_diff(CLI::App& app) {
    auto options = std::make_shared<DiffArguments>();
    app.footer(
        "Examples:\n"
        "  tksctl diff expected.ndjson actual.ndjson\n"
        "  tksctl diff --at 2026-03-02T12:00:00Z --format ndjson before/ after/\n"
        "  tksctl diff yesterday.db today.db\n"
        "What is compared is what the events add up to: intents, signals, orders and trades as they are at the end, "
        "and the PnL of "
        "trades. The order of the events, repetitions and how numbers are written make no difference.");
    app.add_option("inputs", options->inputs, "Two files, directories or stores; - for standard input")
        ->expected(2)
        ->required()
        ->option_text("A B")
        ->type_name(file_type);
    add_replay_reading_options(app, options->reading);
    add_word_option(app, "--format", options->format, {{"text", DiffFormat::text}, {"ndjson", DiffFormat::ndjson}},
                    "How to print differences (default: text)");
    add_file_option(app, "-o", options->output, "Write differences to this file (default: standard output)");
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
