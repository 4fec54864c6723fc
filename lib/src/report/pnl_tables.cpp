#include "report/pnl_tables.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <utility>

#include "report/row_text.hpp"
#include "report/terminal.hpp"
#include "report/text_table.hpp"
#include "tks/time.hpp"

namespace tks::report {

namespace {

std::string or_dash(const std::string& text) {
    return text.empty() ? "-" : text;
}
std::string or_dash(const std::optional<Amount>& amount) {
    return amount ? amount->to_string() : "-";
}
std::string or_dash(const std::optional<TradeStatus>& status) {
    return std::string(status ? to_string(*status) : "-");
}

TextTable table_of_totals(const PnlTotals& totals) {
    TextTable table({{.heading = "of", .importance = 9},
                     {.heading = "", .importance = 9},
                     {.heading = "quote", .importance = 7},
                     {.heading = "trades", .is_number = true, .importance = 4},
                     {.heading = "open", .is_number = true, .importance = 3},
                     {.heading = "gross", .is_number = true, .importance = 6},
                     {.heading = "fees", .is_number = true, .importance = 5},
                     {.heading = "net", .is_number = true, .importance = 8},
                     {.heading = "unrealized", .is_number = true, .importance = 6}});
    const auto add = [&table](std::string_view of, const std::string& name, const std::string& quote,
                              const PnlTotal& total) {
        table.add({std::string(of), name, quote, std::to_string(total.trades), std::to_string(total.open_trades),
                   total.realized_pnl.to_string(), total.fees.to_string(), total.realized_pnl_net.to_string(),
                   total.is_unvalued() ? "-" : total.unrealized_pnl.to_string()});
    };
    for (const auto& [quote, total] : totals.by_quote) add("all", "", quote, total);
    for (const auto& [key, total] : totals.by_market) add("market", or_dash(key.first), key.second, total);
    for (const auto& [key, total] : totals.by_strategy) add("strategy", or_dash(key.first), key.second, total);
    return table;
}

TextTable table_of_contradictions(const std::vector<TradePnl>& trades) {
    TextTable table({{.heading = "trade", .is_id = true, .importance = 9},
                     {.heading = "market", .importance = 7},
                     {.heading = "gross", .is_number = true, .importance = 8},
                     {.heading = "net", .is_number = true, .importance = 5},
                     {.heading = "matched", .is_number = true, .importance = 2},
                     {.heading = "reported", .is_number = true, .importance = 8},
                     {.heading = "deltas", .is_number = true, .importance = 4},
                     {.heading = "difference", .is_number = true, .importance = 6},
                     {.heading = "unmatched exits", .is_number = true, .importance = 3}});
    for (const TradePnl& pnl : trades)
        table.add({pnl.trade_id, or_dash(pnl.market), pnl.figures.realized_pnl.to_string(),
                   pnl.figures.realized_pnl_net.to_string(), pnl.figures.realized_pnl_matched.to_string(),
                   or_dash(pnl.reported_pnl), or_dash(pnl.reported_delta_sum), or_dash(pnl.difference),
                   pnl.figures.unmatched_exit_qty.to_string()});
    return table;
}

TextTable table_of_fills(const std::vector<UnattributedFill>& fills) {
    TextTable table({{.heading = "fill", .is_id = true, .importance = 9},
                     {.heading = "order", .is_id = true, .importance = 8},
                     {.heading = "market", .importance = 6},
                     {.heading = "side", .importance = 5},
                     {.heading = "quantity", .is_number = true, .importance = 7},
                     {.heading = "price", .is_number = true, .importance = 7},
                     {.heading = "fee", .is_number = true, .importance = 4},
                     {.heading = "filled at", .importance = 3}});
    for (const UnattributedFill& fill : fills)
        table.add({fill.fill_id, fill.order_id, fill.market, std::string(to_string(fill.side)),
                   fill.quantity.reduced().to_string(), fill.price.reduced().to_string(),
                   fill.fee.reduced().to_string(), to_iso8601(fill.filled_at)});
    return table;
}

/// Sections one below the other, each with a title, a table and notes.
class Document {
public:
    Document(const RowWriterOptions& options, const TextSink& sink) : options_(options), sink_(sink) {}

    void add_section(std::string_view title, const TextTable& table, std::size_t rows_left_out = 0) {
        if (!is_first_) sink_("\n");
        is_first_ = false;
        if (is_markdown()) {
            sink_(fmt::format("## {}\n\n", title));
            table.write_markdown(sink_);
            return;
        }
        sink_(fmt::format("{}{}{}\n", options_.color ? bold : "", title, options_.color ? plain : ""));
        const std::size_t columns_left_out = table.write_text(sink_, options_.width, options_.color);
        sink_(omission_note(rows_left_out, columns_left_out));
    }

    void add_note(std::string_view text) {
        // In Markdown, a paragraph ends with an empty line.
        sink_(fmt::format("{}{}\n", is_markdown() ? "\n" : "", text));
    }

private:
    [[nodiscard]] bool is_markdown() const { return options_.format == RowFormat::markdown; }

    const RowWriterOptions& options_;
    const TextSink& sink_;
    bool is_first_ = true;
};

/// What the totals leave out, or cannot say.
void add_notes(Document& document, const PnlTotals& totals) {
    std::uint64_t unvalued = 0;
    std::uint64_t contradicted = 0;
    for (const auto& [quote, total] : totals.by_quote) {
        unvalued += total.unvalued_trades;
        contradicted += total.contradicted_trades;
    }
    if (unvalued != 0)
        document.add_note(
            fmt::format("{} open trade{} no mark, and {} left out of unrealized; --mark MARKET=PRICE sets one.",
                        unvalued, unvalued == 1 ? " has" : "s have", unvalued == 1 ? "is" : "are"));
    if (contradicted == 0 && !totals.by_quote.empty())
        document.add_note("All figures that the platform reported reconcile with the fills.");
}

}  // namespace

TextTable table_of_trades() {
    return TextTable({{.heading = "trade", .is_id = true, .importance = 13},
                      {.heading = "market", .importance = 11},
                      {.heading = "direction", .importance = 7},
                      {.heading = "status", .importance = 8},
                      {.heading = "entered", .is_number = true, .importance = 4},
                      {.heading = "open", .is_number = true, .importance = 6},
                      {.heading = "avg entry", .is_number = true, .importance = 3},
                      {.heading = "avg exit", .is_number = true, .importance = 2},
                      {.heading = "gross", .is_number = true, .importance = 9},
                      {.heading = "fees", .is_number = true, .importance = 5},
                      {.heading = "net", .is_number = true, .importance = 12},
                      {.heading = "unrealized", .is_number = true, .importance = 5},
                      {.heading = "reconciliation", .importance = 10}});
}

void PnlTables::add(const TradePnl& pnl, std::size_t most_rows) {
    totals.add(pnl);
    if (most_rows != 0 && trades.size() == most_rows) {
        trades.drop_first();
        ++trades_left_out;
    }
    trades.add({pnl.trade_id, or_dash(pnl.market), std::string(to_string(pnl.direction)), or_dash(pnl.status),
                pnl.figures.entry_qty.to_string(), pnl.figures.open_qty.to_string(),
                or_dash(pnl.figures.avg_entry_price), or_dash(pnl.figures.avg_exit_price),
                pnl.figures.realized_pnl.to_string(), pnl.figures.fees.to_string(),
                pnl.figures.realized_pnl_net.to_string(), or_dash(pnl.unrealized_pnl),
                std::string(to_string(pnl.reconciliation))});
    if (pnl.contradicts() || pnl.figures.unmatched_exit_qty.is_positive()) contradicted.push_back(pnl);
}

void write_tables(const PnlTables& tables, const RowWriterOptions& options, const TextSink& sink) {
    Document document(options, sink);
    if (tables.totals.by_quote.empty()) {
        document.add_note("No trades.");
    } else {
        document.add_section("Trades", tables.trades, tables.trades_left_out);
        document.add_section("Totals in quote currency", table_of_totals(tables.totals));
        add_notes(document, tables.totals);
    }
    if (!tables.contradicted.empty())
        document.add_section("Trades that do not add up", table_of_contradictions(tables.contradicted));
    if (!tables.fills.empty())
        document.add_section("Fills that belong to no trade, and are in no figure above", table_of_fills(tables.fills));
}

}  // namespace tks::report
