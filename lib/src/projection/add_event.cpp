#include <optional>

#include "model/content_hash.hpp"
#include "model/lifecycle.hpp"
#include "projection/packed.hpp"
#include "projection/slots.hpp"
#include "projection/state.hpp"

namespace tks::projection {

namespace {

/// Adds one event to a state, by what its payload is.
class EventAdder {
public:
    /// The texts are for bytes that are made on the way.
    EventAdder(State& state, const Event& event, Place place, std::string& id_bytes, std::string& payload_bytes)
        : state_(state), event_(event), place_(place), id_bytes_(id_bytes), payload_bytes_(payload_bytes) {}

    void add() {
        std::visit([this](const auto& payload) { add_payload(payload); }, event_.payload);
    }

private:
    [[nodiscard]] bool keeps_snapshots() const { return state_.detail() == Detail::snapshots; }

    /// Made when it is first asked for: much of what is added needs none.
    std::uint64_t content_hash() {
        if (!content_hash_) content_hash_ = model::content_hash(event_);
        return *content_hash_;
    }

    /// The event's moment; once an event.
    NewMoment moment(bool is_terminal) {
        id_bytes_.clear();
        return make_moment(event_, content_hash(), is_terminal, id_bytes_);
    }
    NewMoment moment() { return moment(model::is_end(event_.event_type)); }

    /// Some models, one after the other; until the next call.
    template <class... Models>
    std::string_view packed(const Models&... models) {
        payload_bytes_.clear();
        Packer packer(payload_bytes_);
        (packer.pack(models), ...);
        return payload_bytes_;
    }

    /// A model and the details of the event, if they are of that type.
    template <class Details, class Model>
    std::string_view packed_with(const Model& model) {
        const auto* details = std::get_if<Details>(&event_.details);
        return details != nullptr ? packed(model, *details) : packed(model);
    }

    void add_steps(RecordList<FirstSteps>& steps, Id id) {
        const FirstSteps taken = first_steps_of(event_.event_type, event_.occurred_at);
        if (taken != FirstSteps{}) slots_at(steps, id).join(taken);
    }

    Id word(std::string_view text) { return state_.words.intern(text); }
    Id word(const std::optional<std::string_view>& text) { return text ? word(*text) : no_id; }

    /// trading_signal_invalidated: nothing is known of what should have been a signal.
    void add_payload(const RawJson&) {
        const Id id = state_.signals.intern(event_.aggregate_id);
        if (!keeps_snapshots() || id == no_id) return;
        offer(state_.apart[{event_.event_type, id}], moment(), state_.blobs, [this] { return packed(reasons()); });
    }

    void add_payload(const TradingSignalIntent& intent) {
        const Id id = state_.intents.intern(intent.intent_id.empty() ? event_.aggregate_id : intent.intent_id);
        if (id == no_id) return;
        add_origin(id, intent);
        const auto* grant = std::get_if<GrantDetails>(&event_.details);
        if (grant != nullptr) state_.intents[id].granted.join(state_.signals.intern(grant->signal_id));
        if (!keeps_snapshots()) return;
        add_steps(state_.intent_steps, id);
        offer_payload(state_, slots_at(state_.intent_slots, id), id, moment(), [&] {
            return grant != nullptr ? packed_with<GrantDetails>(intent) : packed_with<IntentRejectionDetails>(intent);
        });
    }

    void add_payload(const TradingSignal& signal) {
        const Id id = state_.signals.intern(signal.signal_id);
        if (const Id intent = state_.intents.intern(signal.intent_id); intent != no_id) {
            add_origin(intent, signal);
            state_.intents[intent].signal.join(id);
            state_.signals[id].intent.join(intent);
        }
        if (!keeps_snapshots()) return;
        add_steps(state_.signal_steps, id);
        offer(slots_at(state_.signal_slots, id), moment(), state_.blobs, [&] { return packed(signal, reasons()); });
    }

    /// What an intent, or the signal that it became, says of where the story comes from.
    void add_origin(Id intent, const TradingSignalIntent& origin) {
        Origin offered;
        offered.strategy.join(word(origin.strategy_id));
        offered.provider.join(word(origin.signal_provider.signal_provider_id));
        offered.direction.join(word(to_string(origin.direction)));
        state_.join_origin(intent, offered);
    }

    /// Why a signal was rejected, stays cold, or is none; until the next call.
    std::span<const std::string_view> reasons() {
        reasons_.clear();
        std::visit(
            [this]<class Details>(const Details& details) {
                if constexpr (requires { details.reasons; })
                    for (const auto reason : details.reasons) reasons_.push_back(to_string(reason));
                else if constexpr (std::is_same_v<Details, ReasonDetails>)
                    reasons_.push_back(details.reason);
            },
            event_.details);
        return reasons_;
    }

    void add_payload(const OrderRequest& order) {
        const Id id = state_.orders.intern(order.order_id);
        OrderRecord& record = state_.orders[id];
        record.trade.join(trade(order.trade_id));
        record.signal.join(signal(order.signal_id));
        record.intent.join(state_.intents.intern(order.intent_id));
        record.strategy.join(word(order.strategy_id));
        if (!keeps_snapshots()) return;
        add_steps(state_.order_steps, id);
        offer_payload(state_, slots_at(state_.order_slots, id).request, id, moment(),
                      [&] { return packed_with<ReasonDetails>(order); });
    }

    void add_payload(const OrderFill& fill) {
        FillRecord record;
        record.filled_at = fill.filled_at;
        record.order = state_.orders.intern(fill.order_id);
        record.trade = trade(fill.trade_id);
        record.signal = signal(fill.signal_id);
        // Of a fill that names its trade, nobody asks to which one these lead.
        if (record.trade == no_id || keeps_snapshots()) {
            record.event = state_.causes.intern(event_.event_id);
            record.correlation = event_.correlation_id ? state_.correlations.intern(*event_.correlation_id) : no_id;
        }
        record.market = word(fill.market);
        record.place = place_;
        record.hash = static_cast<std::uint32_t>(content_hash());
        record.side = fill.side;
        record.liquidity = fill.liquidity;
        if (keeps_snapshots()) offer(slots_at(state_.order_slots, record.order).fill, moment(), state_.blobs);
        const Id id = state_.fills.intern(fill.fill_id);
        if (state_.has_fill(id) && !is_preferred(record, state_.fill(id))) return;
        record.quantity = state_.decimals.pack(fill.filled_qty);
        record.price = state_.decimals.pack(fill.filled_price);
        record.fee = state_.decimals.pack(fill.fee);
        state_.put(id, record);
    }

    void add_payload(const Trade& trade) {
        const Id id = state_.trades.intern(trade.trade_id);
        if (trade.signal_id) state_.signals[state_.signals.intern(*trade.signal_id)].trade.join(id);
        if (event_.causation_id) state_.causes[state_.causes.intern(*event_.causation_id)].trade.join(id);
        if (event_.correlation_id)
            state_.correlations[state_.correlations.intern(*event_.correlation_id)].trade.join(id);
        const NewMoment at = moment(model::is_end(trade.status));
        TradeRecord& record = state_.trades[id];
        if (offer(record.latest, at, state_.blobs)) {
            put_report(id, trade);
            if (keeps_snapshots()) state_.blobs.replace(slots_at(state_.trade_slots, id), packed(trade));
        }
        const auto* profit = std::get_if<ProfitDetails>(&event_.details);
        if (profit == nullptr) return;
        if (!keeps_snapshots())
            offer(record.latest_profit, without_id(at), state_.blobs);
        else if (offer(record.latest_profit, at, state_.blobs))
            slots_at(state_.profit_deltas, id) = state_.decimals.pack(profit->realized_pnl_delta);
        add_profit(id, profit->realized_pnl_delta);
    }

    /// All that decides when a profit was realized.
    static NewMoment without_id(NewMoment moment) {
        moment.event_id = {};
        moment.moment.hash = 0;
        return moment;
    }

    void put_report(Id id, const Trade& trade) {
        TradeReport record;
        record.realized_pnl = state_.decimals.pack(trade.realized_pnl);
        record.opened_at = trade.opened_at.value_or(TradeRecord::no_moment);
        record.closed_at = trade.closed_at.value_or(TradeRecord::no_moment);
        record.place = place_;
        record.market = word(trade.market);
        record.strategy = word(trade.strategy_id);
        record.signal = signal(trade.signal_id);
        record.direction = trade.direction;
        record.status = trade.status;
        state_.put(id, record);
    }

    void add_profit(Id trade, const Decimal& delta) {
        ProfitRecord profit;
        profit.trade = trade;
        profit.hash = static_cast<std::uint32_t>(content_hash());
        // Of events without an id, those are the same that say the same.
        const std::string made_up =
            event_.event_id.empty() ? "without event_id " + std::to_string(content_hash()) : std::string();
        ProfitRecord& known =
            state_.profits[state_.profits.intern(event_.event_id.empty() ? made_up : event_.event_id)];
        if (!is_preferred(profit, known)) return;
        profit.delta = state_.decimals.pack(delta);
        known = profit;
    }

    Id trade(const std::optional<std::string_view>& id) { return id ? state_.trades.intern(*id) : no_id; }
    Id signal(const std::optional<std::string_view>& id) { return id ? state_.signals.intern(*id) : no_id; }

    State& state_;
    const Event& event_;
    Place place_;
    std::string& id_bytes_;
    std::string& payload_bytes_;
    std::optional<std::uint64_t> content_hash_;
    std::vector<std::string_view> reasons_;
};

}  // namespace

FirstSteps first_steps_of(EventType type, Timestamp occurred_at) {
    constexpr Timestamp unsaid{0};
    if (occurred_at == unsaid) return {};
    switch (type) {
        case EventType::trading_signal_intent_created:
        case EventType::trading_signal_created:
        case EventType::order_requested:
            return {.begun_at = occurred_at};
        case EventType::trading_signal_intent_granted:
        case EventType::trading_signal_qualified_hot:
        case EventType::order_placed:
            return {.passed_at = occurred_at};
        default:
            return {};
    }
}

void State::add(const Event& event, Place place) {
    EventAdder(*this, event, place, id_bytes_, payload_bytes_).add();
    latest_at = std::max(latest_at, event.occurred_at);
}

void State::add(const PositionsMarkSnapshotV1& marks) {
    AccountMarks account;
    account.confirmed_at = marks.as_of;
    payload_bytes_.clear();
    if (marks.kind == MarkKind::snapshot) {
        account.as_of = marks.as_of;
        Packer(payload_bytes_).pack(marks.positions);
        account.positions = payload_bytes_;
    }
    offer(accounts[accounts.intern(marks.account_id)], account, blobs);
    latest_at = std::max(latest_at, marks.as_of);
}

}  // namespace tks::projection
