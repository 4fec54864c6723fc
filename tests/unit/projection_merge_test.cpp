// Whatever the order in which events come, however often, and however they are split: what is told is the same.
#include <memory>
#include <random>

#include "projection_support.hpp"
#include "simulate_support.hpp"

namespace {

using namespace projection_test;
using Random = std::mt19937;

std::size_t below(Random& random, std::size_t bound) {
    return random() % bound;
}

/// Tells the events in some order, some of them several times, to several states, and merges these in some order.
State torn_and_mended(const Stream& stream, Random& random, Detail detail) {
    std::vector<std::size_t> order;
    for (std::size_t index = 0; index < stream.size(); ++index)
        for (std::size_t times = 1 + (below(random, 8) == 0 ? below(random, 3) : 0); times > 0; --times)
            order.push_back(index);
    if (below(random, 4) != 0) std::ranges::shuffle(order, random);
    std::vector<std::unique_ptr<State>> states;
    for (std::size_t count = 1 + below(random, 6); count > 0; --count)
        states.push_back(std::make_unique<State>(detail));
    for (const std::size_t index : order) stream.tell(index, *states[below(random, states.size())]);
    while (states.size() > 1) {
        const std::size_t to = below(random, states.size());
        std::size_t from = below(random, states.size() - 1);
        if (from >= to) ++from;
        states[to]->merge(*states[from], static_cast<std::uint32_t>(below(random, 3)),
                          static_cast<std::uint32_t>(below(random, 100)));
        if (below(random, 4) == 0) states[to]->merge(*states[from]);  // Again, which changes nothing.
        if (below(random, 4) != 0)
            states.erase(states.begin() + static_cast<std::ptrdiff_t>(from));
        else if (below(random, 2) == 0)
            std::swap(states[0], states[below(random, states.size())]);
        if (states.size() > 1 && below(random, 16) == 0) break;
    }
    // Whoever is left knows a part; all together know everything.
    auto whole = std::make_unique<State>(detail);
    for (const auto& state : states) whole->merge(*state);
    return std::move(*whole);
}

void check_laws(const Stream& stream, unsigned rounds, const ValuationOptions& options = {}) {
    for (const Detail detail : {Detail::snapshots, Detail::pnl}) {
        const std::string expected = told_by(stream.state(detail), options);
        for (unsigned seed = 1; seed <= rounds; ++seed) {
            CAPTURE(seed);
            Random random(seed);
            const State state = torn_and_mended(stream, random, detail);
            const std::string told = told_by(state, options);
            if (told != expected) FAIL_CHECK(first_difference(expected, told));
        }
    }
}

/// The messages of a simulated platform that can be read, with those that should not be there among them.
struct Simulated {
    explicit Simulated(const tks::SimulateOptions& options) {
        const simulate_test::Stream lines = simulate_test::stream_of(options);
        std::uint32_t number = 0;
        for (const std::string& line : lines.lines) {
            auto& reader = *readers.emplace_back(std::make_unique<simulate_test::LineReader>());
            ++number;
            if (reader.read(line)) stream.add(reader.event(), number);
        }
    }

    std::vector<std::unique_ptr<simulate_test::LineReader>> readers;
    Stream stream;
};

}  // namespace

TEST_CASE("a sound stream tells the same, however it is told") {
    const Simulated simulated({.trades = 12, .seed = 3});
    check_laws(simulated.stream, 12);
}

TEST_CASE("a stream of defects tells the same, however it is told") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        const Simulated simulated({.trades = 8, .seed = seed, .fault_rate = 0.25});
        check_laws(simulated.stream, 6);
    }
}

TEST_CASE("hostile streams tell the same, however they are told") {
    const struct {
        const char* name;
        const char* events;
    } streams[] = {
        {"one event_id for events of different content",
         "1 trade_opened t1 event=x pnl=1\n"
         "1 trade_opened t1 event=x pnl=2\n"
         "1 trade_opened t1 event=x pnl=3\n"
         "1 trade_opened t1 event=x pnl=4 market=ETH/USDT\n"
         "1 order_requested o1 event=x\n"
         "1 order_requested o1 event=x quantity=7\n"
         "1 trading_signal_created s1 event=x\n"
         "1 trading_signal_created s1 event=x strategy=other\n"
         "1 trading_signal_intent_created i1 event=x\n"
         "1 trading_signal_intent_created i1 event=x side=sell\n"},
        {"one profit told with different deltas, and of different trades",
         "5 profit_realized t1 event=x delta=1 pnl=1\n"
         "5 profit_realized t1 event=x delta=2 pnl=1\n"
         "5 profit_realized t2 event=x delta=3 pnl=1\n"
         "7 profit_realized t2 event=x delta=4 pnl=1\n"
         "9 profit_realized t2 event=y delta=5 pnl=9\n"},
        {"one fill_id for fills of different content",
         "1 order_filled o1 fill=f quantity=1 price=100 trade=t1\n"
         "1 order_filled o1 fill=f quantity=2 price=100 trade=t1\n"
         "1 order_filled o2 fill=f quantity=1 price=100 trade=t2\n"
         "1 order_filled o2 fill=f quantity=1 price=100\n"
         "0 order_filled o3 fill=f filled_at=1 side=sell\n"
         "2 trade_opened t3 cause=e1 pnl=5\n"
         "2 trade_opened t4 cause=e5 pnl=6\n"},
        {"events without event_id",
         "1 trade_opened t1 event= pnl=1\n"
         "1 trade_opened t1 event= pnl=2\n"
         "1 profit_realized t1 event= delta=1\n"
         "1 profit_realized t1 event= delta=1\n"
         "1 profit_realized t1 event= delta=2\n"
         "1 order_filled o1 event= fill=f1 quantity=2\n"
         "1 order_filled o1 event= fill=f2 quantity=3 correlation=c\n"
         "3 order_requested o1 event= trade=t1\n"
         "3 order_canceled o2 event=\n"},
        {"one id in all roles",
         "1 trading_signal_intent_created x event=x correlation=x cause=x\n"
         "2 trading_signal_intent_granted x event=x signal=x correlation=x cause=x\n"
         "3 trading_signal_created x event=x intent=x correlation=x cause=x\n"
         "4 order_requested x event=x intent=x signal=x trade=x correlation=x cause=x\n"
         "5 order_filled x event=x fill=x trade=x signal=x correlation=x cause=x\n"
         "6 trade_opened x event=x signal=x correlation=x cause=x\n"
         "7 profit_realized x event=x signal=x correlation=x cause=x delta=1\n"
         "8 trade_closed y event=x signal=x correlation=x cause=x\n"},
        {"trades that contradict each other",
         "1 order_requested o1 trade=t1 intent=i1 signal=s1\n"
         "2 order_placed o1 trade=t2 intent=i2 signal=s2\n"
         "3 order_filled o1 fill=f1\n"
         "3 order_filled o1 fill=f2 trade=t3\n"
         "4 trade_opened t1 signal=s1 cause=e3 correlation=c\n"
         "4 trade_opened t2 signal=s1 cause=e3 correlation=c\n"
         "4 trade_opened t2 signal=s3 market=ETH/USDT direction=short\n"
         "4 trade_closed t1 pnl=3 signal=s2\n"
         "5 trade_reduced t1 pnl=4\n"
         "5 trade_reduced t1 pnl=5\n"},
        {"intents and signals that disagree on whence they come",
         "1 trading_signal_intent_granted i1 signal=s1 strategy=a provider=p direction=long\n"
         "1 trading_signal_intent_granted i1 signal=s2 strategy=b provider=q direction=short side=sell\n"
         "2 trading_signal_created s3 intent=i1 strategy=c\n"
         "2 trading_signal_created s3 intent=i2 strategy=d\n"
         "2 trading_signal_rejected s3 intent=i2 reasons=scam,invalid_price\n"
         "2 trading_signal_rejected s3 intent=i2 reasons=scam\n"
         "2 trading_signal_invalidated s3 reason=torn\n"
         "2 trading_signal_invalidated s4 reason=torn\n"
         "3 order_filled o1 fill=f1 signal=s1 quantity=2\n"
         "3 order_requested o1 intent=i1\n"
         "4 trade_opened t1 signal=s1\n"},
    };
    for (const auto& stream : streams) {
        CAPTURE(stream.name);
        check_laws(Stream(stream.events), 60);
    }
}

TEST_CASE("marks tell the same, however they are told") {
    MarksMaker maker;
    const auto cheap = [&](std::string_view account) { return maker.snapshot(account, 5, {{"t1", "90"}}); };
    const auto dear = [&](std::string_view account) { return maker.snapshot(account, 5, {{"t1", "110.0"}}); };
    const auto as_dear = [&](std::string_view account) { return maker.snapshot(account, 5, {{"t1", "110.00"}}); };
    const std::vector<std::vector<tks::PositionsMarkSnapshotV1>> cases = {
        {dear("a"), cheap("a"), maker.snapshot("a", 4, {})},
        {dear("a"), dear("b"), MarksMaker::heartbeat("b", 500'000)},
        {dear("a"), as_dear("b"), MarksMaker::heartbeat("a", 500'000)},
        {dear("a"), cheap("b"), MarksMaker::heartbeat("b", 500'000), maker.snapshot("a", 6, {})},
        {maker.snapshot("a", 5, {}), dear("a"), MarksMaker::heartbeat("c", 7)},
    };
    for (const auto& marks : cases) {
        Stream stream(
            "1 trade_opened t1 market=BTC/USDT\n"
            "1 order_filled o1 fill=f1 trade=t1 price=100\n"
            "600000 trade_opened t2\n");
        for (const auto& message : marks) stream.add(message);
        check_laws(stream, 60);
    }
}
