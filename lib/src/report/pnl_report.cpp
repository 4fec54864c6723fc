#include "tks/pnl_report.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/text_table.hpp"

namespace tks {

namespace {

using Totals = std::map<std::string, PnlTotals, std::less<>>;

std::vector<report::TableColumn> columns(std::string heading) {
    return {{.heading = std::move(heading)},
            {.heading = "trades", .is_number = true},
            {.heading = "open", .is_number = true},
            {.heading = "realized_pnl", .is_number = true},
            {.heading = "fees", .is_number = true},
            {.heading = "realized_pnl_net", .is_number = true},
            {.heading = "unrealized_pnl", .is_number = true}};
}

std::string number(const Amount& amount) { return report::number_for_people(amount.to_string()); }

void add_row(report::TextTable& table, std::string name, const PnlTotals& totals) {
    table.add({std::move(name), std::to_string(totals.trades), std::to_string(totals.open), number(totals.realized_pnl),
               number(totals.fees), number(totals.realized_pnl_net),
               totals.open == totals.unvalued ? "-" : number(totals.unrealized_pnl)});
}

report::TextTable make_table(std::string heading, const Totals& totals, const PnlTotals& all) {
    report::TextTable table(columns(std::move(heading)));
    for (const auto& [name, sums] : totals) add_row(table, name.empty() ? "-" : name, sums);
    if (totals.size() != 1) add_row(table, "all", all);
    return table;
}

void append_json_totals(std::string& out, const PnlTotals& totals) {
    fmt::format_to(std::back_inserter(out),
                   R"("trades":{},"open":{},"unvalued":{},"contradicting":{},"realized_pnl":{},"fees":{},"realized_pnl_net":{},)"
                   R"("unrealized_pnl":{})",
                   totals.trades, totals.open, totals.unvalued, totals.contradicting, totals.realized_pnl.to_string(),
                   totals.fees.to_string(), totals.realized_pnl_net.to_string(), totals.unrealized_pnl.to_string());
}

void append_json_list(std::string& out, std::string_view key, std::string_view name_key, const Totals& totals) {
    fmt::format_to(std::back_inserter(out), "\"{}\":[", key);
    for (const auto& [name, sums] : totals) {
        out += out.back() == '[' ? "{\"" : ",{\"";
        out += name_key;
        out += "\":";
        if (name.empty()) out += "null";
        else append_json_string(out, name);
        out += ',';
        append_json_totals(out, sums);
        out += '}';
    }
    out += ']';
}

}  // namespace

void PnlTotals::add(const TradePnl& pnl) {
    ++trades;
    if (pnl.figures.open_qty.is_positive()) {
        ++open;
        unvalued += pnl.unrealized_pnl ? 0U : 1U;
    }
    contradicting += pnl.contradicts() ? 1U : 0U;
    realized_pnl += pnl.figures.realized_pnl;
    fees += pnl.figures.fees;
    realized_pnl_net += pnl.figures.realized_pnl_net;
    if (pnl.unrealized_pnl) unrealized_pnl += *pnl.unrealized_pnl;
}

void PnlReport::add(const TradePnl& pnl) {
    all.add(pnl);
    by_market[pnl.market].add(pnl);
    by_strategy[pnl.strategy_id].add(pnl);
}

void append_text(std::string& out, const PnlReport& report, std::size_t width) {
    make_table("market", report.by_market, report.all).append_text(out, width, false);
    out += '\n';
    make_table("strategy", report.by_strategy, report.all).append_text(out, width, false);
}

void append_markdown(std::string& out, const PnlReport& report) {
    make_table("market", report.by_market, report.all).append_markdown(out);
    out += '\n';
    make_table("strategy", report.by_strategy, report.all).append_markdown(out);
}

void append_json_members(std::string& out, const PnlReport& report) {
    out += "\"totals\":{";
    append_json_totals(out, report.all);
    out += "},\n";
    append_json_list(out, "by_market", "market", report.by_market);
    out += ",\n";
    append_json_list(out, "by_strategy", "strategy_id", report.by_strategy);
}

void append_json(std::string& out, const UnattributedFill& fill) {
    out += "{\"fill_id\":";
    append_json_string(out, fill.fill_id);
    out += ",\"order_id\":";
    append_json_string(out, fill.order_id);
    out += ",\"market\":";
    append_json_string(out, fill.market);
    fmt::format_to(std::back_inserter(out), R"(,"side":"{}","quantity":{},"price":{},"fee":{},"filled_at":{}}})", to_string(fill.side),
                   fill.quantity.to_string(), fill.price.to_string(), fill.fee.to_string(), fill.filled_at.ms);
}

std::string describe(const UnattributedFill& fill) {
    return fmt::format("{} {} {} at {}, fee {} (fill {} of order {}, {})", to_string(fill.side), fill.quantity.to_string(), fill.market,
                       fill.price.to_string(), fill.fee.to_string(), quoted_for_people(fill.fill_id), quoted_for_people(fill.order_id),
                       to_iso8601(fill.filled_at));
}

}  // namespace tks
