#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "check_stream_support.hpp"
#include "model/lifecycle.hpp"

using check_test::findings_of;
using tks::EventType;

namespace {

/// What is found by the rules about steps. reference/begins-later stands for what may lie before the beginning.
std::string found(std::string_view events, bool is_complete = false) {
    static const check_test::Rules rules =
        check_test::rules_named({"lifecycle/missing-step", "lifecycle/illegal-step", "lifecycle/repeated-step",
                                 "lifecycle/after-end", "reference/begins-later"});
    return findings_of(rules, events, is_complete);
}
std::string found_in_complete(std::string_view events) {
    return found(events, true);
}

/// Words that stand for one event each, one millisecond after the other, of one aggregate: "order_requested
/// order_placed".
std::string story(std::string_view types) {
    std::istringstream words{std::string(types)};
    std::string events;
    int time_ms = 0;
    for (std::string type; words >> type;) events += std::to_string(++time_ms) + " " + type + " a1\n";
    return events;
}

}  // namespace

TEST_CASE("the table of steps is in the order of the types, and no step leads from one family to another") {
    for (std::size_t index = 0; index < tks::event_type_count; ++index) {
        const tks::model::LifecycleStep& step = tks::model::lifecycle_steps[index];
        CAPTURE(to_string(step.type));
        CHECK(static_cast<std::size_t>(step.type) == index);
        CHECK((step.is_beginning || !step.follows.empty()));
        for (const tks::model::LifecycleStep& other : tks::model::lifecycle_steps) {
            if (!step.follows.contains(other.type)) continue;
            CAPTURE(to_string(other.type));
            CHECK(tks::describe(step.type).aggregate_type == tks::describe(other.type).aggregate_type);
            CHECK(other.changes_state);
        }
    }
}

TEST_CASE("what ends an aggregate is what the contract calls terminal, and an intent that is no longer active") {
    using enum EventType;
    const std::set<EventType> ends = {
        trading_signal_intent_granted,
        trading_signal_intent_rejected,
        trading_signal_intent_canceled,
        trading_signal_intent_expired,
        trading_signal_rejected,
        trading_signal_qualified_cold,
        trading_signal_qualified_hot,
        trading_signal_invalidated,
        order_rejected,
        order_filled,
        order_canceled,
        trade_closed,
        trade_canceled,
    };
    for (const tks::EventTypeDescription& type : tks::event_types) {
        CAPTURE(to_string(type.type));
        CHECK(tks::model::is_end(type.type) == ends.contains(type.type));
    }
}

TEST_CASE("events of the same moment are put into an order in which they may happen") {
    for (const tks::model::LifecycleStep& step : tks::model::lifecycle_steps)
        for (const tks::model::LifecycleStep& earlier : tks::model::lifecycle_steps) {
            // Each may follow the other, or it only tells of what has happened.
            if (!step.follows.contains(earlier.type) || earlier.follows.contains(step.type) || !step.changes_state)
                continue;
            CAPTURE(to_string(earlier.type));
            CAPTURE(to_string(step.type));
            CHECK(tks::model::lifecycle_rank(earlier.type) <= tks::model::lifecycle_rank(step.type));
        }
    CHECK(found_in_complete("5 order_filled o1\n5 order_partially_filled o1\n5 order_placed o1\n5 order_requested o1")
              .empty());
    CHECK(found_in_complete("5 trade_closed t1\n5 profit_realized t1\n5 trade_reduced t1\n5 trade_opened t1").empty());
}

TEST_CASE("nothing is wrong with lives that go from step to step") {
    for (const std::string_view types : {
             "trading_signal_intent_created",
             "trading_signal_intent_created trading_signal_intent_granted",
             "trading_signal_intent_created trading_signal_intent_rejected",
             "trading_signal_intent_created trading_signal_intent_canceled",
             "trading_signal_intent_created trading_signal_intent_expired",
             "trading_signal_created trading_signal_rejected",
             "trading_signal_created trading_signal_qualified_cold",
             "trading_signal_created trading_signal_qualified_hot",
             "trading_signal_created trading_signal_invalidated",
             "trading_signal_invalidated",
             "order_requested order_rejected",
             "order_requested order_canceled",
             "order_requested order_placed order_rejected",
             "order_requested order_placed order_canceled",
             "order_requested order_placed order_filled",
             "order_requested order_placed order_partially_filled order_partially_filled order_filled",
             "order_requested order_placed order_partially_filled order_canceled",
             "trade_opened trade_increased trade_reduced profit_realized trade_increased trade_closed profit_realized",
             "trade_opened profit_realized trade_closed profit_realized profit_realized",
             "trade_opened trade_reduced trade_canceled",
             "trade_canceled",
         }) {
        CAPTURE(types);
        CHECK(found_in_complete(story(types)).empty());
    }
}

TEST_CASE("a life whose beginning is not here may have begun before the input, which is told once") {
    for (const std::string_view types : {
             "trading_signal_intent_granted",
             "trading_signal_intent_rejected",
             "trading_signal_intent_canceled",
             "trading_signal_intent_expired",
             "trading_signal_rejected",
             "trading_signal_qualified_cold",
             "trading_signal_qualified_hot",
             "order_placed order_filled",
             "order_rejected",
             "order_canceled",
             "order_partially_filled order_canceled",
             "trade_increased trade_reduced",
             "trade_reduced trade_increased trade_closed",
             "trade_closed profit_realized",
             "profit_realized trade_reduced profit_realized",
             "profit_realized profit_realized",
         }) {
        CAPTURE(types);
        CHECK(found(story(types)) == "begins-later@1");
        CHECK(found_in_complete(story(types)) == "missing-step@1");
    }
    CHECK_MESSAGE(found_in_complete(story("order_partially_filled order_filled")).empty(),
                  "reference/fill-without-order tells it");
}

TEST_CASE("an order that was requested here is placed before it is filled") {
    for (const bool is_complete : {false, true}) {
        CHECK(found(story("order_requested order_filled"), is_complete) == "missing-step@2(1)");
        CHECK(found(story("order_requested order_partially_filled order_filled"), is_complete) == "missing-step@2(1)");
        CHECK(found(story("order_requested order_partially_filled order_canceled"), is_complete) ==
              "missing-step@2(1)");
        CHECK_MESSAGE(found(story("order_requested order_partially_filled order_placed order_filled"), is_complete) ==
                          "illegal-step@3(2)",
                      "it was placed, but later");
        CHECK(found(story("order_requested order_filled order_placed"), is_complete) == "after-end@3(2)");
    }
}

TEST_CASE("a step that the state does not allow is found with what it contradicts") {
    const struct {
        std::string_view what;
        std::string_view types;
        std::string_view found;
    } cases[] = {
        {"placed before it was requested", "order_placed order_requested", "illegal-step@1(2)"},
        {"it then goes on as it should", "order_placed order_requested order_placed order_filled", "illegal-step@1(2)"},
        {"everything before the beginning", "order_placed order_filled order_requested",
         "illegal-step@1(3) illegal-step@2(3)"},
        {"reduced before it was opened", "trade_reduced trade_opened trade_closed", "illegal-step@1(2)"},
        {"a profit before there was a trade", "profit_realized trade_opened", "illegal-step@1(2)"},
        {"qualified before it was created", "trading_signal_qualified_hot trading_signal_created", "illegal-step@1(2)"},
        {"granted before it was formed", "trading_signal_intent_granted trading_signal_intent_created",
         "illegal-step@1(2)"},
        {"placed after a fill, the beginning unknown", "order_partially_filled order_placed",
         "begins-later@1 illegal-step@2(1)"},
        {"rejected after a fill", "order_requested order_placed order_partially_filled order_rejected",
         "illegal-step@4(3)"},
    };
    for (const auto& row : cases) {
        CAPTURE(row.what);
        CHECK(found(story(row.types)) == row.found);
    }
}

TEST_CASE("what happens once does not happen again under another event_id") {
    const struct {
        std::string_view types;
        std::string_view found;
    } cases[] = {
        {"trading_signal_intent_created trading_signal_intent_created", "repeated-step@2(1)"},
        {"trading_signal_intent_created trading_signal_intent_granted trading_signal_intent_granted",
         "repeated-step@3(2)"},
        {"trading_signal_intent_created trading_signal_intent_granted trading_signal_intent_created",
         "repeated-step@3(1)"},
        {"trading_signal_invalidated trading_signal_invalidated", "repeated-step@2(1)"},
        {"order_requested order_requested order_placed order_placed", "repeated-step@2(1) repeated-step@4(3)"},
        {"order_requested order_placed order_partially_filled order_placed", "repeated-step@4(2)"},
        {"order_requested order_canceled order_canceled order_canceled", "repeated-step@3(2) repeated-step@4(2)"},
        {"trade_opened trade_opened", "repeated-step@2(1)"},
        {"trade_opened trade_closed trade_closed", "repeated-step@3(2)"},
    };
    for (const auto& row : cases) {
        CAPTURE(row.types);
        CHECK(found_in_complete(story(row.types)) == row.found);
    }
    CHECK_MESSAGE(found("1 trade_opened t1 event=a\n1 trade_opened t1 event=a").empty(), "event/duplicate tells it");
}

TEST_CASE("nothing happens after the end") {
    const struct {
        std::string_view what;
        std::string_view types;
        std::string_view found;
    } cases[] = {
        {"canceled after the grant",
         "trading_signal_intent_created trading_signal_intent_granted trading_signal_intent_canceled",
         "after-end@3(2)"},
        {"granted after the expiry",
         "trading_signal_intent_created trading_signal_intent_expired trading_signal_intent_granted", "after-end@3(2)"},
        {"hot and cold", "trading_signal_created trading_signal_qualified_hot trading_signal_qualified_cold",
         "after-end@3(2)"},
        {"created of what is no signal", "trading_signal_invalidated trading_signal_created", "after-end@2(1)"},
        {"canceled after the last fill", "order_requested order_placed order_filled order_canceled", "after-end@4(3)"},
        {"placed after the rejection", "order_requested order_rejected order_placed order_canceled",
         "after-end@3(2) after-end@4(2)"},
        {"increased after it was closed", "trade_opened trade_closed profit_realized trade_increased",
         "after-end@4(2)"},
        {"opened after it was given up", "trade_canceled trade_opened", "after-end@2(1)"},
        {"a profit of a trade that was given up", "trade_opened trade_canceled profit_realized", "after-end@3(2)"},
        {"the beginning is unknown", "trade_closed trade_reduced", "begins-later@1 after-end@2(1)"},
        {"fills, of which other rules tell",
         "order_requested order_placed order_canceled order_partially_filled order_filled", ""},
    };
    for (const auto& row : cases) {
        CAPTURE(row.what);
        CHECK(found(story(row.types)) == row.found);
    }
}

TEST_CASE("of a cause after its effect, only reference/causation-time speaks") {
    CHECK(found("5 order_placed o1 cause=e2\n9 order_requested o1").empty());
    CHECK(found("5 order_placed o1 cause=e3\n9 order_requested o1\n2 trading_signal_intent_created i1") ==
          "illegal-step@1(2)");
    CHECK(found("1 order_requested o1\n5 order_partially_filled o1 cause=e3\n9 order_placed o1").empty());
    CHECK(found("1 trading_signal_created s1\n5 trading_signal_qualified_hot s1 cause=e3\n9 trading_signal_rejected s1")
              .empty());
    CHECK_MESSAGE(found("1 trading_signal_created s1\n5 trading_signal_qualified_cold s1 cause=e3 event=a\n"
                        "5 trading_signal_qualified_hot s1 event=e3") == "after-end@3(2)",
                  "at the same time, the one does not come before the other");
}

TEST_CASE("a time in another unit says nothing of the order of steps") {
    CHECK(
        found_in_complete("1772438400005 trading_signal_intent_created i1\n1772438400 trading_signal_intent_granted i1")
            .empty());
}

TEST_CASE("what is found in a life does not depend on the order of the lines") {
    std::vector<std::string> lines = {
        "1 order_placed o1",           "2 order_requested o1", "3 order_placed o1 event=a",
        "4 order_partially_filled o1", "5 order_placed o1",    "6 order_rejected o1 event=b",
        "7 order_filled o1",           "8 order_canceled o1",  "8 order_rejected o1 event=c",
    };
    std::mt19937 random(1);
    std::set<std::string> results;
    for (int order = 0; order < 300; ++order) {
        std::ranges::shuffle(lines, random);
        std::string events;
        std::string names;
        for (const std::string& line : lines) {
            events += line + (line.find("event=") == std::string::npos ? " event=t" + line.substr(0, 1) : "") + "\n";
            names += line.substr(0, 1);
        }
        const std::string result = found(events);
        // Lines become times again, which are what does not change.
        std::multiset<std::string> told;
        std::istringstream words(result);
        for (std::string word; words >> word;) {
            for (char& character : word)
                if (character >= '1' && character <= '9') character = names[static_cast<std::size_t>(character - '1')];
            told.insert(word);
        }
        std::string all;
        for (const std::string& word : told) all += word + " ";
        results.insert(all);
    }
    REQUIRE(results.size() == 1);
    CHECK(*results.begin() ==
          "after-end@8(7) illegal-step@1(2) illegal-step@6(4) repeated-step@5(3) repeated-step@8(6) ");
}
