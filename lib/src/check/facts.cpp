#include "check/facts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include "model/content_hash.hpp"

namespace tks::check {

namespace {

/// Makes the facts of one event; ids become numbers of the piece.
class FactTaker {
public:
    FactTaker(const Event& event, PieceFacts& facts) : event_(event), facts_(facts) {}

    void take(const Record& record) {
        EventFact fact;
        fact.occurred_at = event_.occurred_at;
        fact.content_hash = static_cast<std::uint32_t>(model::content_hash(event_) >> 32U);
        const auto ids = keys(event_.event_id, event_.aggregate_id, event_.causation_id, event_.correlation_id);
        std::tie(fact.event_id, fact.aggregate_id, fact.causation_id, fact.correlation_id) = ids;
        fact.subject_id = aggregate_id_ = fact.aggregate_id;
        fact.place.line = place_number(record.number());
        fact.type = event_.event_type;
        fact.payload_version = static_cast<std::uint16_t>(std::clamp<std::int64_t>(event_.payload_version, 1, 65535));
        std::visit([&](const auto& payload) { take_payload(payload, fact); }, event_.payload);
        facts_.events.push_back(fact);
    }

private:
    void take_payload(const RawJson&, EventFact&) {}

    void take_payload(const TradingSignalIntent& intent, EventFact& event) {
        const SignalFact fact = fact_of(intent);
        event.subject_id = fact.intent_id == no_id ? event.aggregate_id : fact.intent_id;
        add(fact, event);
    }

    void take_payload(const TradingSignal& signal, EventFact& event) {
        SignalFact fact = fact_of(signal);
        fact.signal_id = event.subject_id = subject_key(signal.signal_id);
        fact.prm_granted_at = signal.prm_granted_at;
        add(fact, event);
    }

    SignalFact fact_of(const TradingSignalIntent& intent) {
        SignalFact fact;
        fact.intent_id = subject_key(intent.intent_id);
        std::tie(fact.strategy_id, fact.market) = keys(intent.strategy_id, intent.market);
        fact.created_at = intent.created_at;
        fact.valid_until = intent.valid_until.value_or(no_time);
        fact.side = intent.side;
        fact.direction = intent.direction;
        if (const auto* grant = std::get_if<GrantDetails>(&event_.details)) {
            fact.signal_id = key(grant->signal_id);
            fact.prm_granted_at = grant->prm_granted_at;
        }
        return fact;
    }

    void take_payload(const OrderRequest& order, EventFact& event) {
        OrderFact fact;
        fact.order_id = event.subject_id = subject_key(order.order_id);
        std::tie(fact.intent_id, fact.trade_id, fact.signal_id, fact.market) =
            keys(order.intent_id, order.trade_id, order.signal_id, order.market);
        fact.quantity = order.quantity;
        fact.limit_price = order.limit_price.value_or(Decimal{});
        fact.side = order.side;
        fact.order_type = order.order_type;
        fact.order_origin = order.order_origin;
        add(fact, event);
    }

    void take_payload(const OrderFill& fill, EventFact& event) {
        FillFact fact;
        fact.order_id = event.subject_id = subject_key(fill.order_id);
        std::tie(fact.fill_id, fact.trade_id, fact.signal_id, fact.market) =
            keys(fill.fill_id, fill.trade_id, fill.signal_id, fill.market);
        fact.quantity = fill.filled_qty;
        fact.price = fill.filled_price;
        fact.fee = fill.fee;
        fact.filled_at = fill.filled_at;
        fact.side = fill.side;
        add(fact, event);
    }

    void take_payload(const Trade& trade, EventFact& event) {
        TradeFact fact;
        fact.trade_id = event.subject_id = subject_key(trade.trade_id);
        std::tie(fact.signal_id, fact.market) = keys(trade.signal_id, trade.market);
        fact.direction = trade.direction;
        fact.status = trade.status;
        fact.opened_at = trade.opened_at.value_or(no_time);
        fact.closed_at = trade.closed_at.value_or(no_time);
        fact.entry_qty = trade.entry_qty;
        fact.exit_qty = trade.exit_qty;
        fact.avg_entry_price = trade.avg_entry_price.value_or(Decimal{});
        fact.avg_exit_price = trade.avg_exit_price.value_or(Decimal{});
        fact.realized_pnl = trade.realized_pnl;
        if (const auto* profit = std::get_if<ProfitDetails>(&event_.details))
            fact.realized_pnl_delta = profit->realized_pnl_delta;
        add(fact, event);
    }

    template <class Fact>
    void add(Fact fact, EventFact& event) {
        FactWriter writer(event.occurred_at, facts_.decimals);
        fact.transfer(writer);
        event.payload = static_cast<std::uint32_t>(facts_.words.size());
        facts_.words.insert(facts_.words.end(), writer.words().begin(), writer.words().end());
    }

    static std::string_view text_of(std::string_view text) { return text; }
    static std::string_view text_of(const std::optional<std::string_view>& text) { return text.value_or(""); }

    Id key(std::string_view text) { return facts_.ids.number(facts_.ids.prepare(text)); }

    template <class Text>
    using NumberOf = Id;

    /// The numbers of several texts, which may be absent.
    template <class... Text>
    std::tuple<NumberOf<Text>...> keys(const Text&... text) {
        const std::array prepared = {facts_.ids.prepare(text_of(text))...};
        std::array<Id, sizeof...(text)> ids{};
        std::ranges::transform(prepared, ids.begin(), [this](const auto& each) { return facts_.ids.number(each); });
        return std::tuple_cat(ids);
    }

    /// Of the payload's own id, which nearly always is the aggregate's.
    Id subject_key(std::string_view text) { return text == event_.aggregate_id ? aggregate_id_ : key(text); }

    const Event& event_;
    PieceFacts& facts_;
    Id aggregate_id_ = no_id;
};

}  // namespace

void take_facts(const Record& record, const Event& event, PieceFacts& facts) {
    // Enough for a usual piece, so that its lists do not grow step by step.
    constexpr std::size_t usual_events = 1024;
    constexpr std::size_t usual_words = std::size_t{16} * usual_events;
    if (facts.events.empty()) {
        facts.events.reserve(usual_events);
        facts.words.reserve(usual_words);
    }
    FactTaker(event, facts).take(record);
}

}  // namespace tks::check
