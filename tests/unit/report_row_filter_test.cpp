#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "report_replay_support.hpp"
#include "tks/error.hpp"
#include "tks/row_filter.hpp"

namespace {

using namespace tks;
using test::closed_trade;
using test::open_trade;
using test::placed_order;

bool holds(std::string where, const Row& row) {
    RowSelection selection;
    selection.where = std::move(where);
    return RowFilter(row.kind, selection).matches(row);
}

/// What is said about a selection that cannot be understood; empty if it can.
std::string refusal(RowKind kind, const RowSelection& selection) {
    try {
        RowFilter filter(kind, selection);
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

std::string refusal(RowKind kind, std::string where) {
    RowSelection selection;
    selection.where = std::move(where);
    return refusal(kind, selection);
}

}  // namespace

TEST_CASE("conditions compare text, numbers and times as what they are") {
    struct Example {
        std::string where;
        bool holds;
    };
    const Example examples[] = {
        {"trade_id = t1", true},
        {"trade_id = T1", false},
        {"trade_id != t1", false},
        {"market ~ ^BTC", true},
        {"market !~ ^BTC", false},
        {"payload.market ~ BTC", true},
        {"market = 'BTC/USDT'", true},
        {"market='BTC/USDT'and trade_id=t1", true},
        {"realized_pnl = 10.00", true},
        {"realized_pnl = 1e1", true},
        {"realized_pnl > 9.999", true},
        {"realized_pnl < 10", false},
        {"realized_pnl <= 10 and realized_pnl >= 10", true},
        {"realized_pnl > 9 and market ~ ETH", false},
        {"opened_at = 1970-01-01T00:00:01Z", true},
        {"opened_at < 1970-01-02", true},
        {"closed_at > 2000", false},
        {"unrealized_pnl = null", true},
        {"unrealized_pnl != null", false},
        {"unrealized_pnl < 0", false},
        {"unrealized_pnl != 5", true},
        {"realized_pnl != null", true},
        {"strategy_id = 'null'", false},
    };
    for (const Example& example : examples) {
        INFO(example.where);
        CHECK(holds(example.where, to_row(closed_trade())) == example.holds);
    }
}

TEST_CASE("conditions reach into metadata") {
    const Row row = to_row(placed_order());
    CHECK(holds("payload.metadata.score > 0.4", row));
    CHECK(holds("order.metadata.score = 5e-1", row));
    CHECK(holds("metadata.tags.1 = b", row));
    CHECK(holds("metadata.tags ~ '\"a\"'", row));
    CHECK(holds("metadata.missing = null", row));
    CHECK_FALSE(holds("metadata.tags.x = b", row));
    CHECK_FALSE(holds("metadata.score.deeper = 1", row));
}

TEST_CASE("a condition that cannot be understood is refused with the place or the nearest word") {
    CHECK(refusal(RowKind::pnl, "markt = x").find("have no \"markt\", did you mean \"market\"?") != std::string::npos);
    CHECK(refusal(RowKind::pnl, "market") == "where: expected one of = != ~ !~ < <= > >= at character 7 of \"market\"");
    CHECK(refusal(RowKind::pnl, "market =") ==
          "where: expected a value; an empty one is '' at character 9 of \"market =\"");
    CHECK(refusal(RowKind::pnl, "market = 'x") == "where: the quote is not closed at character 10 of \"market = 'x\"");
    CHECK(refusal(RowKind::pnl, "market = x or fees = 1").find("expected \"and\" or the end, found \"or\"") !=
          std::string::npos);
    CHECK(refusal(RowKind::pnl, "= x").find("expected the path of a value") != std::string::npos);
    CHECK(refusal(RowKind::pnl, "market ~ (").find("no regular expression") != std::string::npos);
    CHECK(refusal(RowKind::pnl, "market < 5").find("no number and no time") != std::string::npos);
    CHECK(refusal(RowKind::pnl, "fees > many").find("which is no number") != std::string::npos);
    CHECK(refusal(RowKind::pnl, "opened_at > soon").find("nor a moment in ISO 8601") != std::string::npos);
}

TEST_CASE("words choose by patterns, and markets however they are written") {
    RowSelection selection;
    selection.markets = {"ETH*", "btc-usdt", "BTC-????"};
    CHECK(RowFilter(RowKind::pnl, selection).matches(to_row(closed_trade())));
    CHECK(RowFilter(RowKind::pnl, selection).matches(to_row(closed_trade("t", "BTC_USDT"))));
    CHECK(RowFilter(RowKind::pnl, selection).matches(to_row(closed_trade("t", "ETHER/EUR"))));
    CHECK_FALSE(RowFilter(RowKind::pnl, selection).matches(to_row(closed_trade("t", "BTC/EUR"))));
    selection.providers = {"ac*e"};
    CHECK(RowFilter(RowKind::pnl, selection).matches(to_row(closed_trade())));
    selection.providers = {"ac?"};
    CHECK_FALSE(RowFilter(RowKind::pnl, selection).matches(to_row(closed_trade())));
}

TEST_CASE("what cannot choose anything is refused rather than chosen nothing by") {
    RowSelection status;
    status.statuses = {"opened"};
    CHECK(refusal(RowKind::pnl, status).find("did you mean \"open\"?") != std::string::npos);
    status.statuses = {"open"};
    CHECK(refusal(RowKind::pnl, status).empty());
    CHECK(refusal(RowKind::orders, status).find("there is no \"open\"") != std::string::npos);
    status.statuses = {"part*"};
    CHECK(refusal(RowKind::orders, status).empty());
    RowSelection direction;
    direction.directions = {"long"};
    CHECK(refusal(RowKind::orders, direction) == "direction: orders have none to choose by");
}

TEST_CASE("a period is met by what lives in it, if only for a moment") {
    const auto meets = [](std::optional<Timestamp> since, std::optional<Timestamp> until, const Row& row) {
        RowSelection selection;
        selection.since = since;
        selection.until = until;
        return RowFilter(row.kind, selection).matches(row);
    };
    const Row closed = to_row(closed_trade());  // From 1,000 to 2,000.
    CHECK(meets(Timestamp{2'000}, std::nullopt, closed));
    CHECK_FALSE(meets(Timestamp{2'001}, std::nullopt, closed));
    CHECK(meets(std::nullopt, Timestamp{1'000}, closed));
    CHECK_FALSE(meets(std::nullopt, Timestamp{999}, closed));
    CHECK(meets(Timestamp{1'400}, Timestamp{1'600}, closed));
    CHECK(meets(Timestamp{9'000}, std::nullopt, to_row(open_trade("t", "BTC/USDT"))));

    OrderSnapshot order = placed_order();  // From 5,000; its last event is at 6,000.
    CHECK(meets(Timestamp{9'000}, std::nullopt, to_row(order)));
    order.status = OrderStatus::filled;
    CHECK_FALSE(meets(Timestamp{9'000}, std::nullopt, to_row(order)));
}

TEST_CASE("fills without a trade are chosen by market and moment alone") {
    UnattributedFill fill;
    fill.market = "BTC-USDT";
    fill.filled_at = Timestamp{1'500};
    RowSelection selection;
    selection.markets = {"BTC/USDT"};
    selection.since = Timestamp{1'500};
    CHECK(RowFilter(RowKind::pnl, selection).matches(fill));
    selection.until = Timestamp{1'499};
    CHECK_FALSE(RowFilter(RowKind::pnl, selection).matches(fill));
    selection = {};
    selection.strategies = {"*"};
    CHECK_FALSE(RowFilter(RowKind::pnl, selection).matches(fill));
}

TEST_CASE("a filter makes of a row no more than it looks at") {
    std::vector<RowSelection> selections(10);
    selections[1].markets = {"BTC*"};
    selections[2].strategies = {"nobody"};
    selections[3].trades = {"t*"};
    selections[4].statuses = {"o*", "c*", "f*", "p*"};
    selections[5].since = Timestamp{1'500};
    selections[6].until = Timestamp{1'500};
    selections[7].where = "status != closed and market = 'BTC/USDT'";
    selections[8].where = "created_at > 1";
    selections[9].where = "realized_pnl >= 10 and closed_at = null";
    const std::vector<TradePnl> trades = {closed_trade(), open_trade("t", "BTC/USDT"), closed_trade("u", "ETH/EUR")};
    OrderSnapshot order = placed_order();
    for (const RowSelection& selection : selections) {
        CAPTURE(selection.where);
        if (selection.where.find("created_at") == std::string::npos)
            for (const TradePnl& pnl : trades) {
                const RowFilter filter(RowKind::pnl, selection);
                CHECK(filter.matches(pnl) == filter.matches(to_row(pnl)));
            }
        if (selection.where.find("realized_pnl") != std::string::npos) continue;
        for (const OrderStatus status : {OrderStatus::placed, OrderStatus::filled}) {
            order.status = status;
            const RowFilter filter(RowKind::orders, selection);
            CHECK(filter.matches(order) == filter.matches(to_row(order)));
        }
    }
}

TEST_CASE("a filter knows what it looks at") {
    const auto looks_only_at = [](RowKind kind, const RowSelection& selection,
                                  std::initializer_list<std::string_view> paths) {
        return RowFilter(kind, selection).looks_only_at({paths.begin(), paths.size()});
    };
    RowSelection selection;
    CHECK(looks_only_at(RowKind::pnl, selection, {}));
    selection.markets = {"BTC*"};
    CHECK(looks_only_at(RowKind::pnl, selection, {"market", "status"}));
    CHECK_FALSE(looks_only_at(RowKind::pnl, selection, {"status"}));
    CHECK(looks_only_at(RowKind::orders, selection, {"order.market"}));
    selection.providers = {"*"};
    CHECK_FALSE(looks_only_at(RowKind::pnl, selection, {"market"}));
    CHECK(looks_only_at(RowKind::pnl, selection, {"market", "provider_id"}));
    CHECK(looks_only_at(RowKind::intents, selection, {"market", "signal_provider.signal_provider_id"}));
    selection = {};
    selection.since = Timestamp{0};
    CHECK(looks_only_at(RowKind::pnl, selection, {"opened_at", "closed_at"}));
    CHECK_FALSE(looks_only_at(RowKind::orders, selection, {"created_at", "last_event_at"}));  // And at the status.
    selection = {};
    selection.where = "fees > 1";
    CHECK_FALSE(looks_only_at(RowKind::pnl, selection, {"market"}));
    CHECK(looks_only_at(RowKind::pnl, selection, {"fees"}));
}
