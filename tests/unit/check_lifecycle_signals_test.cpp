#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "check_stream_support.hpp"

namespace {

std::string found(std::string_view rule, const std::string& events) {
    return check_test::findings_of(check_test::rules_named({rule}), events);
}

}  // namespace

TEST_CASE("an intent expires when it is no longer valid") {
    const struct {
        std::string_view what;
        std::string_view events;
        std::string_view found;
    } cases[] = {
        {"at the very moment",
         "1 trading_signal_intent_created i1 valid_until=100\n100 trading_signal_intent_expired i1 valid_until=100",
         ""},
        {"later",
         "1 trading_signal_intent_created i1 valid_until=100\n500 trading_signal_intent_expired i1 valid_until=100",
         ""},
        {"before",
         "1 trading_signal_intent_created i1 valid_until=100\n99 trading_signal_intent_expired i1 valid_until=100",
         "early-expiry@2(1)"},
        {"it was valid for ever", "1 trading_signal_intent_created i1\n500 trading_signal_intent_expired i1",
         "early-expiry@2(1)"},
        {"its beginning is not here", "99 trading_signal_intent_expired i1 valid_until=100", "early-expiry@1"},
        {"valid_until is in microseconds, which is told elsewhere",
         "1772453100000 trading_signal_intent_expired i1 valid_until=1772453100000000", ""},
        {"it was canceled", "99 trading_signal_intent_canceled i1 valid_until=100", ""},
    };
    for (const auto& row : cases) {
        CAPTURE(row.what);
        CHECK(found("lifecycle/early-expiry", std::string(row.events)) == row.found);
    }
}

TEST_CASE("a signal is the one that was granted, at the time at which it was granted") {
    const std::string grant =
        "1 trading_signal_intent_created i1\n2 trading_signal_intent_granted i1 signal=s1 granted=2\n";
    const struct {
        std::string_view what;
        std::string events;
        std::string_view found;
    } cases[] = {
        {"the same", grant + "3 trading_signal_created s1 granted=2\n4 trading_signal_qualified_hot s1 granted=2", ""},
        {"another signal", grant + "3 trading_signal_created s2 granted=2", "grant-mismatch@3(2)"},
        {"another time", grant + "3 trading_signal_created s1 granted=3\n4 trading_signal_qualified_hot s1 granted=3",
         "grant-mismatch@3(2)"},
        {"another time later",
         grant + "3 trading_signal_created s1 granted=2\n4 trading_signal_qualified_hot s1 granted=3",
         "grant-mismatch@4(2)"},
        {"the creation of the signal is not here", grant + "4 trading_signal_qualified_hot s1 granted=3",
         "grant-mismatch@3(2)"},
        {"the grant is not here", "1 trading_signal_intent_created i1\n3 trading_signal_created s1 granted=2", ""},
        {"the intent is not here", "3 trading_signal_created s1 intent=i9 granted=2", ""},
        {"granted twice, and it is one of them",
         grant + "2 trading_signal_intent_granted i1 signal=s2 granted=2\n3 trading_signal_created s2 granted=2", ""},
        {"granted twice, and its own grant is the one to compare with",
         grant + "2 trading_signal_intent_granted i1 signal=s2 granted=2\n3 trading_signal_created s2 granted=9",
         "grant-mismatch@4(3)"},
        {"what is no signal", grant + "3 trading_signal_invalidated s1", ""},
    };
    for (const auto& row : cases) {
        CAPTURE(row.what);
        CHECK(found("lifecycle/grant-mismatch", row.events) == row.found);
    }
}

TEST_CASE("what was intended stays as it was") {
    const std::string created = "1 trading_signal_intent_created i1\n";
    for (const std::string_view change : {"side=sell", "direction=short", "strategy=grid", "market=ETH/USDT"}) {
        CAPTURE(change);
        const std::string changed(change);
        CHECK(found("lifecycle/changed-intent", created + "2 trading_signal_intent_granted i1 " + changed) ==
              "changed-intent@2(1)");
        CHECK_MESSAGE(found("lifecycle/changed-intent", created + "3 trading_signal_created s1 " + changed +
                                                            "\n4 trading_signal_qualified_hot s1 " + changed) ==
                          "changed-intent@2(1)",
                      "the signal repeats it");
        CHECK(found("lifecycle/changed-intent", "3 trading_signal_created s1\n4 trading_signal_qualified_hot s1 " +
                                                    changed) == "changed-intent@2(1)");
        CHECK(found("lifecycle/changed-intent", "1 trading_signal_intent_created i1 " + changed +
                                                    "\n2 trading_signal_intent_granted i1 " + changed +
                                                    "\n3 trading_signal_created s1 " + changed)
                  .empty());
    }
    CHECK_MESSAGE(found("lifecycle/changed-intent", created + "3 trading_signal_created s1 market=btc-usdt").empty(),
                  "event/mixed-market-forms tells it");
    CHECK_MESSAGE(
        found("lifecycle/changed-intent", created + "3 trading_signal_created s1 intent=i2 side=sell").empty(),
        "it is another intent's");
    CHECK(found("lifecycle/changed-intent", "2 trading_signal_invalidated s1\n3 trading_signal_created s1").empty());
}
