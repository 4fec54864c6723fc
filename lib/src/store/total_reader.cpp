#include "store/total_reader.hpp"

#include <algorithm>
#include <utility>

#include "store/figure_blocks.hpp"
#include "store/parts.hpp"

namespace tks::store {

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
            .held_ms = std::move(figures.held_ms)};
}

}  // namespace tks::store
