#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <iterator>

#include "report/terminal.hpp"
#include "tks/message_format.hpp"

namespace tks {

namespace {

constexpr std::string_view green = "\x1b[32m";
constexpr std::string_view red = "\x1b[31m";

/// Writes one line, piece by piece.
class LineWriter {
public:
    LineWriter(std::string& out, const TextStyle& style) : out_(out), style_(style) {}

    void add(std::string_view text, std::string_view color = {}) {
        if (!is_first_) out_ += ' ';
        is_first_ = false;
        if (style_.color) out_ += color;
        report::append_harmless(out_, text);
        if (style_.color && !color.empty()) out_ += report::plain;
    }
    void add_padded(std::string_view text, std::size_t width, std::string_view color = {}) {
        add(text, color);
        if (text.size() < width) out_.append(width - text.size(), ' ');
    }
    void add_amount(std::string_view label, const Decimal& amount, std::string_view color = {}) {
        char digits[Decimal::longest_text];
        const char* const end = amount.reduced().write_to(digits);
        if (!label.empty()) add(label);
        add({digits, static_cast<std::size_t>(end - digits)}, color);
    }
    void add_pnl(std::string_view label, const Decimal& amount) {
        add_amount(label, amount, amount.is_negative() ? red : amount.is_positive() ? green : std::string_view());
    }
    void add(Side side) { add(to_string(side), side == Side::buy ? green : red); }

    /// The same text has the same color, always.
    void add_correlation(std::string_view id) {
        constexpr int colors[] = {33, 39, 45, 69, 75, 99, 105, 111, 141, 147, 171, 177, 208, 214, 179, 143, 107, 73};
        const std::uint64_t hash = XXH3_64bits(id.data(), id.size());
        char color[16];
        const auto end = fmt::format_to(color, "\x1b[38;5;{}m", colors[hash % std::size(colors)]);
        add(fmt::format("~{}", id.substr(0, 8)), {color, static_cast<std::size_t>(end - color)});
    }
    void finish() { out_ += '\n'; }

private:
    std::string& out_;
    const TextStyle& style_;
    bool is_first_ = true;
};

void add_payload(LineWriter& line, const RawJson&) {
    line.add("(any payload)", report::faint);
}

void add_payload(LineWriter& line, const TradingSignalIntent& intent) {
    line.add_padded(intent.market, 10);
    line.add(intent.side);
    line.add(to_string(intent.direction));
    line.add_amount({}, intent.size_pct);
    line.add("%");
    if (intent.target_price) line.add_amount("at", *intent.target_price);
    line.add(intent.strategy_id, report::faint);
}

void add_payload(LineWriter& line, const OrderRequest& order) {
    line.add_padded(order.market, 10);
    line.add(order.side);
    line.add_amount({}, order.quantity);
    if (order.limit_price)
        line.add_amount("at", *order.limit_price);
    else
        line.add("at market");
}

void add_payload(LineWriter& line, const OrderFill& fill) {
    line.add_padded(fill.market, 10);
    line.add(fill.side);
    line.add_amount({}, fill.filled_qty);
    line.add_amount("at", fill.filled_price);
    if (!fill.fee.is_zero()) line.add_amount("fee", fill.fee);
}

void add_payload(LineWriter& line, const Trade& trade) {
    line.add_padded(trade.market, 10);
    line.add(to_string(trade.direction));
    line.add(to_string(trade.status));
    line.add_amount({}, trade.net_qty());
    if (trade.avg_entry_price) line.add_amount("entered at", *trade.avg_entry_price);
    if (trade.avg_exit_price) line.add_amount("left at", *trade.avg_exit_price);
    line.add_pnl("PnL", trade.realized_pnl);
}

void add_event(LineWriter& line, const Event& event) {
    line.add(to_iso8601(event.occurred_at), report::faint);
    line.add_padded(to_string(event.event_type), 30, report::bold);
    line.add(event.aggregate_id);
    std::visit([&line](const auto& payload) { add_payload(line, payload); }, event.payload);
    if (const auto* profit = std::get_if<ProfitDetails>(&event.details))
        line.add_pnl("realized", profit->realized_pnl_delta);
    if (const auto* reason = std::get_if<ReasonDetails>(&event.details)) line.add(reason->reason, report::faint);
    if (event.correlation_id) line.add_correlation(*event.correlation_id);
}

void add_marks(LineWriter& line, const PositionsMarkSnapshotV1& marks) {
    line.add(to_iso8601(marks.as_of), report::faint);
    line.add_padded("positions_mark_snapshot", 30, report::bold);
    line.add(marks.account_id);
    line.add(to_string(marks.kind));
    line.add(fmt::format("{} positions", marks.positions.size()));
}

}  // namespace

void append_text(std::string& out, const ReadMessage& read, const TextStyle& style) {
    LineWriter line(out, style);
    const KafkaMessage& message = *read.message;
    if (read.event != nullptr) {
        add_event(line, *read.event);
    } else if (read.marks != nullptr) {
        add_marks(line, *read.marks);
    } else {
        const bool has_time = message.timestamp_type != KafkaTimestampType::none;
        line.add(has_time ? to_iso8601(message.timestamp) : std::string(24, ' '), report::faint);
        line.add_padded(read.is_tombstone() ? "tombstone" : "unreadable", 30,
                        read.is_tombstone() ? report::bold : report::color_of(Severity::error));
        line.add(message.key ? *message.key : std::string_view("(no key)"));
        line.add(fmt::format("{}/{}/{}", message.topic, message.partition, message.offset), report::faint);
    }
    line.finish();
}

}  // namespace tks
