#include "store/fact_tables.hpp"

#include <memory_resource>
#include <span>

#include "projection/packed.hpp"
#include "projection/slots.hpp"

namespace tks::store {

namespace {

/// Stands for what a row has, in records of which only the rank matters.
constexpr Id in_row = ~Id{0} - 1;

}  // namespace

FillTable::FillTable(SQLite::Database& database, Attribution& attribution)
    : database_(database),
      attribution_(attribution),
      select_(database, "SELECT fill_no, filled_at, merge_key, input_no, line, trade_no FROM fill WHERE fill_id = ?"),
      insert_(
          database,
          "INSERT INTO fill (order_no, trade_no, found_by, named_trade_no, signal_no, event_id, correlation_id, market, side, "
          "quantity, price, fee, liquidity, filled_at, input_no, line, merge_key, fill_id) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"),
      update_(
          database,
          "UPDATE fill SET order_no = ?, trade_no = ?, found_by = ?, named_trade_no = ?, signal_no = ?, event_id = ?, "
          "correlation_id = ?, market = ?, side = ?, quantity = ?, price = ?, fee = ?, liquidity = ?, filled_at = ?, "
          "input_no = ?, line = ?, merge_key = ? WHERE fill_no = ?") {}

Attribution::Found FillTable::join(const NumberedDelta& delta, Id id, ChangedTrades& trades) {
    const projection::State& state = delta.state;
    const projection::FillRecord& fill = state.fills[id];
    const std::string fill_id = state.fills.text(id);
    const std::string event_id = state.causes.text(fill.event),
                      correlation_id = state.correlations.text(fill.correlation);
    const Attribution::FillLinks links{delta.trades[fill.trade], delta.orders[fill.order], delta.signals[fill.signal],
                                       event_id, correlation_id};
    const Attribution::Found found = attribution_.trade_of_fill(links);
    const auto write = [&](Statement& statement, const auto& which) {
        statement.run(links.order, Number{found.trade}, static_cast<int>(found.by), Number{links.named_trade},
                      Number{links.signal}, TextOrNull{event_id}, TextOrNull{correlation_id},
                      state.words.text(fill.market), to_string(fill.side), state.decimals.unpack(fill.quantity),
                      state.decimals.unpack(fill.price), state.decimals.unpack(fill.fee), to_string(fill.liquidity),
                      fill.filled_at, Number{fill.place.input}, fill.place.line, fill.hash, which);
    };
    // Most fills are new.
    write(insert_, fill_id);
    if (database_.getChanges() == 0) {
        trades.mixed.push_back(found.trade);
        const Id number = find_less_preferred(fill_id, fill, trades);
        if (number == no_id) return found;
        write(update_, number);
    }
    trades.add(found.trade);
    return found;
}

/// The row of a fill if what is told now counts instead of it, with its trade added; no_id if the row stays.
Id FillTable::find_less_preferred(const std::string& fill_id, const projection::FillRecord& fill,
                                  ChangedTrades& trades) {
    if (!select_.find(fill_id)) return no_id;
    projection::FillRecord kept;
    kept.order = in_row;
    const Id number = select_.number(0);
    kept.filled_at = Timestamp{select_.integer(1)};
    kept.hash = static_cast<std::uint32_t>(select_.integer(2));
    kept.place = {select_.number(3), select_.number(4)};
    const Id trade_before = select_.number(5);
    select_.finish();
    if (!is_preferred(fill, kept)) return no_id;
    trades.add_mixed(trade_before);
    return number;
}

ProfitTable::ProfitTable(SQLite::Database& database)
    : database_(database),
      select_(database, "SELECT merge_key, trade_no FROM profit WHERE event_id = ?"),
      insert_(
          database,
          "INSERT INTO profit (trade_no, realized_pnl_delta, merge_key, event_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"),
      update_(database, "UPDATE profit SET trade_no = ?, realized_pnl_delta = ?, merge_key = ? WHERE event_id = ?") {}

void ProfitTable::join(const NumberedDelta& delta, Id profit, ChangedTrades& trades) {
    const projection::ProfitRecord& offered = delta.state.profits[profit];
    const std::string event_id = delta.state.profits.text(profit);
    const Id trade = delta.trades[offered.trade];
    const Decimal realized = delta.state.decimals.unpack(offered.delta);
    // Most are new.
    insert_.run(trade, realized, offered.hash, event_id);
    if (database_.getChanges() == 0 && select_.find(event_id)) {
        projection::ProfitRecord kept;
        kept.trade = in_row;
        kept.hash = static_cast<std::uint32_t>(select_.integer(0));
        const Id trade_before = select_.number(1);
        select_.finish();
        trades.mixed.push_back(trade);
        if (!is_preferred(offered, kept)) return;
        trades.add_mixed(trade_before);
        update_.run(trade, realized, offered.hash, event_id);
    }
    trades.add(trade);
}

// A row is there only if a trade was named: where it leads to none, several were.
LeadTable::LeadTable(SQLite::Database& database, const std::string& table, const std::string& column)
    : database_(database),
      join_(database, ("INSERT INTO " + table + " (trade_no, " + column +
                       ") VALUES (?, ?) ON CONFLICT DO UPDATE SET trade_no = NULL "
                       "WHERE trade_no IS NOT NULL AND trade_no IS NOT excluded.trade_no")
                          .c_str()) {}

bool LeadTable::join(const std::string& text, projection::Link trade, const std::vector<Id>& trade_numbers) {
    join_.run(Number{trade_numbers[trade.id()]}, text);
    return database_.getChanges() != 0;
}

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
