#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "pnl/figures_in_time.hpp"
#include "tks/decimal.hpp"
#include "tks/time.hpp"

namespace tks::pnl {

/// The figures of FiguresInTime on average costs, in binary floating point: many times as fast, and never wrong, since it
/// answers only what its error cannot change. What agrees with its fills, as nearly all does, need not be reckoned exactly.
class EstimatedFigures {
public:
    explicit EstimatedFigures(Direction direction) : direction_(direction) {}

    /// The next fill, in the order in which fills happened.
    void add(Timestamp filled_at, const FillFigures& fill);

    /// How many of the fills had happened at a moment.
    [[nodiscard]] std::size_t count_until(Timestamp moment) const;

    /// As FiguresInTime::find_quantities; nothing where it cannot tell.
    [[nodiscard]] std::optional<FiguresInTime::Found> find_quantities(const Decimal& entered, const Decimal& left,
                                                                      std::size_t likely) const;

    /// Adds up numbers as they are reported.
    class Sum {
    public:
        Sum() = default;
        explicit Sum(const Decimal& value) { add(value); }
        void add(const Decimal& value);

    private:
        friend class EstimatedFigures;
        double value_ = 0;
        double size_ = 0;  // Of all that was added, without signs.
        std::size_t count_ = 0;
        bool is_usable_ = true;
    };

    /// Whether what was reported is, without doubt, one of the figures after so many fills, as far as reconcile() asks for it.
    [[nodiscard]] bool surely_reconciles(const Sum& reported, std::size_t fills) const;

private:
    enum class Answer : std::uint8_t { no, yes, unknown };

    struct Step {
        Timestamp filled_at{};
        double entered = 0;
        double left = 0;
        double entry_value = 0;
        double gross = 0;
        double net = 0;
        double matched = 0;
    };

    static constexpr std::size_t most_fills = 32;

    void enter(double quantity, double price, double fee);
    void exit(double quantity, double price);
    [[nodiscard]] double error_of_quantity(double wanted) const;
    [[nodiscard]] Answer is_about(double quantity, double wanted) const;
    [[nodiscard]] Answer reaches(double quantity, double wanted) const;
    static Answer both(Answer first, Answer second);
    [[nodiscard]] Answer are_about(const Step& step, double entered, double left) const;
    [[nodiscard]] Answer reach(const Step& step, double entered, double left) const;

    Direction direction_;
    bool is_usable_ = true;
    std::size_t fills_ = 0;
    std::array<Step, most_fills + 1> steps_;  // The first one is before all fills.

    // As of the last fill.
    double open_qty_ = 0;
    double open_cost_ = 0;
    double open_fee_ = 0;
    double entry_value_ = 0;
    double exit_value_ = 0;
    double fees_ = 0;
    double quantity_ = 0;  // Of all fills.
    double most_price_ = 0;
};

}  // namespace tks::pnl
