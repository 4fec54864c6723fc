#include "tks/row_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <span>
#include <string_view>
#include <utility>

#include "report/condition.hpp"
#include "report/wanted_cells.hpp"
#include "report/word_filter.hpp"
#include "tks/error.hpp"

namespace tks {

namespace {

/// Words that one column must match.
struct ColumnFilter {
    std::optional<std::size_t> column;  ///< Nothing for the provider of PnL, which has none.
    report::WordFilter words;
    bool is_market = false;
};

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
    return true;
}

}  // namespace

struct RowFilter::Impl {
    Impl(RowKind given_kind, const RowSelection& selection)
        : kind(given_kind), since(selection.since), until(selection.until) {
        report::check_words("direction", selection.directions, EnumDescription<Direction>::words);
        report::check_words("status", selection.statuses, status_words(kind));
        add("market", "market", selection.markets);
        add("strategy", "strategy_id", selection.strategies);
        add("provider", "signal_provider.signal_provider_id", selection.providers);
        add("trade", "trade_id", selection.trades);
        add("direction", "direction", selection.directions);
        add("status", "status", selection.statuses);
        if (!selection.where.empty()) conditions = report::parse_conditions(report::subject_of(kind), selection.where);
        const bool is_trade = kind == RowKind::pnl || kind == RowKind::trades;
        begin_column = *find_column(kind, is_trade                   ? "opened_at"
                                          : kind == RowKind::signals ? "prm_granted_at"
                                                                     : "created_at");
        end_column = *find_column(kind, is_trade ? "closed_at" : "last_event_at");
        status_column = *find_column(kind, "status");
        looked_at.resize(columns_of(kind).size());
        for (const ColumnFilter& filter : filters)
            if (filter.column) looked_at[*filter.column] = true;
        for (const report::Condition& condition : conditions) looked_at[condition.column()] = true;
        if (has_period())
            for (const std::size_t column : {begin_column, end_column}) looked_at[column] = true;
        if (has_period() && !ends_by_itself()) looked_at[status_column] = true;
    }

    void add(std::string_view option, std::string_view path, const std::vector<std::string>& words) {
        if (words.empty()) return;
        using report::WordFilter;
        const bool is_market = option == "market";
        const std::optional<std::size_t> column = find_column(kind, path);
        if (!column && !(kind == RowKind::pnl && option == "provider"))
            throw UsageError(fmt::format("{}: {} have none to choose by", option, to_string(kind)));
        filters.push_back({column,
                           WordFilter(words, is_market ? WordFilter::Subject::market : WordFilter::Subject::text),
                           is_market});
    }

    [[nodiscard]] bool has_period() const { return since || until; }

    /// Whether a row says itself when it ended, or does not.
    [[nodiscard]] bool ends_by_itself() const { return kind == RowKind::trades || kind == RowKind::pnl; }

    /// What is not known to lie outside the period meets it.
    [[nodiscard]] bool meets_period(std::optional<Timestamp> begin, std::optional<Timestamp> end) const {
        return !(until && begin && *begin > *until) && !(since && end && *end < *since);
    }

    RowKind kind;
    std::optional<Timestamp> since;
    std::optional<Timestamp> until;
    std::vector<ColumnFilter> filters;
    std::vector<report::Condition> conditions;
    std::size_t begin_column = 0;
    std::size_t end_column = 0;
    std::size_t status_column = 0;
    report::WantedCells looked_at;
};

RowFilter::RowFilter(RowKind kind, const RowSelection& selection) : impl_(std::make_unique<Impl>(kind, selection)) {}
RowFilter::RowFilter(RowFilter&&) noexcept = default;
RowFilter& RowFilter::operator=(RowFilter&&) noexcept = default;
RowFilter::~RowFilter() = default;

bool RowFilter::matches(const Row& row) const {
    const auto moment = [&row](std::size_t column) {
        return row.cells[column] ? parse_time(*row.cells[column]) : std::nullopt;
    };
    if (impl_->has_period()) {
        const bool is_over = impl_->ends_by_itself() || has_ended(row, row.cells[impl_->status_column].value_or(""));
        if (!impl_->meets_period(moment(impl_->begin_column), is_over ? moment(impl_->end_column) : std::nullopt))
            return false;
    }
    for (const ColumnFilter& filter : impl_->filters)
        if (!filter.words.matches(filter.column ? row.cells[*filter.column].value_or("") : row.provider_id))
            return false;
    return std::ranges::all_of(impl_->conditions,
                               [&row](const report::Condition& condition) { return condition.holds(row.cells); });
}

bool RowFilter::wants_all() const {
    return !impl_->has_period() && impl_->filters.empty() && impl_->conditions.empty();
}

bool RowFilter::looks_only_at(std::span<const std::string_view> paths) const {
    report::WantedCells others = impl_->looked_at;
    for (const std::string_view path : paths)
        if (const auto column = find_column(impl_->kind, path)) others[*column] = false;
    const bool looks_at_provider = std::ranges::any_of(impl_->filters, [](const auto& one) { return !one.column; });
    return std::ranges::none_of(others, std::identity()) &&
           (!looks_at_provider || std::ranges::find(paths, "provider_id") != paths.end());
}

bool RowFilter::matches(const TradePnl& pnl) const {
    return wants_all() || matches(report::to_row(pnl, impl_->looked_at));
}
bool RowFilter::matches(const OrderSnapshot& snapshot) const {
    return wants_all() || matches(report::to_row(snapshot, impl_->looked_at));
}
bool RowFilter::matches(const TradingSignalIntentSnapshot& snapshot) const {
    return wants_all() || matches(report::to_row(snapshot, impl_->looked_at));
}

bool RowFilter::matches(const UnattributedFill& fill) const {
    if (!impl_->meets_period(fill.filled_at, fill.filled_at) || !impl_->conditions.empty()) return false;
    return std::ranges::all_of(impl_->filters, [&](const ColumnFilter& filter) {
        return filter.is_market && filter.words.matches(fill.market);
    });
}

}  // namespace tks
