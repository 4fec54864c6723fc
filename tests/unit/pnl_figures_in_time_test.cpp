#include <doctest/doctest.h>

#include <string>

#include "pnl/figures_in_time.hpp"
#include "pnl_support.hpp"

using tks::Amount;
using tks::Side;
using tks::Timestamp;
using tks::pnl::FiguresInTime;

namespace {

/// A long of 3, entered in two fills and left in two, of which the second leaves 1 too many.
FiguresInTime some_figures() {
    FiguresInTime figures(tks::Direction::long_, tks::CostBasis::average, 4);
    const auto decimal = [](std::string_view text) { return pnl_test::decimal(text); };
    figures.add({10}, {Side::buy, decimal("0.1"), decimal("100"), decimal("1")});
    figures.add({20}, {Side::buy, decimal("0.2"), decimal("100"), decimal("1")});
    figures.add({20}, {Side::sell, decimal("0.1"), decimal("110"), decimal("1")});
    figures.add({30}, {Side::sell, decimal("0.3"), decimal("120"), decimal("1")});
    return figures;
}

}  // namespace

TEST_CASE("figures in time are those of the fills up to then") {
    const FiguresInTime figures = some_figures();
    CHECK(figures.fills() == 4);
    const struct {
        std::int64_t moment;
        std::size_t fills;
        std::string_view realized;
    } cases[] = {{9, 0, "0"}, {10, 1, "0"}, {19, 1, "0"}, {20, 3, "1"}, {29, 3, "1"}, {30, 4, "5"}, {99, 4, "5"}};
    for (const auto& row : cases) {
        CAPTURE(row.moment);
        CHECK(figures.count_until(Timestamp{row.moment}) == row.fills);
        CHECK(figures.after(row.fills).realized_pnl.to_string() == row.realized);
    }
    CHECK(figures.after(4).realized_pnl_net.to_string() == "1");
    CHECK(figures.after(4).realized_pnl == figures.figures().realized_pnl);
    CHECK(figures.after(4).realized_pnl_net == figures.figures().realized_pnl_net);
    CHECK(figures.after(4).realized_pnl_matched == figures.figures().realized_pnl_matched);
    CHECK(figures.after(4).entry_value == figures.figures().entry_value);
}

TEST_CASE("quantities say of how many fills somebody speaks") {
    const FiguresInTime figures = some_figures();
    const struct {
        std::string_view entered;
        std::string_view left;
        std::size_t fills;
        bool is_exact;
    } cases[] = {
        {"0", "0", 0, true},     {"0.1", "0", 1, true},
        {"0.3", "0", 2, true},   {"0.30000000000000004", "0.1", 3, true},  // As doubles add up 0.1 and 0.2.
        {"0.3", "0.4", 4, true},  // Exits count whether they close something or not.
        {"0.2", "0", 2, false},  {"0.1", "0.1", 3, false},
        {"0.4", "0", 4, false},  {"0.3", "0.5", 4, false},
    };
    for (const auto& row : cases) {
        CAPTURE(row.entered);
        CAPTURE(row.left);
        for (std::size_t likely = 0; likely <= figures.fills(); ++likely) {
            const auto found =
                figures.find_quantities(pnl_test::amount(row.entered), pnl_test::amount(row.left), likely);
            CHECK(found.fills == row.fills);
            CHECK(found.is_exact == row.is_exact);
        }
    }
}
