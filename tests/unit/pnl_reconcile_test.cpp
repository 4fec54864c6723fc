#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "pnl_support.hpp"

using pnl_test::amount;
using tks::CostBasis;
using tks::Direction;
using tks::Reconciliation;

TEST_CASE("a reported PnL is recognized by the convention that it follows") {
    const struct {
        std::string_view about;
        std::string fills;
        std::string_view reported;
        std::string_view tolerance;
        std::string_view verdict;
    } table[] = {
        // Gross 10, net 9.69, matched 9.79, entry value 200.
        {"gross", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "10", "1e-9", "matches"},
        {"net of all fees", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "9.69", "1e-9", "matches_net"},
        {"net of matched fees", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "9.79", "1e-9", "matches_matched"},
        {"none of them", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "9.8", "1e-9", "differs"},
        {"the wrong sign", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "-10", "1e-9", "differs"},
        {"nothing", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "0", "1e-9", "differs"},
        {"just within", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "10.0000002", "1e-9", "matches"},
        {"just beyond", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "10.00000020001", "1e-9", "differs"},
        {"within, from below", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "9.7899998", "1e-9", "matches_matched"},
        {"exactly", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "10.0", "0", "matches"},
        {"not exactly", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "10.0000000000000001", "0", "differs"},
        {"by a wide tolerance, gross first", "buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11", "9.69", "0.01", "matches"},
        {"nothing where only a fee was paid", "buy 2 @ 100 fee 0.2", "0", "1e-9", "matches"},
        {"the fee that was paid", "buy 2 @ 100 fee 0.2", "-0.2", "1e-9", "matches_net"},
        {"without fees, all are the gross one", "buy 1 @ 1, sell 1 @ 3", "2", "1e-9", "matches"},
        {"closed, net and matched are one", "buy 1 @ 1 fee 0.5, sell 1 @ 3 fee 0.25", "1.25", "1e-9", "matches_net"},
        // A PnL that is larger than the entry value sets the measure itself: gross 999.
        {"large, within", "buy 1 @ 1, sell 1 @ 1000", "999.000000999", "1e-9", "matches"},
        {"large, beyond", "buy 1 @ 1, sell 1 @ 1000", "999.000001", "1e-9", "differs"},
        {"large, by its own size", "buy 1 @ 1, sell 1 @ 1000", "1110", "0.1", "matches"},
        {"large, not by its own size", "buy 1 @ 1, sell 1 @ 1000", "1110.1", "0.1", "differs"},
        // Gross 0 of 64250.12: a producer that computes in doubles is off by more than a billionth of nothing.
        {"a trace of nothing", "buy 1 @ 64250.12, sell 1 @ 64250.12", "7.3e-12", "1e-9", "matches"},
        {"more than a trace", "buy 1 @ 64250.12, sell 1 @ 64250.12", "0.001", "1e-9", "differs"},
    };
    for (const auto& row : table) {
        CAPTURE(row.about);
        const auto figures = tks::compute_pnl(Direction::long_, pnl_test::fills(row.fills), CostBasis::average);
        CHECK(to_string(reconcile(figures, amount(row.reported), pnl_test::decimal(row.tolerance))) == row.verdict);
        if (row.tolerance == "1e-9") CHECK(to_string(reconcile(figures, amount(row.reported))) == row.verdict);
    }
}

TEST_CASE("a producer that computes in doubles is understood, and one cent in a million is not") {
    std::string text;
    double quantity = 0;
    double cost = 0;
    double realized = 0;
    for (int turn = 0; turn < 400; ++turn) {
        const int cents = 6'425'012 + turn * 37 % 1000;
        const std::string price = std::to_string(cents / 100) + "." + std::to_string(100 + cents % 100).substr(1);
        const bool is_entry = turn % 3 != 2;
        text += (text.empty() ? "" : ",") + std::string(is_entry ? "buy 0.3 @ " : "sell 0.6 @ ") + price;
        if (is_entry) {
            quantity += 0.3;
            cost += 0.3 * std::stod(price);
        } else {
            const double average = cost / quantity;
            realized += 0.6 * (std::stod(price) - average);
            cost -= 0.6 * average;
            quantity -= 0.6;
        }
    }
    const auto figures = tks::compute_pnl(Direction::long_, pnl_test::fills(text), CostBasis::average);
    const tks::Amount reported = pnl_test::decimal(std::to_string(realized));
    CHECK(reconcile(figures, reported) == Reconciliation::matches);
    CHECK(reconcile(figures, reported + amount("0.01") * quotient(figures.entry_value, 1'000'000)) ==
          Reconciliation::differs);
}

TEST_CASE("the words of reconciliation and cost basis are those of the reports") {
    CHECK(to_string(CostBasis::average) == "average");
    CHECK(to_string(CostBasis::fifo) == "fifo");
    CHECK(tks::parse_enum<CostBasis>("fifo") == CostBasis::fifo);
    CHECK_FALSE(tks::parse_enum<CostBasis>("lifo"));
    CHECK(to_string(Reconciliation::not_reported) == "not_reported");
    CHECK(to_string(Reconciliation::no_fills) == "no_fills");
}
