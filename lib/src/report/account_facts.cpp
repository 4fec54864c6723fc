#include "report/account_facts.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "report/account_trades.hpp"
#include "tks/market_pair.hpp"

namespace tks::report {

namespace {

/// Keeps the trades, or what stands for them, that come last by a moment; of equal ones, those that came later.
template <class Trade>
class LastTrades {
public:
    explicit LastTrades(std::size_t most) : most_(most) {}

    void add(std::optional<Timestamp> at, const Trade& trade) {
        const Place place{at.value_or(Timestamp{}), added_++};
        if (kept_.size() == most_) {
            if (most_ == 0 || kept_.begin()->first > place) return;
            kept_.erase(kept_.begin());
        }
        kept_.emplace(place, trade);
    }

    /// The last one first.
    std::vector<Trade> take() {
        std::vector<Trade> trades;
        trades.reserve(kept_.size());
        std::transform(kept_.rbegin(), kept_.rend(), std::back_inserter(trades),
                       [](auto& kept) { return std::move(kept.second); });
        return trades;
    }

private:
    using Place = std::pair<Timestamp, std::uint64_t>;

    std::size_t most_;
    std::uint64_t added_ = 0;
    std::map<Place, Trade> kept_;
};

/// Adds up trades, and keeps the last ones, or what stands for them.
template <class Trade>
class Gatherer {
public:
    Gatherer(AccountFacts& account, PnlView view, std::size_t most)
        : account_(account), view_(view), closed_(most), open_(most) {}

    void add(const TradeTotal& trade, const Trade& kept) {
        TradeTotals& total = account_.by_quote.try_emplace(std::string(quote_asset(trade.market)), view_).first->second;
        ++total.trades;
        if (trade.is_open) {
            ++total.open;
            ++account_.open_trades;
            open_.add(trade.opened_at, kept);
        }
        if (trade.is_closed) {
            total.fold.add(closed_trade(trade));
            ++account_.closed_trades;
            closed_.add(trade.closed_at, kept);
        }
    }

    std::vector<Trade> take_closed() { return closed_.take(); }
    std::vector<Trade> take_open() { return open_.take(); }

private:
    AccountFacts& account_;
    PnlView view_;
    LastTrades<Trade> closed_, open_;
};

/// The trades with these numbers, in their order.
std::vector<TradePnl> trades_of(const ReportFacts& facts, const std::vector<std::uint64_t>& numbers) {
    std::vector<std::uint64_t> sorted = numbers;
    std::ranges::sort(sorted);
    std::vector<TradePnl> trades(numbers.size());
    auto next = sorted.begin();
    facts.trades_of_totals(sorted, [&](const TradePnl& pnl) {
        trades[static_cast<std::size_t>(std::ranges::find(numbers, *next++) - numbers.begin())] = pnl;
    });
    return trades;
}

}  // namespace

std::vector<std::string> AccountFacts::main_quotes(std::size_t most) const {
    std::vector<std::pair<std::size_t, std::string>> quotes;
    for (const auto& [quote, total] : by_quote) quotes.emplace_back(total.fold.size(), quote);
    std::ranges::stable_sort(quotes, [](const auto& one, const auto& other) { return one.first > other.first; });
    if (quotes.size() > most) quotes.resize(most);
    std::vector<std::string> names;
    names.reserve(quotes.size());
    for (auto& [closed, quote] : quotes) names.push_back(std::move(quote));
    return names;
}

AccountFacts gather_account(const ReportFacts& facts, const ReportRequest& request, std::size_t most_trades) {
    AccountFacts account;
    Gatherer<std::uint64_t> numbers(account, request.pnl, most_trades);
    if (for_each_total(facts, request, [&](const TradeTotal& trade) { numbers.add(trade, trade.number); })) {
        account.last_closed = trades_of(facts, numbers.take_closed());
        account.open = trades_of(facts, numbers.take_open());
    } else {
        Gatherer<TradePnl> gatherer(account, request.pnl, most_trades);
        for_each_trade(facts, request, [&](const TradePnl& pnl) { gatherer.add(total_of(pnl), pnl); });
        account.last_closed = gatherer.take_closed();
        account.open = gatherer.take_open();
    }
    return account;
}

}  // namespace tks::report
