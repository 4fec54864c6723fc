#include "store/total_reader.hpp"

#include <algorithm>
#include <utility>

#include "store/parts.hpp"
#include "store/values.hpp"

namespace tks::store {

void TotalReader::for_each(const std::function<void(const TradeTotal&)>& visit) {
    read_together(connection_, [&](Readers& readers) {
        parts_.clear();
        parts_.resize(readers.count());
        readers.each_part(readers.number("SELECT max(trade_no) FROM pnl"), [this](Connection& connection, Part part) {
            read(connection, part.first, part.last, parts_[part.index]);
        });
        for (const Place& place : in_order()) visit(tell(parts_[place.part], parts_[place.part].rows[place.row]));
    });
    parts_.clear();
}

void TotalReader::read(Connection& connection, std::int64_t first, std::int64_t last, Rows& rows) {
    Statement pnl(
        connection.database(),
        "SELECT trade_no, sorted_at, market, strategy_id, signal_provider_id, direction, opened_at, closed_at, entry_qty, "
        "open_qty, realized_pnl, fees, held_ms FROM pnl WHERE trade_no BETWEEN ? AND ?");
    rows.rows.reserve(static_cast<std::size_t>(std::max<std::int64_t>(last - first + 1, 0)));
    for (pnl.start(first, last); pnl.next();) {
        Row& row = rows.rows.emplace_back();
        row.trade = pnl.number(0);
        row.sorted_at = Timestamp{pnl.integer(1)};
        row.market = rows.words.number_of(pnl.text(2));
        row.strategy = rows.words.number_of(pnl.text(3));
        row.provider = rows.words.number_of(pnl.text(4));
        row.direction = word_of<Direction>(connection, pnl.text(5));
        row.opened_at = pnl.time(6);
        row.closed_at = pnl.time(7);
        constexpr std::string_view nothing = "0";
        row.is_open = pnl.text(9) != nothing;
        row.is_closed = !row.is_open && pnl.text(8) != nothing;
        row.realized_pnl = amount_of(connection, pnl.text(10));
        row.fees = amount_of(connection, pnl.text(11));
        if (!pnl.is_null(12)) row.held_ms = amount_of(connection, pnl.text(12));
    }
}

std::vector<TotalReader::Place> TotalReader::in_order() {
    std::vector<Place> places;
    for (std::uint32_t part = 0; part < parts_.size(); ++part)
        for (std::uint32_t row = 0; row < parts_[part].rows.size(); ++row)
            places.push_back({parts_[part].rows[row].sorted_at, part, row});
    const auto comes_before = [](const Place& one, const Place& other) { return one.sorted_at < other.sorted_at; };
    if (!std::ranges::is_sorted(places, comes_before)) std::ranges::sort(places, comes_before);
    // Between trades of one moment their ids decide.
    for (auto begin = places.begin(); begin != places.end();) {
        auto end = begin + 1;
        while (end != places.end() && end->sorted_at == begin->sorted_at) ++end;
        if (end - begin > 1) order_by_id(begin, end);
        begin = end;
    }
    return places;
}

void TotalReader::order_by_id(std::vector<Place>::iterator begin, std::vector<Place>::iterator end) {
    Statement id(connection_.database(), "SELECT trade_id FROM trade WHERE trade_no = ?");
    std::vector<std::pair<std::string, Place>> named;
    for (auto place = begin; place != end; ++place) {
        if (!id.find(parts_[place->part].rows[place->row].trade)) connection_.fail_damaged("a trade is not there");
        named.emplace_back(id.text(0), *place);
        id.finish();
    }
    std::ranges::sort(named, {}, [](const auto& entry) -> const std::string& { return entry.first; });
    std::ranges::transform(named, begin, [](const auto& entry) { return entry.second; });
}

/// Takes the amounts of the row, which nobody asks for again.
TradeTotal TotalReader::tell(const Rows& part, Row& row) {
    return {.market = part.words[row.market],
            .strategy_id = part.words[row.strategy],
            .provider_id = part.words[row.provider],
            .direction = row.direction,
            .is_open = row.is_open,
            .is_closed = row.is_closed,
            .opened_at = row.opened_at,
            .closed_at = row.closed_at,
            .realized_pnl = std::move(row.realized_pnl),
            .fees = std::move(row.fees),
            .held_ms = std::move(row.held_ms)};
}

}  // namespace tks::store
