#include "simulate.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <optional>

#include "io.hpp"
#include "shared_options.hpp"
#include "tks/error.hpp"
#include "tks/simulate.hpp"
#include "tks/time.hpp"

namespace tksctl {

namespace {

struct SimulateArguments {
    tks::SimulateOptions simulate;
    std::string span;  ///< As tks::parse_duration_ms takes it; empty for the usual pace.
    std::string output = "-";
    std::string faults_list;  ///< Empty: a summary on standard error.
};

/// Keeps account of what was planted where.
class FaultList {
public:
    explicit FaultList(const std::string& name) {
        if (!name.empty()) output_.emplace(name);
    }

    void add(const tks::PlantedFault& fault) {
        ++planted_by_rule_[fault.rule];
        if (!output_) return;
        text_.clear();
        tks::append_json(text_, fault);
        output_->write(text_ += '\n');
    }

    void finish() {
        if (output_)
            output_->close();
        else
            print_summary();
    }

private:
    void print_summary() const {
        std::string text = "planted defects, by the rule that finds them (--faults-list FILE says where):\n";
        for (const auto& [rule, count] : planted_by_rule_)
            fmt::format_to(std::back_inserter(text), "  {:<26} {:>12}\n", rule, count);
        print_to_standard_error(text);
    }

    std::optional<Output> output_;
    std::string text_;
    std::map<std::string_view, std::uint64_t> planted_by_rule_;
};

int run(const SimulateArguments& options) {
    if (options.output == options.faults_list)
        throw tks::UsageError("the events and the list of faults cannot go to the same place; name another file");
    Output output(options.output);
    std::optional<FaultList> faults;
    if (options.simulate.fault_rate > 0 || !options.faults_list.empty()) faults.emplace(options.faults_list);
    tks::SimulateOptions simulate = options.simulate;
    simulate.span_ms = tks::parse_duration_ms(options.span).value_or(0);
    tks::simulate(
        simulate, [&](std::string_view lines) { output.write(lines); },
        [&](const tks::PlantedFault& fault) { faults->add(fault); });
    output.close();
    if (faults) faults->finish();
    return status::good;
}

}  // namespace

Run add_simulate(CLI::App& app) {
    auto options = std::make_shared<SimulateArguments>();
    app.footer(
        "The same options give the same bytes on every machine. A defective line that nobody can read stands before "
        "the\n"
        "sound line of the same event; one that can be read stands in its place, or follows it.\n\n"
        "Examples:\n"
        "  tksctl simulate --trades 20000 | tksctl validate\n"
        "  tksctl simulate --trades 300 --span 30d | tksctl report -o report.html\n"
        "  tksctl simulate --faults 0.01 --faults-list faults.ndjson -o events.ndjson");
    app.add_option("--trades", options->simulate.trades, "How many trades to open (default: 1000)")
        ->check(refuse_unless_whole_number)
        ->option_text("N");
    app.add_option("--seed", options->simulate.seed, "Which of all possible streams to write (default: 1)")
        ->check(refuse_unless_whole_number)
        ->option_text("S");
    app.add_option("--span", options->span,
                   "Open the trades within about this span, as in 30d (default: some 2,800 a day)")
        ->check([](const std::string& text) {
            const auto span_ms = tks::parse_duration_ms(text);
            return span_ms && *span_ms > 0 ? "" : "must be a span above 0, as in 12h, 30d or 52w";
        })
        ->option_text("DURATION");
    app.add_option("--faults", options->simulate.fault_rate,
                   "Plant a defect at this share of the events, 0 to 1 (default: 0)")
        ->check(CLI::Range(0.0, 1.0))
        ->option_text("RATE");
    add_file_option(app, "--faults-list", options->faults_list,
                    "Write what was planted where to this file, one JSON object a line (default: a summary)");
    add_contract_option(app, options->simulate.contract);
    add_file_option(app, "-o", options->output, "Write to this file (default: standard output)");
    return [options](Io&) { return run(*options); };
}

}  // namespace tksctl
