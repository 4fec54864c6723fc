#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <random>

#include "pnl/estimated_figures.hpp"
#include "pnl_support.hpp"

using tks::Amount;
using tks::CostBasis;
using tks::Decimal;
using tks::Direction;
using tks::FillFigures;
using tks::Reconciliation;
using tks::Side;
using tks::Timestamp;
using tks::pnl::EstimatedFigures;
using tks::pnl::FiguresInTime;

namespace {

/// The same fills, estimated and exactly.
struct Both {
    explicit Both(Direction direction) : estimated(direction), exact(direction, CostBasis::average, 8) {}

    void add(std::int64_t at, const FillFigures& fill) {
        estimated.add({at}, fill);
        exact.add({at}, fill);
    }

    EstimatedFigures estimated;
    FiguresInTime exact;
};

/// What the estimate says is what the exact figures say, wherever it says something; returns whether it does.
bool is_right_about(const Both& figures, const Decimal& entered, const Decimal& left, const Decimal& reported) {
    bool has_answers = true;
    for (std::size_t fills = 0; fills <= figures.exact.fills(); ++fills) {
        const auto found = figures.estimated.find_quantities(entered, left, fills);
        const FiguresInTime::Found exactly = figures.exact.find_quantities(Amount(entered), Amount(left), fills);
        has_answers = has_answers && found.has_value();
        if (found) {
            CHECK(found->fills == exactly.fills);
            CHECK(found->is_exact == exactly.is_exact);
        }
        if (figures.estimated.surely_reconciles(EstimatedFigures::Sum(reported), fills))
            CHECK(tks::reconcile(figures.exact.after(fills), Amount(reported)) != Reconciliation::differs);
    }
    return has_answers;
}

}  // namespace

TEST_CASE("estimated figures are never at odds with exact ones, and mostly have an answer") {
    std::mt19937_64 random(20240229);
    std::size_t answers = 0;
    std::size_t agreements = 0;
    constexpr std::size_t rounds = 4000;
    const auto number = [&](std::uint64_t bound, int exponent) {
        return Decimal::from_parts(false, 1 + random() % bound, exponent);
    };
    for (std::size_t round = 0; round < rounds; ++round) {
        CAPTURE(round);
        const Direction direction = round % 2 == 0 ? Direction::long_ : Direction::short_;
        Both figures(direction);
        Decimal entered;
        Decimal left;
        const std::size_t count = 1 + random() % 6;
        for (std::size_t fill = 0; fill < count; ++fill) {
            const bool enters = fill == 0 || random() % 2 == 0;
            // All of it at times, and more than there is at others.
            const Decimal quantity = !enters && random() % 3 == 0 && entered > left ? entered - left : number(50, -1);
            (enters ? entered : left) += quantity;
            figures.add(static_cast<std::int64_t>(fill),
                        {enters == (direction == Direction::long_) ? Side::buy : Side::sell, quantity,
                         number(1'000'000, -2), number(100, -3)});
        }
        const tks::RealizedFigures& last = figures.exact.after(count);
        // By a billionth of what was entered more or less, so that both sides of the tolerance are met.
        const Decimal share = Decimal::from_parts(false, random() % 3000, -12);
        const Decimal reported = last.realized_pnl_net.rounded() + last.entry_value.rounded() * share;
        answers += is_right_about(figures, entered, left, reported) ? 1U : 0U;
        is_right_about(figures, entered + entered * share, left, last.realized_pnl.rounded());
        agreements += figures.estimated.surely_reconciles(EstimatedFigures::Sum(last.realized_pnl.rounded()), count);
    }
    CHECK(answers > rounds * 9 / 10);
    CHECK(agreements > rounds * 9 / 10);
}

TEST_CASE("an estimate says nothing of numbers that doubles cannot hold, nor of many fills") {
    const auto decimal = [](std::string_view text) { return pnl_test::decimal(text); };
    const Decimal ten = decimal("10");
    for (const std::string_view quantity : {"1e-70", "1e70", "1e-400"}) {
        CAPTURE(quantity);
        EstimatedFigures figures(Direction::long_);
        figures.add({1}, {Side::buy, decimal(quantity), ten, decimal("0")});
        CHECK_FALSE(figures.find_quantities(decimal(quantity), decimal("0"), 0).has_value());
        CHECK_FALSE(figures.surely_reconciles(EstimatedFigures::Sum(decimal("0")), 1));
    }
    EstimatedFigures figures(Direction::long_);
    for (std::int64_t fill = 0; fill < 100; ++fill) figures.add({fill}, {Side::buy, ten, ten, decimal("1")});
    CHECK_FALSE(figures.surely_reconciles(EstimatedFigures::Sum(decimal("0")), 1));
}

TEST_CASE("a residue that only binary floating point leaves does not pass for a position") {
    Both figures(Direction::long_);
    const auto decimal = [](std::string_view text) { return pnl_test::decimal(text); };
    figures.add(1, {Side::buy, decimal("0.1"), decimal("1"), decimal("0")});
    figures.add(2, {Side::buy, decimal("0.2"), decimal("1"), decimal("0")});
    figures.add(3, {Side::sell, decimal("0.3"), decimal("1"), decimal("0")});
    // It meets nothing that is open, but 5.5E-17 of 0.1 + 0.2 - 0.3 in doubles.
    figures.add(4, {Side::sell, decimal("1"), decimal("1e12"), decimal("0")});
    const Decimal wrong = decimal("0.0000555");
    CHECK(tks::reconcile(figures.exact.after(4), Amount(wrong)) == Reconciliation::differs);
    CHECK_FALSE(figures.estimated.surely_reconciles(EstimatedFigures::Sum(wrong), 4));
}
