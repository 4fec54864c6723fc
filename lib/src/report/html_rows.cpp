#include "report/html_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "report/account_rows.hpp"
#include "report/html_page.hpp"
#include "report/metric_columns.hpp"
#include "report/short_number.hpp"
#include "report/text_table.hpp"

namespace tks::report {

namespace {

constexpr std::size_t most_text = 160;
constexpr std::size_t most_message = 400;
constexpr std::size_t most_exact = 80;
constexpr std::size_t most_of_name = 40;

std::string cut_to(std::string_view text, std::size_t most) {
    std::size_t end = 0;
    for (std::size_t characters = 0; characters < most && end < text.size(); ++characters)
        end += std::max<std::size_t>(utf8_sequence_length(text.substr(end)), 1);
    return std::string(text.substr(0, end)) + (end < text.size() ? "…" : "");
}

bool is_number(FigureStyle style) {
    return style == FigureStyle::count || style == FigureStyle::money || style == FigureStyle::amount ||
           style == FigureStyle::ratio || style == FigureStyle::percent || style == FigureStyle::duration;
}

/// A number as it is shown.
std::string shown_number(FigureStyle style, const Amount& number) {
    constexpr double percents = 100;
    const double value = number.to_double();
    switch (style) {
        case FigureStyle::percent:
            return signed_for_people(fmt::format("{:.1f} %", percents * value));
        case FigureStyle::ratio:
            return std::abs(value) < percents ? signed_for_people(fmt::format("{:.2f}", value))
                                              : signed_for_people(short_amount(number));
        case FigureStyle::duration:
            return signed_for_people(short_duration(value));
        case FigureStyle::count:
            return signed_for_people(with_commas(number.to_string()));
        case FigureStyle::amount:
            return signed_for_people(short_quantity(number));
        default:
            return signed_for_people(short_amount(number));
    }
}

/// A number as Amounts read it: doubles are written with another sign of their exponent.
std::optional<Amount> number_of(const std::string& text) {
    return Amount::parse(text);
}

void append_number(std::string& out, FigureStyle style, const std::string& exact, std::size_t most_digits) {
    const auto number = number_of(exact);
    const std::string shown = number ? shown_number(style, *number) : exact;
    if (shown == exact || exact.size() > most_digits) {
        append_html_text(out, shown);
        return;
    }
    out += "<data value=\"";
    append_html_text(out, exact);
    out += "\">";
    append_html_text(out, shown);
    out += "</data>";
}

void append_time(std::string& out, const std::string& cell) {
    const auto at = parse_time(cell);
    const std::string iso = at ? to_iso8601(*at) : cell;
    constexpr std::size_t until_minutes = 16;
    std::string shown = iso.substr(0, until_minutes);
    if (shown.size() == until_minutes && shown[10] == 'T') shown[10] = ' ';
    out += fmt::format("<time datetime=\"{}\">{}</time>", iso, iso.size() < until_minutes ? iso : shown);
}

/// How many characters of text are shown.
std::size_t length_of(FigureStyle style) {
    return style == FigureStyle::message ? most_message : style == FigureStyle::id ? shown_id_length : most_of_name;
}

/// "13 expired; 6 canceled".
std::string shown_tally(const std::string& cell) {
    std::string shown;
    const auto tally = nlohmann::ordered_json::parse(cell);
    for (const auto& [what, count] : tally.items())
        shown += fmt::format("{}{} {}", shown.empty() ? "" : "; ", count.dump(), what);
    return shown;
}

/// What stands within an element for a cell.
void append_figure(std::string& out, FigureStyle style, const Cell& cell, std::size_t most_digits) {
    if (!cell)
        out += "–";
    else if (style == FigureStyle::time)
        append_time(out, *cell);
    else if (is_number(style))
        append_number(out, style, *cell, most_digits);
    else if (style == FigureStyle::tally)
        append_html_text(out, cut_to(shown_tally(*cell), most_message));
    else
        append_html_text(out, cut_to(*cell, length_of(style)));
}

/// The classes of a cell's element.
std::string classes_of(const FigureLabel& label, const Cell& cell) {
    std::string classes;
    if (is_number(label.style)) classes += " number";
    if (label.style == FigureStyle::id) classes += " id";
    if (label.style == FigureStyle::message || label.style == FigureStyle::tally) classes += " message";
    if (label.is_extra) classes += " extra";
    if (label.style == FigureStyle::money && cell && cell->starts_with('-')) classes += " negative";
    return classes.empty() ? "" : " class=\"" + classes.substr(1) + '"';
}

void append_table_cell(std::string& out, const FigureLabel& label, const Cell& cell) {
    out += "<td" + classes_of(label, cell);
    const bool is_text = label.style == FigureStyle::id || label.style == FigureStyle::text;
    if (is_text && cell && cell->size() > length_of(label.style)) {
        out += " title=\"";
        append_html_text(out, cut_to(*cell, most_text));
        out += '"';
    }
    out += '>';
    append_figure(out, label.style, cell, most_exact);
    out += "</td>";
}

std::vector<std::size_t> places_of(std::span<const FigureLabel> labels, std::span<const Column> columns) {
    std::vector<std::size_t> places;
    for (const FigureLabel& label : labels) {
        const auto found = std::ranges::find(columns, label.column, &Column::path);
        assert(found != columns.end());
        places.push_back(static_cast<std::size_t>(found - columns.begin()));
    }
    return places;
}

/// The metrics of one row of the summary, by their names.
class Figures {
public:
    explicit Figures(const std::vector<Cell>& cells) : cells_(cells) {
        undefined_ = nlohmann::json::parse(cells.back().value_or("{}"));
    }

    [[nodiscard]] const Cell& at(std::string_view name) const {
        static const std::vector<Column> columns = metric_columns();
        const auto found = std::ranges::find(columns, name, &Column::path);
        assert(found != columns.end());
        return cells_[static_cast<std::size_t>(found - columns.begin()) + 1];  // Behind the quote asset.
    }

    /// As it is shown; "–" without a value.
    [[nodiscard]] std::string shown(std::string_view name) const {
        const Cell& cell = at(name);
        const auto number = cell ? number_of(*cell) : std::nullopt;
        return number ? shown_number(label_of(name).style, *number) : "–";
    }

    /// Why it has no value; empty if it has one.
    [[nodiscard]] std::string why_undefined(std::string_view name) const {
        return undefined_.value(std::string(name), std::string());
    }

    static const FigureLabel& label_of(std::string_view name) {
        return *std::ranges::find(metric_labels(), name, &FigureLabel::column);
    }

private:
    const std::vector<Cell>& cells_;
    nlohmann::json undefined_;
};

/// What stands below the figure of a card.
std::string card_note(const Figures& figures, std::string_view name) {
    if (std::string reason = figures.why_undefined(name); !reason.empty()) return reason;
    if (name == "net_pnl") return fmt::format("{} less {} of fees", figures.shown("gross_pnl"), figures.shown("fees"));
    if (name == "gross_pnl") return fmt::format("{} net of fees", figures.shown("net_pnl"));
    if (name == "win_rate")
        return fmt::format("{} won, {} lost, {} even", figures.shown("wins"), figures.shown("losses"),
                           figures.shown("draws"));
    if (name == "profit_factor") return fmt::format("payoff ratio {}", figures.shown("payoff_ratio"));
    if (name == "expectancy") return "per closed trade";
    if (name == "max_drawdown")
        return figures.at("max_drawdown_relative")
                   ? fmt::format("{} of the capital at most", figures.shown("max_drawdown_relative"))
                   : fmt::format("within {}", figures.shown("max_drawdown_duration_ms"));
    if (name == "sharpe") return fmt::format("Sortino {}, by days", figures.shown("sortino"));
    if (name == "sqn") return "by trades";
    if (name == "holding_time_ms") return fmt::format("{} with a trade open", figures.shown("exposure_time_ms"));
    return {};
}

const AccountReport& report_of(std::string_view name) {
    const auto report =
        std::ranges::find(account_reports(), name, [](const AccountReport& one) { return one.definition.name; });
    assert(report != account_reports().end());
    return *report;
}

}  // namespace

std::string counted(std::uint64_t number, std::string_view noun) {
    return fmt::format("{} {}{}", with_commas(std::to_string(number)), noun, number == 1 ? "" : "s");
}

std::string shortened_text(std::string_view text) {
    return cut_to(text, most_text);
}

void append_note(std::string& out, std::string_view note) {
    out += "<p class=\"note\">";
    append_html_text(out, note);
    out += "</p>\n";
}

void append_cards(std::string& out, const std::vector<Cell>& cells, PnlView view) {
    const Figures figures(cells);
    out += "<dl class=\"cards\">\n";
    for (const std::string_view name : {view == PnlView::net ? "net_pnl" : "gross_pnl", "win_rate", "profit_factor",
                                        "expectancy", "max_drawdown", "sharpe", "sqn", "holding_time_ms"}) {
        const FigureLabel& label = Figures::label_of(name);
        const Cell& cell = figures.at(name);
        out += fmt::format(
            "<div class=\"card\"><dt>{}</dt><dd{}>", label.label,
            label.style == FigureStyle::money && cell && cell->starts_with('-') ? " class=\"negative\"" : "");
        append_figure(out, label.style, cell, cell ? cell->size() : 0);
        out += "</dd><dd class=\"more\">";
        append_html_text(out, card_note(figures, name));
        out += "</dd></div>\n";
    }
    out += "</dl>\n";
}

void append_figures(std::string& out, std::span<const std::string> quotes,
                    const std::map<std::string, std::vector<Cell>>& figures) {
    out += "<div class=\"scroll\"><table class=\"rows\">\n<thead><tr><th>Metric</th>";
    for (const std::string& quote : quotes) {
        out += "<th class=\"number\">";
        append_html_text(out, shortened_text(quote));
        out += "</th>";
    }
    out += "</tr></thead>\n<tbody>\n";
    for (const FigureLabel& label : metric_labels()) {
        out += fmt::format("<tr><th scope=\"row\">{} <code class=\"extra\">{}</code></th>", label.label, label.column);
        for (const std::string& quote : quotes) {
            const Figures of_quote(figures.at(quote));
            const Cell& cell = of_quote.at(label.column);
            out += fmt::format("<td class=\"number\" data-metric=\"{}\" data-quote=\"", label.column);
            append_html_text(out, shortened_text(quote));
            out += '"';
            if (!cell) out += fmt::format(" title=\"{}\"", of_quote.why_undefined(label.column));
            out += '>';
            append_figure(out, label.style, cell, cell ? cell->size() : 0);
            out += "</td>";
        }
        out += "</tr>\n";
    }
    out += "</tbody></table></div>\n";
}

ReportRows::ReportRows(std::string& out, std::string_view report, std::span<const FigureLabel> labels)
    : out_(out), report_(report), labels_(labels), places_(places_of(labels, report_of(report).definition.columns)) {}

void ReportRows::add(const std::vector<Cell>& cells) {
    if (!std::exchange(is_begun_, true)) {
        out_ += fmt::format("<div class=\"scroll\"><table class=\"rows\" data-report=\"{}\">\n<thead><tr>", report_);
        for (const FigureLabel& label : labels_)
            out_ += fmt::format("<th{}>{}</th>", classes_of(label, {}), label.label);
        out_ += "</tr></thead>\n<tbody>\n";
    }
    out_ += "<tr>";
    for (std::size_t at = 0; at < labels_.size(); ++at) append_table_cell(out_, labels_[at], cells[places_[at]]);
    out_ += "</tr>\n";
}

void ReportRows::finish(std::string_view if_none) {
    if (is_begun_)
        out_ += "</tbody></table></div>\n";
    else
        append_note(out_, if_none);
}

void append_report_rows(std::string& out, std::string_view report, const ReportRequest& request,
                        const ReportFacts& facts, std::span<const FigureLabel> labels, std::string_view if_none) {
    ReportRows rows(out, report, labels);
    report_of(report).tell({}, facts, request, [&](const std::vector<Cell>& cells) { rows.add(cells); });
    rows.finish(if_none);
}

}  // namespace tks::report
