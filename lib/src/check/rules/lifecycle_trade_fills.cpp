#include <fmt/format.h>

#include <algorithm>

#include "check/event_kinds.hpp"
#include "check/rule_definition.hpp"
#include "check/time_unit.hpp"
#include "check/tolerance.hpp"
#include "check/trade_figures.hpp"
#include "check/trade_ledger.hpp"

namespace tks::check::rules {

namespace {

std::string text(const Decimal& amount) {
    return amount.reduced().to_string();
}

using Result = FigureCheck::Result;

constexpr std::string_view quantity_rule = "lifecycle/trade-quantity";
constexpr std::string_view average_rule = "lifecycle/trade-average";

/// An event of a trade, and what its quantities are beside the fills.
struct JudgedEvent {
    const TradeStory::Told& told;
    const FigureCheck& entry;
    const FigureCheck& exit;
};

// ---- Quantities.

/// Judges the quantities of one trade, up to the first event that contradicts its fills or an earlier event.
class QuantityJudge {
public:
    QuantityJudge(const TradeLedger& ledger, StreamReporter& reporter) : ledger_(ledger), reporter_(reporter) {}

    void judge(const JudgedEvent& at) {
        // Figures that contradict each other are told by lifecycle/over-exit and lifecycle/trade-status.
        if (is_done_ || at.told.is_over_exit || !at.told.is_status_sound) return;
        is_done_ = (ledger_.has_fills() && (judge_fills(at, at.entry, entry) || judge_fills(at, at.exit, exit))) ||
                   judge_growth(at);
    }

private:
    struct Figure {
        std::string_view pointer;
        std::string_view entered;
        Decimal TradeFact::*quantity;
    };
    static constexpr Figure entry = {"/payload/entry_qty", "entered", &TradeFact::entry_qty};
    static constexpr Figure exit = {"/payload/exit_qty", "exited", &TradeFact::exit_qty};

    /// Whether that is all that can be said of this trade.
    bool judge_fills(const JudgedEvent& at, const FigureCheck& check, const Figure& figure) {
        if (check.result == Result::fits || check.result == Result::between) return false;
        if (ledger_.has_faulty_fills()) return true;
        std::string message = fmt::format(
            "the trade has {} {}, but its fills {} {}", figure.entered, text(at.told.trade.*figure.quantity),
            check.result == Result::too_much ? "so far come to" : "come to", text(check.fills.quantity));
        reporter_.set_rule(quantity_rule);
        if (check.result == Result::too_much && ledger_.may_lack_fills()) {
            if (!lacks_fills_) reporter_.report_absent(at.told.index, std::move(message), figure.pointer);
            lacks_fills_ = true;
            return false;
        }
        reporter_.report(at.told.index, std::move(message), figure.pointer, ledger_.fills_so_far());
        return true;
    }

    bool judge_growth(const JudgedEvent& at) {
        if (last_ != no_event && last_occurred_at_ < at.told.event.occurred_at) {
            for (const Figure& figure : {entry, exit}) {
                const Decimal& quantity = at.told.trade.*figure.quantity;
                const Decimal& before = last_trade_.*figure.quantity;
                if (!exceeds(before, quantity)) continue;
                reporter_.set_rule(quantity_rule);
                reporter_.report(at.told.index,
                                 fmt::format("the trade has {} {}, less than the {} of an earlier event",
                                             figure.entered, text(quantity), text(before)),
                                 figure.pointer, {last_});
                return true;
            }
        }
        last_ = at.told.index;
        last_occurred_at_ = at.told.event.occurred_at;
        last_trade_ = at.told.trade;
        return false;
    }

    const TradeLedger& ledger_;
    StreamReporter& reporter_;
    // The event before that was judged.
    EventIndex last_ = no_event;
    Timestamp last_occurred_at_{};
    TradeFact last_trade_{};
    bool lacks_fills_ = false;
    bool is_done_ = false;
};

// ---- Averages.

/// Whether an average price is that of the fills that the quantity beside it stands for. Without a quantity that fits,
/// nobody knows which fills those are.
bool is_average(const Decimal& average, const FigureCheck& check) {
    return check.result != Result::fits || average.is_zero() || check.fills.quantity.is_zero() ||
           is_near(average * check.fills.quantity, check.fills.value);
}

/// Judges the average prices of one trade, up to the first event with one that is not that of its fills.
class AverageJudge {
public:
    AverageJudge(const TradeLedger& ledger, StreamReporter& reporter)
        : ledger_(ledger),
          reporter_(reporter),
          is_done_(!ledger.has_fills()),
          is_entered_again_(ledger.is_entered_again()) {}

    void judge(const JudgedEvent& at) {
        if (is_done_) return;
        if (!is_entered_again_ && !is_average(at.told.trade.avg_entry_price, at.entry))
            report(at.told.index, "avg_entry_price", at.told.trade.avg_entry_price, at.entry);
        else if (!is_average(at.told.trade.avg_exit_price, at.exit))
            report(at.told.index, "avg_exit_price", at.told.trade.avg_exit_price, at.exit);
    }

private:
    void report(EventIndex index, std::string_view name, const Decimal& average, const FigureCheck& check) {
        is_done_ = true;
        if (ledger_.may_lack_fills() || ledger_.has_faulty_fills()) return;
        reporter_.set_rule(average_rule);
        reporter_.report(index,
                         fmt::format("{} is {}, but that of its fills is {}", name, text(average),
                                     text(check.fills.value / check.fills.quantity)),
                         fmt::format("/payload/{}", name), ledger_.fills_so_far());
    }

    const TradeLedger& ledger_;
    StreamReporter& reporter_;
    bool is_done_;
    bool is_entered_again_;
};

void check_figures(const Stream& stream, const TradeStory& story, StreamReporter& reporter) {
    TradeLedger ledger(stream, story);
    QuantityJudge quantities(ledger, reporter);
    AverageJudge averages(ledger, reporter);
    for (const TradeStory::Told& told : story.told()) {
        if (!ledger.go_to(told.event, told.trade)) continue;
        const FigureCheck entry = ledger.check_entry(told.trade.entry_qty);
        const FigureCheck exit = ledger.check_exit(told.trade.exit_qty);
        const JudgedEvent at{told, entry, exit};
        quantities.judge(at);
        averages.judge(at);
    }
}

// ---- Fills after the end.

/// Whether a fill or its order says that it is the trade's, so that no guess is needed.
bool names_trade(const Stream& stream, const FillFact& fill, Id trade_id) {
    if (fill.trade_id != no_id) return fill.trade_id == trade_id;
    return std::ranges::any_of(stream.story(AggregateType::order, fill.order_id), [&](EventIndex index) {
        return carries<OrderRequest>(stream.event(index).type) &&
               stream.order(stream.event(index)).trade_id == trade_id;
    });
}

void check_after_close(const Stream& stream, const TradeStory& story, StreamReporter& reporter) {
    const auto is_end = [](const TradeStory::Told& told) {
        return told.event.type == EventType::trade_closed || told.event.type == EventType::trade_canceled;
    };
    const auto end = std::ranges::find_if(story.told(), is_end);
    if (end == story.told().end()) return;
    const EventFact& ending = end->event;
    for (auto next = story.fills().end(); next != story.fills().begin();) {
        const auto& [index, occurred_at, fill] = *--next;
        if (fill.filled_at <= ending.occurred_at) break;  // They are in this order.
        // Of exits that find nothing to close, pnl/unmatched-exit speaks.
        if (!enters(fill, end->trade.direction)) continue;
        if (occurred_at <= ending.occurred_at || !names_trade(stream, fill, ending.subject_id)) continue;
        if (other_unit_of(fill.filled_at) || other_unit_of(ending.occurred_at)) continue;
        reporter.report(
            index,
            fmt::format("the fill enters trade \"{}\", and was executed {} ms after {}", stream.text(ending.subject_id),
                        fill.filled_at.ms - ending.occurred_at.ms, to_string(ending.type)),
            "/payload/filled_at", {end->index});
    }
}

}  // namespace

/// Whether a trade is what its fills add up to.
std::span<const RuleDefinition> lifecycle_trade_fills() {
    static const RuleDefinition definitions[] = {
        {.rule =
             {.name = "lifecycle/trade-quantity",
              .severity = Severity::error,
              .summary = "A trade's quantities are those of its fills, and never shrink.",
              .explanation =
                  "entry_qty is the sum of the fills on the trade's entry side (a long buys, a short sells), exit_qty "
                  "that of the others, up to a billionth, which rounding explains. An event may lag behind the fills, "
                  "but it knows the fill that caused it, what its order filled before, and when it closes the trade "
                  "all "
                  "fills. Here a quantity is more than all fills so far, less than those that must be known, or less "
                  "than an earlier event said: a fill was lost, booked twice or on the wrong trade. The first such "
                  "event of each trade is reported, with the fills. Where fills may lie before the input, what "
                  "exceeds them is counted in reference/begins-later."},
         .on_trade = check_figures},
        {.rule =
             {.name = "lifecycle/trade-average",
              .severity = Severity::error,
              .summary = "A trade's average prices are those of its fills.",
              .explanation =
                  "avg_entry_price and avg_exit_price are the prices of the trade's fills on that side, weighted by "
                  "their quantities, up to a billionth, which rounding explains. Here the quantity is that of the "
                  "fills and the average is not, so that profit computed from it is wrong. Mostly a producer averages "
                  "without weights, or takes the price of the last fill or the limit of the order. Where a trade was "
                  "entered again after an exit, conventions differ, and its average entry price is not judged."},
         .on_trade = check_figures},
        {.rule =
             {.name = "lifecycle/fill-after-close",
              .severity = Severity::error,
              .summary = "A trade that was closed or canceled is not entered any more.",
              .explanation =
                  "A fill on the entry side names a trade, itself or by its order, and was executed and told of after "
                  "trade_closed or trade_canceled of that trade. Nobody books it any more: the position at the venue "
                  "is no longer that of the platform. Look for an order that was still working when the trade ended, "
                  "or for a trade_id that is used again. Fills that were executed before and told of later are part "
                  "of what the trade closes with: see lifecycle/trade-quantity. Of exits that come too late, "
                  "pnl/unmatched-exit speaks."},
         .on_trade = check_after_close},
    };
    return definitions;
}

}  // namespace tks::check::rules
