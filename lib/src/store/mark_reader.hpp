#pragma once

#include "projection/valuation.hpp"
#include "store/connection.hpp"
#include "store/statement.hpp"
#include "store/values.hpp"
#include "tks/trade_pnl.hpp"

namespace tks::store {

/// Looks up at which marks open trades are valued. The options must outlive this.
class MarkReader {
public:
    MarkReader(Connection& connection, const projection::ValuationOptions& options)
        : connection_(connection),
          options_(options),
          marks_(
              connection.database(),
              "SELECT as_of, confirmed_at, mark_price FROM mark JOIN account USING (account_id) WHERE position_id = ? "
              "ORDER BY account_id") {}

    void tell(TradePnl& pnl, Timestamp latest_at) {
        if (!pnl.figures.open_qty.is_positive()) return;
        projection::Mark mark;
        for (marks_.start(pnl.trade_id); marks_.next();)
            offer(mark, {.as_of = Timestamp{marks_.integer(0)},
                         .confirmed_at = Timestamp{marks_.integer(1)},
                         .price = decimal_of(connection_, marks_.text(2))});
        projection::tell_mark(pnl, mark, latest_at, options_);
    }

    void finish() { marks_.finish(); }

private:
    const Connection& connection_;
    const projection::ValuationOptions& options_;
    Statement marks_;
};

}  // namespace tks::store
