#include "tks/replay.hpp"

#include <algorithm>
#include <utility>

#include "base/input_name.hpp"
#include "pipeline/validation.hpp"
#include "projection/fill_reader.hpp"
#include "projection/ledger.hpp"
#include "projection/pnl_findings.hpp"
#include "projection/slots.hpp"
#include "projection/snapshot_reader.hpp"
#include "projection/state.hpp"
#include "projection/story_reader.hpp"
#include "projection/valuation.hpp"

namespace tks {

struct Replay::Impl {
    explicit Impl(ReplayOptions given)
        : options(std::move(given)),
          state(options.with_snapshots ? projection::Detail::snapshots : projection::Detail::pnl) {}

    /// Of all that has been read.
    const projection::Ledger& ledger() const {
        if (!known_ledger) {
            state.forget_places_of_ids();
            known_ledger.emplace(state);
        }
        return *known_ledger;
    }

    void expect_more() {
        known_ledger.reset();
        state.restore_places_of_ids();
    }

    [[nodiscard]] projection::Valuation valuation() const {
        return {state, ledger(), {options.cost_basis, options.tolerance, options.marks, options.stale_after_ms}};
    }

    template <class Read, class Visit>
    void for_each(const std::vector<Id>& ids, Read read, const Visit& visit) const {
        projection::SnapshotReader reader(state, ledger());
        for (const Id id : ids)
            if (const auto snapshot = (reader.*read)(id)) visit(*snapshot);
    }

    ReplayOptions options;
    mutable projection::State
        state;  // What it tells does not change, but only while there is no ledger may be added to it.
    mutable std::optional<projection::Ledger> known_ledger;  // Made when it is first asked for; gone once more is read.
    std::vector<std::string> names;                          // Of the inputs, in the order in which they were read.
};

Replay::Replay(ReplayOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Replay::Replay(Replay&&) noexcept = default;
Replay& Replay::operator=(Replay&&) noexcept = default;
Replay::~Replay() = default;

ValidateSummary Replay::read(const Inputs& inputs, const ValidateListener& listener) {
    impl_->expect_more();
    pipeline::InputSet set(inputs, listener.on_notice);
    pipeline::Validation validation(set, impl_->options.reading, listener);
    pipeline::GatherTarget target{.state = &impl_->state, .numbers = {}};
    for (std::size_t input = 0; input < validation.inputs().size(); ++input)
        target.numbers.push_back(static_cast<std::uint32_t>(impl_->names.size() + input));
    validation.project_into(std::move(target), impl_->options.until);
    validation.run();
    std::ranges::copy(validation.inputs(), std::back_inserter(impl_->names));
    return validation.summary();
}

void Replay::merge(const Replay& other) {
    if (&other == this) return;
    impl_->expect_more();
    impl_->state.merge(other.impl_->state, static_cast<std::uint32_t>(impl_->names.size()));
    std::ranges::copy(other.impl_->names, std::back_inserter(impl_->names));
}

void Replay::for_each_trade_pnl(const std::function<void(const TradePnl&)>& visit) const {
    const projection::Valuation valuation = impl_->valuation();
    for (const Id trade : valuation.trades()) visit(valuation.value(trade));
}

void Replay::for_each_unattributed_fill(const std::function<void(const UnattributedFill&)>& visit) const {
    const projection::Valuation valuation = impl_->valuation();
    for (const Id fill : impl_->ledger().unattributed()) visit(valuation.describe(fill));
}

void Replay::for_each_fill(const std::function<void(const TradeFill&)>& visit) const {
    const projection::Valuation valuation = impl_->valuation();
    projection::FillReader reader(impl_->state, impl_->ledger(), valuation);
    for (const Id fill : reader.fills()) visit(reader.fill(fill));
}

void Replay::share_out_fills(const ThreadVisitors<TradeFill>& visitors) const {
    for_each_fill(visitors());
}

void Replay::share_out_stories(const ThreadVisitors<Story>& visitors) const {
    const auto visit = visitors();
    projection::StoryReader reader(impl_->state, impl_->ledger());
    for (Id intent = 1; intent < impl_->state.intents.size(); ++intent)
        if (const auto story = reader.story(intent)) visit(*story);
}

void Replay::for_each_intent(const std::function<void(const TradingSignalIntentSnapshot&)>& visit) const {
    impl_->for_each(impl_->state.intents.in_order(), &projection::SnapshotReader::intent, visit);
}

void Replay::for_each_signal(const std::function<void(const TradingSignalSnapshot&)>& visit) const {
    impl_->for_each(impl_->state.signals.in_order(), &projection::SnapshotReader::signal, visit);
}

void Replay::for_each_order(const std::function<void(const OrderSnapshot&)>& visit) const {
    impl_->for_each(impl_->state.orders.in_order(), &projection::SnapshotReader::order, visit);
}

void Replay::for_each_trade(const std::function<void(const TradeSnapshot&)>& visit) const {
    impl_->for_each(impl_->state.trades.in_order(), &projection::SnapshotReader::trade, visit);
}

void Replay::for_each_order_by_time(const std::function<void(const OrderSnapshot&)>& visit) const {
    std::vector<Id> ids = impl_->state.orders.in_order();
    std::ranges::stable_sort(ids, {},
                             [&](Id id) { return projection::slots_of(impl_->state.order_steps, id).first(); });
    impl_->for_each(ids, &projection::SnapshotReader::order, visit);
}

std::vector<Diagnostic> Replay::findings() const {
    const projection::Valuation valuation = impl_->valuation();
    std::vector<Diagnostic> findings;
    for (projection::PlacedFinding& placed :
         projection::find_contradictions(impl_->state, impl_->ledger(), valuation)) {
        const std::optional<Severity> level = impl_->options.reading.levels.level_of(placed.finding.rule);
        if (!level) continue;
        placed.finding.severity = *level;
        if (placed.place.line != 0)
            placed.finding.origin = origin_in(impl_->names[placed.place.input], placed.place.line);
        findings.push_back(std::move(placed.finding));
    }
    return findings;
}

}  // namespace tks
