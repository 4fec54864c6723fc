#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "codec/fast_reader.hpp"
#include "codec_random.hpp"
#include "codec_support.hpp"
#include "model/registry.hpp"
#include "tks/codec.hpp"

namespace {

using codec_test::decode;
using codec_test::RandomModels;
using codec_test::Road;
using tks::EventType;
using tks::Revision;

constexpr Revision revisions[] = {Revision::v0_1_42, Revision::v0_1_47, Revision::v0_1_50};

template <class Visitor>
void for_each_type_and_revision(Visitor&& visit) {
    for (const Revision revision : revisions) {
        for (std::size_t type = 0; type < tks::event_type_count; ++type) {
            const std::string_view type_name = to_string(static_cast<EventType>(type));
            const std::string_view revision_name = to_string(revision);
            CAPTURE(type_name);
            CAPTURE(revision_name);
            visit(static_cast<EventType>(type), revision);
        }
    }
}

/// Writes a random model and judges what was written.
template <class Model>
void check_model(unsigned rounds) {
    const std::string_view name = tks::model::ModelDescription<Model>::name;
    CAPTURE(name);
    RandomModels random(5, tks::newest_revision);
    for (unsigned round = 0; round < rounds; ++round) {
        Model model;
        random.fill(model);
        const std::string text = tks::to_json(model);
        CAPTURE(text);
        REQUIRE(nlohmann::json::accept(text));
        REQUIRE(codec_test::listed(codec_test::judge(name, text)) == "");
    }
}

}  // namespace

TEST_CASE("decoding undoes encoding: any event of any type in any revision comes back byte for byte") {
    for_each_type_and_revision([](EventType type, Revision revision) {
        RandomModels random(static_cast<unsigned>(type) + 100, revision);
        for (int round = 0; round < 150; ++round) {
            const std::string text = tks::to_json(random.event(type), revision);
            CAPTURE(text);
            REQUIRE(text.find('\n') == std::string::npos);
            for (const Road road : {Road::any, Road::careful}) {
                const auto outcome = decode(text, revision, road);
                REQUIRE(codec_test::listed(outcome.findings) == "");
                REQUIRE(outcome.is_good);
                REQUIRE(outcome.type == type);
                REQUIRE(outcome.canonical == text);
            }
        }
    });
}

TEST_CASE("a newer revision reads what an older one writes") {
    for_each_type_and_revision([](EventType type, Revision written) {
        RandomModels random(static_cast<unsigned>(type) + 300, written);
        for (const Revision read : revisions) {
            if (read < written) continue;
            for (int round = 0; round < 20; ++round) {
                const std::string text = tks::to_json(random.event(type), written);
                CAPTURE(text);
                REQUIRE(codec_test::listed(decode(text, read).findings) == "");
            }
        }
    });
}

TEST_CASE("models that are no events are judged sound as they are written") {
    check_model<tks::SignalProvider>(50);
    check_model<tks::TradingSignalIntent>(300);
    check_model<tks::TradingSignal>(300);
    check_model<tks::OrderRequest>(300);
    check_model<tks::OrderFill>(300);
    check_model<tks::Trade>(300);
    check_model<tks::PositionMarkV1>(100);
    check_model<tks::TradingSignalSnapshot>(200);
    check_model<tks::TradingSignalIntentSnapshot>(200);
    check_model<tks::OrderSnapshot>(200);
    check_model<tks::TradeSnapshot>(200);
    check_model<tks::PositionsMarkSnapshotV1>(200);
    check_model<tks::MarketDataAssignment>(100);
}

TEST_CASE("what the services write takes the fast road") {
    // The speed of the whole program hangs on this.
    for (const std::string& text : codec_test::sample_events()) {
        CAPTURE(text);
        const codec_test::PaddedText padded(text);
        tks::codec::FastReader reader(std::size_t{64} << 10U);
        std::pmr::monotonic_buffer_resource arena;
        const tks::codec::ReadContext context{
            .revision = tks::newest_revision, .now = codec_test::now, .arena = &arena};
        tks::Event event;
        REQUIRE(reader.read_event(padded.record().bytes, context, event));
        CHECK(tks::to_json(event) == text);
    }
}

TEST_CASE("an encoded event has all fields of its revision in the package's order, nulls and defaults included") {
    tks::Event event;
    event.event_id = "e";
    event.event_type = EventType::order_filled;
    event.occurred_at.ms = -1;
    event.aggregate_type = tks::AggregateType::order;
    event.aggregate_id = "o";
    tks::OrderFill fill;
    fill.fill_id = "f";
    fill.order_id = "o";
    fill.market = "BTC/USDT";
    fill.filled_qty = *tks::Decimal::parse("0.10");
    fill.filled_price = *tks::Decimal::parse("5E+4");
    event.payload = fill;
    CHECK(tks::to_json(event, Revision::v0_1_42) ==
          R"({"event_id":"e","event_type":"order_filled","occurred_at":-1,"aggregate_type":"order","aggregate_id":"o",)"
          R"("correlation_id":null,"causation_id":null,"source":null,"payload_version":1,"metadata":{},"payload":{)"
          R"("fill_id":"f","order_id":"o","trade_id":null,"market":"BTC/USDT","side":"buy","filled_qty":0.10,)"
          R"("filled_price":5E+4,"fee":0,"liquidity":"unknown","filled_at":0,"metadata":{}}})");
    CHECK(
        tks::to_json(event, Revision::v0_1_47) ==
        R"({"event_id":"e","event_type":"order_filled","occurred_at":-1,"aggregate_type":"order","aggregate_id":"o",)"
        R"("correlation_id":null,"causation_id":null,"source":null,"payload_version":1,"metadata":{},"payload":{)"
        R"("fill_id":"f","order_id":"o","trade_id":null,"strategy_id":null,"signal_id":null,"signal_provider_signal_id":null,)"
        R"("signal_provider_trade_id":null,"order_origin":"unassigned","market":"BTC/USDT","side":"buy","filled_qty":0.10,)"
        R"("filled_price":5E+4,"fee":0,"liquidity":"unknown","filled_at":0,"metadata":{}}})");
}

TEST_CASE("what an event leaves out is filled in as its reader would, and so written") {
    const auto outcome =
        decode(R"({"event_type":"trading_signal_invalidated","aggregate_id":"s","payload":{},"reason":""})");
    CHECK(
        outcome.canonical ==
        R"({"event_type":"trading_signal_invalidated","occurred_at":1800000000000,"aggregate_type":"signal",)"
        R"("aggregate_id":"s","correlation_id":null,"causation_id":null,"source":null,"payload_version":1,"metadata":{},)"
        R"("payload":{},"reason":""})");
}
