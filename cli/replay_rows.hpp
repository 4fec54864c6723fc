#pragma once

#include "tks/rows.hpp"

namespace tksctl {

/// Calls visit with each row of a kind that a replay or a store tells.
template <class Results, class Visitor>
void for_each_row(const Results& results, tks::RowKind kind, Visitor visit) {
    const auto tell = [&](const auto& told) { visit(to_row(told)); };
    switch (kind) {
        case tks::RowKind::trades:
            results.for_each_trade(tell);
            break;
        case tks::RowKind::orders:
            results.for_each_order(tell);
            break;
        case tks::RowKind::signals:
            results.for_each_signal(tell);
            break;
        case tks::RowKind::intents:
            results.for_each_intent(tell);
            break;
        case tks::RowKind::pnl:
            results.for_each_trade_pnl(tell);
            break;
    }
}

}  // namespace tksctl
