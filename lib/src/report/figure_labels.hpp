#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// What the columns of reports are called in pages, and how their values are shown there.
namespace tks::report {

enum class FigureStyle : std::uint8_t {
    text,
    id,       ///< Shortened; what it tells apart shows in its first characters.
    message,  ///< Text that takes room.
    tally,    ///< A JSON object of what there is and how often.
    count,
    money,   ///< In the quote asset; losses in their colour.
    amount,  ///< Prices and quantities.
    ratio,
    percent,   ///< Of 1.
    duration,  ///< From milliseconds.
    time,
};

struct FigureLabel {
    std::string_view column;
    std::string_view label;
    FigureStyle style{};
    bool is_extra = false;  ///< Left out on paper.
};

std::span<const FigureLabel> metric_labels();
std::span<const FigureLabel> trade_labels();
std::span<const FigureLabel> position_labels();
std::span<const FigureLabel> funnel_labels();
std::span<const FigureLabel> latency_labels();
std::span<const FigureLabel> finding_labels();

}  // namespace tks::report
