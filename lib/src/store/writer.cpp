#include "store/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/input_name.hpp"
#include "base/read_ahead.hpp"
#include "store/whole_trades.hpp"
#include "tks/error.hpp"

namespace tks::store {

namespace {

void make_unique(std::vector<Id>& ids) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

/// All ids in the order of their texts, in which they are found in a table and added to it the fastest.
template <class Record>
std::vector<Id> in_order(const projection::Keyed<Record>& keyed) {
    std::vector<Id> ids(keyed.size() - 1);
    std::iota(ids.begin(), ids.end(), Id{1});
    std::ranges::sort(ids, [&](Id left, Id right) { return keyed.precedes(left, right); });
    return ids;
}

/// Calls visit(id, payload) with each aggregate of a kind, in the order of their texts.
template <class Payload, class Visit>
void visit_payloads(const projection::State& state, const std::vector<Id>& ids, Visit visit) {
    const auto make = [&](ReadAhead<Payload>& payloads) {
        for (const Id id : ids) read_payload(state, id, payloads.next());
    };
    auto id = ids.begin();
    read_ahead<Payload>(make, [&](const Payload& payload) { visit(*id++, payload); });
}

}  // namespace

Writer::Writer(Connection& connection)
    : connection_(connection),
      attribution_(connection.database()),
      intents_(connection.database()),
      signals_(connection.database()),
      orders_(connection.database(), attribution_),
      fills_(connection.database(), attribution_),
      trades_(connection.database()),
      profits_(connection.database()),
      causes_(connection.database(), "cause", "event_id"),
      correlations_(connection.database(), "correlation", "correlation_id"),
      accounts_(connection.database()),
      pnl_(connection),
      figures_(connection),
      find_intent_(connection.database(), "SELECT intent_no FROM intent WHERE intent_id = ?"),
      find_signal_(connection.database(), "SELECT signal_no FROM signal WHERE signal_id = ?"),
      find_order_(connection.database(), R"(SELECT order_no FROM "order" WHERE order_id = ?)"),
      find_trade_(connection.database(), "SELECT trade_no FROM trade WHERE trade_id = ?"),
      largest_intent_(connection.database(), "SELECT max(intent_no) FROM intent"),
      largest_signal_(connection.database(), "SELECT max(signal_no) FROM signal"),
      largest_order_(connection.database(), R"(SELECT max(order_no) FROM "order")"),
      largest_trade_(connection.database(), "SELECT max(trade_no) FROM trade"),
      signals_of_intent_(connection.database(), "SELECT signal_no FROM signal WHERE intent_no = ?"),
      orders_of_intent_(connection.database(), R"(SELECT order_no FROM "order" WHERE intent_no = ?)"),
      intents_of_signal_(connection.database(),
                         "SELECT intent_no FROM intent WHERE signal_no = ?1 UNION ALL SELECT intent_no FROM intent "
                         "WHERE only_granted_signal_no = ?1 AND only_granted_signal_no IS NOT signal_no"),
      orders_of_signal_(connection.database(), R"(SELECT order_no FROM "order" WHERE signal_no = ?)"),
      trades_of_signal_(connection.database(), "SELECT trade_no FROM trade WHERE signal_no = ?"),
      fills_of_signal_(connection.database(), "SELECT fill_no FROM fill WHERE signal_no = ?"),
      fills_of_order_(connection.database(), "SELECT fill_no FROM fill WHERE order_no = ?"),
      fills_of_event_(connection.database(), "SELECT fill_no FROM fill WHERE event_id = ? AND found_by > 5"),
      fills_of_correlation_(connection.database(),
                            "SELECT fill_no FROM fill WHERE correlation_id = ? AND found_by > 6"),
      has_fills_by_event_(connection.database(),
                          "SELECT 1 FROM fill WHERE found_by > 5 AND event_id IS NOT NULL LIMIT 1"),
      has_fills_by_correlation_(connection.database(),
                                "SELECT 1 FROM fill WHERE found_by > 6 AND correlation_id IS NOT NULL LIMIT 1"),
      find_input_(connection.database(),
                  "SELECT input_no, format, bytes, lines, fingerprint, reading FROM inputs WHERE name = ?"),
      add_input_(connection.database(), "INSERT INTO inputs (name) VALUES (?) ON CONFLICT DO NOTHING"),
      set_position_(
          connection.database(),
          "UPDATE inputs SET format = ?, bytes = ?, lines = ?, fingerprint = ?, reading = ? WHERE input_no = ?"),
      forget_findings_(connection.database(), "DELETE FROM finding WHERE input_no = ? AND line > ?"),
      add_finding_(
          connection.database(),
          "INSERT OR REPLACE INTO finding (input_no, line, \"column\", rule, pointer, severity, message, event_id, topic, "
          "partition, \"offset\") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      set_options_(connection.database(), "UPDATE store SET cost_basis = ?, tolerance = ?"),
      set_latest_(connection.database(), "UPDATE store SET latest_at = max(latest_at, ?)") {}

Writer::KnownInput Writer::open_input(const std::string& name) {
    KnownInput input;
    const auto look = [&] {
        if (!find_input_.find(name)) return;
        input.number = find_input_.number(0);
        input.position = {.format = std::string(find_input_.text(1)),
                          .bytes = static_cast<std::uint64_t>(find_input_.integer(2)),
                          .lines = static_cast<std::uint64_t>(find_input_.integer(3)),
                          .fingerprint = std::string(find_input_.text(4)),
                          .reading = std::string(find_input_.text(5))};
        find_input_.finish();
    };
    connection_.guard(look);
    if (input.number != no_id) return input;
    connection_.write([&] {
        add_input_.run(name);
        look();
    });
    return input;
}

void Writer::commit(const Delta& delta) {
    connection_.write([&] {
        Changes changes;
        NumberedDelta numbered(delta.state);
        join(numbered, changes);
        spread(changes);
        value_trades(numbered, changes);
        set_latest_.run(delta.state.latest_at);
        write_inputs(delta);
        figures_.forget_changed();
    });
}

/// Finds the numbers of ids, and gives numbers to those that have none.
template <class Record>
RowNumbers Writer::number_ids(const projection::Keyed<Record>& keyed, Statement& find, Statement& largest) {
    std::vector<Id> ids = in_order(keyed);
    largest.find();
    std::int64_t next = largest.integer(0) + 1;
    largest.finish();
    const auto first_new = static_cast<Id>(next);
    constexpr std::int64_t most_rows = 4'000'000'000;
    if (next + static_cast<std::int64_t>(ids.size()) > most_rows)
        throw StoreError(fmt::format("{}: is full: a table holds at most {} rows", connection_.path(), most_rows));
    std::vector<Id> numbers(keyed.size(), no_id);
    for (const Id id : ids) {
        if (first_new > 1 && find.find(keyed.text(id))) {
            numbers[id] = find.number(0);
            find.finish();
        } else {
            numbers[id] = static_cast<Id>(next++);
        }
    }
    return {std::move(numbers), first_new, std::move(ids)};
}

void Writer::join(NumberedDelta& delta, Changes& changes) {
    const projection::State& state = delta.state;
    delta.trades = number_ids(state.trades, find_trade_, largest_trade_);
    delta.signals = number_ids(state.signals, find_signal_, largest_signal_);
    delta.intents = number_ids(state.intents, find_intent_, largest_intent_);
    delta.orders = number_ids(state.orders, find_order_, largest_order_);
    const auto place_of = [](const RowNumbers& numbers, Id id) {
        return RowPlace{.id = id, .number = numbers[id], .is_new = numbers.is_new(id)};
    };
    const auto join_to = [&](auto& table, const RowNumbers& numbers, std::vector<Id>& changed) {
        return [&](Id id, const auto& payload) {
            const RowPlace place = place_of(numbers, id);
            // What is new has nothing in the store yet that depends on it.
            if (table.join(delta, place, payload).links && !place.is_new) changed.push_back(place.number);
        };
    };
    attribution_.look_into(&delta);
    visit_payloads<SignalPayload>(state, delta.signals.ids(), join_to(signals_, delta.signals, changes.signals));
    visit_payloads<IntentPayload>(state, delta.intents.ids(), join_to(intents_, delta.intents, changes.intents));
    visit_payloads<OrderPayload>(state, delta.orders.ids(), join_to(orders_, delta.orders, changes.orders));
    visit_payloads<TradePayload>(state, delta.trades.ids(), [&](Id id, const TradePayload& payload) {
        if (trades_.join(delta, place_of(delta.trades, id), payload).any) changes.trades.add(delta.trades[id]);
    });
    join_leads(delta, changes);
    changes.found.resize(state.fills.size());
    for (const Id id : in_order(state.fills)) changes.found[id] = fills_.join(delta, id, changes.trades);
    attribution_.look_into(nullptr);
    for (Id id = 1; id < state.profits.size(); ++id) profits_.join(delta, id, changes.trades);
    for (Id id = 1; id < state.accounts.size(); ++id) accounts_.join(state, id);
}

void Writer::join_leads(const NumberedDelta& delta, Changes& changes) {
    const auto join_all = [&](const auto& keyed, LeadTable& table, Statement& fills_of_text, Statement& has_fills) {
        // Mostly no fill of the store depends on these.
        const bool may_be_asked = has_fills.find();
        has_fills.finish();
        for (const Id id : in_order(keyed)) {
            if (!keyed[id].trade.is_named()) continue;
            const std::string text = keyed.text(id);
            if (!table.join(text, keyed[id].trade, delta.trades.all()) || !may_be_asked) continue;
            for (fills_of_text.start(text); fills_of_text.next();) changes.fills.push_back(fills_of_text.number(0));
        }
    };
    join_all(delta.state.causes, causes_, fills_of_event_, has_fills_by_event_);
    join_all(delta.state.correlations, correlations_, fills_of_correlation_, has_fills_by_correlation_);
}

void Writer::collect(Statement& statement, Id number, std::vector<Id>& found) {
    for (statement.start(number); statement.next();) found.push_back(statement.number(0));
}

/// Follows the changes to all that is found or told by what has changed.
void Writer::spread(Changes& changes) {
    std::vector<Id> intents = changes.intents;
    for (const Id signal : changes.signals) collect(intents_of_signal_, signal, intents);
    for (const Id intent : changes.intents) collect(signals_of_intent_, intent, changes.signals);
    make_unique(intents);
    make_unique(changes.signals);
    for (const Id intent : intents) collect(orders_of_intent_, intent, changes.orders);
    for (const Id signal : changes.signals) {
        collect(orders_of_signal_, signal, changes.orders);
        collect(trades_of_signal_, signal, changes.trades.all);
        collect(fills_of_signal_, signal, changes.fills);
    }
    make_unique(changes.orders);
    for (const Id order : changes.orders) {
        attribution_.renew_order(order);
        collect(fills_of_order_, order, changes.fills);
    }
    make_unique(changes.fills);
    std::vector<Id> trades_of_fills;
    for (const Id fill : changes.fills) attribution_.renew_fill(fill, trades_of_fills);
    for (const Id trade : trades_of_fills) changes.trades.add_mixed(trade);
}

void Writer::value_trades(const NumberedDelta& delta, Changes& changes) {
    make_unique(changes.trades.all);
    const projection::ValuationOptions options = connection_.kept_options();
    const WholeTrades whole(delta, changes.found, changes.trades.mixed);
    const projection::Valuation valuation(delta.state, whole.ledger(), options);
    std::vector<Id> others;
    for (const Id number : changes.trades.all) {
        const Id trade = delta.trades.new_id(number);
        if (trade == no_id || !whole.has(trade))
            others.push_back(number);
        else if (valuation.is_told(trade))
            pnl_.write(number, valuation, trade);
    }
    pnl_.renew(others, options);
}

void Writer::write_inputs(const Delta& delta) {
    for (const Delta::Input& input : delta.inputs) {
        if (input.forget_behind_line) forget_findings_.run(input.number, *input.forget_behind_line);
        const InputPosition& position = input.position;
        set_position_.run(TextOrNull{position.format}, position.bytes, position.lines, TextOrNull{position.fingerprint},
                          TextOrNull{position.reading}, input.number);
    }
    for (const auto& [input, finding] : delta.findings) {
        const Origin& origin = finding.origin;
        add_finding_.run(input, place_in_input(origin).second, origin.column, finding.rule, finding.pointer,
                         to_string(finding.severity), finding.message, TextOrNull{finding.event_id},
                         TextOrNull{origin.topic},
                         origin.partition >= 0 ? std::optional(origin.partition) : std::nullopt,
                         origin.offset >= 0 ? std::optional(origin.offset) : std::nullopt);
    }
}

void Writer::adopt_options(const StoreOptions& wanted) {
    const auto are_same = [&](const projection::ValuationOptions& kept) {
        return wanted.cost_basis.value_or(kept.cost_basis) == kept.cost_basis &&
               wanted.tolerance.value_or(kept.tolerance) == kept.tolerance;
    };
    if (connection_.guard([&] { return are_same(connection_.kept_options()); })) return;
    connection_.write([&] {
        projection::ValuationOptions options = connection_.kept_options();
        options.cost_basis = wanted.cost_basis.value_or(options.cost_basis);
        options.tolerance = wanted.tolerance.value_or(options.tolerance);
        pnl_.renew_all(options);
        figures_.forget_changed();
        set_options_.run(to_string(options.cost_basis), options.tolerance.reduced().to_string());
    });
}

}  // namespace tks::store
