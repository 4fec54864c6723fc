#include "report/account_facts.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "report/account_trades.hpp"
#include "tks/market_pair.hpp"

namespace tks::report {

namespace {

/// Keeps the trades that come last by their moment; of equal ones, those that came later.
template <class MomentOf>
class LastTrades {
public:
    LastTrades(std::size_t most, MomentOf moment_of) : most_(most), moment_of_(moment_of) {}

    void add(const TradePnl& pnl) {
        const Place place{moment_of_(pnl), added_++};
        if (kept_.size() == most_) {
            if (most_ == 0 || kept_.begin()->first > place) return;
            kept_.erase(kept_.begin());
        }
        kept_.emplace(place, pnl);
    }

    /// The last one first.
    std::vector<TradePnl> take() {
        std::vector<TradePnl> trades;
        trades.reserve(kept_.size());
        std::transform(kept_.rbegin(), kept_.rend(), std::back_inserter(trades),
                       [](auto& kept) { return std::move(kept.second); });
        return trades;
    }

private:
    using Place = std::pair<Timestamp, std::uint64_t>;

    std::size_t most_;
    MomentOf moment_of_;
    std::uint64_t added_ = 0;
    std::map<Place, TradePnl> kept_;
};

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
    LastTrades last_closed(most_trades, [](const TradePnl& pnl) { return pnl.closed_at.value_or(Timestamp{}); });
    LastTrades last_open(most_trades, [](const TradePnl& pnl) { return pnl.opened_at.value_or(Timestamp{}); });
    for_each_trade(facts, request, [&](const TradePnl& pnl) {
        TradeTotals& total =
            account.by_quote.try_emplace(std::string(quote_asset(pnl.market)), request.pnl).first->second;
        ++total.trades;
        if (pnl.figures.open_qty.is_positive()) {
            ++total.open;
            ++account.open_trades;
            last_open.add(pnl);
        }
        if (pnl.is_closed()) {
            total.fold.add(closed_trade(total_of(pnl)));
            ++account.closed_trades;
            last_closed.add(pnl);
        }
    });
    account.last_closed = last_closed.take();
    account.open = last_open.take();
    return account;
}

}  // namespace tks::report
