#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "tks/amount.hpp"
#include "tks/diagnostic.hpp"
#include "tks/export.hpp"
#include "tks/row_writer.hpp"
#include "tks/trade_pnl.hpp"
#include "tks/validate_summary.hpp"

namespace tks {

/// What trades with one quote asset add up to, exactly, in that asset.
struct PnlTotal {
    std::uint64_t trades = 0;
    std::uint64_t open_trades = 0;          ///< With something open, by their fills.
    std::uint64_t unvalued_trades = 0;      ///< Open ones without a mark, which unrealized_pnl leaves out.
    std::uint64_t contradicted_trades = 0;  ///< See TradePnl::contradicts.
    Amount realized_pnl;                    ///< Gross.
    Amount fees;
    Amount realized_pnl_net;
    Amount unrealized_pnl;

    void add(const TradePnl& pnl);
    /// Whether there are open trades, and none of them has a mark: then nobody knows the unrealized PnL.
    [[nodiscard]] bool is_unvalued() const { return open_trades != 0 && open_trades == unvalued_trades; }
};

/// Totals of trades. Amounts of different quote assets are never added up: each has totals of its own. The quote asset is that
/// of the market, as quote_asset() knows it.
struct PnlTotals {
    using Key =
        std::pair<std::string, std::string>;  ///< Market or strategy (empty where nobody knows), and quote asset.

    std::map<std::string, PnlTotal> by_quote;
    std::map<Key, PnlTotal> by_market;
    std::map<Key, PnlTotal> by_strategy;

    TKS_API void add(const TradePnl& pnl);
};

/// Writes what a replay adds up to. As a table or Markdown: the trades, their totals, what does not add up, and the fills
/// without a trade. As JSON: one document with all of that, the findings and the summary. As CSV and ndjson: the rows of the
/// trades alone.
class TKS_API PnlReportWriter {
public:
    PnlReportWriter(RowWriterOptions options, TextSink sink);
    PnlReportWriter(PnlReportWriter&&) noexcept;
    PnlReportWriter& operator=(PnlReportWriter&&) noexcept;
    ~PnlReportWriter();

    /// The next trade, in the order in which they are to be shown; all of them before the first fill.
    void write(const TradePnl& pnl);
    void write(const UnattributedFill& fill);

    /// Must be called once, at the end.
    void finish(std::span<const Diagnostic> findings, const ValidateSummary& summary);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tks
