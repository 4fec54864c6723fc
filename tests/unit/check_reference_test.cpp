#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "check_stream_support.hpp"

using check_test::findings_in;

namespace {

/// The usual way to a hot signal s1 of the intent i1, in four lines.
const std::string hot_signal =
    "1 trading_signal_intent_created i1\n"
    "2 trading_signal_intent_granted i1 signal=s1\n"
    "3 trading_signal_created s1 intent=i1\n"
    "4 trading_signal_qualified_hot s1 intent=i1\n";

std::string found(const std::string& events) {
    return findings_in(events, "reference");
}
std::string found_in_complete(const std::string& events) {
    return findings_in(events, "reference", true);
}

}  // namespace

TEST_CASE("a cause is an event of the same story that happened before") {
    const struct {
        std::string_view what;
        std::string events;
        std::string_view found;
        std::string_view found_in_complete;
    } cases[] = {
        {"a sound story",
         "1 trading_signal_intent_created i1 correlation=c\n2 trading_signal_intent_rejected i1 correlation=c cause=e1",
         "", ""},
        {"at the same moment", "5 trading_signal_intent_created i1\n5 trading_signal_intent_rejected i1 cause=e1", "",
         ""},
        {"an unknown cause",
         "1 trading_signal_intent_created i1 cause=nobody\n2 trading_signal_intent_rejected i1 cause=e7",
         "begins-later@1", "causation-unknown@1 causation-unknown@2"},
        {"another story",
         "1 trading_signal_intent_created i1 correlation=c\n2 trading_signal_intent_rejected i1 correlation=d cause=e1",
         "causation-story@2(1)", "causation-story@2(1)"},
        {"one of the two says nothing of its story",
         "1 trading_signal_intent_created i1\n2 trading_signal_intent_rejected i1 correlation=d cause=e1", "", ""},
        {"later than its effect", "8 trading_signal_intent_created i1\n7 trading_signal_intent_created i2 cause=e1",
         "causation-time@2(1)", "causation-time@2(1)"},
        {"itself", "1 trading_signal_intent_created i1 cause=e1", "causation-time@1", "causation-time@1"},
        {"a cause in nanoseconds, which is told elsewhere",
         "1772452800000000000 trading_signal_intent_created i1\n1772452800001 trading_signal_intent_rejected i1 "
         "cause=e1",
         "", ""},
    };
    for (const auto& row : cases) {
        CAPTURE(row.what);
        CHECK(found(row.events) == row.found);
        CHECK(found_in_complete(row.events) == row.found_in_complete);
    }
}

TEST_CASE("the cause of a repeated event is looked at once") {
    CHECK(found_in_complete("1 trading_signal_intent_created i1 cause=nobody event=a\n"
                            "1 trading_signal_intent_created i1 cause=nobody event=a") == "causation-unknown@1");
}

TEST_CASE("a signal comes from a granted intent") {
    CHECK(found_in_complete(hot_signal).empty());
    CHECK(found("1 trading_signal_created s1 intent=i1") == "begins-later@1");
    CHECK(found_in_complete("1 trading_signal_created s1 intent=i1") == "signal-without-grant@1");
    CHECK_MESSAGE(found("1 trading_signal_intent_created i1\n"
                        "2 trading_signal_intent_rejected i1\n"
                        "3 trading_signal_created s1 intent=i1") == "signal-without-grant@3(2)",
                  "the intent is here, so that its grant would be");
    CHECK_MESSAGE(found("3 trading_signal_created s1 intent=i1\n"
                        "9 trading_signal_intent_expired i1") == "begins-later@1",
                  "the beginning of the intent is not here");
    CHECK_MESSAGE(found_in_complete("4 trading_signal_qualified_hot s1 intent=i1").empty(),
                  "only what creates the signal counts");
}

TEST_CASE("an order carries out an intent whose signal is hot") {
    CHECK(found_in_complete(hot_signal + "5 order_requested o1 intent=i1").empty());
    CHECK(found_in_complete(hot_signal + "5 order_requested o1 intent=i1 signal=s1").empty());
    CHECK(found_in_complete(hot_signal + "4 order_requested o1 intent=i1").empty());
    CHECK(found("5 order_requested o1 intent=i1") == "begins-later@1");
    CHECK_MESSAGE(found_in_complete("5 order_requested o1 intent=i1 signal=s1") == "order-without-intent@1",
                  "what is missing is told once");
}

TEST_CASE("an order on the strength of a signal that is not hot is an error") {
    const std::string created =
        "1 trading_signal_intent_created i1\n"
        "2 trading_signal_intent_granted i1 signal=s1\n"
        "3 trading_signal_created s1 intent=i1\n";
    for (const std::string_view end : {"trading_signal_qualified_cold", "trading_signal_rejected"}) {
        const std::string events = created + "4 " + std::string(end) + " s1 intent=i1\n";
        CHECK(found(events + "5 order_requested o1 intent=i1") == "order-without-hot-signal@5(4)");
        CHECK_MESSAGE(found_in_complete(events + "5 order_requested o1 intent=i1 origin=manual").empty(),
                      "people may do so");
    }
    CHECK(found(created + "5 order_requested o1 intent=i1") == "order-without-hot-signal@4(3)");
    CHECK(found(hot_signal + "3 order_requested o1 intent=i1") == "order-without-hot-signal@5(4)");
    CHECK_MESSAGE(found(hot_signal + "3 order_requested o1 intent=i1 cause=e4") == "causation-time@5(4)", "told once");
    CHECK_MESSAGE(found("1 trading_signal_qualified_cold s1 intent=i1\n5 order_requested o1 intent=i9 signal=s1\n") ==
                      "begins-later@2 order-without-hot-signal@2(1)",
                  "the signal that the order names is here, its intent is not");
}

TEST_CASE("an order for an intent that was never granted is an error") {
    CHECK(found("1 trading_signal_intent_created i1\n5 order_requested o1 intent=i1") ==
          "order-without-hot-signal@2(1)");
    CHECK(found("1 trading_signal_intent_created i1\n2 trading_signal_intent_rejected i1\n5 order_requested o1 "
                "intent=i1") == "order-without-hot-signal@3(2)");
    // The intent was created before the input begins, and perhaps granted.
    CHECK(found("5 order_requested o1 intent=i1\n9 trading_signal_intent_expired i1") == "begins-later@1");
    CHECK(found_in_complete("5 order_requested o1 intent=i1\n9 trading_signal_intent_expired i1") ==
          "order-without-hot-signal@1");
    CHECK(found("2 trading_signal_intent_granted i1 signal=s1\n5 order_requested o1 intent=i1") == "begins-later@2");
}

TEST_CASE("a fill belongs to an order") {
    CHECK(found_in_complete(hot_signal + "5 order_requested o1 intent=i1\n6 order_filled o1").empty());
    CHECK(found_in_complete("6 order_filled o1\n7 order_canceled o1").empty());
    CHECK(found("6 order_partially_filled o1\n7 order_filled o1\n8 order_filled o2") == "begins-later@1");
    CHECK(found_in_complete("6 order_partially_filled o1\n7 order_filled o1\n8 order_filled o2") ==
          "fill-without-order@1 fill-without-order@3");
}
