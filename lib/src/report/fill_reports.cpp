#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "report/account_rows.hpp"
#include "report/cells.hpp"
#include "report/thread_totals.hpp"
#include "report/wanted.hpp"
#include "tks/market_pair.hpp"

/// Reports of orders and fills.
namespace tks::report {

namespace {

using enum CellKind;

constexpr std::int64_t basis_points = 10'000;

Cell view_cell(const std::optional<std::string_view>& text) {
    return text ? Cell(std::string(*text)) : Cell();
}

Cell group_cell(GroupKey key, const TradeFill& fill) {
    switch (key) {
        case GroupKey::market:
            return text_cell(fill.market);
        case GroupKey::strategy:
            return text_cell(fill.strategy_id);
        case GroupKey::provider:
            return text_cell(fill.provider_id);
        case GroupKey::direction:
            return cell_of(fill.direction);
        case GroupKey::liquidity:
            return cell_of(fill.liquidity);
        case GroupKey::venue:
            return text_cell(fill.venue);
        case GroupKey::day:
        case GroupKey::week:
        case GroupKey::month:
            break;
    }
    return period_cell(key, fill.filled_at);
}

std::vector<Cell> group_of(const std::vector<GroupKey>& keys, const TradeFill& fill) {
    std::vector<Cell> cells;
    cells.reserve(keys.size());
    for (const GroupKey key : keys) cells.push_back(group_cell(key, fill));
    return cells;
}

/// Totals by groups, found by a text that is cheaper to make and to look up than the cells are.
template <class Total>
class FillTotals {
public:
    FillTotals(const std::vector<GroupKey>& keys, bool has_quote) : keys_(keys), has_quote_(has_quote) {}

    void add(const TradeFill& fill) { of(fill).add(fill); }

    void join(const FillTotals& other) {
        for (const auto& [group, total] : other.totals_) totals_[group].join(total);
    }

    [[nodiscard]] const std::map<std::vector<Cell>, Total>& all() const { return totals_; }

private:
    Total& of(const TradeFill& fill) {
        constexpr char separator = '\0';
        text_ = fill.market;
        for (const GroupKey key : keys_)
            if (key != GroupKey::market) (text_ += separator) += group_cell(key, fill).value_or("");
        Total*& known = known_[text_];
        if (known != nullptr) return *known;
        std::vector<Cell> group = group_of(keys_, fill);
        if (has_quote_) group.emplace_back(std::string(quote_asset(fill.market)));
        return *(known = &totals_[std::move(group)]);
    }

    const std::vector<GroupKey>& keys_;
    bool has_quote_;
    std::string text_;
    std::unordered_map<std::string, Total*> known_;
    std::map<std::vector<Cell>, Total> totals_;
};

Amount value_of(const TradeFill& fill) {
    return Amount(fill.quantity) * fill.price;
}

void tell_orders(const std::vector<GroupKey>&, const ReportFacts& facts, const ReportRequest& request,
                 const TakeCells& take) {
    const RowFilter filter(RowKind::orders, request.selection);
    facts.orders([&](const OrderSnapshot& snapshot) {
        if (!filter.wants_all() && !filter.matches(to_row(snapshot))) return;
        const OrderRequest& order = snapshot.order;
        take({Cell(std::string(order.order_id)), Cell(std::string(order.market)), cell_of(order.side),
              cell_of(order.order_type), cell_of(snapshot.status), cell_of(order.quantity),
              cell_of(snapshot.filled_qty), cell_of(order.limit_price), cell_of(snapshot.avg_fill_price),
              view_cell(order.venue), view_cell(order.strategy_id), Cell(std::string(order.intent_id)),
              view_cell(order.trade_id), view_cell(snapshot.rejection_reason), cell_of(order.created_at),
              cell_of(snapshot.last_event_at)});
    });
}

void tell_fills(const std::vector<GroupKey>&, const ReportFacts& facts, const ReportRequest& request,
                const TakeCells& take) {
    const WantedFills wanted(facts, request.selection);
    facts.fills([&](const TradeFill& fill) {
        if (!wanted.contains(fill)) return;
        take({text_cell(fill.fill_id), text_cell(fill.market), cell_of(fill.side), cell_of(fill.quantity),
              cell_of(fill.price), cell_of(value_of(fill)), cell_of(fill.fee), cell_of(fill.liquidity),
              text_cell(fill.venue), cell_of(fill.order_type), cell_of(fill.limit_price), cell_of(fill.target_price),
              cell_of(fill.direction), text_cell(fill.strategy_id), text_cell(fill.provider_id),
              text_cell(fill.order_id), text_cell(fill.trade_id), cell_of(fill.filled_at)});
    });
}

struct FeeTotal {
    std::uint64_t fills = 0;
    Amount value;
    Amount fees;

    void add(const TradeFill& fill) {
        ++fills;
        value += value_of(fill);
        fees += fill.fee;
    }
    void join(const FeeTotal& other) {
        fills += other.fills;
        value += other.value;
        fees += other.fees;
    }
};

template <class Total>
FillTotals<Total> totals_of(const std::vector<GroupKey>& groups, bool has_quote, const WantedFills& wanted) {
    ThreadTotals<FillTotals<Total>, TradeFill> totals([&] { return FillTotals<Total>(groups, has_quote); });
    wanted.share_out(totals.visitors());
    return totals.sum();
}

void tell_fees(const std::vector<GroupKey>& groups, const ReportFacts& facts, const ReportRequest& request,
               const TakeCells& take) {
    const WantedFills wanted(facts, request.selection);
    const FillTotals<FeeTotal> totals = totals_of<FeeTotal>(groups, true, wanted);
    for (const auto& [group, total] : totals.all()) {
        std::vector<Cell> cells = group;
        cells.push_back(cell_of(total.fills));
        cells.push_back(cell_of(total.value));
        cells.push_back(cell_of(total.fees));
        cells.push_back(total.value.is_positive() ? cell_of(quotient(total.fees * basis_points, total.value)) : Cell());
        take(std::move(cells));
    }
}

/// By how much a fill was worse than a price, in basis points of that price.
std::optional<Amount> slippage(const TradeFill& fill, const std::optional<Decimal>& wanted) {
    if (!wanted || !wanted->is_positive()) return std::nullopt;
    const Amount worse = fill.side == Side::buy ? Amount(fill.price) - *wanted : Amount(*wanted) - fill.price;
    return quotient(worse * basis_points, *wanted);
}

/// What slippages add up to, each by its quantity.
class MeanSlippage {
public:
    void add(const TradeFill& fill, const std::optional<Decimal>& wanted) {
        const std::optional<Amount> slipped = slippage(fill, wanted);
        if (!slipped) return;
        ++fills_;
        quantity_ += fill.quantity;
        sum_ += *slipped * fill.quantity;
    }
    void join(const MeanSlippage& other) {
        fills_ += other.fills_;
        quantity_ += other.quantity_;
        sum_ += other.sum_;
    }
    [[nodiscard]] Cell fills() const { return cell_of(fills_); }
    [[nodiscard]] Cell mean() const { return quantity_.is_positive() ? cell_of(quotient(sum_, quantity_)) : Cell(); }

private:
    std::uint64_t fills_ = 0;
    Amount quantity_;
    Amount sum_;
};

struct SlippageTotal {
    std::uint64_t fills = 0;
    Amount quantity;
    MeanSlippage target, limit;

    void add(const TradeFill& fill) {
        ++fills;
        quantity += fill.quantity;
        target.add(fill, fill.target_price);
        limit.add(fill, fill.limit_price);
    }
    void join(const SlippageTotal& other) {
        fills += other.fills;
        quantity += other.quantity;
        target.join(other.target);
        limit.join(other.limit);
    }
};

void tell_slippage_of_groups(const std::vector<GroupKey>& groups, const WantedFills& wanted, const TakeCells& take) {
    const FillTotals<SlippageTotal> totals = totals_of<SlippageTotal>(groups, false, wanted);
    for (const auto& [group, total] : totals.all()) {
        std::vector<Cell> cells = group;
        for (Cell cell : {cell_of(total.fills), cell_of(total.quantity), total.target.fills(), total.target.mean(),
                          total.limit.fills(), total.limit.mean()})
            cells.push_back(std::move(cell));
        take(std::move(cells));
    }
}

void tell_slippage(const std::vector<GroupKey>& groups, const ReportFacts& facts, const ReportRequest& request,
                   const TakeCells& take) {
    const WantedFills wanted(facts, request.selection);
    if (!groups.empty()) {
        tell_slippage_of_groups(groups, wanted, take);
        return;
    }
    facts.fills([&](const TradeFill& fill) {
        if (!wanted.contains(fill)) return;
        take({text_cell(fill.fill_id), text_cell(fill.market), cell_of(fill.side), cell_of(fill.quantity),
              cell_of(fill.price), cell_of(fill.target_price), cell_of(slippage(fill, fill.target_price)),
              cell_of(fill.limit_price), cell_of(slippage(fill, fill.limit_price)), cell_of(fill.liquidity),
              text_cell(fill.venue), text_cell(fill.order_id), text_cell(fill.trade_id), cell_of(fill.filled_at)});
    });
}

const std::vector<Column> order_columns = {
    {"order_id", text},     {"market", text},           {"side", text},
    {"order_type", text},   {"status", text},           {"quantity", number},
    {"filled_qty", number}, {"limit_price", number},    {"avg_fill_price", number},
    {"venue", text},        {"strategy_id", text},      {"intent_id", text},
    {"trade_id", text},     {"rejection_reason", text}, {"created_at", time},
    {"last_event_at", time}};
const std::vector<Column> fill_columns = {{"fill_id", text},    {"market", text},        {"side", text},
                                          {"quantity", number}, {"price", number},       {"value", number},
                                          {"fee", number},      {"liquidity", text},     {"venue", text},
                                          {"order_type", text}, {"limit_price", number}, {"target_price", number},
                                          {"direction", text},  {"strategy_id", text},   {"provider_id", text},
                                          {"order_id", text},   {"trade_id", text},      {"filled_at", time}};
const std::vector<Column> fee_columns = {
    {"quote", text}, {"fills", number}, {"value", number}, {"fees", number}, {"fee_bp", number}};
const std::vector<Column> slippage_columns = {
    {"fill_id", text},        {"market", text},      {"side", text},          {"quantity", number}, {"price", number},
    {"target_price", number}, {"target_bp", number}, {"limit_price", number}, {"limit_bp", number}, {"liquidity", text},
    {"venue", text},          {"order_id", text},    {"trade_id", text},      {"filled_at", time}};
const std::vector<Column> grouped_slippage_columns = {{"fills", number},        {"quantity", number},
                                                      {"target_fills", number}, {"target_bp", number},
                                                      {"limit_fills", number},  {"limit_bp", number}};

}  // namespace

std::span<const AccountReport> fill_reports() {
    static const AccountReport table[] = {
        {.definition = {.name = "orders",
                        .summary = "Every order, and how much of it was filled",
                        .columns = order_columns,
                        .needs_snapshots = true},
         .filtered_by = RowKind::orders,
         .tell = tell_orders},
        {.definition = {.name = "fills",
                        .summary = "Every fill, with its order and its trade",
                        .columns = fill_columns,
                        .needs_snapshots = true},
         .tell = tell_fills},
        {.definition = {.name = "fees",
                        .summary = "What fills cost, by liquidity and venue",
                        .columns = fee_columns,
                        .can_group = true,
                        .needs_snapshots = true,
                        .tells_fills = true},
         .default_groups = {GroupKey::liquidity, GroupKey::venue},
         .tell = tell_fees},
        {.definition = {.name = "slippage",
                        .summary = "How much worse than wanted orders were filled",
                        .columns = slippage_columns,
                        .can_group = true,
                        .needs_snapshots = true,
                        .tells_fills = true,
                        .grouped_columns = grouped_slippage_columns},
         .groups_by_market = true,
         .tell = tell_slippage},
    };
    return table;
}

}  // namespace tks::report
