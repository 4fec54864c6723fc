#include "store/writer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/input_name.hpp"
#include "base/read_ahead.hpp"
#include "store/id_rows.hpp"
#include "store/whole_trades.hpp"
#include "tks/error.hpp"

namespace tks::store {

namespace {

void make_unique(std::vector<Id>& ids) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

/// Calls visit(id, payload) with each of some aggregates of a kind.
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
      checkpointer_(connection),
      added_(connection.database()),
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
      find_intent_(connection.database(), "SELECT c0, intent_no FROM batch(?1) CROSS JOIN intent ON intent_id = c1"),
      find_signal_(connection.database(), "SELECT c0, signal_no FROM batch(?1) CROSS JOIN signal ON signal_id = c1"),
      find_order_(connection.database(), R"(SELECT c0, order_no FROM batch(?1) CROSS JOIN "order" ON order_id = c1)"),
      find_fill_(connection.database(), "SELECT c0, fill_no FROM batch(?1) CROSS JOIN fill ON fill_id = c1"),
      find_trade_(connection.database(), "SELECT c0, trade_no FROM batch(?1) CROSS JOIN trade ON trade_id = c1"),
      largest_intent_(connection.database(), "SELECT max(intent_no) FROM intent"),
      largest_signal_(connection.database(), "SELECT max(signal_no) FROM signal"),
      largest_order_(connection.database(), R"(SELECT max(order_no) FROM "order")"),
      largest_fill_(connection.database(), "SELECT max(fill_no) FROM fill"),
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
      fills_of_event_(connection.database(),
                      "SELECT fill_no FROM batch(?1) CROSS JOIN fill ON event_id = c1 AND found_by > 5"),
      fills_of_correlation_(connection.database(),
                            "SELECT fill_no FROM batch(?1) CROSS JOIN fill ON correlation_id = c1 AND found_by > 6"),
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
    checkpointer_.make_room();
    connection_.write([&] {
        Changes changes;
        NumberedDelta numbered(delta.state);
        join(numbered, changes);
        spread(changes);
        value_trades(numbered, changes);
        set_latest_.run(delta.state.latest_at);
        write_inputs(delta);
        figures_.forget_changed();
        added_.end();
    });
    if (connection_.time_of_making() >= longest_making) connection_.publish();
}

/// Finds the numbers of ids, and gives numbers to those that have none: in the order in which the delta first names them, so that what
/// happened together stands together.
template <class Record>
RowNumbers Writer::number_ids(const projection::Keyed<Record>& keyed, Statement& find, Statement& largest) {
    largest.find();
    std::int64_t next = largest.integer(0) + 1;
    largest.finish();
    const auto first_new = static_cast<Id>(next);
    constexpr std::int64_t most_rows = 4'000'000'000;
    if (next + static_cast<std::int64_t>(keyed.size()) > most_rows)
        throw StoreError(fmt::format("{}: is full: a table holds at most {} rows", connection_.path(), most_rows));
    std::vector<Id> numbers(keyed.size(), no_id);
    std::vector<Id> old = added_.take(keyed);
    keyed.sort(old);
    find_rows(keyed, old, find, [&] { numbers[find.number(0)] = find.number(1); });
    for (Id id = 1; id < numbers.size(); ++id)
        if (numbers[id] == no_id) numbers[id] = static_cast<Id>(next++);
    return {std::move(numbers), first_new};
}

void Writer::join(NumberedDelta& delta, Changes& changes) {
    const projection::State& state = delta.state;
    added_.begin();
    delta.trades = number_ids(state.trades, find_trade_, largest_trade_);
    delta.signals = number_ids(state.signals, find_signal_, largest_signal_);
    delta.intents = number_ids(state.intents, find_intent_, largest_intent_);
    delta.orders = number_ids(state.orders, find_order_, largest_order_);
    const RowNumbers fill_numbers = number_ids(state.fills, find_fill_, largest_fill_);
    const auto join_all = [&]<class Payload>(auto& table, const RowNumbers& numbers, const auto& note) {
        const auto join_one = [&](Id id, const Payload& payload, NewRows* new_rows) {
            const RowPlace place{.id = id, .number = numbers[id], .new_rows = new_rows};
            note(place, table.join(delta, place, payload));
        };
        visit_payloads<Payload>(state, numbers.known_ids(),
                                [&](Id id, const Payload& payload) { join_one(id, payload, nullptr); });
        add_rows(table.insert(), [&](NewRows& new_rows) {
            Payload payload;
            for (const Id id : numbers.new_ids()) {
                read_payload(state, id, payload);
                join_one(id, payload, &new_rows);
            }
        });
    };
    const auto note_in = [](std::vector<Id>& changed) {
        // What is new has nothing in the store yet that depends on it.
        return [&](RowPlace place, RowChange change) {
            if (change.links && !place.is_new()) changed.push_back(place.number);
        };
    };
    attribution_.look_into(&delta);
    join_all.operator()<SignalPayload>(signals_, delta.signals, note_in(changes.signals));
    join_all.operator()<IntentPayload>(intents_, delta.intents, note_in(changes.intents));
    join_all.operator()<OrderPayload>(orders_, delta.orders, note_in(changes.orders));
    join_all.operator()<TradePayload>(trades_, delta.trades, [&](RowPlace place, RowChange change) {
        if (change.any) changes.trades.add(place.number);
    });
    join_leads(delta, changes);
    changes.found.resize(state.fills.size());
    const auto join_fills = [&](const std::vector<Id>& ids, NewRows* new_rows) {
        for (const Id id : ids)
            changes.found[id] = fills_.join(delta, {id, fill_numbers[id], new_rows}, changes.trades);
    };
    join_fills(fill_numbers.known_ids(), nullptr);
    add_rows(fills_.insert(), [&](NewRows& new_rows) { join_fills(fill_numbers.new_ids(), &new_rows); });
    attribution_.look_into(nullptr);
    profits_.join(delta, added_, changes.trades);
    for (Id id = 1; id < state.accounts.size(); ++id) accounts_.join(state, id);
}

void Writer::join_leads(const NumberedDelta& delta, Changes& changes) {
    const auto join_all = [&](const auto& leads, LeadTable& table, Statement& fills_of_text, Statement& has_fills) {
        // Mostly no fill of the store depends on these.
        const bool may_be_asked = has_fills.find();
        has_fills.finish();
        const std::vector<Id> changed = table.join(leads, delta.trades.all());
        if (may_be_asked)
            find_rows(leads, changed, fills_of_text, [&] { changes.fills.push_back(fills_of_text.number(0)); });
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
    std::vector<PnlTable::Valued> whole_trades;
    for (const Id number : changes.trades.all) {
        const Id trade = delta.trades.new_id(number);
        if (trade == no_id || !whole.has(trade))
            others.push_back(number);
        else if (valuation.is_told(trade))
            whole_trades.push_back({number, trade});
    }
    pnl_.add(whole_trades, valuation);
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
