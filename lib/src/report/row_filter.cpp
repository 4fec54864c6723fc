#include "tks/row_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "model/event_payload.hpp"
#include "report/condition.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"

namespace tks {

namespace {

/// Whether a text is what a pattern with "*" and "?" describes. Takes time as the product of their lengths at most.
bool matches_pattern(std::string_view text, std::string_view pattern) {
    std::size_t at = 0;
    std::size_t in_pattern = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_at = 0;
    while (at < text.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            star = in_pattern++;
            star_at = at;
        } else if (in_pattern < pattern.size() && (pattern[in_pattern] == '?' || pattern[in_pattern] == text[at])) {
            at += pattern[in_pattern] == '?' ? std::max<std::size_t>(utf8_sequence_length(text.substr(at)), 1) : 1;
            ++in_pattern;
        } else if (star != std::string_view::npos) {
            in_pattern = star + 1;
            at = ++star_at;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

std::string with_one_divider(std::string_view market) {
    std::string text(market);
    std::ranges::transform(text, text.begin(), model::with_one_divider);
    return text;
}

/// Words that one column must match.
struct WordFilter {
    std::optional<std::size_t> column;  ///< Nothing for the provider of PnL, which has none.
    std::vector<std::string> patterns;
    bool is_market = false;

    [[nodiscard]] bool matches(std::string_view text) const {
        const std::string market = is_market ? with_one_divider(text) : std::string();
        return std::ranges::any_of(
            patterns, [&](const std::string& pattern) { return matches_pattern(is_market ? market : text, pattern); });
    }
};

/// The words of an enumeration, of which a misspelt one would silently choose nothing.
std::span<const std::string_view> status_words(RowKind kind) {
    switch (kind) {
        case RowKind::orders:
            return EnumDescription<OrderStatus>::words;
        case RowKind::signals:
            return EnumDescription<SignalStatus>::words;
        case RowKind::intents:
            return EnumDescription<IntentStatus>::words;
        case RowKind::trades:
        case RowKind::pnl:
            break;
    }
    return EnumDescription<TradeStatus>::words;
}

void check_words(std::string_view option, const std::vector<std::string>& given,
                 std::span<const std::string_view> words) {
    for (const std::string& word : given)
        if (word.find_first_of("*?") == std::string::npos && std::ranges::find(words, word) == words.end())
            throw UsageError(fmt::format("{}: there is no {}{}; there are {}", option, quoted_for_people(word),
                                         did_you_mean(word, words), fmt::join(words, ", ")));
}

bool has_ended(const Row& row, std::string_view status) {
    switch (row.kind) {
        case RowKind::orders:
            return is_terminal(parse_enum<OrderStatus>(status).value_or(OrderStatus::requested));
        case RowKind::signals:
            return is_terminal(parse_enum<SignalStatus>(status).value_or(SignalStatus::created));
        case RowKind::intents:
            return !is_active(parse_enum<IntentStatus>(status).value_or(IntentStatus::created));
        case RowKind::trades:
        case RowKind::pnl:
            break;
    }
    return true;  // They say themselves when they ended, or do not.
}

}  // namespace

struct RowFilter::Impl {
    Impl(RowKind given_kind, const RowSelection& selection)
        : kind(given_kind), since(selection.since), until(selection.until) {
        check_words("direction", selection.directions, EnumDescription<Direction>::words);
        check_words("status", selection.statuses, status_words(kind));
        add("market", "market", selection.markets);
        add("strategy", "strategy_id", selection.strategies);
        add("provider", "signal_provider.signal_provider_id", selection.providers);
        add("trade", "trade_id", selection.trades);
        add("direction", "direction", selection.directions);
        add("status", "status", selection.statuses);
        if (!selection.where.empty()) conditions = report::parse_conditions(kind, selection.where);
        const bool is_trade = kind == RowKind::pnl || kind == RowKind::trades;
        begin_column = *find_column(kind, is_trade                   ? "opened_at"
                                          : kind == RowKind::signals ? "prm_granted_at"
                                                                     : "created_at");
        end_column = *find_column(kind, is_trade ? "closed_at" : "last_event_at");
        status_column = *find_column(kind, "status");
    }

    void add(std::string_view option, std::string_view path, std::vector<std::string> patterns) {
        if (patterns.empty()) return;
        WordFilter filter{
            .column = find_column(kind, path), .patterns = std::move(patterns), .is_market = option == "market"};
        if (!filter.column && !(kind == RowKind::pnl && option == "provider"))
            throw UsageError(fmt::format("{}: {} have none to choose by", option, to_string(kind)));
        if (filter.is_market)
            for (std::string& pattern : filter.patterns) pattern = with_one_divider(pattern);
        filters.push_back(std::move(filter));
    }

    /// What is not known to lie outside the period meets it.
    [[nodiscard]] bool meets_period(std::optional<Timestamp> begin, std::optional<Timestamp> end) const {
        return !(until && begin && *begin > *until) && !(since && end && *end < *since);
    }

    RowKind kind;
    std::optional<Timestamp> since;
    std::optional<Timestamp> until;
    std::vector<WordFilter> filters;
    std::vector<report::Condition> conditions;
    std::size_t begin_column = 0;
    std::size_t end_column = 0;
    std::size_t status_column = 0;
};

RowFilter::RowFilter(RowKind kind, const RowSelection& selection) : impl_(std::make_unique<Impl>(kind, selection)) {}
RowFilter::RowFilter(RowFilter&&) noexcept = default;
RowFilter& RowFilter::operator=(RowFilter&&) noexcept = default;
RowFilter::~RowFilter() = default;

bool RowFilter::matches(const Row& row) const {
    const auto moment = [&row](std::size_t column) {
        return row.cells[column] ? parse_time(*row.cells[column]) : std::nullopt;
    };
    const bool is_over = has_ended(row, row.cells[impl_->status_column].value_or(""));
    if (!impl_->meets_period(moment(impl_->begin_column), is_over ? moment(impl_->end_column) : std::nullopt))
        return false;
    for (const WordFilter& filter : impl_->filters)
        if (!filter.matches(filter.column ? row.cells[*filter.column].value_or("") : row.provider_id)) return false;
    return std::ranges::all_of(impl_->conditions,
                               [&row](const report::Condition& condition) { return condition.holds(row); });
}

bool RowFilter::wants_all() const {
    return !impl_->since && !impl_->until && impl_->filters.empty() && impl_->conditions.empty();
}

bool RowFilter::matches(const TradePnl& pnl) const {
    return wants_all() || matches(to_row(pnl));
}

bool RowFilter::matches(const UnattributedFill& fill) const {
    if (!impl_->meets_period(fill.filled_at, fill.filled_at) || !impl_->conditions.empty()) return false;
    return std::ranges::all_of(
        impl_->filters, [&](const WordFilter& filter) { return filter.is_market && filter.matches(fill.market); });
}

}  // namespace tks
