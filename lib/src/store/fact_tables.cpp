#include "store/fact_tables.hpp"

#include <memory_resource>
#include <span>

#include "projection/packed.hpp"
#include "projection/slots.hpp"
#include "store/id_rows.hpp"

namespace tks::store {

namespace {

/// Stands for what a row has, in records of which only the rank matters.
constexpr Id in_row = ~Id{0} - 1;

}  // namespace

FillTable::FillTable(SQLite::Database& database, Attribution& attribution)
    : attribution_(attribution),
      select_(database, "SELECT filled_at, merge_key, input_no, line, trade_no FROM fill WHERE fill_no = ?"),
      insert_(database,
              insert_batch_sql("fill",
                               "fill_no, fill_id, order_no, trade_no, found_by, named_trade_no, signal_no, event_id, "
                               "correlation_id, market, side, quantity, price, fee, liquidity, filled_at, input_no, "
                               "line, merge_key")),
      update_(
          database,
          "UPDATE fill SET order_no = ?2, trade_no = ?3, found_by = ?4, named_trade_no = ?5, signal_no = ?6, event_id = ?7, "
          "correlation_id = ?8, market = ?9, side = ?10, quantity = ?11, price = ?12, fee = ?13, liquidity = ?14, "
          "filled_at = ?15, input_no = ?16, line = ?17, merge_key = ?18 WHERE fill_no = ?1") {}

Attribution::Found FillTable::join(const NumberedDelta& delta, RowPlace place, ChangedTrades& trades) {
    const projection::State& state = delta.state;
    const projection::FillRecord fill = state.fill(place.id);
    event_id_.clear();
    state.causes.append_text(event_id_, fill.event);
    correlation_id_.clear();
    state.correlations.append_text(correlation_id_, fill.correlation);
    const Attribution::FillLinks links{delta.trades[fill.trade], delta.orders[fill.order], delta.signals[fill.signal],
                                       event_id_, correlation_id_};
    const Attribution::Found found = attribution_.trade_of_fill(links);
    const auto write = [&](const auto& put, const auto&... which) {
        put(which..., links.order, Number{found.trade}, static_cast<int>(found.by), Number{links.named_trade},
            Number{links.signal}, TextOrNull{event_id_}, TextOrNull{correlation_id_}, id_text(state.words, fill.market),
            to_string(fill.side), state.decimals.unpack(fill.quantity), state.decimals.unpack(fill.price),
            state.decimals.unpack(fill.fee), to_string(fill.liquidity), fill.filled_at, Number{fill.place.input},
            fill.place.line, fill.hash);
    };
    if (!place.is_new()) {
        trades.mixed.push_back(found.trade);
        if (!is_less_preferred(place.number, fill, trades)) return found;
    }
    put_row(place, id_text(state.fills, place.id), write, update_);
    trades.add(found.trade);
    return found;
}

/// Whether what is told now of a fill counts instead of its row; then the trade of the row is added.
bool FillTable::is_less_preferred(Id number, const projection::FillRecord& fill, ChangedTrades& trades) {
    if (!select_.find(number)) return false;
    projection::FillRecord kept;
    kept.order = in_row;
    kept.filled_at = Timestamp{select_.integer(0)};
    kept.hash = static_cast<std::uint32_t>(select_.integer(1));
    kept.place = {select_.number(2), select_.number(3)};
    const Id trade_before = select_.number(4);
    select_.finish();
    if (!is_preferred(fill, kept)) return false;
    trades.add_mixed(trade_before);
    return true;
}

ProfitTable::ProfitTable(SQLite::Database& database)
    : find_(database, "SELECT c0, merge_key, trade_no FROM batch(?1) CROSS JOIN profit ON event_id = c1"),
      insert_(database, insert_batch_sql("profit", "event_id, trade_no, realized_pnl_delta, merge_key")),
      update_(database,
              "UPDATE profit SET trade_no = ?2, realized_pnl_delta = ?3, merge_key = ?4 WHERE event_id = ?1") {}

void ProfitTable::join(const NumberedDelta& delta, AddedIds& added, ChangedTrades& trades) {
    const projection::State& state = delta.state;
    const auto write = [&](Id profit, const auto& put) {
        const projection::ProfitRecord& record = state.profits[profit];
        put(id_text(state.profits, profit), delta.trades[record.trade], state.decimals.unpack(record.delta),
            record.hash);
    };
    std::vector<bool> is_known(state.profits.size());
    for (const Known& known : find_known(state, added)) {
        is_known[known.profit] = true;
        const projection::ProfitRecord& offered = state.profits[known.profit];
        const Id trade = delta.trades[offered.trade];
        trades.mixed.push_back(trade);
        projection::ProfitRecord kept;
        kept.trade = in_row;
        kept.hash = known.hash;
        if (!is_preferred(offered, kept)) continue;
        trades.add_mixed(known.trade);
        trades.add(trade);
        write(known.profit, [&](const auto&... values) { update_.run(values...); });
    }
    add_rows(insert_, [&](NewRows& new_rows) {
        for (const Id profit : state.profits.in_order()) {
            if (is_known[profit]) continue;
            write(profit, [&](const auto&... values) { new_rows.add(values...); });
            trades.add(delta.trades[state.profits[profit].trade]);
        }
    });
}

std::vector<ProfitTable::Known> ProfitTable::find_known(const projection::State& state, AddedIds& added) {
    std::vector<Known> known;
    std::vector<Id> old = added.take(state.profits);
    state.profits.sort(old);
    find_rows(state.profits, old, find_, [&] {
        known.push_back({.profit = find_.number(0),
                         .hash = static_cast<std::uint32_t>(find_.integer(1)),
                         .trade = find_.number(2)});
    });
    return known;
}

// A row is there only if a trade was named: where it leads to none, several were.
LeadTable::LeadTable(SQLite::Database& database, const std::string& table, const std::string& column)
    : database_(database),
      insert_(database, insert_batch_sql(table, column + ", trade_no") + " WHERE true ON CONFLICT DO NOTHING"),
      find_contradicted_(database, "SELECT c2 FROM batch(?1) CROSS JOIN " + table + " ON " + column +
                                       " = c0 WHERE trade_no IS NOT NULL AND trade_no IS NOT c1"),
      contradict_(database, "UPDATE " + table + " SET trade_no = NULL WHERE " + column + " = ?") {}

/// Adds rows as far as they are new; how many of them are.
std::size_t LeadTable::add(const RowBatch& rows) {
    insert_.run(rows);
    return static_cast<std::size_t>(database_.getChanges());
}

template <class Record>
std::vector<Id> LeadTable::join(const projection::Keyed<Record>& leads, const std::vector<Id>& trade_numbers) {
    constexpr std::size_t id_column = 2;
    std::vector<Id> changed, contradicted;
    const auto take = [&](const RowBatch& rows) {
        const std::size_t added = add(rows);
        // Nobody knows which of them were added, but mostly all are, or, of an input that is read again, none.
        for (std::size_t row = 0; added != 0 && row < rows.rows(); ++row)
            changed.push_back(static_cast<Id>(rows.cell(row, id_column).value));
        if (added != rows.rows())
            for (find_contradicted_.start(rows); find_contradicted_.next();)
                contradicted.push_back(find_contradicted_.number(0));
    };
    take_rows(
        [&](NewRows& named) {
            for (const Id id : leads.in_order())
                if (const projection::Link trade = leads[id].trade; trade.is_named())
                    named.add(id_text(leads, id), Number{trade_numbers[trade.id()]}, id);
        },
        take);
    for (const Id id : contradicted) contradict_.run(id_text(leads, id));
    changed.insert(changed.end(), contradicted.begin(), contradicted.end());
    return changed;
}

template std::vector<Id> LeadTable::join(const projection::Keyed<projection::CauseRecord>&, const std::vector<Id>&);
template std::vector<Id> LeadTable::join(const projection::Keyed<projection::CorrelationRecord>&,
                                         const std::vector<Id>&);

AccountTable::AccountTable(SQLite::Database& database)
    : select_(database, "SELECT as_of, confirmed_at, merge_key FROM account WHERE account_id = ?"),
      upsert_(
          database,
          "INSERT INTO account (account_id, as_of, confirmed_at, merge_key) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
          "as_of = excluded.as_of, confirmed_at = excluded.confirmed_at, merge_key = excluded.merge_key"),
      delete_marks_(database, "DELETE FROM mark WHERE account_id = ?"),
      insert_mark_(
          database,
          "INSERT INTO mark (position_id, account_id, mark_price, position_value_usdt, unrealized_pnl_usdt, pnl_percent) "
          "VALUES (?, ?, ?, ?, ?, ?)") {}

void AccountTable::join(const projection::State& delta, Id account) {
    const std::string account_id = delta.accounts.text(account);
    projection::BlobPool blobs;
    projection::AccountRecord kept;
    if (select_.find(account_id)) {
        kept.as_of = Timestamp{select_.integer(0)};
        kept.confirmed_at = Timestamp{select_.integer(1)};
        if (!select_.is_null(2)) kept.positions = blobs.store(select_.bytes(2));
        select_.finish();
    }
    const projection::AccountRecord before = kept;
    const std::string packed_before(blobs.view(kept.positions));
    const projection::AccountRecord& offered = delta.accounts[account];
    offer(kept, {offered.as_of, offered.confirmed_at, delta.blobs.view(offered.positions)}, blobs);
    const std::string_view packed = blobs.view(kept.positions);
    const bool has_new_marks = packed != packed_before;
    if (!has_new_marks && kept.as_of == before.as_of && kept.confirmed_at == before.confirmed_at) return;
    upsert_.run(account_id, kept.as_of, kept.confirmed_at, Bytes{packed});
    if (has_new_marks) replace_marks(account_id, packed);
}

void AccountTable::replace_marks(const std::string& account_id, std::string_view packed) {
    delete_marks_.run(account_id);
    std::pmr::monotonic_buffer_resource arena;
    std::span<const PositionMarkV1> marks;
    projection::Unpacker(packed, arena).unpack(marks);
    for (const PositionMarkV1& mark : marks)
        insert_mark_.run(mark.position_id, account_id, mark.mark_price, mark.position_value_usdt,
                         mark.unrealized_pnl_usdt, mark.pnl_percent);
}

}  // namespace tks::store
