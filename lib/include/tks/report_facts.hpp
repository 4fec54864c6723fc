#pragma once

#include <functional>
#include <vector>

#include "tks/diagnostic.hpp"
#include "tks/trade_pnl.hpp"

namespace tks {

/// Where reports take what they tell: from a replay, or from whatever else holds the same facts. Each function calls its
/// visitor with one fact after the other, and may be asked several times; what is handed over is valid during the call.
struct ReportFacts {
    template <class Fact>
    using Stream = std::function<void(const std::function<void(const Fact&)>&)>;

    Stream<TradePnl> trades;           ///< In order of (opened_at, trade_id).
    std::vector<Diagnostic> findings;  ///< Of reading and of reckoning.
};

}  // namespace tks
