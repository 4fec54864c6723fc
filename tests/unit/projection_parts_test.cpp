// The small parts that a state is made of.
#include <deque>
#include <map>
#include <memory_resource>
#include <random>
#include <tuple>

#include "codec_random.hpp"
#include "model/content_hash.hpp"
#include "projection/blob_pool.hpp"
#include "projection/grouping.hpp"
#include "projection/keyed.hpp"
#include "projection/moment.hpp"
#include "projection/packed.hpp"
#include "projection/packed_records.hpp"
#include "projection_support.hpp"

namespace {

using namespace tks::projection;

/// What comes out of a packer's bytes, as JSON, beside what went in.
template <class Model>
void check_round_trip(const Model& model) {
    std::string bytes;
    Packer(bytes).pack(model);
    std::pmr::monotonic_buffer_resource arena;
    Model again;
    Unpacker(bytes, arena).unpack(again);
    CHECK(tks::to_json(again) == tks::to_json(model));
    CHECK(bytes.size() < tks::to_json(model).size());
}

tks::Decimal decimal(std::string_view text) {
    return *tks::Decimal::parse(text);
}

}  // namespace

TEST_CASE("a blob pool keeps blobs of all sizes apart, and uses again what is given back") {
    BlobPool pool;
    std::map<Blob, std::string> kept;
    std::mt19937 random(1);
    // Around the sizes at which it rounds otherwise, and those of one block and more (131072 bytes with five in front).
    const std::size_t sizes[] = {0,    1,    3,    4,       7,       254,     255,     2042,
                                 2043, 2044, 5000, 131'060, 131'066, 131'067, 131'068, 300'000};
    const auto text = [&](std::size_t size) { return std::string(size, static_cast<char>('a' + random() % 26)); };
    for (int round = 0; round < 2000; ++round) {
        const std::size_t size = round % 50 == 0 ? sizes[random() % std::size(sizes)] : sizes[random() % 11];
        if (kept.empty() || random() % 3 == 0) {
            const std::string bytes = text(size);
            REQUIRE(kept.emplace(pool.store(bytes), bytes).second);
        } else {
            const auto chosen = std::next(kept.begin(), static_cast<std::ptrdiff_t>(random() % kept.size()));
            Blob blob = chosen->first;
            kept.erase(chosen);
            if (random() % 2 == 0) {
                pool.remove(blob);
                CHECK(blob == no_blob);
            } else {
                const std::string bytes = text(size);
                pool.replace(blob, bytes);
                REQUIRE(kept.emplace(blob, bytes).second);
            }
        }
    }
    for (const auto& [blob, bytes] : kept) CHECK(pool.view(blob) == bytes);
    CHECK(pool.view(no_blob).empty());
}

TEST_CASE("a view of a blob lasts while others come and go") {
    BlobPool pool;
    const Blob blob = pool.store("stays");
    const std::string_view view = pool.view(blob);
    Blob other = no_blob;
    for (std::size_t size = 0; size < 400'000; size += 1000) pool.replace(other, std::string(size, 'x'));
    CHECK(view == "stays");
    CHECK(view.data() == pool.view(blob).data());
}

TEST_CASE("what is given back is used for the next blob of its size, small or large") {
    for (const std::size_t size : {std::size_t{0}, std::size_t{20}, std::size_t{3000}, std::size_t{200'000}}) {
        CAPTURE(size);
        BlobPool pool;
        Blob blob = pool.store(std::string(size, 'a'));
        const Blob first = blob;
        for (int round = 0; round < 100; ++round) {
            pool.replace(blob, std::string(size, 'b'));
            CHECK(blob == first);
        }
    }
}

TEST_CASE("records of fills and trades are unpacked as they were") {
    std::mt19937_64 random(3);
    // Of any length, so that each number takes any count of bytes.
    const auto number = [&] { return random() >> (random() % 65 == 64 ? 63 : random() % 64); };
    const auto id = [&] { return static_cast<tks::Id>(number()); };
    const auto moment = [&] {
        const auto any = static_cast<std::int64_t>(number());
        return tks::Timestamp{random() % 2 == 0 ? any : -any};
    };
    const auto optional_moment = [&] { return random() % 4 == 0 ? TradeRecord::no_moment : moment(); };
    for (int round = 0; round < 10'000; ++round) {
        const FillRecord fill{.quantity = number(),
                              .price = number(),
                              .fee = number(),
                              .filled_at = moment(),
                              .order = id(),
                              .trade = id(),
                              .signal = id(),
                              .event = id(),
                              .correlation = id(),
                              .market = id(),
                              .place = {id(), id()},
                              .hash = id(),
                              .side = static_cast<tks::Side>(random() % 2),
                              .liquidity = static_cast<tks::LiquidityType>(random() % 3)};
        NumberPacker packer;
        const std::string_view bytes = pack(fill, packer);
        const FillRecord again = unpack_fill(bytes);
        const auto all = [](const FillRecord& one) {
            return std::tie(one.quantity, one.price, one.fee, one.filled_at, one.order, one.trade, one.signal,
                            one.event, one.correlation, one.market, one.place, one.hash, one.side, one.liquidity);
        };
        REQUIRE(all(again) == all(fill));
        REQUIRE(unpack_filled_at(bytes) == fill.filled_at);

        const TradeReport report{.realized_pnl = number(),
                                 .opened_at = optional_moment(),
                                 .closed_at = optional_moment(),
                                 .place = {id(), id()},
                                 .market = id(),
                                 .strategy = id(),
                                 .signal = id(),
                                 .direction = static_cast<tks::Direction>(random() % 2),
                                 .status = static_cast<tks::TradeStatus>(random() % 5)};
        NumberPacker other_packer;
        const TradeReport told = unpack_report(pack(report, other_packer));
        const auto all_of = [](const TradeReport& one) {
            return std::tie(one.realized_pnl, one.opened_at, one.closed_at, one.place, one.market, one.strategy,
                            one.signal, one.direction, one.status);
        };
        REQUIRE(all_of(told) == all_of(report));
    }
}

TEST_CASE("what is packed is unpacked as it was") {
    codec_test::RandomModels models(7, tks::newest_revision);
    for (int round = 0; round < 300; ++round) {
        const auto fill = [&]<class Model>(Model model) {
            models.fill(model);
            check_round_trip(model);
        };
        fill(tks::TradingSignalIntent{});
        fill(tks::TradingSignal{});
        fill(tks::OrderRequest{});
        fill(tks::OrderFill{});
        fill(tks::Trade{});
        fill(tks::PositionMarkV1{});
        fill(tks::PositionsMarkSnapshotV1{});
        fill(tks::TradingSignalSnapshot{});
        fill(tks::TradingSignalIntentSnapshot{});
        fill(tks::OrderSnapshot{});
        fill(tks::TradeSnapshot{});
        // Envelopes and details have no JSON of their own; events have.
        tks::Event event = models.event(static_cast<tks::EventType>(round % static_cast<int>(tks::event_type_count)));
        std::string bytes;
        Packer packer(bytes);
        packer.pack(static_cast<const tks::DomainEvent&>(event));
        std::visit([&](const auto& details) { packer.pack(details); }, event.details);
        const std::string before = tks::to_json(event);
        std::pmr::monotonic_buffer_resource arena;
        Unpacker unpacker(bytes, arena);
        static_cast<tks::DomainEvent&>(event) = {};
        unpacker.unpack(static_cast<tks::DomainEvent&>(event));
        std::visit(
            [&](auto& details) {
                details = {};
                unpacker.unpack(details);
            },
            event.details);
        CHECK(tks::to_json(event) == before);
    }
}

TEST_CASE("values at the edges are packed as they are") {
    const std::string_view numbers[] = {"0",
                                        "-0",
                                        "0.00",
                                        "1.50",
                                        "-1.50",
                                        "1e22",
                                        "1e23",
                                        "1e-40",
                                        "1e-41",
                                        "1e6111",
                                        "1e-6176",
                                        "144115188075855871",
                                        "144115188075855872",
                                        "1234567890123456789012345678901234",
                                        "-0.1234567890123456789012345678901234"};
    for (const std::string_view number : numbers) {
        CAPTURE(number);
        std::string bytes;
        Packer(bytes).pack(decimal(number));
        std::pmr::monotonic_buffer_resource arena;
        tks::Decimal again;
        Unpacker(bytes, arena).unpack(again);
        CHECK(again.to_string() == decimal(number).to_string());
    }
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    for (const std::int64_t number :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1}, std::int64_t{63}, std::int64_t{64}, most, -most - 1}) {
        std::string bytes;
        Packer(bytes).pack(number);
        std::pmr::monotonic_buffer_resource arena;
        std::int64_t again = 7;
        Unpacker(bytes, arena).unpack(again);
        CHECK(again == number);
    }
    const std::string_view texts[] = {"",
                                      "a",
                                      "6b1a9c1e-0000-4000-8000-00000000000f",
                                      "6B1A9C1E-0000-4000-8000-00000000000F",
                                      "ffffffff-ffff-ffff-8000-00000000000f",
                                      "6b1a9c1e-0000-4000-8000-00000000000g"};
    for (const std::string_view text : texts) {
        CAPTURE(text);
        std::string bytes;
        Packer(bytes).pack(text);
        std::pmr::monotonic_buffer_resource arena;
        std::string_view again;
        Unpacker(bytes, arena).unpack(again);
        CHECK(again == text);
    }
}

TEST_CASE("a link leads where all agree, in whatever order they speak") {
    const std::vector<tks::Id> same = {0, 1, 2, 3};
    const auto link = [](std::initializer_list<tks::Id> ids) {
        Link made;
        for (const tks::Id id : ids) made.join(id);
        return made;
    };
    const Link links[] = {link({}), link({1}), link({2}), link({1, 2}), link({1, 1}), link({tks::no_id, 2})};
    for (const Link one : links) {
        Link idempotent = one;
        idempotent.join(one, same);
        CHECK(idempotent.id() == one.id());
        for (const Link two : links) {
            Link left = one;
            left.join(two, same);
            Link right = two;
            right.join(one, same);
            CHECK(left.id() == right.id());
            for (const Link three : links) {
                Link first = left;
                first.join(three, same);
                Link inner = two;
                inner.join(three, same);
                Link second = one;
                second.join(inner, same);
                CHECK(first.id() == second.id());
            }
        }
    }
    CHECK(link({}).id() == tks::no_id);
    CHECK(link({3}).id() == 3);
    CHECK(link({1, 2, 1}).id() == tks::no_id);
    Link renumbered;
    renumbered.join(link({2}), {0, 7, 9});
    CHECK(renumbered.id() == 9);
}

TEST_CASE("moments are in one order: the end, then time, rank, event_id, and what is said") {
    // From the earliest to the latest.
    const char* const events[] = {
        "1 order_requested o event=z",
        "5 order_requested o event=",
        "5 order_requested o event=a",
        "5 order_requested o event=a quantity=2",
        "5 order_requested o event=b",
        "5 order_placed o event=6b1a9c1e-0000-4000-8000-00000000000e",
        "5 order_placed o event=6b1a9c1e-0000-4000-8000-00000000000f",
        "5 order_placed o event=7",
        "6 order_requested o event=a",
        "2 order_canceled o event=a",
        "2 order_canceled o event=b",
        "3 order_rejected o event=a",
    };
    std::deque<event_test::EventTeller> tellers;
    std::deque<std::string> ids;
    std::vector<NewMoment> moments;
    for (const char* const line : events) {
        const tks::Event& event = tellers.emplace_back(line, 1).event();
        const bool is_end =
            event.event_type == tks::EventType::order_canceled || event.event_type == tks::EventType::order_rejected;
        moments.push_back(make_moment(event, tks::model::content_hash(event), is_end, ids.emplace_back()));
    }
    // Those that say different things with one id are in either order, but in one.
    if (comes_after(moments[2], moments[3])) std::swap(moments[2], moments[3]);
    BlobPool pool;
    for (std::size_t left = 0; left < moments.size(); ++left) {
        Moment pooled = moments[left].moment;
        if (!moments[left].event_id.empty()) pool.replace(pooled.event_id, moments[left].event_id);
        for (std::size_t right = 0; right < moments.size(); ++right) {
            CAPTURE(left);
            CAPTURE(right);
            CHECK(comes_after(moments[right], moments[left]) == (right > left));
            CHECK(comes_after(moments[right], pooled, pool) == (right > left));
        }
        CHECK(comes_after(moments[left], Moment{}, pool));
        CHECK(!comes_after(NewMoment{}, moments[left]));
    }
    CHECK(!comes_after(NewMoment{}, NewMoment{}));
}

TEST_CASE("a grouping gives each owner its records") {
    const std::vector<tks::Id> owners = {0, 3, 1, 0, 3, 1, 3};
    Grouping grouping(owners.size(), 5, [&](tks::Id id) { return owners[id]; });
    const auto of = [&](tks::Id owner) {
        const auto ids = grouping.of(owner);
        return std::vector<tks::Id>(ids.begin(), ids.end());
    };
    CHECK(of(1) == std::vector<tks::Id>{2, 5});
    CHECK(of(2).empty());
    CHECK(of(3) == std::vector<tks::Id>{1, 4, 6});
    CHECK(of(4).empty());
    Grouping none(1, 1, [](tks::Id) { return tks::no_id; });
    CHECK(none.of(0).empty());
}

TEST_CASE("keyed records take in the ids of others") {
    Keyed<NoRecord> to;
    Keyed<NoRecord> from;
    CHECK(to.intern("") == tks::no_id);
    CHECK(to.intern("b") == 1);
    CHECK(from.intern("a") == 1);
    CHECK(from.intern("6b1a9c1e-0000-4000-8000-00000000000f") == 2);
    CHECK(from.intern("b") == 3);
    CHECK(to.intern_all(from) == std::vector<tks::Id>{0, 2, 3, 1});
    CHECK(to.text(3) == "6b1a9c1e-0000-4000-8000-00000000000f");
    CHECK(to.find("a") == 2);
    CHECK(to.find("c") == tks::no_id);
    CHECK(to.size() == 4);
    CHECK(to.intern_all(from) == std::vector<tks::Id>{0, 2, 3, 1});
}
