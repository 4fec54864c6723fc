#include "report/account_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <string_view>
#include <utility>

#include "report/account_facts.hpp"
#include "report/account_pictures.hpp"
#include "report/account_rows.hpp"
#include "report/account_trades.hpp"
#include "report/figure_labels.hpp"
#include "report/html_chart.hpp"
#include "report/html_page.hpp"
#include "report/html_rows.hpp"
#include "report/short_number.hpp"

namespace tks::report {

namespace {

constexpr std::size_t most_quotes = 8;      // That have pictures.
constexpr std::size_t most_trades = 1'000;  // In a table.
constexpr std::size_t most_points = 2'000;  // Of a curve.

constexpr std::string_view page_style = R"(
:root { --gain: 0 95 153; --loss: 200 82 0; --on-full: #fff; --empty: #eef1f4; --card: #f6f8fa; }
@media (prefers-color-scheme: dark) {
:root { --gain: 96 184 240; --loss: 245 150 60; --on-full: #10151a; --empty: #1e2329; --card: #1b2026; }
}
h1 { margin: .4rem 0 .2rem; } h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); break-after: avoid; }
nav { margin: .6rem 0 0; display: flex; flex-wrap: wrap; gap: .2rem 1rem; } a { color: rgb(var(--gain)); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.6rem, 1fr)); gap: .6rem; margin: .8rem 0 1.4rem; }
@media (min-width: 56rem) { .cards { grid-template-columns: repeat(4, 1fr); } }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .55rem .7rem; break-inside: avoid; }
.card dt { color: var(--faint); font-size: .85rem; } .card dd { margin: 0; font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.card dd.more { font-size: .82rem; font-weight: 400; color: var(--faint); }
.negative { color: rgb(var(--loss)); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem 2rem; }
table.rows { font-size: .85rem; } table.rows th, table.rows td { padding: .22rem .45rem; } table.rows td { white-space: nowrap; } table.rows td.message { min-width: 20rem; white-space: normal; } table.rows td.id { font-family: ui-monospace, monospace; font-size: .92em; }
table.rows thead th { position: sticky; top: 0; background: var(--page); }
code { font-family: ui-monospace, monospace; font-size: .92em; color: var(--faint); }
@media print { :root { --gain: 0 95 153; --loss: 200 82 0; --on-full: #fff; --empty: #eef1f4; --card: #fff; } nav { display: none; } .extra { display: none; }
table.rows { font-size: 8px; } table.rows th, table.rows td { padding: .1rem .3rem; } .cards { grid-template-columns: repeat(4, 1fr); } table.rows td.message { min-width: 0; } .heat { font-size: 7px; } }
)";

/// A heading of the page that can be gone to.
struct Section {
    std::string id;
    std::string title;
};

void begin_section(std::string& out, const Section& section) {
    out += fmt::format("<section id=\"{}\">\n<h2>", section.id);
    append_html_text(out, shortened_text(section.title));
    out += "</h2>\n";
}

/// Writes the page section by section, so that no more than one of them is in memory.
class AccountPage {
public:
    AccountPage(const ReportRequest& request, const ReportFacts& facts, const RowWriterOptions& options,
                const TextSink& sink)
        : request_(request),
          facts_(facts),
          options_(options),
          sink_(sink),
          account_(gather_account(facts, request, most_trades)),
          quotes_(account_.main_quotes(most_quotes)) {
        // Both go through all trades.
        auto pictures = std::async(std::launch::async, [this] {
            for (const std::string& quote : quotes_)
                pictures_.emplace_back(pictures_of(account_.by_quote.at(quote).fold, most_points));
        });
        for (const auto& [quote, total] : account_.by_quote) {
            std::vector<Cell> cells{quote};
            add_metric_cells(cells, total, capital_of(request_, quote, account_.by_quote.size() == 1));
            figures_.emplace(quote, std::move(cells));
        }
        pictures.get();
    }

    void write() {
        write_head();
        for (std::size_t number = 0; number < quotes_.size(); ++number) write_quote(number);
        if (quotes_.empty()) pass_on("<p>No trades.</p>\n");
        write_figures();
        write_trades();
        write_positions();
        write_stories();
        write_findings();
        end_html_page(text_);
        pass_on();
    }

private:
    void pass_on(std::string_view more = {}) {
        text_ += more;
        sink_(text_);
        text_.clear();
    }

    [[nodiscard]] std::vector<Section> sections() const {
        std::vector<Section> all;
        for (std::size_t number = 0; number < quotes_.size(); ++number)
            all.push_back({fmt::format("quote-{}", number + 1), quotes_[number]});
        all.push_back({"figures", "All figures"});
        all.push_back({"trades", "Trades"});
        all.push_back({"positions", "Open positions"});
        if (tells_stories()) {
            all.push_back({"funnel", "Funnel"});
            all.push_back({"latency", "Latency"});
        }
        all.push_back({"findings", "Findings"});
        return all;
    }

    void begin(std::string_view id) {
        const std::vector<Section> all = sections();
        begin_section(text_, *std::ranges::find(all, id, &Section::id));
    }

    void end_section() { pass_on("</section>\n"); }

    void write_head() {
        begin_html_page(text_, options_.title, std::string(page_style) + std::string(chart_style));
        text_ += "<header>\n<h1>Account report</h1>\n<p class=\"note\">";
        text_ += fmt::format("{} closed, {} open. Metrics go by the {} PnL of closed trades; times are UTC.",
                             counted(account_.closed_trades, "trade"),
                             with_commas(std::to_string(account_.open_trades)), to_string(request_.pnl));
        if (account_.by_quote.size() > 1) text_ += " Money of different quote assets is never added up.";
        if (account_.by_quote.size() > quotes_.size())
            text_ += fmt::format(" The {} quote assets with the most closed trades are shown, {} others are left out.",
                                 quotes_.size(), account_.by_quote.size() - quotes_.size());
        text_ += "</p>\n<nav>";
        for (const Section& section : sections()) {
            text_ += fmt::format("<a href=\"#{}\">", section.id);
            append_html_text(text_, shortened_text(section.title));
            text_ += "</a> ";
        }
        text_ += "</nav>\n</header>\n<main>\n";
        pass_on();
    }

    void write_quote(std::size_t number) {
        const std::string& quote = quotes_[number];
        const std::string id = fmt::format("quote-{}", number + 1);
        begin(id);
        append_cards(text_, figures_.at(quote), request_.pnl);
        const AccountPictures& pictures = pictures_[number];
        const std::string equity_id = id + "-equity";
        const std::string drawdown_id = id + "-drawdown";
        const std::string equity_text =
            fmt::format("The sum of {} PnL since the start, in {}.", to_string(request_.pnl), shortened_text(quote));
        append_curve(text_, {.title = "Equity", .description = equity_text, .id = equity_id}, pictures.equity);
        append_curve(text_,
                     {.title = "Drawdown",
                      .description = "How far equity stood below its highest until then.",
                      .id = drawdown_id,
                      .is_loss = true},
                     pictures.drawdown);
        text_ += "<div class=\"pair\">\n";
        append_histogram(text_, id + "-histogram", pictures.histogram);
        append_month_map(text_, pictures);
        text_ += "</div>\n";
        append_day_map(text_, pictures);
        end_section();
    }

    void write_figures() {
        if (quotes_.empty()) return;
        begin("figures");
        append_figures(text_, quotes_, figures_);
        end_section();
    }

    void write_trades() {
        begin("trades");
        const std::size_t shown = account_.last_closed.size();
        if (shown < account_.closed_trades)
            append_note(text_, fmt::format("The last {} of {} closed trades; tksctl report trades lists all of them.",
                                           with_commas(std::to_string(shown)),
                                           with_commas(std::to_string(account_.closed_trades))));
        append_report_rows(text_, "trades", request_, facts_of(account_.last_closed), trade_labels(),
                           "No trade was closed.");
        end_section();
    }

    void write_positions() {
        begin("positions");
        const std::size_t shown = account_.open.size();
        if (shown < account_.open_trades)
            append_note(text_, fmt::format("The last {} of {} open trades; tksctl report positions lists all of them.",
                                           with_commas(std::to_string(shown)),
                                           with_commas(std::to_string(account_.open_trades))));
        append_report_rows(text_, "positions", request_, facts_of(account_.open), position_labels(),
                           "Nothing is open.");
        end_section();
    }

    /// What is asked of states and by conditions is asked of trades, and intents have others.
    [[nodiscard]] bool tells_stories() const {
        return facts_.shared_stories && request_.selection.where.empty() && request_.selection.statuses.empty();
    }

    void write_stories() {
        if (!tells_stories()) return;
        account_.by_quote.clear();  // Stories take as much memory again.
        std::string latency_text;
        ReportRows funnel(text_, "funnel", funnel_labels());
        ReportRows latency(latency_text, "latency", latency_labels());
        begin("funnel");
        append_note(text_, "How far intents came on their way to a closed trade, and why no further.");
        tell_stories(
            facts_, request_, [&](const std::vector<Cell>& cells) { funnel.add(cells); },
            [&](const std::vector<Cell>& cells) { latency.add(cells); });
        constexpr std::string_view if_none = "No intent is known.";
        funnel.finish(if_none);
        end_section();
        latency.finish(if_none);
        begin("latency");
        append_note(
            text_, "How long each step on that way took; negative ones, which are left out, say that clocks disagree.");
        text_ += latency_text;
        end_section();
    }

    void write_findings() {
        begin("findings");
        constexpr std::size_t most_findings = 200;
        if (facts_.findings.size() > most_findings)
            append_note(text_, fmt::format("The first {} of {} findings; tksctl report findings lists all of them.",
                                           most_findings, with_commas(std::to_string(facts_.findings.size()))));
        ReportFacts first{.trades = [](const std::function<void(const TradePnl&)>&) {}, .findings = {}};
        first.findings.assign(
            facts_.findings.begin(),
            facts_.findings.begin() + static_cast<std::ptrdiff_t>(std::min(facts_.findings.size(), most_findings)));
        append_report_rows(text_, "findings", request_, first, finding_labels(), "Nothing was found to be wrong.");
        text_ += "</section>\n</main>\n";
        pass_on();
    }

    /// The trades, which must live as long, as what a report tells of.
    static ReportFacts facts_of(const std::vector<TradePnl>& trades) {
        return {.trades =
                    [&trades](const std::function<void(const TradePnl&)>& visit) {
                        for (const TradePnl& pnl : trades) visit(pnl);
                    },
                .findings = {}};
    }

    const ReportRequest& request_;
    const ReportFacts& facts_;
    const RowWriterOptions& options_;
    const TextSink& sink_;
    AccountFacts account_;
    std::vector<std::string> quotes_;
    std::vector<AccountPictures> pictures_;             // Of the quotes.
    std::map<std::string, std::vector<Cell>> figures_;  // Rows of the summary by their quote assets.
    std::string text_;
};

}  // namespace

void write_account_page(const ReportRequest& request, const ReportFacts& facts, const RowWriterOptions& options,
                        const TextSink& sink) {
    AccountPage(request, facts, options, sink).write();
}

}  // namespace tks::report
