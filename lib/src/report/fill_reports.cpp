#include <map>
#include <memory>
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

using OrderColumn = FactColumn<OrderSnapshot>;
using FillColumn = FactColumn<TradeFill>;

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
    const Amount from = *wanted;
    Amount worse = fill.price;
    worse -= from;
    worse *= fill.side == Side::buy ? basis_points : -basis_points;
    return quotient(worse, from);
}

/// What slippages add up to, each by its quantity.
class MeanSlippage {
public:
    void add(const TradeFill& fill, const Amount& quantity, const std::optional<Decimal>& wanted) {
        std::optional<Amount> slipped = slippage(fill, wanted);
        if (!slipped) return;
        ++fills_;
        quantity_ += quantity;
        sum_ += * slipped *= quantity;
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
        const Amount filled = fill.quantity;
        ++fills;
        quantity += filled;
        target.add(fill, filled, fill.target_price);
        limit.add(fill, filled, fill.limit_price);
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

constexpr OrderColumn order_table[] = {
    {"order_id", text,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.order.order_id); }},
    {"market", text,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.order.market); }},
    {"side", text,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.order.side); }},
    {"order_type", text,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.order.order_type); }},
    {"status", text, [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.status); }},
    {"quantity", number,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.order.quantity); }},
    {"filled_qty", number,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.filled_qty); }},
    {"limit_price", number,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.order.limit_price); }},
    {"avg_fill_price", number,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.avg_fill_price); }},
    {"venue", text,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.order.venue); }},
    {"strategy_id", text,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.order.strategy_id); }},
    {"intent_id", text,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.order.intent_id); }},
    {"trade_id", text,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.order.trade_id); }},
    {"rejection_reason", text,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.rejection_reason); }},
    {"created_at", time,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.order.created_at); }},
    {"last_event_at", time,
     [](TextBuffer& out, const OrderSnapshot& snapshot) { return append_cell(out, snapshot.last_event_at); }},
};
constexpr FillColumn fill_table[] = {
    {"fill_id", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.fill_id); }},
    {"market", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.market); }},
    {"side", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.side); }},
    {"quantity", number, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.quantity); }},
    {"price", number, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.price); }},
    {"value", number, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, value_of(fill)); }},
    {"fee", number, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.fee); }},
    {"liquidity", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.liquidity); }},
    {"venue", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.venue); }},
    {"order_type", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.order_type); }},
    {"limit_price", number, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.limit_price); }},
    {"target_price", number,
     [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.target_price); }},
    {"direction", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.direction); }},
    {"strategy_id", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.strategy_id); }},
    {"provider_id", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.provider_id); }},
    {"order_id", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.order_id); }},
    {"trade_id", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.trade_id); }},
    {"filled_at", time, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.filled_at); }},
};
constexpr FillColumn slippage_table[] = {
    {"fill_id", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.fill_id); }},
    {"market", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.market); }},
    {"side", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.side); }},
    {"quantity", number, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.quantity); }},
    {"price", number, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.price); }},
    {"target_price", number,
     [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.target_price); }},
    {"target_bp", number,
     [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, slippage(fill, fill.target_price)); }},
    {"limit_price", number, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.limit_price); }},
    {"limit_bp", number,
     [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, slippage(fill, fill.limit_price)); }},
    {"liquidity", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.liquidity); }},
    {"venue", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.venue); }},
    {"order_id", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.order_id); }},
    {"trade_id", text, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.trade_id); }},
    {"filled_at", time, [](TextBuffer& out, const TradeFill& fill) { return append_cell(out, fill.filled_at); }},
};

FactSource<TradeFill> source_of_fills(const ReportFacts& facts, const ReportRequest& request) {
    FactSource<TradeFill> source{facts.fills, facts.fill_texts, facts.fills_back};
    const auto wanted = std::make_shared<WantedFills>(facts, request.selection);
    if (!wanted->are_all()) source.is_wanted = [wanted](const TradeFill& fill) { return wanted->contains(fill); };
    return source;
}

/// No column of slippage says where a fill comes from.
FactSource<TradeFill> source_of_slippage(const ReportFacts& facts, const ReportRequest& request) {
    const FactSource<TradeFill> fills = source_of_fills(facts, request);
    return {fills.stream, facts.fill_texts_without_origin, fills.back, fills.is_wanted};
}

FactSource<OrderSnapshot> source_of_orders(const ReportFacts& facts, const ReportRequest& request) {
    const auto filter = std::make_shared<RowFilter>(RowKind::orders, request.selection);
    std::vector<std::string_view> listed;
    for (const OrderColumn& column : order_table) listed.push_back(column.name);
    const bool are_listed = filter->looks_only_at(listed);  // A filter may look at more.
    FactSource<OrderSnapshot> source{facts.orders, are_listed ? facts.listed_order_texts : facts.order_texts,
                                     are_listed ? facts.listed_orders_back : FactSource<OrderSnapshot>::not_back};
    if (!filter->wants_all())
        source.is_wanted = [filter](const OrderSnapshot& snapshot) { return filter->matches(snapshot); };
    return source;
}

const FactList<OrderSnapshot> order_list(order_table, source_of_orders);
const FactList<TradeFill> fill_list(fill_table, source_of_fills);
const FactList<TradeFill> slippage_list(slippage_table, source_of_slippage);

void tell_slippage(const std::vector<GroupKey>& groups, const ReportFacts& facts, const ReportRequest& request,
                   const TakeCells& take) {
    if (groups.empty())
        slippage_list.tell(facts, request, take);
    else
        tell_slippage_of_groups(groups, WantedFills(facts, request.selection), take);
}

const std::vector<Column> fee_columns = {
    {"quote", text}, {"fills", number}, {"value", number}, {"fees", number}, {"fee_bp", number}};
const std::vector<Column> grouped_slippage_columns = {{"fills", number},        {"quantity", number},
                                                      {"target_fills", number}, {"target_bp", number},
                                                      {"limit_fills", number},  {"limit_bp", number}};

}  // namespace

std::span<const AccountReport> fill_reports() {
    AccountReport slippage =
        listed(slippage_list, {.definition = {.name = "slippage",
                                              .summary = "How much worse than wanted orders were filled",
                                              .columns = {},
                                              .can_group = true,
                                              .needs_snapshots = true,
                                              .tells_fills = true,
                                              .grouped_columns = grouped_slippage_columns},
                               .groups_by_market = true});
    slippage.tell = tell_slippage;
    static const AccountReport table[] = {
        listed(order_list, {.definition = {.name = "orders",
                                           .summary = "Every order, and how much of it was filled",
                                           .columns = {},
                                           .needs_snapshots = true},
                            .filtered_by = RowKind::orders}),
        listed(fill_list, {.definition = {.name = "fills",
                                          .summary = "Every fill, with its order and its trade",
                                          .columns = {},
                                          .needs_snapshots = true}}),
        {.definition = {.name = "fees",
                        .summary = "What fills cost, by liquidity and venue",
                        .columns = fee_columns,
                        .can_group = true,
                        .needs_snapshots = true,
                        .tells_fills = true},
         .default_groups = {GroupKey::liquidity, GroupKey::venue},
         .tell = tell_fees},
        slippage,
    };
    return table;
}

}  // namespace tks::report
