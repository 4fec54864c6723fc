#include "store/aggregate_tables.hpp"

#include <span>

#include "model/lifecycle.hpp"
#include "projection/slots.hpp"
#include "store/id_rows.hpp"
#include "store/json_list.hpp"
#include "store/unpacked.hpp"

namespace tks::store {

namespace {

using projection::FirstSteps;
using projection::Link;
using projection::Slot;
using projection::slots_of;
using projection::State;
using Reasons = std::span<const std::string_view>;

template <class Enum>
std::optional<std::string_view> word_of(std::optional<Enum> value) {
    return value ? std::optional(to_string(*value)) : std::nullopt;
}

template <class Status>
std::string_view status_after(const projection::Moment& moment) {
    if (!moment.is_set()) return {};
    return to_string(static_cast<Status>(model::lifecycle_step(moment.type()).status));
}

/// The columns of when the steps of an aggregate were first taken.
class StepColumns {
public:
    /// As a row has them, from that column on.
    void read(const Statement& row, int column) {
        steps_.begun_at = row.time(column).value_or(FirstSteps::never);
        steps_.passed_at = row.time(column + 1).value_or(FirstSteps::never);
    }

    /// Joins what a delta says; notes if that changes it.
    void join(const projection::RecordList<FirstSteps>& steps, Id id, RowChange& change) {
        const FirstSteps before = steps_;
        steps_.join(slots_of(steps, id));
        change.any |= steps_ != before;
    }

    [[nodiscard]] std::optional<Timestamp> begun_at() const { return known(steps_.begun_at); }
    [[nodiscard]] std::optional<Timestamp> passed_at() const { return known(steps_.passed_at); }

private:
    static std::optional<Timestamp> known(Timestamp at) {
        return at == FirstSteps::never ? std::nullopt : std::optional(at);
    }
    FirstSteps steps_;
};

std::optional<Timestamp> time_of(const KeptMoment& kept) {
    if (!kept.moment.is_set()) return std::nullopt;
    return kept.moment.occurred_at;
}

/// The text of its event's id, or NULL.
auto event_id_of(const KeptMoment& kept) {
    return Written{[&kept](std::string& out) { kept.append_event_text(out); }};
}

/// Joins a link of a delta to one of a row; notes if that changes it.
void join(Link& to, Link from, const std::vector<Id>& numbers, RowChange& change) {
    const Link before = to;
    to.join(from, numbers);
    if (to != before) change.any = change.links = true;
}

}  // namespace

struct IntentTable::Row {
    std::string key_before;
    Link granted, signal, strategy, provider, direction;
    KeptMoment latest, grant, rejection;
    StepColumns steps;
    bool has_new_payload = false;
    Id granted_signal = no_id;
    std::optional<Timestamp> granted_at;
    std::string reasons;
    std::optional<std::string> detail;

    /// Calls a function with each part of the merge key.
    template <class Visit>
    void visit_key(Visit visit) {
        visit(granted), visit(signal), visit(strategy), visit(provider), visit(direction), visit(latest), visit(grant),
            visit(rejection);
    }
};

IntentTable::IntentTable(SQLite::Database& database)
    : select_(database,
              "SELECT merge_key, only_granted_signal_no, signal_no, strategy_id, signal_provider_id, direction, "
              "first_created_at, first_granted_at FROM intent WHERE intent_no = ?"),
      insert_(database,
              insert_batch_sql("intent",
                               "intent_no, intent_id, only_granted_signal_no, signal_no, strategy_id, "
                               "signal_provider_id, direction, status, granted_at, granted_signal_no, "
                               "rejection_reasons, reason_detail, last_event_id, last_event_at, payload, merge_key, "
                               "first_created_at, first_granted_at, market, target_price")),
      update_(
          database,
          "UPDATE intent SET only_granted_signal_no = ?2, signal_no = ?3, strategy_id = ?4, signal_provider_id = ?5, "
          "direction = ?6, status = ?7, granted_at = coalesce(?8, granted_at), "
          "granted_signal_no = coalesce(?9, granted_signal_no), rejection_reasons = coalesce(?10, rejection_reasons), "
          "reason_detail = CASE WHEN ?10 IS NULL THEN reason_detail ELSE ?11 END, last_event_id = ?12, last_event_at = ?13, "
          "payload = coalesce(?14, payload), merge_key = ?15, first_created_at = ?16, first_granted_at = ?17, "
          "market = coalesce(?18, market), target_price = CASE WHEN ?14 IS NULL THEN target_price ELSE ?19 END "
          "WHERE intent_no = ?1") {}

void IntentTable::load(Id number, NumberedDelta& delta, Row& row) {
    if (!select_.find(number)) return;
    row.key_before = select_.bytes(0);
    MergeKeyReader key(row.key_before);
    key.read(row.granted, select_.number(1));
    key.read(row.signal, select_.number(2));
    key.read(row.strategy, delta.words.intern(select_.text(3)));
    key.read(row.provider, delta.words.intern(select_.text(4)));
    key.read(row.direction, delta.words.intern(select_.text(5)));
    key.read(row.latest);
    key.read(row.grant);
    key.read(row.rejection);
    row.steps.read(select_, 6);
    select_.finish();
}

RowChange IntentTable::join(NumberedDelta& delta, RowPlace place, const IntentPayload& offered) {
    const State& state = delta.state;
    Row row;
    if (!place.is_new()) load(place.number, delta, row);
    RowChange change;
    const projection::IntentRecord& record = state.intents[place.id];
    store::join(row.granted, record.granted, delta.signals.all(), change);
    store::join(row.signal, record.signal, delta.signals.all(), change);
    const projection::Origin& origin = state.origin(place.id);
    store::join(row.strategy, origin.strategy, delta.word_numbers, change);
    store::join(row.provider, origin.provider, delta.word_numbers, change);
    store::join(row.direction, origin.direction, delta.word_numbers, change);
    row.steps.join(state.intent_steps, place.id, change);
    const Slot& latest = slots_of(state.intent_slots, place.id);
    if (row.latest.offer(latest.moment, state.blobs)) {
        row.has_new_payload = change.any = true;
    }
    const Slot* const grant = lasting_slot(state, EventType::trading_signal_intent_granted, place.id, latest);
    if (grant != nullptr && row.grant.offer(grant->moment, state.blobs)) {
        const Unpacked<TradingSignalIntent, GrantDetails> unpacked(state, grant->bytes);
        row.granted_at = unpacked.get<GrantDetails>().prm_granted_at;
        row.granted_signal = delta.signals[state.signals.find(unpacked.get<GrantDetails>().signal_id)];
        change.any = true;
    }
    const Slot* const rejection = lasting_slot(state, EventType::trading_signal_intent_rejected, place.id, latest);
    if (rejection != nullptr && row.rejection.offer(rejection->moment, state.blobs)) {
        const Unpacked<TradingSignalIntent, IntentRejectionDetails> unpacked(state, rejection->bytes);
        row.reasons = json_list(unpacked.get<IntentRejectionDetails>().reasons);
        row.detail = unpacked.get<IntentRejectionDetails>().reason_detail;
        change.any = true;
    }
    if (!change.any && !place.is_new()) return change;
    MergeKeyWriter key;
    row.visit_key([&](const auto& part) { key.add(part); });
    const auto word = [&](Link link) { return delta.words.text(link.id()); };
    const std::string strategy = word(row.strategy), provider = word(row.provider), direction = word(row.direction);
    static const IntentPayload none;  // What the row has stays.
    const IntentPayload& payload = row.has_new_payload ? offered : none;
    const auto write = [&](const auto& put, const auto&... which) {
        put(which..., Number{row.granted.id()}, Number{row.signal.id()}, TextOrNull{strategy}, TextOrNull{provider},
            TextOrNull{direction}, TextOrNull{status_after<IntentStatus>(row.latest.moment)}, row.granted_at,
            Number{row.granted_signal}, TextOrNull{row.reasons}, row.detail, event_id_of(row.latest),
            time_of(row.latest), TextOrNull{payload.json}, Bytes{key.bytes()}, row.steps.begun_at(),
            row.steps.passed_at(), TextOrNull{payload.market}, payload.target_price);
    };
    put_row(place, id_text(state.intents, place.id), write, update_);
    return change;
}

SignalTable::SignalTable(SQLite::Database& database)
    : select_(database,
              "SELECT merge_key, trade_no, intent_no, first_created_at, first_hot_at FROM signal WHERE signal_no = ?"),
      insert_(database,
              insert_batch_sql("signal",
                               "signal_no, signal_id, trade_no, intent_no, status, reasons, last_event_id, "
                               "last_event_at, payload, merge_key, first_created_at, first_hot_at, target_price")),
      update_(database,
              "UPDATE signal SET trade_no = ?2, intent_no = ?3, status = ?4, reasons = coalesce(?5, reasons), "
              "last_event_id = ?6, last_event_at = ?7, payload = coalesce(?8, payload), merge_key = ?9, "
              "first_created_at = ?10, first_hot_at = ?11, "
              "target_price = CASE WHEN ?8 IS NULL THEN target_price ELSE ?12 END WHERE signal_no = ?1") {}

RowChange SignalTable::join(NumberedDelta& delta, RowPlace place, const SignalPayload& offered) {
    const State& state = delta.state;
    std::string key_before;
    Link trade, intent;
    KeptMoment latest, payload_at;
    StepColumns steps;
    if (!place.is_new() && select_.find(place.number)) {
        key_before = select_.bytes(0);
        MergeKeyReader key(key_before);
        key.read(trade, select_.number(1));
        key.read(intent, select_.number(2));
        key.read(latest);
        key.read(payload_at);
        steps.read(select_, 3);
        select_.finish();
    }
    RowChange change;
    store::join(trade, state.signals[place.id].trade, delta.trades.all(), change);
    store::join(intent, state.signals[place.id].intent, delta.intents.all(), change);
    steps.join(state.signal_steps, place.id, change);
    const Slot& slot = slots_of(state.signal_slots, place.id);
    static const SignalPayload none;
    const SignalPayload* payload = &none;  // What the row has stays where one is empty.
    std::string_view reasons;
    std::string reasons_of_invalidation;
    if (payload_at.offer(slot.moment, state.blobs)) {
        payload = &offered;
        change.any = true;
    }
    // The latest event tells the reasons: one that has a payload, or the invalidation, which has none.
    if (latest.offer(slot.moment, state.blobs)) {
        reasons = offered.reasons;
        change.any = true;
    }
    const auto invalidation = state.apart.find({EventType::trading_signal_invalidated, place.id});
    if (invalidation != state.apart.end() && latest.offer(invalidation->second.moment, state.blobs)) {
        reasons_of_invalidation = json_list(Unpacked<Reasons>(state, invalidation->second.bytes).get<Reasons>());
        reasons = reasons_of_invalidation;
        change.any = true;
    }
    if (!change.any && !place.is_new()) return change;
    MergeKeyWriter key;
    key.add(trade), key.add(intent), key.add(latest), key.add(payload_at);
    const auto write = [&](const auto& put, const auto&... which) {
        put(which..., Number{trade.id()}, Number{intent.id()}, TextOrNull{status_after<SignalStatus>(latest.moment)},
            TextOrNull{reasons}, event_id_of(latest), time_of(latest), TextOrNull{payload->json}, Bytes{key.bytes()},
            steps.begun_at(), steps.passed_at(), payload->target_price);
    };
    put_row(place, id_text(state.signals, place.id), write, update_);
    return change;
}

struct OrderTable::Row {
    std::string key_before;
    Link trade, signal, intent, strategy;
    KeptMoment latest, request, rejection;
    StepColumns steps;
    bool has_new_payload = false;
    std::optional<std::string> reason;  // Nothing where what the row has stays.

    template <class Visit>
    void visit_key(Visit visit) {
        visit(trade), visit(signal), visit(intent), visit(strategy), visit(latest), visit(request), visit(rejection);
    }
};

OrderTable::OrderTable(SQLite::Database& database, Attribution& attribution)
    : attribution_(attribution),
      select_(
          database,
          R"(SELECT merge_key, named_trade_no, signal_no, intent_no, strategy_id, first_requested_at, first_placed_at )"
          R"(FROM "order" WHERE order_no = ?)"),
      insert_(database,
              insert_batch_sql(R"("order")",
                               "order_no, order_id, trade_no, named_trade_no, signal_no, intent_no, strategy_id, "
                               "status, is_open, rejection_reason, last_event_id, last_event_at, payload, merge_key, "
                               "first_requested_at, first_placed_at, venue, order_type, limit_price")),
      update_(
          database,
          R"(UPDATE "order" SET trade_no = ?2, named_trade_no = ?3, signal_no = ?4, intent_no = ?5, strategy_id = ?6, )"
          "status = ?7, is_open = ?8, rejection_reason = coalesce(?9, rejection_reason), last_event_id = ?10, "
          "last_event_at = ?11, payload = coalesce(?12, payload), merge_key = ?13, first_requested_at = ?14, "
          "first_placed_at = ?15, venue = CASE WHEN ?12 IS NULL THEN venue ELSE ?16 END, "
          "order_type = coalesce(?17, order_type), "
          "limit_price = CASE WHEN ?12 IS NULL THEN limit_price ELSE ?18 END WHERE order_no = ?1") {}

void OrderTable::load(Id number, NumberedDelta& delta, Row& row) {
    if (!select_.find(number)) return;
    row.key_before = select_.bytes(0);
    MergeKeyReader key(row.key_before);
    key.read(row.trade, select_.number(1));
    key.read(row.signal, select_.number(2));
    key.read(row.intent, select_.number(3));
    key.read(row.strategy, delta.words.intern(select_.text(4)));
    key.read(row.latest);
    key.read(row.request);
    key.read(row.rejection);
    row.steps.read(select_, 5);
    select_.finish();
}

RowChange OrderTable::join(NumberedDelta& delta, RowPlace place, const OrderPayload& offered) {
    const State& state = delta.state;
    Row row;
    if (!place.is_new()) load(place.number, delta, row);
    RowChange change;
    const projection::OrderRecord& record = state.orders[place.id];
    store::join(row.trade, record.trade, delta.trades.all(), change);
    store::join(row.signal, record.signal, delta.signals.all(), change);
    store::join(row.intent, record.intent, delta.intents.all(), change);
    store::join(row.strategy, record.strategy, delta.word_numbers, change);
    row.steps.join(state.order_steps, place.id, change);
    const projection::OrderSlots& slots = slots_of(state.order_slots, place.id);
    for (const projection::Moment& moment : {slots.request.moment, slots.fill})
        change.any |= row.latest.offer(moment, state.blobs);
    if (row.request.offer(slots.request.moment, state.blobs)) {
        row.has_new_payload = change.any = true;
    }
    const Slot* const rejection = lasting_slot(state, EventType::order_rejected, place.id, slots.request);
    if (rejection != nullptr && row.rejection.offer(rejection->moment, state.blobs)) {
        row.reason = Unpacked<OrderRequest, ReasonDetails>(state, rejection->bytes).get<ReasonDetails>().reason;
        change.any = true;
    }
    if (!change.any && !place.is_new()) return change;
    MergeKeyWriter key;
    row.visit_key([&](const auto& part) { key.add(part); });
    const projection::Moment& latest = row.latest.moment;
    std::optional<bool> is_open;
    if (latest.is_set()) is_open = !model::is_end(latest.type());
    const Id trade = attribution_.trade_of_order(row.trade.id(), row.signal.id(), row.intent.id());
    const std::string strategy = delta.words.text(row.strategy.id());
    static const OrderPayload none;  // What the row has stays.
    const OrderPayload& payload = row.has_new_payload ? offered : none;
    const auto write = [&](const auto& put, const auto&... which) {
        put(which..., Number{trade}, Number{row.trade.id()}, Number{row.signal.id()}, Number{row.intent.id()},
            TextOrNull{strategy}, TextOrNull{status_after<OrderStatus>(latest)}, is_open, row.reason,
            event_id_of(row.latest), time_of(row.latest), TextOrNull{payload.json}, Bytes{key.bytes()},
            row.steps.begun_at(), row.steps.passed_at(), TextOrNull{payload.venue}, word_of(payload.type),
            payload.limit_price);
    };
    put_row(place, id_text(state.orders, place.id), write, update_);
    return change;
}

TradeTable::TradeTable(SQLite::Database& database)
    : select_(database, "SELECT merge_key FROM trade WHERE trade_no = ?"),
      insert_(database,
              insert_batch_sql("trade",
                               "trade_no, trade_id, status, direction, market, strategy_id, signal_no, opened_at, "
                               "closed_at, realized_pnl, last_realized_pnl_delta, last_event_id, last_event_at, "
                               "payload, input_no, line, merge_key")),
      update_(
          database,
          "UPDATE trade SET status = ?2, direction = ?3, market = ?4, strategy_id = ?5, signal_no = ?6, opened_at = ?7, "
          "closed_at = ?8, realized_pnl = ?9, last_realized_pnl_delta = coalesce(?10, last_realized_pnl_delta), "
          "last_event_id = ?11, last_event_at = ?12, payload = ?13, input_no = ?14, line = ?15, merge_key = ?16 "
          "WHERE trade_no = ?1"),
      update_profit_(database,
                     "UPDATE trade SET last_realized_pnl_delta = coalesce(?2, last_realized_pnl_delta), merge_key = ?3 "
                     "WHERE trade_no = ?1") {}

RowChange TradeTable::join(NumberedDelta& delta, RowPlace place, const TradePayload& offered) {
    const State& state = delta.state;
    std::string key_before;
    KeptMoment latest, profit;
    if (!place.is_new() && select_.find(place.number)) {
        key_before = select_.bytes(0);
        MergeKeyReader key(key_before);
        key.read(latest);
        key.read(profit);
        select_.finish();
    }
    const projection::TradeRecord& moments = state.trades[place.id];
    const bool is_later = latest.offer(moments.latest, state.blobs);
    std::optional<Decimal> delta_of_profit;
    if (profit.offer(moments.latest_profit, state.blobs))
        delta_of_profit = state.decimals.unpack(slots_of(state.profit_deltas, place.id));
    RowChange change{.any = is_later || delta_of_profit, .links = is_later};
    if (!change.any && !place.is_new()) return change;
    MergeKeyWriter key;
    key.add(latest), key.add(profit);
    if (!is_later && !place.is_new()) {
        update_profit_.run(place.number, delta_of_profit, Bytes{key.bytes()});
        return change;
    }
    if (!is_later) {
        // It is only named.
        constexpr std::nullopt_t none = std::nullopt;
        place.new_rows->add(place.number, id_text(state.trades, place.id), none, none, none, none, none, none, none,
                            none, delta_of_profit, none, none, none, none, none, Bytes{key.bytes()});
        return change;
    }
    const projection::TradeReport record = state.report(place.id);
    const auto known = [](Timestamp time) {
        return time == projection::TradeRecord::no_moment ? std::nullopt : std::optional(time);
    };
    const std::string market = state.words.text(record.market), strategy = state.words.text(record.strategy);
    const auto write = [&](const auto& put, const auto&... which) {
        put(which..., to_string(record.status), to_string(record.direction), market, TextOrNull{strategy},
            Number{delta.signals[record.signal]}, known(record.opened_at), known(record.closed_at),
            state.decimals.unpack(record.realized_pnl), delta_of_profit, event_id_of(latest), time_of(latest),
            offered.json, Number{record.place.input}, record.place.line, Bytes{key.bytes()});
    };
    put_row(place, id_text(state.trades, place.id), write, update_);
    return change;
}

}  // namespace tks::store
