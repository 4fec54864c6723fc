#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "pnl_support.hpp"
#include "rational.hpp"

using rational_test::is_exactly;
using rational_test::power_of_ten;
using rational_test::rational;
using tks::Amount;
using tks::CostBasis;
using tks::Decimal;
using tks::Direction;
using tks::FillFigures;
using tks::PnlFigures;
using tks::Side;

namespace {

/// Fills whose quantities are a few whole units, so that a position can be counted unit by unit.
struct RandomTrade {
    Direction direction{};
    Decimal unit;
    std::vector<FillFigures> fills;
    std::vector<int> units;  // Of each fill.
};

Side entry_side(Direction direction) {
    return direction == Direction::long_ ? Side::buy : Side::sell;
}

class RandomTrades {
public:
    /// Exits may go beyond what is open unless the trade is to be closed, at last with an exit of all that is open.
    RandomTrade next(bool is_closed) {
        RandomTrade trade;
        trade.direction = below(2) == 0 ? Direction::long_ : Direction::short_;
        trade.unit = number(20, 24);
        int open = 0;
        const std::uint64_t count = 1 + below(12);
        for (std::uint64_t index = 0; index < count; ++index) {
            const bool is_entry = below(5) < 3 || (is_closed && open == 0);
            const int most = is_entry || !is_closed ? 9 : open;
            add(trade, is_entry, 1 + static_cast<int>(below(static_cast<std::uint64_t>(most))), open);
        }
        if (is_closed && open > 0) add(trade, false, open, open);
        return trade;
    }

private:
    void add(RandomTrade& trade, bool is_entry, int units, int& open) {
        const Side entry = entry_side(trade.direction);
        const Side exit = entry == Side::buy ? Side::sell : Side::buy;
        const Decimal fee = below(3) == 0 ? Decimal(0) : number(10, 12);
        trade.fills.push_back({is_entry ? entry : exit, trade.unit * units, number(24, 30), fee});
        trade.units.push_back(units);
        open = is_entry ? open + units : std::max(0, open - units);
    }

    Decimal number(std::uint64_t most_digits, std::uint64_t most_places) {
        std::string digits(1, static_cast<char>('1' + below(9)));
        for (std::uint64_t more = below(most_digits); more > 0; --more) digits += static_cast<char>('0' + below(10));
        return pnl_test::decimal(digits + "e-" + std::to_string(below(most_places)));
    }

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    std::mt19937_64 random_{19700101};
};

mpq_class rational_of(const Decimal& value) {
    return rational(value.to_string());
}

mpq_class rational_of(const Amount& value) {
    return rational(value.to_string());
}

/// What a trade is worth by fractions, which round nothing.
struct Judged {
    mpq_class realized;
    mpq_class open_cost;
    mpq_class open_fee;
    mpq_class fees;
};

/// Counts single units of the base asset in a queue, each with its price and its share of a fee.
Judged judge_first_in_first_out(const RandomTrade& trade) {
    struct Unit {
        mpq_class cost;
        mpq_class fee;
    };
    std::deque<Unit> queue;
    Judged judged;
    for (std::size_t index = 0; index < trade.fills.size(); ++index) {
        const FillFigures& fill = trade.fills[index];
        const mpq_class value = rational_of(trade.unit) * rational_of(fill.price);
        judged.fees += rational_of(fill.fee);
        for (int unit = 0; unit < trade.units[index]; ++unit) {
            if (fill.side == entry_side(trade.direction)) {
                queue.push_back({value, rational_of(fill.fee) / trade.units[index]});
            } else if (!queue.empty()) {
                judged.realized += value - queue.front().cost;
                queue.pop_front();
            }
        }
    }
    for (const Unit& unit : queue) {
        judged.open_cost += unit.cost;
        judged.open_fee += unit.fee;
    }
    if (trade.direction == Direction::short_) judged.realized = -judged.realized;
    return judged;
}

/// Keeps the average price and the average fee, as the formula is told in words.
Judged judge_average(const RandomTrade& trade) {
    mpq_class open;
    mpq_class price;
    mpq_class fee;
    Judged judged;
    for (const FillFigures& fill : trade.fills) {
        mpq_class quantity = rational_of(fill.quantity);
        judged.fees += rational_of(fill.fee);
        if (fill.side == entry_side(trade.direction)) {
            price = (price * open + rational_of(fill.price) * quantity) / (open + quantity);
            fee = (fee * open + rational_of(fill.fee)) / (open + quantity);
            open += quantity;
        } else {
            if (quantity > open) quantity = open;
            judged.realized += quantity * (rational_of(fill.price) - price);
            open -= quantity;
        }
    }
    judged.open_cost = open * price;
    judged.open_fee = open * fee;
    if (trade.direction == Direction::short_) judged.realized = -judged.realized;
    return judged;
}

/// The figure, but for what quotients of 34 digits leave over: each is off by at most 5e-34 of what was paid.
void check_near(const Amount& figure, const mpq_class& exact, const mpq_class& paid) {
    CHECK((abs(rational_of(figure) - exact) <= paid * power_of_ten(-32)));
}

}  // namespace

TEST_CASE("first in first out is what counting unit by unit gives, exactly") {
    RandomTrades trades;
    for (int round = 0; round < 2'000; ++round) {
        const RandomTrade trade = trades.next(false);
        CAPTURE(round);
        const PnlFigures figures = compute_pnl(trade.direction, trade.fills, CostBasis::fifo);
        const Judged judged = judge_first_in_first_out(trade);
        CHECK(is_exactly(figures.realized_pnl, judged.realized));
        CHECK(is_exactly(figures.open_cost, judged.open_cost));
        CHECK(is_exactly(figures.fees, judged.fees));
        CHECK(is_exactly(figures.realized_pnl_net, judged.realized - judged.fees));
        check_near(figures.realized_pnl_matched, judged.realized - judged.fees + judged.open_fee, judged.fees);
    }
}

TEST_CASE("average cost is what averaging fractions gives, to the digits of a quotient") {
    RandomTrades trades;
    for (int round = 0; round < 2'000; ++round) {
        const RandomTrade trade = trades.next(false);
        CAPTURE(round);
        const PnlFigures figures = compute_pnl(trade.direction, trade.fills, CostBasis::average);
        const Judged judged = judge_average(trade);
        const mpq_class paid = rational_of(figures.entry_value);
        check_near(figures.realized_pnl, judged.realized, paid);
        check_near(figures.open_cost, judged.open_cost, paid);
        CHECK(is_exactly(figures.fees, judged.fees));
        check_near(figures.realized_pnl_matched, judged.realized - judged.fees + judged.open_fee,
                   mpq_class(paid + judged.fees));
    }
}

TEST_CASE("a closed trade has one PnL, exactly, whatever the cost basis") {
    RandomTrades trades;
    for (int round = 0; round < 2'000; ++round) {
        const RandomTrade trade = trades.next(true);
        CAPTURE(round);
        Amount bought;
        Amount sold;
        Amount fees;
        for (const FillFigures& fill : trade.fills) {
            (fill.side == Side::buy ? bought : sold) += Amount(fill.quantity) * fill.price;
            fees += fill.fee;
        }
        for (const CostBasis basis : {CostBasis::average, CostBasis::fifo}) {
            const PnlFigures figures = compute_pnl(trade.direction, trade.fills, basis);
            CHECK(figures.open_qty.is_zero());
            CHECK(figures.open_cost.is_zero());
            CHECK(figures.realized_pnl == sold - bought);
            CHECK(figures.realized_pnl_net == sold - bought - fees);
            CHECK(figures.realized_pnl_matched == figures.realized_pnl_net);
        }
    }
}

TEST_CASE("nothing is lost between entries, exits and what is open") {
    RandomTrades trades;
    for (int round = 0; round < 2'000; ++round) {
        const RandomTrade trade = trades.next(false);
        CAPTURE(round);
        Amount entered;
        Amount left;
        for (const FillFigures& fill : trade.fills)
            (fill.side == entry_side(trade.direction) ? entered : left) += fill.quantity;
        for (const CostBasis basis : {CostBasis::average, CostBasis::fifo}) {
            const PnlFigures figures = compute_pnl(trade.direction, trade.fills, basis);
            CHECK(figures.entry_qty == entered);
            CHECK(figures.exit_qty + figures.unmatched_exit_qty == left);
            CHECK(figures.open_qty == figures.entry_qty - figures.exit_qty);
            CHECK_FALSE(figures.open_qty.is_negative());
            // Closing the rest at any price realizes what was unrealized at it.
            const Decimal mark = trade.fills.front().price;
            const Amount total = figures.realized_pnl + unrealized_pnl(trade.direction, figures, mark);
            const Amount worth = figures.exit_value + figures.open_qty * mark - figures.entry_value;
            CHECK(total == (trade.direction == Direction::long_ ? worth : -worth));
        }
    }
}
