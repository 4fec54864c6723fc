#include "report/text_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "report/axis.hpp"
#include "report/short_number.hpp"
#include "report/terminal.hpp"

namespace tks::report {

namespace {

constexpr std::size_t least_width = 40;
constexpr std::string_view too_large_to_draw = "Its values are too large to be drawn.\n";

/// Dots that are set or not, several of them a character.
class DotCanvas {
public:
    DotCanvas(std::size_t columns, std::size_t rows, bool is_ascii)
        : columns_(columns), rows_(rows), is_ascii_(is_ascii), dots_(width() * height()) {}

    [[nodiscard]] std::size_t width() const { return columns_ * (is_ascii_ ? 1 : dots_across); }
    [[nodiscard]] std::size_t height() const { return rows_ * (is_ascii_ ? 1 : dots_down); }

    /// From the left and from the top.
    void set(std::size_t x, std::size_t y) { dots_[y * width() + x] = true; }

    void append_row(std::string& out, std::size_t row, char ascii_dot) const {
        for (std::size_t column = 0; column < columns_; ++column) {
            if (is_ascii_)
                out += dots_[row * width() + column] ? ascii_dot : ' ';
            else
                append_braille(out, column, row);
        }
    }

private:
    static constexpr std::size_t dots_across = 2;
    static constexpr std::size_t dots_down = 4;

    void append_braille(std::string& out, std::size_t column, std::size_t row) const {
        // The bits of a character from U+2800 on, by place.
        constexpr unsigned bits[dots_down][dots_across] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
        unsigned pattern = 0;
        for (std::size_t y = 0; y < dots_down; ++y)
            for (std::size_t x = 0; x < dots_across; ++x)
                if (dots_[(row * dots_down + y) * width() + column * dots_across + x]) pattern |= bits[y][x];
        if (pattern == 0) {
            out += ' ';
            return;
        }
        out += '\xE2';
        out += static_cast<char>(0xA0U + (pattern >> 6U));
        out += static_cast<char>(0x80U + (pattern & 0x3FU));
    }

    std::size_t columns_;
    std::size_t rows_;
    bool is_ascii_;
    std::vector<bool> dots_;
};

/// The characters of axes and bars.
struct Strokes {
    std::string_view vertical;
    std::string_view tick;
    std::string_view corner;
    std::string_view horizontal;
    std::string_view x_tick;
};
constexpr Strokes unicode_strokes{"│", "┤", "└", "─", "┴"};
constexpr Strokes ascii_strokes{"|", "+", "+", "-", "+"};

const Strokes& strokes_of(const ChartOptions& options) {
    return options.is_ascii ? ascii_strokes : unicode_strokes;
}

void append_colored(std::string& out, std::string_view text, bool is_loss, const ChartOptions& options) {
    if (options.color) out += is_loss ? loss_color : gain_color;
    out += text;
    if (options.color) out += plain;
}

std::size_t place_of(double share, std::size_t places) {
    return static_cast<std::size_t>(std::lround(std::clamp(share, 0., 1.) * static_cast<double>(places - 1)));
}

/// Draws a value that stays from each point to the next one: in each column of dots from its lowest to its highest there, and to 0
/// as well if it is to be filled.
void draw(DotCanvas& canvas, const Curve& curve, const ValueAxis& axis, bool is_filled) {
    const auto begin = static_cast<double>(curve.points.front().at.ms);
    const double length = static_cast<double>(curve.points.back().at.ms) - begin;
    const auto y_of = [&](double value) { return place_of(1 - axis.share_of(value), canvas.height()); };
    double value = curve.points.front().value.to_double();
    std::size_t next = 0;
    for (std::size_t x = 0; x < canvas.width(); ++x) {
        double low = value;
        double high = value;
        const double end = static_cast<double>(x + 1) / static_cast<double>(canvas.width());
        for (; next < curve.points.size(); ++next) {
            const CurvePoint& point = curve.points[next];
            const double share = length > 0 ? (static_cast<double>(point.at.ms) - begin) / length : 0;
            if (share >= end && x + 1 < canvas.width()) break;
            value = point.value.to_double();
            low = std::min(low, value);
            high = std::max(high, value);
        }
        if (is_filled) {
            low = std::min(low, 0.);
            high = std::max(high, 0.);
        }
        for (std::size_t y = y_of(high); y <= y_of(low); ++y) canvas.set(x, y);
    }
}

/// The axis of time, and below it its labels, as far as they do not run into each other.
void append_time_axis(std::string& out, const Curve& curve, std::size_t margin, std::size_t columns,
                      const Strokes& strokes) {
    constexpr std::size_t columns_a_label = 12;
    const std::vector<Tick> ticks = time_ticks(curve.points.front().at, curve.points.back().at,
                                               std::max<std::size_t>(columns / columns_a_label, 2));
    std::vector<bool> has_tick(columns);
    std::string labels(margin, ' ');
    for (const Tick& tick : ticks) {
        const std::size_t column = place_of(tick.share, columns);
        const std::size_t middle = margin + column;
        const std::size_t begin = middle - std::min(middle, tick.label.size() / 2);
        if (begin < labels.size() + (labels.size() > margin ? 2 : 0)) continue;
        if (begin + tick.label.size() > margin + columns) continue;
        has_tick[column] = true;
        labels.resize(begin, ' ');
        labels += tick.label;
    }
    out.append(margin - 1, ' ');
    out += strokes.corner;
    for (std::size_t column = 0; column < columns; ++column)
        out += has_tick[column] ? strokes.x_tick : strokes.horizontal;
    out += '\n';
    if (labels.size() > margin) out += labels + '\n';
}

/// What stands at a place of a histogram's axis.
std::string edge_text(const std::optional<Amount>& edge, double width) {
    return edge ? short_number(edge->to_double(), width) : "";
}

/// A bar to an eighth of a character.
std::string bar_of(double length, bool is_ascii) {
    constexpr std::string_view parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    constexpr std::size_t eighths = 8;
    std::string bar;
    if (is_ascii) return bar.assign(static_cast<std::size_t>(std::max(std::lround(length), 1L)), '#');
    const auto all = static_cast<std::size_t>(std::max(std::lround(length * eighths), 1L));
    for (std::size_t full = 0; full < all / eighths; ++full) bar += "█";
    return bar.append(parts[all % eighths]);
}

}  // namespace

void append_text_curve(std::string& out, const Curve& curve, const ChartOptions& options, bool is_loss) {
    if (curve.points.empty()) return;
    double low = 0;
    double high = 0;
    for (const CurvePoint& point : curve.points) {
        low = std::min(low, point.value.to_double());
        high = std::max(high, point.value.to_double());
    }
    if (!std::isfinite(high - low)) {
        out += too_large_to_draw;
        return;
    }
    const std::size_t rows = is_loss ? 7 : 11;
    const ValueAxis axis = value_axis(low, high, is_loss ? 3 : 5);
    std::vector<std::string_view> labels(rows);
    std::size_t margin = 0;
    for (const Tick& tick : axis.ticks) {
        labels[place_of(1 - tick.share, rows)] = tick.label;
        margin = std::max(margin, tick.label.size());
    }
    margin += 2;
    const std::size_t columns = std::max(options.width, least_width) - margin;
    DotCanvas canvas(columns, rows, options.is_ascii);
    draw(canvas, curve, axis, is_loss);
    const Strokes& strokes = strokes_of(options);
    for (std::size_t row = 0; row < rows; ++row) {
        out += fmt::format("{:>{}} {}", labels[row], margin - 2, labels[row].empty() ? strokes.vertical : strokes.tick);
        std::string dots;
        canvas.append_row(dots, row, is_loss ? '#' : '*');
        dots.erase(dots.find_last_not_of(' ') + 1);
        append_colored(out, dots, is_loss, options);
        out += '\n';
    }
    append_time_axis(out, curve, margin, columns, strokes);
}

void append_text_histogram(std::string& out, const Histogram& histogram, const ChartOptions& options) {
    if (histogram.bins.empty()) {
        out += too_large_to_draw;
        return;
    }
    std::uint64_t most = 0;
    std::size_t edge_width = 0;
    for (const HistogramBin& bin : histogram.bins) {
        most = std::max(most, bin.trades);
        for (const auto& edge : {bin.from, bin.to})
            edge_width = std::max(edge_width, edge_text(edge, histogram.width).size());
    }
    const std::size_t count_width = std::to_string(most).size();
    const std::size_t taken = 2 * edge_width + 6 + count_width + 1;
    const std::size_t room = std::max(std::max(options.width, least_width), taken + 8) - taken;
    const Strokes& strokes = strokes_of(options);
    for (const HistogramBin& bin : histogram.bins) {
        const std::string_view to = bin.from && bin.to ? "to" : bin.to ? " <" : ">=";
        out += bin.from && bin.to ? fmt::format("{:>{}} {} {:>{}} {}", edge_text(bin.from, histogram.width), edge_width,
                                                to, edge_text(bin.to, histogram.width), edge_width, strokes.vertical)
                                  : fmt::format("{:>{}} {} {:>{}} {}", "", edge_width, to,
                                                edge_text(bin.from ? bin.from : bin.to, histogram.width), edge_width,
                                                strokes.vertical);
        if (bin.trades != 0) {
            const bool is_loss = bin.to && !bin.to->is_positive();
            const double share = static_cast<double>(bin.trades) / static_cast<double>(most);
            append_colored(out, bar_of(share * static_cast<double>(room), options.is_ascii), is_loss, options);
            out += fmt::format(" {}", bin.trades);
        }
        out += '\n';
    }
}

}  // namespace tks::report
