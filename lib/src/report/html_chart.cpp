#include "report/html_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>

#include "report/axis.hpp"
#include "report/html_page.hpp"
#include "report/short_number.hpp"

namespace tks::report {

const std::string_view chart_style = R"(
figure { margin: 0 0 1.1rem; min-width: 0; }
figcaption { font-weight: 600; margin-bottom: .1rem; }
.note { color: var(--faint); font-size: .87rem; margin: .2rem 0 .6rem; }
.plot { position: relative; height: 15rem; margin: .9rem 1.2rem 2rem 4.3rem; }
.plot.low { height: 9rem; }
.plot svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
.plot path, .plot rect { vector-effect: non-scaling-stroke; }
.grid { stroke: var(--line); stroke-width: 1; fill: none; }
.zero { stroke: var(--faint); stroke-width: 1.2; fill: none; }
.gain { fill: rgb(var(--gain)); } .loss { fill: rgb(var(--loss)); }
.curve { fill: none; stroke: rgb(var(--gain)); stroke-width: 1.8; stroke-linejoin: round; }
.curve.loss { stroke: rgb(var(--loss)); }
.under { fill: rgb(var(--gain) / .13); stroke: none; } .under.loss { fill: rgb(var(--loss) / .22); }
.plot span { position: absolute; color: var(--faint); font-size: .78rem; line-height: 1; white-space: nowrap; font-variant-numeric: tabular-nums; }
.plot .y { right: calc(100% + .5rem); transform: translateY(-50%); }
.plot .x { top: calc(100% + .55rem); transform: translateX(-50%); }
.heat { border-collapse: separate; border-spacing: 2px; font-size: .72rem; }
.heat th, .heat td { border: 0; padding: .28rem .1rem; min-width: 0; text-align: center; font-weight: 400; white-space: nowrap; overflow-wrap: normal; }
.heat td { min-width: 1.85rem; border-radius: 3px; background: var(--empty); }
.heat.days { width: 100%; min-width: 58rem; table-layout: fixed; } .heat.days td { min-width: 0; padding: .28rem 0; height: 1.9rem; font-size: .68rem; letter-spacing: -.02em; }
.heat.days th { padding: .28rem 0; } .heat.days th[scope=row] { width: 4.5rem; text-align: left; }
.heat td.none { background: none; }
.heat th[scope=row], .heat td.sum { font-weight: 600; }
.g1 { background: rgb(var(--gain) / .16) !important; } .g2 { background: rgb(var(--gain) / .36) !important; }
.g3 { background: rgb(var(--gain) / .62) !important; } .g4 { background: rgb(var(--gain)) !important; }
.l1 { background: rgb(var(--loss) / .16) !important; } .l2 { background: rgb(var(--loss) / .36) !important; }
.l3 { background: rgb(var(--loss) / .62) !important; } .l4 { background: rgb(var(--loss)) !important; }
.g4, .l4 { color: var(--on-full); } .heat td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
@media (max-width: 40rem) { .plot { height: 12rem; margin-left: 3.4rem; margin-right: .6rem; } .plot .minor { display: none; } }
@media print { .plot { height: 11rem; } .plot.low { height: 6rem; } figure { break-inside: avoid; } .heat.days { min-width: 0; } }
)";

namespace {

/// The units of a plot's SVG.
constexpr double plot_width = 1'000;
constexpr double plot_height = 300;

double x_of(double share) {
    return share * plot_width;
}
double y_of(double share) {
    return (1 - share) * plot_height;
}

/// A coordinate, to a tenth of a unit.
void append_coordinate(std::string& out, double value) {
    std::string text = fmt::format("{:.1f}", value);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    out += text == "-0" ? "0" : text;
}

void append_line_across(std::string& out, std::string_view kind, double share) {
    out += fmt::format("<path class=\"{}\" d=\"M0 ", kind);
    append_coordinate(out, y_of(share));
    out += fmt::format("H{}\"/>\n", plot_width);
}

/// Opens a plot up to what it draws; the title and the description are for those who cannot see it.
void begin_plot(std::string& out, std::string_view more_class, std::string_view id, std::string_view title,
                std::string_view description, const ValueAxis& axis) {
    out += fmt::format(
        "<div class=\"plot{0}\"><svg viewBox=\"0 0 {1} {2}\" preserveAspectRatio=\"none\" role=\"img\" "
        "aria-labelledby=\"{3}-title {3}-text\"><title id=\"{3}-title\">",
        more_class, plot_width, plot_height, id);
    append_html_text(out, title);
    out += fmt::format("</title><desc id=\"{}-text\">", id);
    append_html_text(out, description);
    out += "</desc>\n";
    for (const Tick& tick : axis.ticks)
        if (tick.label != "0") append_line_across(out, "grid", tick.share);
}

void append_labels(std::string& out, const std::vector<Tick>& ticks, bool is_x) {
    // What stands too close to an end would stand out of the picture.
    constexpr double margin = 0.02;
    std::size_t number = 0;
    for (const Tick& tick : ticks) {
        if (is_x && (tick.share < margin / 2 || tick.share > 1 - margin / 2) && ticks.size() > 3) continue;
        const bool is_minor = is_x && number++ % 2 == 1 && ticks.size() > 4;
        out += fmt::format("<span class=\"{}{}\" style=\"{}:{:.2f}%\">", is_x ? "x" : "y", is_minor ? " minor" : "",
                           is_x ? "left" : "top", 100 * (is_x ? tick.share : 1 - tick.share));
        append_html_text(out, signed_for_people(tick.label));
        out += "</span>";
    }
}

void end_plot(std::string& out, const ValueAxis& values, const std::vector<Tick>& x_ticks) {
    if (values.low <= 0 && values.high >= 0) append_line_across(out, "zero", values.share_of(0));
    out += "</svg>";
    append_labels(out, values.ticks, false);
    append_labels(out, x_ticks, true);
    out += "</div>\n";
}

void begin_figure(std::string& out, std::string_view title, std::string_view note) {
    out += "<figure>\n<figcaption>";
    append_html_text(out, title);
    out += "</figcaption>\n<p class=\"note\">";
    append_html_text(out, note);
    out += "</p>\n";
}

/// Steps from point to point: a value stays until the next one comes.
std::string steps_of(const Curve& curve, const ValueAxis& axis) {
    const auto begin = static_cast<double>(curve.points.front().at.ms);
    const double length = std::max(static_cast<double>(curve.points.back().at.ms) - begin, 1.);
    std::string path;
    std::string last_y;
    for (const CurvePoint& point : curve.points) {
        std::string y;
        append_coordinate(y, y_of(axis.share_of(point.value.to_double())));
        if (y == last_y && &point != &curve.points.back()) continue;
        path += path.empty() ? "M" : "H";
        append_coordinate(path, x_of((static_cast<double>(point.at.ms) - begin) / length));
        path.append(last_y.empty() ? " " : "V").append(y);
        last_y = std::move(y);
    }
    return path;
}

std::vector<Tick> ticks_of_time(Timestamp begin, Timestamp end) {
    constexpr std::size_t most_ticks = 16;
    std::vector<Tick> ticks = time_ticks(begin, end, most_ticks);
    if (ticks.empty()) ticks.push_back({0.1, to_iso8601(begin)});
    if (ticks.size() == 1 && end != begin) ticks.push_back({0.9, to_iso8601(end)});
    return ticks;
}

/// How strong the colour of a value is, 1 to 4, and whether it is that of gains.
std::string_view strength_of(double value, double largest) {
    constexpr std::string_view gains[] = {"g1", "g2", "g3", "g4"};
    constexpr std::string_view losses[] = {"l1", "l2", "l3", "l4"};
    if (value == 0 || !(largest > 0)) return "";
    const auto level = static_cast<std::size_t>(std::clamp(std::abs(value) / largest * 4, 0., 3.));
    return value > 0 ? gains[level] : losses[level];
}

/// In about five characters, as there is no more room in a cell.
std::string cell_number(double value) {
    const double size = std::abs(value);
    constexpr double thousand = 1'000;
    constexpr double ten = 10;
    constexpr std::string_view signs[] = {"k", "M", "B", "T"};
    if (value == 0) return "0";
    if (size >= thousand * (thousand - 0.5) * 1e9) return signed_for_people(fmt::format("{:.0e}", value));
    std::size_t sign = std::size(signs);
    double scaled = value;
    for (std::size_t next = 0; std::abs(scaled) >= thousand - 0.5; ++next) {
        scaled /= thousand;
        sign = next;
    }
    const double step = std::abs(scaled) >= ten - 0.05 ? 1
                        : size >= 1                    ? 1 / ten
                                                       : std::pow(ten, std::floor(std::log10(size)));
    return signed_for_people(short_number(scaled, step)) + std::string(sign < std::size(signs) ? signs[sign] : "");
}

void append_heat_cell(std::string& out, const PeriodPnl* period, double largest, std::string_view name,
                      std::string_view more_class = {}) {
    if (period == nullptr) {
        out += "<td></td>";
        return;
    }
    const double value = period->pnl.to_double();
    out += fmt::format("<td class=\"{} {}\" title=\"{}: {}, {} closed\">", more_class.empty() ? "pnl" : more_class,
                       strength_of(value, largest), name, period->pnl.to_string(), period->closed);
    out += std::isfinite(value) ? cell_number(value) : "…";
    out += "</td>";
}

/// The largest PnL of all, without its sign; so that one period that is far out does not pale the rest, no more than a few times the
/// median.
double strongest(const std::map<std::pair<int, unsigned>, PeriodPnl>& periods) {
    std::vector<double> sizes;
    for (const auto& [key, period] : periods)
        if (!period.pnl.is_zero()) sizes.push_back(std::abs(period.pnl.to_double()));
    if (sizes.empty()) return 0;
    std::ranges::sort(sizes);
    constexpr double most_of_median = 4;
    return std::min(sizes.back(), most_of_median * sizes[sizes.size() / 2]);
}

constexpr std::string_view month_words[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

const PeriodPnl* find_period(const std::map<std::pair<int, unsigned>, PeriodPnl>& periods, int major, unsigned minor) {
    const auto found = periods.find({major, minor});
    return found == periods.end() ? nullptr : &found->second;
}

/// The first keys of the periods, without repetition.
std::vector<int> majors_of(const std::map<std::pair<int, unsigned>, PeriodPnl>& periods) {
    std::vector<int> majors;
    for (const auto& [key, period] : periods)
        if (majors.empty() || majors.back() != key.first) majors.push_back(key.first);
    return majors;
}

std::string_view bin_class(const HistogramBin& bin) {
    return bin.to && !bin.to->is_positive() ? "loss" : "gain";
}

std::string bin_name(const HistogramBin& bin) {
    if (!bin.from) return "below " + bin.to->to_string();
    if (!bin.to) return bin.from->to_string() + " and more";
    return fmt::format("from {} to below {}", bin.from->to_string(), bin.to->to_string());
}

/// An edge of a histogram that is labelled.
std::vector<Tick> edges_of(const Histogram& histogram) {
    const auto bins = static_cast<double>(histogram.bins.size());
    constexpr double most_labels = 9;
    const auto every = static_cast<std::int64_t>(std::max(std::ceil(bins / most_labels), 1.));
    std::vector<Tick> ticks;
    for (std::size_t at = 0; at <= histogram.bins.size(); ++at) {
        const std::optional<Amount>& edge =
            at < histogram.bins.size() ? histogram.bins[at].from : histogram.bins[at - 1].to;
        if (!edge) continue;
        const double value = edge->to_double();
        // Counted from 0, so that 0 is among them.
        if (std::llround(value / histogram.width) % every == 0)
            ticks.push_back({static_cast<double>(at) / bins, short_number(value, histogram.width)});
    }
    return ticks;
}

}  // namespace

void append_curve(std::string& out, const CurvePicture& picture, const Curve& curve) {
    if (curve.points.empty()) return;
    double low = 0;
    double high = 0;
    for (const CurvePoint& point : curve.points) {
        low = std::min(low, point.value.to_double());
        high = std::max(high, point.value.to_double());
    }
    std::string note(picture.description);
    if (curve.is_sampled())
        note += fmt::format(
            " {} of {} points are drawn: of each of equal spans of time the first, the lowest, the highest and the last.",
            with_commas(std::to_string(curve.points.size())), with_commas(std::to_string(curve.all_points)));
    begin_figure(out, picture.title, note);
    if (!std::isfinite(low) || !std::isfinite(high) || !std::isfinite(high - low)) {
        out += "<p>Its values are too large to be drawn.</p>\n</figure>\n";
        return;
    }
    const ValueAxis axis = value_axis(low, high, picture.is_loss ? 3 : 5);
    begin_plot(out, picture.is_loss ? " low" : "", picture.id, picture.title, note, axis);
    const std::string path = steps_of(curve, axis);
    const std::string_view kind = picture.is_loss ? " loss" : "";
    out += fmt::format("<path class=\"under{}\" d=\"{}V{:.1f}H0Z\"/>\n", kind, path, y_of(axis.share_of(0)));
    out += fmt::format("<path class=\"curve{}\" d=\"{}\"/>\n", kind, path);
    end_plot(out, axis, ticks_of_time(curve.points.front().at, curve.points.back().at));
    out += "</figure>\n";
}

void append_histogram(std::string& out, std::string_view id, const Histogram& histogram) {
    if (histogram.bins.empty()) return;
    std::uint64_t most = 0;
    std::uint64_t all = 0;
    for (const HistogramBin& bin : histogram.bins) {
        most = std::max(most, bin.trades);
        all += bin.trades;
    }
    const std::string note = fmt::format("How many of {} trades earned how much.{}", with_commas(std::to_string(all)),
                                         !histogram.bins.front().from || !histogram.bins.back().to
                                             ? " The bars at the ends hold all that lies beyond."
                                             : "");
    begin_figure(out, "Distribution of PnL", note);
    const ValueAxis axis = value_axis(0, std::max(static_cast<double>(most), 4.), 4);
    begin_plot(out, "", id, "Distribution of PnL", note, axis);
    const double slot = plot_width / static_cast<double>(histogram.bins.size());
    constexpr double gap = 0.06;
    for (std::size_t at = 0; at < histogram.bins.size(); ++at) {
        const HistogramBin& bin = histogram.bins[at];
        if (bin.trades == 0) continue;
        const double top = y_of(axis.share_of(static_cast<double>(bin.trades)));
        out += fmt::format(
            "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"><title>{}: {} trade{}"
            "</title></rect>\n",
            bin_class(bin), slot * (static_cast<double>(at) + gap / 2), top, slot * (1 - gap), plot_height - top,
            bin_name(bin), bin.trades, bin.trades == 1 ? "" : "s");
    }
    end_plot(out, axis, edges_of(histogram));
    out += "</figure>\n";
}

void append_month_map(std::string& out, const AccountPictures& pictures) {
    std::vector<int> years = majors_of(pictures.months);
    if (years.empty()) return;
    constexpr std::size_t most_years = 40;
    const std::size_t left_out = years.size() - std::min(years.size(), most_years);
    years.erase(years.begin(), years.begin() + static_cast<std::ptrdiff_t>(left_out));
    begin_figure(out, "PnL by month",
                 left_out == 0
                     ? "By the closing of trades, in UTC."
                     : fmt::format("By the closing of trades, in UTC; {} earlier years are left out.", left_out));
    out += "<div class=\"scroll\"><table class=\"heat\">\n<thead><tr><td class=\"none\"></td>";
    for (const std::string_view month : month_words) out += fmt::format("<th scope=\"col\">{}</th>", month);
    out += "<th scope=\"col\">Year</th></tr></thead>\n<tbody>\n";
    const double largest = strongest(pictures.months);
    for (const int year : years) {
        out += fmt::format("<tr><th scope=\"row\">{:04}</th>", year);
        PeriodPnl sum;
        for (unsigned month = 1; month <= std::size(month_words); ++month) {
            const PeriodPnl* const period = find_period(pictures.months, year, month);
            append_heat_cell(out, period, largest, fmt::format("{:04}-{:02}", year, month));
            if (period == nullptr) continue;
            sum.closed += period->closed;
            sum.pnl += period->pnl;
        }
        append_heat_cell(out, &sum, 0, fmt::format("{:04}", year), "sum");
        out += "</tr>\n";
    }
    out += "</tbody></table></div>\n</figure>\n";
}

void append_day_map(std::string& out, const AccountPictures& pictures) {
    const std::vector<int> months = majors_of(pictures.month_days);
    constexpr std::size_t most_months = 13;
    if (months.empty() || months.size() > most_months) return;
    begin_figure(out, "PnL by day", "By the closing of trades, in UTC.");
    out += "<div class=\"scroll\"><table class=\"heat days\">\n<thead><tr><th scope=\"row\"></th>";
    constexpr unsigned most_days = 31;
    for (unsigned day = 1; day <= most_days; ++day) out += fmt::format("<th scope=\"col\">{}</th>", day);
    out += "</tr></thead>\n<tbody>\n";
    const double largest = strongest(pictures.month_days);
    for (const int month : months) {
        const int of_year = month % 12;
        out += fmt::format("<tr><th scope=\"row\">{} {:04}</th>", month_words[static_cast<std::size_t>(of_year)],
                           month / 12);
        for (unsigned day = 1; day <= most_days; ++day)
            append_heat_cell(out, find_period(pictures.month_days, month, day), largest,
                             fmt::format("{:04}-{:02}-{:02}", month / 12, of_year + 1, day));
        out += "</tr>\n";
    }
    out += "</tbody></table></div>\n</figure>\n";
}

}  // namespace tks::report
