// Replay reads inputs on several threads and in several goes; what it tells is what was written in them.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "event_teller.hpp"
#include "simulate_support.hpp"
#include "source_support.hpp"
#include "tks/codec.hpp"
#include "tks/replay.hpp"

namespace {

using source_test::TemporaryDirectory;

tks::ValidateSummary read(tks::Replay& replay, const std::vector<std::string>& inputs) {
    return replay.read(inputs, {.on_finding = [](const tks::Diagnostic&) {},
                                .on_unreadable_input = [](const std::string&, const std::string&) {}});
}

/// All that a replay tells, one thing a line; of findings not the places.
std::string told_by(const tks::Replay& replay) {
    std::string told;
    replay.for_each_trade_pnl([&](const tks::TradePnl& pnl) {
        told += pnl.trade_id + " " + pnl.market + " " + std::to_string(pnl.fills) + " " +
                pnl.figures.realized_pnl.to_string() + " " + std::string(tks::to_string(pnl.reconciliation)) + "\n";
    });
    replay.for_each_unattributed_fill([&](const tks::UnattributedFill& fill) { told += fill.fill_id + "\n"; });
    const auto tell = [&](const auto& snapshot) { told += tks::to_json(snapshot) + "\n"; };
    replay.for_each_fill([&](const tks::TradeFill& fill) {
        told += fmt::format("{} {} {} {}\n", fill.fill_id, fill.trade_id, fill.venue,
                            fill.target_price ? fill.target_price->to_string() : "-");
    });
    std::vector<std::string> stories;
    replay.share_out_stories([&] {
        return [&](const tks::Story& story) {
            std::string line = story.intent_id + " " + std::string(tks::to_string(story.step)) + " " + story.reason;
            for (const auto& taken_at : story.taken_at) line += " " + std::to_string(taken_at ? taken_at->ms : -1);
            stories.push_back(line + "\n");
        };
    });
    std::ranges::sort(stories);
    for (const std::string& story : stories) told += story;
    replay.for_each_intent(tell);
    replay.for_each_signal(tell);
    replay.for_each_order(tell);
    replay.for_each_trade(tell);
    for (const tks::Diagnostic& finding : replay.findings())
        told += std::string(finding.rule) + " " + finding.message + "\n";
    return told;
}

tks::ReplayOptions with_threads(unsigned threads) {
    tks::ReplayOptions options;
    options.reading.threads = threads;
    return options;
}

std::string joined(const std::vector<std::string>& lines, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t line = begin; line < end; ++line) text += lines[line] + "\n";
    return text;
}

/// Events that are told in few words, as lines of a file.
std::string file_of(std::string_view text) {
    std::string file;
    std::istringstream lines{std::string(text)};
    std::uint64_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        const event_test::EventTeller teller(line, ++number);
        file += tks::to_json(teller.event()) + "\n";
    }
    return file;
}

}  // namespace

TEST_CASE("a replay tells the same on any number of threads, in one go or several, and merged") {
    const TemporaryDirectory directory;
    const std::vector<std::string> lines = simulate_test::stream_of({.trades = 40, .seed = 2, .fault_rate = 0.1}).lines;
    const std::string whole = directory.file("whole", joined(lines, 0, lines.size()));
    const std::string first = directory.file("first", joined(lines, 0, lines.size() / 3));
    const std::string second = directory.file("second", joined(lines, lines.size() / 3, lines.size()));

    tks::Replay one(with_threads(1));
    read(one, {whole});
    const std::string expected = told_by(one);
    CHECK(std::ranges::count(expected, '\n') > 300);

    tks::Replay threaded(with_threads(4));
    read(threaded, {whole});
    CHECK((told_by(threaded) == expected));

    tks::Replay in_two_goes(with_threads(2));
    read(in_two_goes, {second});
    CHECK((told_by(in_two_goes) != expected));
    read(in_two_goes, {first});
    CHECK((told_by(in_two_goes) == expected));
    read(in_two_goes, {whole, first});
    CHECK((told_by(in_two_goes) == expected));

    tks::Replay left(with_threads(1));
    tks::Replay right(with_threads(1));
    read(left, {first});
    read(right, {second});
    right.merge(left);
    CHECK((told_by(right) == expected));
    right.merge(right);
    CHECK((told_by(right) == expected));
}

TEST_CASE("a replay until a moment is one of the events up to it") {
    const TemporaryDirectory directory;
    const std::string input =
        directory.file("events", file_of("1000 trade_opened t\n"
                                         "1000 order_filled o fill=f1 trade=t quantity=1 price=100\n"
                                         "2000 order_filled p fill=f2 trade=t quantity=1 price=110 side=sell\n"
                                         "2001 trade_closed t pnl=10"));
    const auto realized = [&](std::optional<tks::Timestamp> until) {
        tks::ReplayOptions options;
        options.until = until;
        tks::Replay replay(std::move(options));
        CHECK(read(replay, {input}).records == 4);
        std::string told;
        replay.for_each_trade_pnl([&](const tks::TradePnl& pnl) {
            told = std::string(tks::to_string(*pnl.status)) + " " + pnl.figures.realized_pnl.to_string();
        });
        return told;
    };
    CHECK(realized(std::nullopt) == "closed 10");
    CHECK(realized(tks::Timestamp{2001}) == "closed 10");
    CHECK(realized(tks::Timestamp{2000}) == "open 10");
    CHECK(realized(tks::Timestamp{1999}) == "open 0");
    CHECK(realized(tks::Timestamp{999}).empty());
}

TEST_CASE("marks among the events value what is open") {
    const TemporaryDirectory directory;
    const std::string marks =
        R"({"schema_version":1,"kind":"snapshot","account_id":"a","as_of":5000,"positions":[{"position_id":"t",)"
        R"("mark_price":120.0,"position_value_usdt":240.0,"unrealized_pnl_usdt":40.0,"pnl_percent":20.0}]})";
    const std::string input = directory.file(
        "events",
        file_of("1000 trade_opened t\n1000 order_filled o fill=f1 trade=t quantity=2 price=100") + marks + "\n");
    tks::ReplayOptions options;
    options.with_snapshots = false;
    tks::Replay replay(std::move(options));
    CHECK(read(replay, {input}).refused_records == 0);
    std::size_t trades = 0;
    replay.for_each_trade_pnl([&](const tks::TradePnl& pnl) {
        ++trades;
        REQUIRE(pnl.unrealized_pnl);
        CHECK(*pnl.unrealized_pnl == tks::Amount(40));
    });
    CHECK(trades == 1);
}

TEST_CASE("findings name the file and the line of what they are about") {
    if (!tks::RuleLevels().level_of("pnl/unattributed-fill")) return;  // Until there are rules of that family.
    const TemporaryDirectory directory;
    const std::string first = directory.file("first", file_of("1000 order_requested o\n1000 order_requested p"));
    const std::string second = directory.file("second", file_of("1000 order_requested q\n1000 order_filled o fill=f"));
    const std::string third =
        directory.file("third", file_of("1000 order_requested r\n1000 order_requested s\n1000 order_filled p fill=g"));
    const auto places = [](const tks::Replay& replay) {
        std::vector<std::string> found;
        for (const tks::Diagnostic& finding : replay.findings())
            if (finding.rule == "pnl/unattributed-fill")
                found.push_back(finding.origin.file + ":" + std::to_string(finding.origin.line));
        std::ranges::sort(found);
        return found;
    };
    const std::vector<std::string> expected = {second + ":2", third + ":3"};
    tks::Replay replay(with_threads(2));
    read(replay, {first, second});
    read(replay, {third});
    CHECK(places(replay) == expected);

    tks::Replay left(with_threads(1));
    tks::Replay right(with_threads(1));
    read(left, {first, third});
    read(right, {second});
    right.merge(left);
    CHECK(places(right) == expected);
}
