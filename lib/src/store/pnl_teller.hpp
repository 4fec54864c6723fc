#pragma once

#include "store/connection.hpp"
#include "store/figure_cache.hpp"
#include "store/mark_reader.hpp"
#include "tks/trade_pnl.hpp"

namespace tks::store {

/// All but what stands in the table of trades, and its mark.
template <class TextOf>
void tell_details(const PnlDetails& details, TextOf text_of, TradePnl& pnl) {
    pnl.mark.reset();
    pnl.mark_is_stale = false;
    pnl.unrealized_pnl.reset();
    pnl.market = text_of(details.market);
    pnl.strategy_id = text_of(details.strategy);
    pnl.provider_id = text_of(details.provider);
    pnl.signal_id = details.signal_id;
    pnl.direction = details.direction;
    pnl.direction_is_assumed = details.direction_is_assumed;
    pnl.opened_at = details.opened_at;
    pnl.closed_at = details.closed_at;
    pnl.fills = details.fills;
    pnl.figures = details.figures;
    pnl.reported_pnl = details.reported_pnl;
    pnl.reported_delta_sum = details.reported_delta_sum;
    pnl.difference = details.difference;
    pnl.reconciliation = details.reconciliation;
    pnl.held_ms = details.held_ms;
}

/// Tells what single trades earned, as FillTeller tells fills. The options must outlive this.
class PnlTeller {
public:
    PnlTeller(Connection& connection, const projection::ValuationOptions& options, Timestamp latest_at)
        : connection_(connection),
          details_(connection),
          trades_(connection),
          marks_(connection, options),
          latest_at_(latest_at) {}

    /// What is told lasts until the next one is asked for.
    const TradePnl& tell(Id number) {
        tell(number, pnl_);
        return pnl_;
    }

    void tell(Id number, TradePnl& pnl) {
        const PnlDetails* const details = details_.find(number);
        const TradeFigures* const trade = trades_.find(number);
        if (details == nullptr || trade == nullptr) connection_.fail_damaged("a trade is not there");
        tell_details(
            *details, [this](Word word) -> const std::string& { return details_[word]; }, pnl);
        pnl.trade_id = trade->trade_id;
        pnl.status = trade->status;
        marks_.tell(pnl, latest_at_);
    }

private:
    const Connection& connection_;
    FigureCache<PnlDetails> details_;
    FigureCache<TradeFigures, &TradeFigures::trade_id, &TradeFigures::status> trades_;
    MarkReader marks_;
    Timestamp latest_at_;
    TradePnl pnl_;
};

}  // namespace tks::store
