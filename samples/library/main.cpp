// A tutorial of libtks: what is wrong with a dump, what its trades earned, and how to write an event of one's own.
//
// Build it with the CMakeLists.txt beside it, and run it over a dump, as samples/day.ndjson.

#include <iostream>
#include <string>
#include <vector>

#include "tks/error.hpp"
#include "tks/json_schema.hpp"
#include "tks/replay.hpp"
#include "tks/validate.hpp"

namespace {

// 1. Findings are handed over as they come, each with its place. An input that cannot be read does not end it.
tks::ValidateListener listener() {
    tks::ValidateListener listener;
    listener.on_finding = [](const tks::Diagnostic& finding) {
        std::cout << finding.origin.file << ':' << finding.origin.line << ": " << finding.message << " ["
                  << finding.rule << "]\n";
    };
    listener.on_unreadable_input = [](const std::string&, const std::string& message) { std::cerr << message << '\n'; };
    return listener;
}

// 2. The summary says how it went.
bool validate(const std::vector<std::string>& inputs) {
    tks::ValidateOptions options;
    options.contract = tks::newest_revision;
    const tks::ValidateSummary summary = tks::validate(inputs, options, listener());
    std::cout << "validated: " << summary.errors() << " errors, " << summary.warnings() << " warnings\n";
    return summary.errors() == 0 && summary.unreadable_inputs == 0;
}

// 3. A replay rebuilds what happened, in whatever order the events come. Money is exact: amounts are decimals, and only
//    become text.
void replay(const std::vector<std::string>& inputs) {
    tks::Replay replay({});
    replay.read(inputs, listener());
    replay.for_each_trade_pnl([](const tks::TradePnl& trade) {
        std::cout << trade.market << ": " << trade.fills << " fills, net " << trade.figures.realized_pnl_net.to_string()
                  << '\n';
    });
}

}  // namespace

int main(int argument_count, char** arguments) {
    const std::vector<std::string> inputs(arguments + 1, arguments + argument_count);
    // 4. What a program asks for wrongly, and what the machine refuses, are exceptions of one family.
    try {
        const bool is_good = validate(inputs);
        replay(inputs);
        // 5. The contract for other languages.
        std::cout << "the schema of a fill has " << tks::json_schema("OrderFill").size() << " bytes\n";
        return is_good ? 0 : 1;
    } catch (const tks::UsageError& error) {
        std::cerr << error.what() << '\n';
        return 2;
    } catch (const tks::EnvironmentError& error) {
        std::cerr << error.what() << '\n';
        return 3;
    }
}
