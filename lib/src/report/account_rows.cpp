#include "report/account_rows.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "report/account_trades.hpp"
#include "report/cells.hpp"
#include "report/metric_columns.hpp"
#include "tks/market_pair.hpp"
#include "tks/period.hpp"

namespace tks::report {

namespace {

using enum CellKind;

Cell group_cell(GroupKey key, const TradeTotal& trade) {
    switch (key) {
        case GroupKey::market:
            return text_cell(trade.market);
        case GroupKey::strategy:
            return text_cell(trade.strategy_id);
        case GroupKey::provider:
            return text_cell(trade.provider_id);
        case GroupKey::direction:
            return cell_of(trade.direction);
        default:
            return period_cell(key, trade.closed_at);
    }
}

/// What tells rows apart: the cells of the groups, and the quote asset behind them.
using GroupCells = std::vector<Cell>;

GroupCells group_of(const std::vector<GroupKey>& keys, const TradeTotal& trade) {
    GroupCells cells;
    for (const GroupKey key : keys) cells.push_back(group_cell(key, trade));
    cells.push_back(std::string(quote_asset(trade.market)));
    return cells;
}

/// A text that is the same for trades of one group only.
void write_group_key(std::string& key, const std::vector<GroupKey>& keys, const TradeTotal& trade) {
    constexpr char separator = '\0';
    key = trade.market;
    for (const GroupKey group : keys) {
        key += separator;
        if (group != GroupKey::market) key += group_cell(group, trade).value_or("");
    }
}

using Totals = std::map<GroupCells, TradeTotals>;

Totals totals_of(const std::vector<GroupKey>& keys, const ReportFacts& facts, const ReportRequest& request) {
    Totals totals;
    std::unordered_map<std::string, TradeTotals*> known;  // By a key that is cheaper to make than the cells are.
    std::string key;
    const auto add = [&](const TradeTotal& trade) {
        write_group_key(key, keys, trade);
        TradeTotals*& found = known[key];
        if (found == nullptr) found = &totals.try_emplace(group_of(keys, trade), request.pnl).first->second;
        ++found->trades;
        if (trade.is_open) ++found->open;
        if (trade.is_closed) found->fold.add(closed_trade(trade));
    };
    if (!for_each_total(facts, request, add))
        for_each_trade(facts, request, [&](const TradePnl& pnl) { add(total_of(pnl)); });
    return totals;
}

bool has_one_quote(const Totals& totals) {
    return std::ranges::all_of(totals,
                               [&](const auto& entry) { return entry.first.back() == totals.begin()->first.back(); });
}

void tell_summary(const std::vector<GroupKey>& groups, const ReportFacts& facts, const ReportRequest& request,
                  const TakeCells& take) {
    const Totals totals = totals_of(groups, facts, request);
    const bool is_only_quote = has_one_quote(totals);
    for (const auto& [group, total] : totals) {
        std::vector<Cell> cells = group;
        add_metric_cells(cells, total, capital_of(request, *group.back(), is_only_quote));
        take(std::move(cells));
    }
}

/// A row a period, oldest first, with the running sum of each group.
void tell_pnl(const std::vector<GroupKey>& groups, const ReportFacts& facts, const ReportRequest& request,
              const TakeCells& take) {
    const Totals totals = totals_of(groups, facts, request);
    std::map<GroupCells, Amount> sums;  // By all but the period, which comes first.
    for (const auto& [group, total] : totals) {
        if (total.fold.size() == 0) continue;
        const TradeMetrics metrics = total.fold.metrics({});
        Amount& sum = sums[GroupCells(group.begin() + 1, group.end())];
        sum += request.pnl == PnlView::gross ? metrics.gross_pnl : metrics.net_pnl;
        std::vector<Cell> cells = group;
        for (const std::uint64_t count : {metrics.closed, metrics.wins, metrics.losses, metrics.draws})
            cells.push_back(cell_of(count));
        for (const Amount& amount : {metrics.gross_pnl, metrics.fees, metrics.net_pnl, sum})
            cells.push_back(cell_of(amount));
        take(std::move(cells));
    }
}

void tell_drawdowns(const std::vector<GroupKey>& groups, const ReportFacts& facts, const ReportRequest& request,
                    const TakeCells& take) {
    const Totals totals = totals_of(groups, facts, request);
    const bool is_only_quote = has_one_quote(totals);
    for (const auto& [group, total] : totals) {
        const std::optional<Amount> capital = capital_of(request, *group.back(), is_only_quote);
        for (const Drawdown& drawdown : total.fold.drawdowns()) {
            std::vector<Cell> cells = group;
            cells.push_back(cell_of(drawdown.depth));
            cells.push_back(capital ? cell_of(quotient(drawdown.depth, *capital + drawdown.peak)) : Cell());
            cells.push_back(cell_of(drawdown.peak_at));
            cells.push_back(cell_of(drawdown.trough_at));
            cells.push_back(cell_of(drawdown.recovered_at));
            cells.push_back(cell_of(difference_ms(drawdown.trough_at, drawdown.peak_at)));
            cells.push_back(drawdown.recovered_at ? cell_of(difference_ms(*drawdown.recovered_at, drawdown.trough_at))
                                                  : Cell());
            cells.push_back(cell_of(drawdown.peak));
            cells.push_back(cell_of(drawdown.trough));
            take(std::move(cells));
        }
    }
}

using PnlColumn = FactColumn<TradePnl>;

std::optional<std::int64_t> holding_time_ms(const TradePnl& pnl) {
    if (!pnl.is_closed() || !pnl.opened_at || !pnl.closed_at) return std::nullopt;
    return difference_ms(*pnl.closed_at, *pnl.opened_at);
}

constexpr PnlColumn trade_table[] = {
    {"trade_id", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.trade_id); }},
    {"market", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.market); }},
    {"direction", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.direction); }},
    {"status", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.status); }},
    {"net_pnl", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.realized_pnl_net); }},
    {"gross_pnl", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.realized_pnl); }},
    {"fees", number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.fees); }},
    {"strategy_id", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.strategy_id); }},
    {"provider_id", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.provider_id); }},
    {"opened_at", time, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.opened_at); }},
    {"closed_at", time, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.closed_at); }},
    {"holding_time_ms", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, holding_time_ms(pnl)); }},
    {"entry_qty", number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.entry_qty); }},
    {"avg_entry_price", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.avg_entry_price); }},
    {"exit_qty", number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.exit_qty); }},
    {"avg_exit_price", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.avg_exit_price); }},
    {"fills", number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.fills); }},
    {"reconciliation", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.reconciliation); }},
};
constexpr PnlColumn position_table[] = {
    {"trade_id", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.trade_id); }},
    {"market", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.market); }},
    {"direction", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.direction); }},
    {"open_qty", number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.open_qty); }},
    {"open_price", number,
     [](TextBuffer& out, const TradePnl& pnl) {
         return append_cell(out, quotient(pnl.figures.open_cost, pnl.figures.open_qty));
     }},
    {"mark", number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.mark); }},
    {"unrealized_pnl", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.unrealized_pnl); }},
    {"mark_is_stale", flag,
     [](TextBuffer& out, const TradePnl& pnl) {
         return append_cell(out, pnl.mark ? std::optional(pnl.mark_is_stale) : std::nullopt);
     }},
    {"open_cost", number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.open_cost); }},
    {"realized_pnl", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.realized_pnl); }},
    {"fees", number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.fees); }},
    {"strategy_id", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.strategy_id); }},
    {"provider_id", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.provider_id); }},
    {"opened_at", time, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.opened_at); }},
};
constexpr PnlColumn reconcile_table[] = {
    {"trade_id", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.trade_id); }},
    {"market", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.market); }},
    {"reconciliation", text, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.reconciliation); }},
    {"reported_pnl", number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.reported_pnl); }},
    {"difference", number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.difference); }},
    {"gross_pnl", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.realized_pnl); }},
    {"net_pnl", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.realized_pnl_net); }},
    {"matched_pnl", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.realized_pnl_matched); }},
    {"reported_delta_sum", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.reported_delta_sum); }},
    {"unmatched_exit_qty", number,
     [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.figures.unmatched_exit_qty); }},
    {"fills", number, [](TextBuffer& out, const TradePnl& pnl) { return append_cell(out, pnl.fills); }},
};

FactSource<TradePnl> source_of_trades(const ReportFacts& facts, const ReportRequest& request) {
    FactSource<TradePnl> source{facts.trades, facts.trade_texts, facts.trades_back};
    const auto filter = std::make_shared<RowFilter>(RowKind::pnl, request.selection);
    if (!filter->wants_all()) source.is_wanted = [filter](const TradePnl& pnl) { return filter->matches(pnl); };
    return source;
}

FactSource<TradePnl> source_of_positions(const ReportFacts& facts, const ReportRequest& request) {
    const auto filter = std::make_shared<RowFilter>(RowKind::pnl, request.selection);
    return {facts.open_trades ? facts.open_trades : facts.trades, FactSource<TradePnl>::no_texts,
            FactSource<TradePnl>::not_back,
            [filter](const TradePnl& pnl) { return pnl.figures.open_qty.is_positive() && filter->matches(pnl); }};
}

const FactList<TradePnl> trade_list(trade_table, source_of_trades);
const FactList<TradePnl> position_list(position_table, source_of_positions);
const FactList<TradePnl> reconcile_list(reconcile_table, source_of_trades);

void tell_findings(const std::vector<GroupKey>&, const ReportFacts& facts, const ReportRequest&,
                   const TakeCells& take) {
    for (const Diagnostic& finding : facts.findings) {
        const Origin& origin = finding.origin;
        take({Cell(std::string(to_string(finding.severity))), Cell(std::string(finding.rule)), Cell(finding.message),
              text_cell(origin.file), origin.line == 0 ? Cell() : cell_of(origin.line),
              origin.column == 0 ? Cell() : cell_of(origin.column), text_cell(finding.pointer),
              text_cell(finding.event_id)});
    }
}

std::vector<Column> with_quote(std::vector<Column> columns) {
    columns.insert(columns.begin(), {"quote", text});
    return columns;
}

const std::vector<Column> metrics_columns = with_quote(metric_columns());
const std::vector<Column> period_columns = with_quote({{"closed", number},
                                                       {"wins", number},
                                                       {"losses", number},
                                                       {"draws", number},
                                                       {"gross_pnl", number},
                                                       {"fees", number},
                                                       {"net_pnl", number},
                                                       {"cumulative_pnl", number}});
const std::vector<Column> drawdown_columns = with_quote({{"depth", number},
                                                         {"relative", number},
                                                         {"peak_at", time},
                                                         {"trough_at", time},
                                                         {"recovered_at", time},
                                                         {"duration_ms", number},
                                                         {"recovery_ms", number},
                                                         {"peak", number},
                                                         {"trough", number}});
const std::vector<Column> finding_columns = {{"severity", text}, {"rule", text},    {"message", text},
                                             {"file", text},     {"line", number},  {"column", number},
                                             {"pointer", text},  {"event_id", text}};

std::span<const AccountReport> trade_reports() {
    static const AccountReport table[] = {
        {.definition = {"summary", "What closed trades add up to, metric by metric", metrics_columns, true},
         .own_group = {},
         .is_upright = true,
         .tell = tell_summary},
        listed(trade_list, {.definition = {"trades", "Every trade with what it earned", {}}}),
        listed(position_list, {.definition = {"positions", "What is open, at its mark", {}}}),
        {.definition = {"strategies", "The summary of each strategy", metrics_columns, true},
         .own_group = GroupKey::strategy,
         .tell = tell_summary},
        {.definition = {"markets", "The summary of each market", metrics_columns, true},
         .own_group = GroupKey::market,
         .tell = tell_summary},
        {.definition = {"providers", "The summary of each signal provider", metrics_columns, true},
         .own_group = GroupKey::provider,
         .tell = tell_summary},
        {.definition = {"pnl", "What was earned day by day, or by week or month", period_columns, true},
         .own_group = {},
         .is_by_period = true,
         .tell = tell_pnl},
        {.definition = {"drawdown", "Every time in which the account stood below its peak", drawdown_columns, true},
         .own_group = {},
         .tell = tell_drawdowns},
        listed(reconcile_list,
               {.definition = {"reconcile", "What trades report beside what their fills add up to", {}}}),
    };
    return table;
}

std::span<const AccountReport> finding_reports() {
    static const AccountReport table[] = {
        {.definition = {"findings", "What does not fit together, or cannot be read", finding_columns, false, true},
         .own_group = {},
         .tell = tell_findings},
    };
    return table;
}

}  // namespace

Cell period_cell(GroupKey key, std::optional<Timestamp> at) {
    if (!at) return {};
    return name_of_period(*at, key == GroupKey::day    ? Period::day
                               : key == GroupKey::week ? Period::week
                                                       : Period::month);
}

std::vector<GroupKey> AccountReport::groups(const ReportRequest& request) const {
    if (!definition.can_group) return {};
    const std::optional<GroupKey> own = is_by_period ? std::optional(request.by) : own_group;
    std::vector<GroupKey> keys = request.group_by.empty() ? default_groups : request.group_by;
    if (groups_by_market && !keys.empty() && std::ranges::find(keys, GroupKey::market) == keys.end())
        keys.push_back(GroupKey::market);
    if (own && std::ranges::find(keys, *own) == keys.end()) keys.insert(keys.begin(), *own);
    return keys;
}

std::span<const AccountReport> account_reports() {
    static const std::vector<AccountReport> all = [] {
        std::vector<AccountReport> reports;
        for (const auto family : {trade_reports(), fill_reports(), story_reports(), finding_reports()})
            reports.insert(reports.end(), family.begin(), family.end());
        return reports;
    }();
    return all;
}

}  // namespace tks::report
