#include <doctest/doctest.h>

#include <string>

#include "simulate/position.hpp"

using tks::Decimal;
using tks::Direction;
using tks::simulation::Market;
using tks::simulation::Position;

namespace {

constexpr Market market{"ABC-USDT", 2, 4, 100'00, 100};
constexpr std::int64_t whole = 10'000;  // One piece of the base asset, in units.

std::string text(const Decimal& number) {
    return number.to_string();
}

}  // namespace

TEST_CASE("a long position realizes what its exits bring above their cost") {
    Position position(market, Direction::long_);
    CHECK_FALSE(position.average_entry_price().has_value());
    position.enter(2 * whole, 100'00);
    position.enter(1 * whole, 103'00);
    CHECK(text(position.entry_quantity()) == "3");
    CHECK(text(*position.average_entry_price()) == "101");
    position.exit(3 * whole / 20 * 10, 110'00);
    CHECK(text(position.realized()) == "13.5");
    CHECK(text(position.take_realized_delta()) == "13.5");
    CHECK(position.is_open());
    position.exit(3 * whole / 20 * 10, 100'50);
    CHECK(text(position.realized()) == "12.75");
    CHECK(text(position.take_realized_delta()) == "-0.75");
    CHECK(text(*position.average_exit_price()) == "105.25");
    CHECK_FALSE(position.is_open());
}

TEST_CASE("a short position realizes what its exits cost less than it got") {
    Position position(market, Direction::short_);
    position.enter(4 * whole, 50'00);
    position.exit(whole, 45'25);
    CHECK(text(position.realized()) == "4.75");
    position.exit(3 * whole, 51'00);
    CHECK(text(position.realized()) == "1.75");
}

TEST_CASE("an entry between exits changes the average cost of what is open, but not what was realized") {
    Position position(market, Direction::long_);
    position.enter(2 * whole, 10'00);
    position.exit(whole, 12'00);
    CHECK(text(position.take_realized_delta()) == "2");
    position.enter(3 * whole, 14'00);
    CHECK(text(position.take_realized_delta()) == "0");
    CHECK(text(*position.average_entry_price()) == "12.4");
    // What is open has cost 10 + 3 × 14 = 52, or 13 a piece.
    position.exit(4 * whole, 13'50);
    CHECK(text(position.take_realized_delta()) == "2");
    CHECK(text(position.realized()) == "4");
    CHECK(position.has_exits());
}

TEST_CASE("an average that does not end is rounded half to even, ten decimals behind the price's") {
    CHECK(text(market.average_price(2 * (100'00 * whole) + 101'00 * whole, 3 * whole)) == "100.333333333333");
    CHECK(text(market.average_price(100'00 * whole + 2 * (101'00 * whole), 3 * whole)) == "100.666666666667");
    CHECK(text(market.average_price(1, 20'000'000'000)) == "0");
    CHECK(text(market.average_price(3, 20'000'000'000)) == "2E-12");
}

TEST_CASE("numbers are written without the zeros that they do not need") {
    CHECK(text(market.price_of(100'00)) == "100");
    CHECK(text(market.price_of(100'50)) == "100.5");
    CHECK(text(market.quantity(1)) == "0.0001");
    CHECK(text(market.value(-1'500'000)) == "-1.5");
    CHECK(text(market.value(0)) == "0");
    CHECK(text(market.fee(100'00 * whole, 500)) == "0.05");
    CHECK(text(market.fee(1, 500)) == "0");
}
