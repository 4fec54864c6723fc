#include "projection/pnl_findings.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "pnl/figures_in_time.hpp"

namespace tks::projection {

namespace {

PlacedFinding finding_of(std::string_view rule, Place place, std::string message) {
    PlacedFinding placed;
    placed.finding.rule = rule;
    placed.finding.message = std::move(message);
    placed.place = place;
    return placed;
}

std::string describe_difference(const TradePnl& pnl) {
    if (pnl.reconciliation == Reconciliation::no_fills)
        return fmt::format("trade \"{}\" reports a PnL of {}, but no fill belongs to it", pnl.trade_id,
                           pnl.reported_pnl->to_string());
    return fmt::format(
        "trade \"{}\" reports a PnL of {}{}, but by its {} fills it is {}", pnl.trade_id, pnl.reported_pnl->to_string(),
        pnl.reported_delta_sum ? fmt::format(" and deltas of {} in all", pnl.reported_delta_sum->to_string()) : "",
        pnl.fills,
        pnl::describe(pnl.figures.realized_pnl, pnl.figures.realized_pnl_net, pnl.figures.realized_pnl_matched));
}

template <class Record, class IsUndefined>
UndefinedAggregates count_undefined(std::string_view family, const Keyed<Record>& records, IsUndefined is_undefined) {
    UndefinedAggregates undefined{.family = family, .count = 0, .first_id = {}};
    Id first = no_id;
    for (Id id = 1; id < records.size(); ++id) {
        if (!is_undefined(id)) continue;
        ++undefined.count;
        if (first == no_id || records.precedes(id, first)) first = id;
    }
    undefined.first_id = records.text(first);
    return undefined;
}

}  // namespace

PlacedFinding tell_unattributed(const UnattributedFill& fill, std::string event_id, Place place) {
    PlacedFinding placed = finding_of(
        "pnl/unattributed-fill", place,
        fmt::format(
            "fill \"{}\" of order \"{}\" belongs to no trade: {} {} {} at {}, fee {}; neither its order, its signal, a "
            "trade's cause nor its correlation leads to one",
            fill.fill_id, fill.order_id, to_string(fill.side), fill.quantity.to_string(), fill.market,
            fill.price.to_string(), fill.fee.to_string()));
    placed.finding.event_id = std::move(event_id);
    return placed;
}

void tell_contradictions(const TradePnl& pnl, Place place, std::vector<PlacedFinding>& findings) {
    if (pnl.figures.unmatched_exit_qty.is_positive())
        findings.push_back(finding_of(
            "pnl/unmatched-exit", place,
            fmt::format("the fills of trade \"{}\" exit {} more than they entered; that quantity realizes nothing",
                        pnl.trade_id, pnl.figures.unmatched_exit_qty.to_string())));
    if (pnl.contradicts()) findings.push_back(finding_of("pnl/not-reconciled", place, describe_difference(pnl)));
    if (pnl.direction_is_assumed)
        findings.push_back(finding_of(
            "pnl/assumed-direction", place,
            fmt::format("nothing here says the direction of trade \"{}\"; it is taken to be {}, as its first fill "
                        "would open it",
                        pnl.trade_id, to_string(pnl.direction))));
    if (pnl.mark_is_stale)
        findings.push_back(
            finding_of("pnl/stale-mark", place,
                       fmt::format("the mark {} of trade \"{}\" is stale: its account has been silent since",
                                   pnl.mark->to_string(), pnl.trade_id)));
}

void tell_undefined(const UndefinedAggregates& undefined, std::vector<PlacedFinding>& findings) {
    if (undefined.count == 0) return;
    const bool is_one = undefined.count == 1;
    const std::string_view event = undefined.family == "signal" ? "trading_signal_created" : "order_requested";
    findings.push_back(finding_of(
        "pnl/undefined-aggregate", {},
        fmt::format("{} {}{} no snapshot, since no event here says what {} (as {} does); the first by id is \"{}\"",
                    undefined.count, undefined.family, is_one ? " has" : "s have", is_one ? "it is" : "they are", event,
                    undefined.first_id)));
}

std::vector<PlacedFinding> find_contradictions(const State& state, const Ledger& ledger, const Valuation& valuation) {
    std::vector<PlacedFinding> findings;
    for (const Id fill : ledger.unattributed()) {
        const FillRecord record = state.fill(fill);
        findings.push_back(tell_unattributed(valuation.describe(fill), state.causes.text(record.event), record.place));
    }
    for (const Id trade : valuation.trades()) {
        const auto fills = ledger.fills_of(trade);
        Place place;
        if (state.trades[trade].latest.is_set())
            place = state.report(trade).place;
        else if (!fills.empty())
            place = state.fill(fills.front()).place;
        tell_contradictions(valuation.value(trade), place, findings);
    }
    if (state.detail() != Detail::snapshots) return findings;
    tell_undefined(
        count_undefined("signal", state.signals,
                        [&](Id id) {
                            return state.apart.contains({EventType::trading_signal_invalidated, id}) &&
                                   (id >= state.signal_slots.size() || state.signal_slots[id].bytes == no_blob);
                        }),
        findings);
    tell_undefined(count_undefined("order", state.orders,
                                   [&](Id id) {
                                       return id < state.order_slots.size() && state.order_slots[id].fill.is_set() &&
                                              state.order_slots[id].request.bytes == no_blob;
                                   }),
                   findings);
    return findings;
}

}  // namespace tks::projection
