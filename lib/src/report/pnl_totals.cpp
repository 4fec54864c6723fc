#include "tks/market_pair.hpp"
#include "tks/pnl_report.hpp"

namespace tks {

void PnlTotal::add(const TradePnl& pnl) {
    ++trades;
    if (pnl.figures.open_qty.is_positive()) {
        ++open_trades;
        if (!pnl.unrealized_pnl) ++unvalued_trades;
    }
    if (pnl.contradicts()) ++contradicted_trades;
    realized_pnl += pnl.figures.realized_pnl;
    fees += pnl.figures.fees;
    realized_pnl_net += pnl.figures.realized_pnl_net;
    if (pnl.unrealized_pnl) unrealized_pnl += *pnl.unrealized_pnl;
}

void PnlTotals::add(const TradePnl& pnl) {
    const std::string quote(quote_asset(pnl.market));
    by_quote[quote].add(pnl);
    by_market[{pnl.market, quote}].add(pnl);
    by_strategy[{pnl.strategy_id, quote}].add(pnl);
}

}  // namespace tks
