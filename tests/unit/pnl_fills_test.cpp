#include <doctest/doctest.h>

#include <cstddef>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "pnl_support.hpp"

using tks::CostBasis;
using tks::Direction;

namespace {

/// One case a block: what it is about, the direction and each cost basis that gives these figures, the fills, and the
/// figures, all computed by hand. "unrealized@MARK" is the unrealized PnL at that mark price.
constexpr std::string_view cases = R"(
a trade without fills is nothing
long average fifo
entry_qty 0, exit_qty 0, open_qty 0, unmatched_exit_qty 0, avg_entry_price none, avg_exit_price none
realized_pnl 0, fees 0, realized_pnl_net 0, realized_pnl_matched 0, open_cost 0, unrealized@100 0

an entry realizes nothing but has paid its fee
long average fifo
buy 0.015 @ 64250.12 fee 0.96
entry_qty 0.015, exit_qty 0, open_qty 0.015, avg_entry_price 64250.12, avg_exit_price none
realized_pnl 0, fees 0.96, realized_pnl_net -0.96, realized_pnl_matched 0
entry_value 963.7518, exit_value 0, open_cost 963.7518, unrealized@64350.12 1.5, unrealized@64150.12 -1.5

a partial exit leaves the average as it is
long average fifo
buy 2 @ 100 fee 0.2, sell 1 @ 110 fee 0.11
entry_qty 2, exit_qty 1, open_qty 1, unmatched_exit_qty 0, avg_entry_price 100, avg_exit_price 110
realized_pnl 10, fees 0.31, realized_pnl_net 9.69, realized_pnl_matched 9.79
open_cost 100, unrealized@110 10

an entry between exits moves the average of what is open, at average cost
long average
buy 2 @ 100, sell 1 @ 130, buy 1 @ 200, sell 1 @ 160
entry_qty 3, exit_qty 2, open_qty 1, realized_pnl 40, open_cost 150, unrealized@160 10
entry_value 400, exit_value 290, avg_entry_price 133.3333333333333333333333333333333, avg_exit_price 145

an entry between exits waits for its turn, first in first out
long fifo
buy 2 @ 100, sell 1 @ 130, buy 1 @ 200, sell 1 @ 160
entry_qty 3, exit_qty 2, open_qty 1, realized_pnl 90, open_cost 200, unrealized@160 -40
entry_value 400, exit_value 290, avg_entry_price 133.3333333333333333333333333333333, avg_exit_price 145

a short trade is entered by selling and profits from falling prices
short average fifo
sell 3 @ 50 fee 0.15, buy 1 @ 40 fee 0.04
entry_qty 3, exit_qty 1, open_qty 2, avg_entry_price 50, avg_exit_price 40, open_cost 100
realized_pnl 10, fees 0.19, realized_pnl_net 9.81, realized_pnl_matched 9.91
unrealized@45 10, unrealized@55 -10

a short trade that ends with neither profit nor loss has lost its fees
short average fifo
sell 3 @ 50 fee 0.15, buy 1 @ 40 fee 0.04, buy 2 @ 55 fee 0.11
open_qty 0, open_cost 0, realized_pnl 0, fees 0.3, realized_pnl_net -0.3, realized_pnl_matched -0.3

a short trade at average cost
short average
sell 1 @ 100, sell 1 @ 120, buy 1 @ 90
realized_pnl 20, open_cost 110, unrealized@100 10

a short trade, first in first out
short fifo
sell 1 @ 100, sell 1 @ 120, buy 1 @ 90
realized_pnl 10, open_cost 120, unrealized@100 20

one exit of several lots, first in first out
long fifo
buy 1 @ 10, buy 2 @ 20, buy 3 @ 30, sell 4 @ 25
realized_pnl 20, open_qty 2, open_cost 60

one exit of several lots at average cost, whose quotient does not end
long average
buy 1 @ 10, buy 2 @ 20, buy 3 @ 30, sell 4 @ 25
realized_pnl 6.66666666666666666666666666666667, open_qty 2, open_cost 46.66666666666666666666666666666667

an exit beyond what is open closes that much, and the rest realizes nothing
long average fifo
buy 1 @ 10 fee 0.1, sell 3 @ 12 fee 0.36
entry_qty 1, exit_qty 1, open_qty 0, unmatched_exit_qty 2, exit_value 12, avg_exit_price 12
realized_pnl 2, fees 0.46, realized_pnl_net 1.54, realized_pnl_matched 1.54, open_cost 0

an entry after an unmatched exit does not meet it
long average fifo
buy 1 @ 10 fee 0.1, sell 3 @ 12 fee 0.36, buy 1 @ 11 fee 0.2
entry_qty 2, exit_qty 1, open_qty 1, unmatched_exit_qty 2, avg_entry_price 10.5, open_cost 11
realized_pnl 2, fees 0.66, realized_pnl_net 1.34, realized_pnl_matched 1.54

an exit without any entry realizes nothing but its fee
short average fifo
buy 1 @ 10 fee 0.01
entry_qty 0, exit_qty 0, open_qty 0, unmatched_exit_qty 1, avg_entry_price none, avg_exit_price none
realized_pnl 0, fees 0.01, realized_pnl_net -0.01, realized_pnl_matched -0.01

a trade that was closed can be entered again
long average fifo
buy 1 @ 10, sell 1 @ 11, buy 1 @ 20, sell 1 @ 18.5
entry_qty 2, exit_qty 2, open_qty 0, realized_pnl -0.5, open_cost 0, avg_entry_price 15, avg_exit_price 14.75

entry fees leave in proportion to the quantity, at average cost
long average
buy 1 @ 100 fee 1, buy 3 @ 100 fee 6, sell 2 @ 110 fee 0.5
realized_pnl 20, fees 7.5, realized_pnl_net 12.5, realized_pnl_matched 16

entry fees leave with their lots, first in first out
long fifo
buy 1 @ 100 fee 1, buy 3 @ 100 fee 6, sell 2 @ 110 fee 0.5
realized_pnl 20, fees 7.5, realized_pnl_net 12.5, realized_pnl_matched 16.5

a third of a fee has 34 digits while two thirds are open
long average fifo
buy 3 @ 100 fee 1, sell 1 @ 101
realized_pnl 1, fees 1, realized_pnl_net 0, realized_pnl_matched 0.6666666666666666666666666666666667

and is whole when all is closed
long average fifo
buy 3 @ 100 fee 1, sell 1 @ 101, sell 1 @ 101, sell 1 @ 101
realized_pnl 3, fees 1, realized_pnl_net 2, realized_pnl_matched 2

a fee below zero is a rebate
long average fifo
buy 1 @ 100 fee -0.01, sell 1 @ 101 fee 0.05
realized_pnl 1, fees 0.04, realized_pnl_net 0.96, realized_pnl_matched 0.96

an average that does not end is cut at 34 digits while something is open
long average
buy 1 @ 100, buy 2 @ 101, sell 1 @ 101
realized_pnl 0.3333333333333333333333333333333, open_cost 201.3333333333333333333333333333333

and leaves nothing behind when all is closed
long average
buy 1 @ 100, buy 2 @ 101, sell 1 @ 101, sell 1 @ 101, sell 1 @ 101
realized_pnl 1, open_cost 0, avg_entry_price 100.6666666666666666666666666666667

tiny prices
long average fifo
buy 1000000 @ 0.000000000001 fee 0.000000000000000001, sell 400000 @ 0.000000000003
entry_value 0.000001, exit_value 0.0000012, realized_pnl 8E-7, open_cost 6E-7, avg_entry_price 1E-12
fees 1E-18, realized_pnl_net 7.99999999999E-7, realized_pnl_matched 7.999999999996E-7, unrealized@0 -6E-7

quantities of 18 decimals
long average fifo
buy 1.000000000000000001 @ 1234567.123456789, sell 0.500000000000000001 @ 2000000
realized_pnl 382716.438271605500765432876543211, open_qty 0.5, open_cost 617283.5617283945

figures longer than the 34 digits of a decimal
long average fifo
buy 1000000000000.000000000000000001 @ 1.000000000000000001, sell 1000000000000.000000000000000001 @ 1
entry_value 1000000000000.000001000000000001000000000000000001
realized_pnl -0.000001000000000000000000000000000001, open_qty 0
)";

struct Case {
    std::string title;
    std::string bases;
    std::string fills;
    std::string figures;
};

std::vector<Case> read_cases() {
    std::vector<Case> result;
    std::istringstream lines{std::string(cases)};
    bool is_between = true;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty()) {
            is_between = true;
            continue;
        }
        if (is_between) result.emplace_back();
        is_between = false;
        Case& current = result.back();
        if (current.title.empty())
            current.title = line;
        else if (current.bases.empty())
            current.bases = line;
        else if (line.starts_with("buy ") || line.starts_with("sell "))
            current.fills = line;
        else
            current.figures += line + ", ";
    }
    return result;
}

void check(const Case& story, Direction direction, CostBasis basis) {
    CAPTURE(story.title);
    CAPTURE(story.fills);
    CAPTURE(to_string(basis));
    const tks::PnlFigures figures = tks::compute_pnl(direction, pnl_test::fills(story.fills), basis);
    std::istringstream words(story.figures);
    for (std::string name, value; words >> name >> value;) {
        value.pop_back();  // The comma.
        CAPTURE(name);
        constexpr std::string_view unrealized = "unrealized@";
        if (name.starts_with(unrealized)) {
            const tks::Decimal mark = pnl_test::decimal(name.substr(unrealized.size()));
            CHECK(unrealized_pnl(direction, figures, mark).to_string() == value);
        } else {
            CHECK(pnl_test::figure(figures, name) == value);
        }
    }
}

}  // namespace

TEST_CASE("fills add up to the figures that were computed by hand") {
    int checked = 0;
    for (const Case& story : read_cases()) {
        std::istringstream words(story.bases);
        std::string word;
        words >> word;
        const auto direction = tks::parse_enum<Direction>(word);
        REQUIRE_MESSAGE(direction, story.title << " has no direction");
        for (; words >> word; ++checked) {
            const auto basis = tks::parse_enum<CostBasis>(word);
            REQUIRE_MESSAGE(basis, story.title << " has no cost basis");
            check(story, *direction, *basis);
        }
    }
    CHECK(checked == 40);
}

TEST_CASE("prices at both ends of what a double holds lose no digit") {
    const auto fills = pnl_test::fills("sell 1 @ 1e308, sell 1 @ 1e-400, buy 2 @ 1e-400");
    for (const CostBasis basis : {CostBasis::average, CostBasis::fifo}) {
        const tks::PnlFigures figures = tks::compute_pnl(Direction::short_, fills, basis);
        CHECK(figures.realized_pnl.to_string() == std::string(308, '9') + "." + std::string(400, '9'));
        CHECK(figures.open_cost.is_zero());
    }
}

TEST_CASE("the figures can be had as of each fill") {
    const auto fills = pnl_test::fills("buy 3 @ 100 fee 1, sell 1 @ 101, buy 1 @ 90, sell 5 @ 99 fee 0.2, buy 2 @ 10");
    for (const CostBasis basis : {CostBasis::average, CostBasis::fifo}) {
        tks::PnlFold fold(Direction::long_, basis);
        for (std::size_t count = 0; count <= fills.size(); ++count) {
            CAPTURE(count);
            const auto figures = tks::compute_pnl(Direction::long_, std::span(fills).first(count), basis);
            for (const std::string_view name : pnl_test::figure_names) {
                CAPTURE(name);
                CHECK(pnl_test::figure(fold.figures(), name) == pnl_test::figure(figures, name));
            }
            if (count < fills.size()) fold.add(fills[count]);
        }
    }
}
