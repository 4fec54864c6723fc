// To which trade a fill belongs, step by step.
#include <map>
#include <memory>
#include <random>

#include "projection_support.hpp"
#include "simulate_support.hpp"

namespace {

using namespace projection_test;

/// The trade of the fill f; "-" if there is none.
std::string trade_of_fill(const State& state) {
    const Ledger ledger(state);
    const tks::Id fill = state.fills.find("f");
    REQUIRE(fill != tks::no_id);
    for (tks::Id trade = 1; trade < state.trades.size(); ++trade)
        if (std::ranges::find(ledger.fills_of(trade), fill) != ledger.fills_of(trade).end())
            return state.trades.text(trade);
    CHECK(std::ranges::find(ledger.unattributed(), fill) != ledger.unattributed().end());
    return "-";
}

}  // namespace

TEST_CASE("each step of the chain beats all that follow it, and where two answer the next is asked") {
    // What tells at each step that the fill belongs to the trade %; from the strongest to the weakest.
    const struct {
        const char* name;
        const char* events;
        const char* words_of_fill;
    } steps[] = {
        {"the fill's own trade_id", "", "trade=%"},
        {"the trade_id of its order", "2 order_placed o trade=% intent=i0\n", ""},
        {"the trade from the signal of its order",
         "1 trading_signal_created s% intent=i9\n2 order_placed o signal=s% intent=i0\n4 trade_opened % signal=s%\n",
         ""},
        {"the trade from its own signal", "4 trade_opened % signal=s%\n", "signal=s%"},
        {"the trade from the signal granted to the intent of its order",
         "1 trading_signal_intent_granted i0 signal=s%\n4 trade_opened % signal=s%\n", ""},
        {"the trade from the signal that names the intent",
         "1 trading_signal_created s% intent=i0\n4 trade_opened % signal=s%\n", ""},
        {"the trade that names the fill's event as its cause", "4 trade_opened % cause=e_f\n", ""},
        {"the only trade of the correlation", "4 trade_opened % correlation=c\n", ""},
    };
    const auto for_trade = [](std::string text, const std::string& trade) {
        for (std::size_t at = 0; (at = text.find('%', at)) != std::string::npos;) text.replace(at, 1, trade);
        return text;
    };
    const auto told = [&](const std::string& events, const std::string& words) {
        const std::string fill = "3 order_filled o fill=f event=e_f correlation=c " + words + "\n";
        const std::string order = "2 order_requested o intent=i0\n";
        const std::string early = trade_of_fill(Stream(order + fill + events).state(Detail::pnl));
        CHECK(early == trade_of_fill(Stream(events + fill + order).state(Detail::pnl)));
        return early;
    };
    CHECK(told("", "") == "-");
    for (std::size_t strong = 0; strong < std::size(steps); ++strong) {
        CAPTURE(steps[strong].name);
        CHECK(told(for_trade(steps[strong].events, "t1"), for_trade(steps[strong].words_of_fill, "t1")) == "t1");
        // Two answers; a fill that names two trades there is not.
        const std::string both = for_trade(steps[strong].events, "t1") + for_trade(steps[strong].events, "t2");
        const bool is_ambiguous = *steps[strong].words_of_fill == '\0';
        if (is_ambiguous) CHECK(told(both, "") == "-");
        for (std::size_t weak = strong + 1; weak < std::size(steps); ++weak) {
            CAPTURE(steps[weak].name);
            const std::string weaker = for_trade(steps[weak].events, "t3");
            const std::string weaker_words = for_trade(steps[weak].words_of_fill, "t3");
            const std::string words = for_trade(steps[strong].words_of_fill, "t1");
            CHECK(told(weaker + for_trade(steps[strong].events, "t1"), words + " " + weaker_words) == "t1");
            if (is_ambiguous) CHECK(told(both + weaker, weaker_words) == "t3");
        }
    }
    // Of one signal, two trades.
    CHECK(told("4 trade_opened t1 signal=s\n4 trade_opened t2 signal=s\n4 trade_opened t3 cause=e_f\n", "signal=s") ==
          "t3");
}

TEST_CASE("a fill without a trade keeps its amounts") {
    const State state = Stream(
                            "3 order_filled o fill=f quantity=1.50 price=2 fee=0.1 side=sell market=ETH/USDT\n"
                            "2 order_filled o fill=g quantity=7 price=1\n")
                            .state();
    const Ledger ledger(state);
    const Valuation valuation(state, ledger, {});
    REQUIRE(ledger.unattributed().size() == 2);
    CHECK(row_of(valuation.describe(ledger.unattributed()[0])) ==
          "fill=g order=o market=BTC/USDT side=buy quantity=7 price=1 fee=0 at=2");
    CHECK(row_of(valuation.describe(ledger.unattributed()[1])) ==
          "fill=f order=o market=ETH/USDT side=sell quantity=1.50 price=2 fee=0.1 at=3");
    CHECK(valuation.trades().empty());
}

TEST_CASE("whatever events are missing, no fill is lost and none counts twice") {
    std::vector<std::unique_ptr<simulate_test::LineReader>> readers;
    for (const std::string& line : simulate_test::stream_of({.trades = 15, .seed = 5}).lines) {
        auto& reader = *readers.emplace_back(std::make_unique<simulate_test::LineReader>());
        REQUIRE(reader.read(line));
    }
    std::size_t unattributed = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        State state(Detail::pnl);
        std::map<std::string, tks::Amount> values;
        tks::Amount fees;
        std::uint32_t line = 0;
        for (const auto& reader : readers) {
            if (random() % 10 < seed % 10) continue;
            state.add(reader->event(), {0, ++line});
            const auto* fill = std::get_if<tks::OrderFill>(&reader->event().payload);
            if (fill == nullptr) continue;
            if (values.try_emplace(std::string(fill->fill_id), tks::Amount(fill->filled_qty) * fill->filled_price)
                    .second)
                fees += fill->fee;
        }
        const Ledger ledger(state);
        const Valuation valuation(state, ledger, {});
        std::size_t fills = ledger.unattributed().size();
        unattributed += fills;
        tks::Amount told_fees;
        for (const tks::Id fill : ledger.unattributed()) told_fees += valuation.describe(fill).fee;
        for (const tks::Id trade : valuation.trades()) {
            const tks::TradePnl pnl = valuation.value(trade);
            fills += pnl.fills;
            told_fees += pnl.figures.fees;
            CHECK(pnl.figures.entry_qty - pnl.figures.exit_qty == pnl.figures.open_qty);
        }
        CHECK(fills == values.size());
        CHECK(told_fees == fees);
    }
    CHECK(unattributed > 0);
}
