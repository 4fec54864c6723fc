#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "check/event_kinds.hpp"
#include "check/rule_definition.hpp"
#include "pnl/estimated_figures.hpp"
#include "pnl/figures_in_time.hpp"

namespace tks::check::rules {

namespace {

/// Compares what the events of one trade report with its fills.
///
/// A service that reports fill by fill may not know of the latest ones yet. Thus a figure is good if it was so after any
/// of the fills of which an event may speak, and the first event that is not is told of.
class TradeReports {
public:
    TradeReports(const Stream& stream, const TradeStory& story, StreamReporter& reporter)
        : stream_(stream),
          story_(story),
          reporter_(reporter),
          direction_(story.first().trade.direction),
          fills_(story.fills()),
          has_opened_(story.has(EventType::trade_opened)) {}

    void compare() {
        if (fills_.empty() || !has_something_to_compare() || is_surely_sound() || may_lack_fills(stream_, story_))
            return;
        by_average_.emplace(figures(CostBasis::average));
        for (const TradeStory::Told& told : story_.told()) compare_event(told);
    }

private:
    /// Of how many fills, in their order, something may speak.
    struct Window {
        std::size_t first = 0;
        std::size_t expected = 0;
        std::size_t last = 0;
    };

    /// What was known of one kind of figure so far.
    struct Report {
        std::size_t fills_before = 0;   // That had happened when it was last reported.
        std::size_t fills_matched = 0;  // After which it was what was last reported.
        bool has_failed = false;        // What follows repeats it.
    };

    [[nodiscard]] bool has_something_to_compare() const {
        const auto reports = [](const TradeStory::Told& told) {
            return !told.trade.realized_pnl.is_zero() || !told.trade.realized_pnl_delta.is_zero();
        };
        const auto exits = [this](const TradeStory::Fill& fill) { return !enters(fill.fact, direction_); };
        return std::ranges::any_of(fills_, exits) || std::ranges::any_of(story_.told(), reports);
    }

    /// Whether estimates suffice to see that all reports are those that are expected.
    [[nodiscard]] bool is_surely_sound() const {
        pnl::EstimatedFigures figures(direction_);
        add_fills(figures);
        pnl::EstimatedFigures::Sum delta_sum;
        return std::ranges::all_of(story_.told(), [&](const TradeStory::Told& told) {
            const EventFact& event = told.event;
            const TradeFact& trade = told.trade;
            const bool is_profit = event.type == EventType::profit_realized;
            if (is_profit) delta_sum.add(trade.realized_pnl_delta);
            const std::size_t happened = figures.count_until(event.occurred_at);
            bool is_known = true;
            const std::optional<std::size_t> fills = fills_told(event, trade, happened, [&] {
                const auto found = figures.find_quantities(trade.entry_qty, trade.exit_qty, happened);
                is_known = found.has_value();
                return found.value_or(pnl::FiguresInTime::Found{});
            });
            if (!is_known || !fills) return is_known;
            return figures.surely_reconciles(pnl::EstimatedFigures::Sum(trade.realized_pnl), *fills) &&
                   (!is_profit || !has_opened_ || figures.surely_reconciles(delta_sum, *fills));
        });
    }

    template <class Figures>
    void add_fills(Figures& figures) const {
        for (const auto& [index, occurred_at, fill] : fills_) {
            figures.add(fill.filled_at, {fill.side, fill.quantity, fill.price, fill.fee});
        }
    }

    [[nodiscard]] pnl::FiguresInTime figures(CostBasis basis) const {
        pnl::FiguresInTime figures(direction_, basis, fills_.size());
        add_fills(figures);
        return figures;
    }

    void compare_event(const TradeStory::Told& at) {
        const EventIndex index = at.index;
        const EventFact& event = at.event;
        const TradeFact& trade = at.trade;
        const bool is_profit = event.type == EventType::profit_realized;
        if (is_profit) delta_sum_ += trade.realized_pnl_delta;
        const std::size_t happened = by_average_->count_until(event.occurred_at);
        const auto find = [&] { return by_average_->find_quantities(trade.entry_qty, trade.exit_qty, happened); };
        if (const std::optional<std::size_t> told = fills_told(event, trade, happened, find)) {
            compare_figure(index, trade.realized_pnl, window(realized_, trade, *told, happened), realized_,
                           "realized_pnl is", "/payload/realized_pnl");
            // Deltas are told one by one, beside what the trade is by then.
            if (is_profit && has_opened_) {
                Window deltas = window(realized_delta_, trade, *told, happened);
                deltas.first = std::min(deltas.first, realized_delta_.fills_matched);
                compare_figure(index, delta_sum_, deltas, realized_delta_, "the deltas of the trade add up to",
                               "/realized_pnl_delta");
            }
        }
        realized_.fills_before = happened;
        if (is_profit) realized_delta_.fills_before = happened;
    }

    /// Of how many fills an event speaks, by its quantities: those that happened until then where it tells none. Nothing
    /// where its quantities are not those of the fills, or where fills of the beginning may be missing. `find` finds its
    /// quantities among those of the fills.
    template <class Find>
    [[nodiscard]] std::optional<std::size_t> fills_told(const EventFact& event, const TradeFact& trade,
                                                        std::size_t happened, Find find) const {
        constexpr std::int64_t clock_difference_ms = 5'000;  // Between the venue and the service.
        if (trade.direction != direction_) return std::nullopt;
        if (trade.entry_qty.is_zero()) return has_opened_ ? std::optional(happened) : std::nullopt;
        const pnl::FiguresInTime::Found found = find();
        if (!found.is_exact) return std::nullopt;
        if (found.fills <= happened) return found.fills;
        const Timestamp filled_at = fills_[found.fills - 1].fact.filled_at;
        return difference_ms(filled_at, event.occurred_at) <= clock_difference_ms ? std::optional(found.fills)
                                                                                  : std::nullopt;
    }

    [[nodiscard]] static Window window(const Report& report, const TradeFact& trade, std::size_t told,
                                       std::size_t happened) {
        const std::size_t known = trade.entry_qty.is_zero() ? report.fills_matched : told;
        return {std::min(report.fills_before, known), told, std::max(told, happened)};
    }

    void compare_figure(EventIndex index, const Amount& reported, const Window& window, Report& report,
                        std::string_view words, std::string_view pointer) {
        if (report.has_failed) return;
        std::optional<std::size_t> matched = find_match(*by_average_, reported, window);
        if (!matched) {
            if (!by_fifo_) by_fifo_.emplace(figures(CostBasis::fifo));
            matched = find_match(*by_fifo_, reported, window);
        }
        if (matched) {
            report.fills_matched = *matched;
            return;
        }
        report.has_failed = true;
        const RealizedFigures& expected = by_average_->after(window.expected);
        reporter_.report(
            index,
            fmt::format("{} {}, but what had been filled until then makes {}", words, reported.to_string(),
                        pnl::describe(expected.realized_pnl, expected.realized_pnl_net, expected.realized_pnl_matched)),
            pointer, fills_in(window));
    }

    static std::optional<std::size_t> find_match(const pnl::FiguresInTime& figures, const Amount& reported,
                                                 const Window& window) {
        const auto matches = [&](std::size_t fills) {
            return reconcile(figures.after(fills), reported) != Reconciliation::differs;
        };
        if (matches(window.expected)) return window.expected;
        // The earliest, which leaves the most room to what follows, and is near where the report before stood.
        for (std::size_t fills = window.first; fills <= window.last; ++fills)
            if (fills != window.expected && matches(fills)) return fills;
        return std::nullopt;
    }

    /// The latest of the fills in question; at least one, if there is any.
    [[nodiscard]] std::vector<EventIndex> fills_in(const Window& window) const {
        constexpr std::size_t most = 8;
        std::size_t first = std::min(window.first, window.last - std::min<std::size_t>(window.last, 1));
        first = std::max(first, window.last - std::min(window.last, most));
        std::vector<EventIndex> fills;
        for (const TradeStory::Fill& fill : fills_.subspan(first, window.last - first)) fills.push_back(fill.index);
        return fills;
    }

    const Stream& stream_;
    const TradeStory& story_;
    StreamReporter& reporter_;
    Direction direction_;
    std::span<const TradeStory::Fill> fills_;
    bool has_opened_;
    std::optional<pnl::FiguresInTime> by_average_;
    std::optional<pnl::FiguresInTime> by_fifo_;  // Only where the average does not explain what is reported.
    Amount delta_sum_;
    Report realized_;
    Report realized_delta_;
};

void check_reports(const Stream& stream, const TradeStory& story, StreamReporter& reporter) {
    TradeReports(stream, story, reporter).compare();
}

}  // namespace

/// Whether the profit and loss that a trade reports is that of its fills.
std::span<const RuleDefinition> pnl_not_reconciled() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "pnl/not-reconciled",
                  .severity = Severity::error,
                  .summary = "The PnL that a trade reports is that of its fills.",
                  .explanation =
                      "What a trade realized is computed from its fills in three ways: gross, net of all fees, and net "
                      "of the fees of the quantity that was closed. realized_pnl, or the sum of the "
                      "realized_pnl_delta of the profit_realized events so far, is none of them, beyond what "
                      "rounding explains (1e-9 of the money that moved). Compared are the fills up to the event, "
                      "or up to the quantities that it tells of; an event may also tell what held before the "
                      "latest fills since the event before. validate reports the first event of a trade that is "
                      "wrong, takes first in, first out for as good as the average cost, and passes over events "
                      "whose quantities are not those of the fills. replay compares the last word of each trade, "
                      "on the cost basis that it is told. Look for a fill that was counted twice or not at all, "
                      "a sign, or a price from elsewhere."},
         .on_trade = check_reports},
    };
    return definitions;
}

}  // namespace tks::check::rules
