#include "tks/account_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "report/account_facts.hpp"
#include "report/account_pictures.hpp"
#include "report/terminal.hpp"
#include "report/text_chart.hpp"

namespace tks {

namespace {

struct ReportCharts {
    std::string_view report;
    bool has_equity = false;
    bool has_drawdown = false;
    bool has_histogram = false;
};

constexpr ReportCharts chart_table[] = {
    {.report = "summary", .has_equity = true, .has_drawdown = true, .has_histogram = true},
    {.report = "pnl", .has_equity = true},
    {.report = "drawdown", .has_drawdown = true}};

void append_heading(std::string& out, std::string_view what, std::string_view quote, const ChartOptions& options) {
    if (!out.empty()) out += '\n';
    if (options.color) out += report::bold;
    out += fmt::format("{} in ", what);
    report::append_harmless(out, quote);
    if (options.color) out += report::plain;
    out += '\n';
}

}  // namespace

bool has_charts(const ReportDefinition& report) {
    return std::ranges::find(chart_table, report.name, &ReportCharts::report) != std::end(chart_table);
}

void write_charts(const ReportDefinition& definition, const ReportRequest& request, const ReportFacts& facts,
                  const ChartOptions& options, const TextSink& sink) {
    constexpr std::size_t most_quotes = 8;
    constexpr std::size_t most_points = 4'000;
    const auto charts = std::ranges::find(chart_table, definition.name, &ReportCharts::report);
    if (charts == std::end(chart_table)) return;
    const report::AccountFacts account = report::gather_account(facts, request, 0);
    for (const std::string& quote : account.main_quotes(most_quotes)) {
        const TradeMetricsFold& fold = account.by_quote.at(quote).fold;
        if (fold.size() == 0) continue;
        const report::AccountPictures pictures = report::pictures_of(fold, most_points);
        std::string text;
        if (charts->has_equity) {
            append_heading(text, fmt::format("Equity (sum of {} PnL)", to_string(request.pnl)), quote, options);
            report::append_text_curve(text, pictures.equity, options, false);
        }
        if (charts->has_drawdown) {
            append_heading(text, "Drawdown", quote, options);
            report::append_text_curve(text, pictures.drawdown, options, true);
        }
        if (charts->has_histogram) {
            append_heading(text, fmt::format("Trades by {} PnL", to_string(request.pnl)), quote, options);
            report::append_text_histogram(text, pictures.histogram, options);
        }
        sink('\n' + text);
    }
    if (account.by_quote.size() > most_quotes)
        sink(fmt::format("\n({} more quote assets have no charts here)\n", account.by_quote.size() - most_quotes));
}

}  // namespace tks
