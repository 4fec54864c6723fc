#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tks/export.hpp"
#include "tks/rows.hpp"
#include "tks/time.hpp"

namespace tks {

/// Which rows are wanted, in words. A row must meet all that is given; of a list, one word is enough. In words of a list, "*"
/// stands for any characters and "?" for one. Markets are the same whether written with "/", "-" or "_".
struct RowSelection {
    std::optional<Timestamp> since;  ///< Not what had ended before.
    std::optional<Timestamp> until;  ///< Not what began later.
    std::vector<std::string> markets{};
    std::vector<std::string> strategies{};
    std::vector<std::string> providers{};  ///< signal_provider_id
    std::vector<std::string> trades{};
    std::vector<std::string> directions{};
    std::vector<std::string> statuses{};

    /// Conditions joined by "and", each "PATH OPERATOR VALUE", as in "payload.market ~ ^BTC and realized_pnl < 0".
    ///
    /// A path is that of a column (see find_column), and may go on below one that holds JSON: "payload.metadata.score". Operators:
    /// = and != for the same value, ~ and !~ for regular expressions (RE2) that match a part of the text, <, <=, > and >= for
    /// numbers and times. Numbers are compared as such, and so are times, which may be given as parse_time() takes them. A value
    /// with spaces in it stands in quotes, ' or "; null is what null equals. Nothing else is true of null but != and !~.
    std::string where{};
};

/// Tells which rows of one kind are wanted.
class TKS_API RowFilter {
public:
    /// Throws UsageError for what the kind has not got, or for conditions that cannot be understood.
    RowFilter(RowKind kind, const RowSelection& selection);
    RowFilter(RowFilter&&) noexcept;
    RowFilter& operator=(RowFilter&&) noexcept;
    ~RowFilter();

    /// Whether nothing is asked for, so that every row is wanted.
    [[nodiscard]] bool wants_all() const;

    [[nodiscard]] bool matches(const Row& row) const;

    /// Whether it looks at no columns but those of these paths (see find_column), so that the others may be null; nor at the provider of
    /// PnL, which is none, unless "provider_id" is among them.
    [[nodiscard]] bool looks_only_at(std::span<const std::string_view> paths) const;

    // The same as of their rows, of which no more is made than is looked at.

    [[nodiscard]] bool matches(const TradePnl& pnl) const;
    [[nodiscard]] bool matches(const OrderSnapshot& snapshot) const;
    [[nodiscard]] bool matches(const TradingSignalIntentSnapshot& snapshot) const;

    /// A fill without a trade has a market and a moment; what else is asked for, it has not.
    [[nodiscard]] bool matches(const UnattributedFill& fill) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tks
