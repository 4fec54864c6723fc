#include "store/total_reader.hpp"

#include <algorithm>
#include <utility>

#include "store/figure_blocks.hpp"
#include "store/figure_cache.hpp"
#include "store/parts.hpp"

namespace tks::store {

namespace {

using TradeIds = FigureCache<TradeFigures, &TradeFigures::trade_id>;

std::string_view id_of(TradeIds& trades, Id number) {
    const TradeFigures* const trade = trades.find(number);
    return trade != nullptr ? trade->trade_id : std::string_view();
}

}  // namespace

void TotalReader::for_each(const std::function<void(const TradeTotal&)>& visit) {
    read_together(connection_, [&](Readers& readers) {
        parts_.clear();
        parts_.resize(readers.count());
        readers.each_part(readers.all_rows(TotalFigures::largest_sql).last,
                          [this](Connection& connection, Part part) { read(connection, part, parts_[part.index]); });
        for (const Place& place : in_order()) visit(tell(parts_[place.part], parts_[place.part].rows[place.row]));
    });
    parts_.clear();
}

void TotalReader::read(Connection& connection, Part part, Rows& rows) {
    rows.rows.reserve(static_cast<std::size_t>(std::max<std::int64_t>(part.last - part.first + 1, 0)));
    for_each_figures<TotalFigures>(connection, part, rows.words, [&](Id trade, const TotalFigures& figures) {
        rows.rows.push_back({trade, figures});
    });
}

std::vector<TotalReader::Place> TotalReader::in_order() {
    std::vector<Place> places;
    for (std::uint32_t part = 0; part < parts_.size(); ++part)
        for (std::uint32_t row = 0; row < parts_[part].rows.size(); ++row)
            places.push_back({parts_[part].rows[row].figures.sorted_at, part, row});
    TradeIds trades(connection_);
    sort_by_time(places, [&](const Place& place) { return id_of(trades, parts_[place.part].rows[place.row].trade); });
    return places;
}

std::vector<TimedRow> trades_in_order(Readers& readers, Connection& connection) {
    auto rows = timed_rows<TotalFigures, &TotalFigures::sorted_at>(readers);
    TradeIds trades(connection);
    sort_by_time(rows, [&](const TimedRow& row) { return id_of(trades, row.number); });
    return rows;
}

/// Takes the amounts of the row, which nobody asks for again.
TradeTotal TotalReader::tell(const Rows& part, Row& row) {
    TotalFigures& figures = row.figures;
    return {.market = part.words[figures.market.number],
            .strategy_id = part.words[figures.strategy.number],
            .provider_id = part.words[figures.provider.number],
            .direction = figures.direction,
            .is_open = figures.is_open,
            .is_closed = figures.is_closed,
            .opened_at = figures.opened_at,
            .closed_at = figures.closed_at,
            .realized_pnl = std::move(figures.realized_pnl),
            .fees = std::move(figures.fees),
            .held_ms = std::move(figures.held_ms),
            .number = row.trade};
}

}  // namespace tks::store
