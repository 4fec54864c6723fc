#include "check/facts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <type_traits>

#include "base/id_text.hpp"
#include "model/event_fields.hpp"
#include "model/value_hasher.hpp"

namespace tks::check {

namespace {

/// The texts that become numbers, for which their keys stand in the hash of the content. The first of a payload is its
/// own id.
template <class Model>
constexpr std::tuple<> numbered_fields{};
template <>
constexpr std::tuple numbered_fields<DomainEvent>{&DomainEvent::event_id, &DomainEvent::aggregate_id,
                                                  &DomainEvent::causation_id, &DomainEvent::correlation_id};
template <>
constexpr std::tuple numbered_fields<TradingSignalIntent>{
    &TradingSignalIntent::intent_id, &TradingSignalIntent::strategy_id, &TradingSignalIntent::market};
template <>
constexpr std::tuple numbered_fields<TradingSignal>{&TradingSignal::signal_id, &TradingSignal::intent_id,
                                                    &TradingSignal::strategy_id, &TradingSignal::market};
template <>
constexpr std::tuple numbered_fields<GrantDetails>{&GrantDetails::signal_id};
template <>
constexpr std::tuple numbered_fields<OrderRequest>{&OrderRequest::order_id, &OrderRequest::intent_id,
                                                   &OrderRequest::trade_id, &OrderRequest::signal_id,
                                                   &OrderRequest::market};
template <>
constexpr std::tuple numbered_fields<OrderFill>{&OrderFill::order_id, &OrderFill::fill_id, &OrderFill::trade_id,
                                                &OrderFill::signal_id, &OrderFill::market};
template <>
constexpr std::tuple numbered_fields<Trade>{&Trade::trade_id, &Trade::signal_id, &Trade::market};

template <class Model, class Member>
bool is_numbered(Member member) {
    const auto is_it = [member](auto numbered) {
        if constexpr (std::is_same_v<decltype(numbered), Member>) return numbered == member;
        return false;
    };
    return std::apply([&](auto... numbered) { return (is_it(numbered) || ...); }, numbered_fields<Model>);
}

/// Makes the facts of one event; ids become numbers of the piece.
class FactTaker {
    static std::string_view text_of(std::string_view text) { return text; }
    static std::string_view text_of(const std::optional<std::string_view>& text) { return text.value_or(""); }

    template <class Text>
    using NumberOf = Id;

    /// The numbers of several texts, which may be absent.
    template <class... Text>
    std::tuple<NumberOf<Text>...> numbers(const Text&... text) {
        std::array prepared = {IdKeys::Prepared(text_of(text))...};
        facts_.ids.prepare(prepared);
        for (const IdKeys::Prepared& each : prepared) content_.add_pair(each.high(), each.low());
        std::array<Id, sizeof...(text)> ids{};
        std::ranges::transform(prepared, ids.begin(), [this](const auto& each) { return facts_.ids.number(each); });
        return std::tuple_cat(ids);
    }

    /// Those of the numbered fields of a model.
    template <class Model>
    auto keys(const Model& model) {
        return std::apply([&](auto... member) { return numbers(model.*member...); }, numbered_fields<Model>);
    }

    /// The same for a payload, whose own id nearly always is the aggregate's.
    template <class Payload>
    auto payload_keys(const Payload& payload) {
        return std::apply(
            [&](auto own_id, auto... others) {
                const std::tuple own = is_same_id(payload.*own_id, event_.aggregate_id) ? std::tuple<Id>(aggregate_id_)
                                                                                        : numbers(payload.*own_id);
                return std::tuple_cat(own, numbers(payload.*others...));
            },
            numbered_fields<Payload>);
    }

public:
    FactTaker(const Event& event, PieceFacts& facts) : event_(event), facts_(facts) {}

    void take(const Record& record) {
        PieceFacts::Taken& taken = facts_.events.emplace_back();
        EventFact& fact = taken.event;
        fact.occurred_at = event_.occurred_at;
        const auto& envelope = static_cast<const DomainEvent&>(event_);
        std::tie(fact.event_id, fact.aggregate_id, fact.causation_id, fact.correlation_id) = keys(envelope);
        fact.subject_id = aggregate_id_ = fact.aggregate_id;
        taken.origin.place.line = place_number(record.number());
        fact.type = event_.event_type;
        fact.payload_version = static_cast<std::uint16_t>(std::clamp<std::int64_t>(event_.payload_version, 1, 65535));
        add_to_content(envelope);
        std::visit([&](const auto& payload) { take_payload(payload, fact); }, event_.payload);
        std::visit([&](const auto& details) { add_to_content(details); }, event_.details);
        taken.origin.content_hash = static_cast<std::uint32_t>(content_.hash() >> 32U);
    }

private:
    void take_payload(const RawJson& payload, EventFact&) { content_.add(payload); }

    void take_payload(const TradingSignalIntent& intent, EventFact& event) {
        SignalFact fact = fact_of(intent);
        std::tie(fact.intent_id, fact.strategy_id, fact.market) = payload_keys(intent);
        event.subject_id = fact.intent_id == no_id ? event.aggregate_id : fact.intent_id;
        if (const auto* grant = std::get_if<GrantDetails>(&event_.details)) {
            std::tie(fact.signal_id) = keys(*grant);
            fact.prm_granted_at = grant->prm_granted_at;
        }
        add(intent, fact, event);
    }

    void take_payload(const TradingSignal& signal, EventFact& event) {
        SignalFact fact = fact_of(signal);
        std::tie(fact.signal_id, fact.intent_id, fact.strategy_id, fact.market) = payload_keys(signal);
        event.subject_id = fact.signal_id;
        fact.prm_granted_at = signal.prm_granted_at;
        add(signal, fact, event);
    }

    /// Without ids.
    static SignalFact fact_of(const TradingSignalIntent& intent) {
        SignalFact fact;
        fact.created_at = intent.created_at;
        fact.valid_until = intent.valid_until.value_or(no_time);
        fact.side = intent.side;
        fact.direction = intent.direction;
        return fact;
    }

    void take_payload(const OrderRequest& order, EventFact& event) {
        OrderFact fact;
        std::tie(fact.order_id, fact.intent_id, fact.trade_id, fact.signal_id, fact.market) = payload_keys(order);
        event.subject_id = fact.order_id;
        fact.quantity = order.quantity;
        fact.limit_price = order.limit_price.value_or(Decimal{});
        fact.side = order.side;
        fact.order_type = order.order_type;
        fact.order_origin = order.order_origin;
        add(order, fact, event);
    }

    void take_payload(const OrderFill& fill, EventFact& event) {
        FillFact fact;
        std::tie(fact.order_id, fact.fill_id, fact.trade_id, fact.signal_id, fact.market) = payload_keys(fill);
        event.subject_id = fact.order_id;
        fact.quantity = fill.filled_qty;
        fact.price = fill.filled_price;
        fact.fee = fill.fee;
        fact.filled_at = fill.filled_at;
        fact.side = fill.side;
        add(fill, fact, event);
    }

    void take_payload(const Trade& trade, EventFact& event) {
        TradeFact fact;
        std::tie(fact.trade_id, fact.signal_id, fact.market) = payload_keys(trade);
        event.subject_id = fact.trade_id;
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
        add(trade, fact, event);
    }

    template <class Payload, class Fact>
    void add(const Payload& payload, Fact fact, EventFact& event) {
        add_to_content(payload);
        FactWriter writer(event.occurred_at, facts_.decimals);
        fact.transfer(writer);
        event.payload = static_cast<std::uint32_t>(facts_.words.size());
        facts_.words.insert(facts_.words.end(), writer.words().begin(), writer.words().end());
        note_market(fact.market);
    }

    /// That of the event before stands last.
    void note_market(Id market) {
        std::vector<Id>& markets = facts_.markets;
        if (market == no_id || (!markets.empty() && markets.back() == market)) return;
        const auto known = std::ranges::find(markets, market);
        if (known == markets.end())
            markets.push_back(market);
        else
            std::iter_swap(known, markets.end() - 1);
    }

    /// What is not numbered; the rest is there already.
    template <class Model>
    void add_to_content(const Model& model) {
        content_.add_fields(model, [](const auto& field) { return !is_numbered<Model>(field.member); });
    }

    const Event& event_;
    PieceFacts& facts_;
    model::ValueHasher<model::SmallValues::packed> content_;
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
