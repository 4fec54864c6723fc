#include "projection/pnl_findings.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "pnl/figures_in_time.hpp"

namespace tks::projection {

namespace {

class ContradictionFinder {
public:
    ContradictionFinder(const State& state, const Ledger& ledger, const Valuation& valuation)
        : state_(state), ledger_(ledger), valuation_(valuation) {}

    std::vector<PlacedFinding> find() {
        for (const Id fill : ledger_.unattributed()) look_at_unattributed(fill);
        for (const Id trade : valuation_.trades()) look_at_trade(trade);
        if (state_.detail() == Detail::snapshots) count_undefined();
        return std::move(findings_);
    }

private:
    void look_at_unattributed(Id id) {
        const UnattributedFill fill = valuation_.describe(id);
        const FillRecord& record = state_.fills[id];
        add("pnl/unattributed-fill", record.place, state_.causes.text(record.event),
            fmt::format("fill \"{}\" of order \"{}\" belongs to no trade: {} {} {} at {}, fee {}; neither its order, its signal, a "
                        "trade's cause nor its correlation leads to one",
                        fill.fill_id, fill.order_id, to_string(fill.side), fill.quantity.to_string(), fill.market,
                        fill.price.to_string(), fill.fee.to_string()));
    }

    void look_at_trade(Id trade) {
        const TradePnl pnl = valuation_.value(trade);
        const auto fills = ledger_.fills_of(trade);
        const Place first_fill = fills.empty() ? Place{} : state_.fills[fills.front()].place;
        const Place place = state_.trades[trade].latest.is_set() ? state_.trades[trade].place : first_fill;
        if (pnl.figures.unmatched_exit_qty.is_positive())
            add("pnl/unmatched-exit", place, "",
                fmt::format("the fills of trade \"{}\" exit {} more than they entered; that quantity realizes nothing", pnl.trade_id,
                            pnl.figures.unmatched_exit_qty.to_string()));
        if (pnl.contradicts()) add("pnl/not-reconciled", place, "", describe_difference(pnl));
        if (pnl.direction_is_assumed)
            add("pnl/assumed-direction", place, "",
                fmt::format("nothing here says the direction of trade \"{}\"; it is taken to be {}, as its first fill would open it",
                            pnl.trade_id, to_string(pnl.direction)));
        if (pnl.mark_is_stale)
            add("pnl/stale-mark", place, "",
                fmt::format("the mark {} of trade \"{}\" is stale: its account has been silent since", pnl.mark->to_string(), pnl.trade_id));
    }

    static std::string describe_difference(const TradePnl& pnl) {
        if (pnl.reconciliation == Reconciliation::no_fills)
            return fmt::format("trade \"{}\" reports a PnL of {}, but no fill belongs to it", pnl.trade_id, pnl.reported_pnl->to_string());
        return fmt::format("trade \"{}\" reports a PnL of {}{}, but by its {} fills it is {}",
                           pnl.trade_id, pnl.reported_pnl->to_string(),
                           pnl.reported_delta_sum ? fmt::format(" and deltas of {} in all", pnl.reported_delta_sum->to_string()) : "",
                           pnl.fills,
                           pnl::describe(pnl.figures.realized_pnl, pnl.figures.realized_pnl_net, pnl.figures.realized_pnl_matched));
    }

    /// One finding a family of aggregates: where a dump begins later, there are many.
    void count_undefined() {
        count_undefined("signal", "trading_signal_created", state_.signals,
                        [this](Id id) {
                            return state_.apart.contains({EventType::trading_signal_invalidated, id}) &&
                                   (id >= state_.signal_slots.size() || state_.signal_slots[id].bytes == no_blob);
                        });
        count_undefined("order", "order_requested", state_.orders,
                        [this](Id id) {
                            return id < state_.order_slots.size() && state_.order_slots[id].fill.is_set() &&
                                   state_.order_slots[id].request.bytes == no_blob;
                        });
    }

    template <class Record, class IsUndefined>
    void count_undefined(std::string_view family, std::string_view event, const Keyed<Record>& records, IsUndefined is_undefined) {
        std::uint64_t count = 0;
        Id first = no_id;
        for (Id id = 1; id < records.size(); ++id) {
            if (!is_undefined(id)) continue;
            ++count;
            if (first == no_id || records.precedes(id, first)) first = id;
        }
        if (count == 0) return;
        add("pnl/undefined-aggregate", {}, "",
            fmt::format("{} {}{} no snapshot, since no event here says what {} (as {} does); the first by id is \"{}\"", count, family,
                        count == 1 ? " has" : "s have", count == 1 ? "it is" : "they are", event, records.text(first)));
    }

    void add(std::string_view rule, Place place, std::string event_id, std::string message) {
        PlacedFinding placed;
        placed.finding.rule = rule;
        placed.finding.message = std::move(message);
        placed.finding.event_id = std::move(event_id);
        placed.place = place;
        findings_.push_back(std::move(placed));
    }

    const State& state_;
    const Ledger& ledger_;
    const Valuation& valuation_;
    std::vector<PlacedFinding> findings_;
};

}  // namespace

std::vector<PlacedFinding> find_contradictions(const State& state, const Ledger& ledger, const Valuation& valuation) {
    return ContradictionFinder(state, ledger, valuation).find();
}

}  // namespace tks::projection
