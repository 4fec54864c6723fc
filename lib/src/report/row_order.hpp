#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tks/amount.hpp"
#include "tks/rows.hpp"

/// The order in which rows are wanted, and those of them that come first or last in it.
namespace tks::report {

/// By what rows are sorted; of several keys, the first one counts most.
struct SortKey {
    std::size_t column = 0;
    CellKind kind{};
    bool is_descending = false;
};

/// A cell as rows are sorted by it: nothing where it is null.
using SortValue = std::variant<std::monostate, Amount, std::string>;
SortValue sort_value(CellKind kind, std::optional<std::string_view> cell);

/// How rows are sorted by their values, one for each key. What is not known comes last, whichever way the rest is sorted.
std::strong_ordering order_of(std::span<const SortKey> keys, std::span<const SortValue> one,
                              std::span<const SortValue> other);

/// Which rows are kept of those that come in an order.
struct KeptRows {
    std::optional<std::size_t> most;
    bool are_last = false;  ///< The last ones, rather than the first ones.
};

/// Texts of rows, sorted; rows that are equal stay in the order in which they came. What is not wanted is dropped on the way. The keys must
/// outlive it.
class SortedTexts {
public:
    SortedTexts(std::span<const SortKey> keys, KeptRows kept) : keys_(keys), kept_(kept) {}

    /// False where a row that came next would be dropped.
    [[nodiscard]] bool has_place_for(std::span<const SortValue> values) const;

    /// The values are moved, and the text is copied, to where they take little room.
    void add(std::span<SortValue> values, std::string_view text);
    void drop() { ++count_; }  ///< In the place of add(), where there is none.

    /// Sorts what has come, which can be done at any time; what is sorted is joined faster.
    void sort();

    /// As if the rows of the other, which is sorted, had come next. It is not used after it.
    void join(SortedTexts&& other);

    /// How many came, those among them that were dropped.
    [[nodiscard]] std::uint64_t count() const { return count_; }

    /// Calls visit(text) with the last ones of the texts that are kept, in their order. Returns how many these were.
    std::uint64_t for_each_of_last(std::uint64_t most, const std::function<void(std::string_view)>& visit);

private:
    struct Entry {
        std::uint64_t rank = 0;  ///< Of two that differ, the smaller one comes first; else all values tell.
        std::uint32_t arrival = 0;
        std::uint32_t text_size = 0;
        const char* text_begin = nullptr;
        SortValue* first_value = nullptr;

        [[nodiscard]] std::string_view text() const { return {text_begin, text_size}; }
    };
    [[nodiscard]] std::span<SortValue> values(const Entry& entry) const { return {entry.first_value, keys_.size()}; }
    void keep(std::span<SortValue> values, std::string_view text, Entry& entry);
    void drop_unwanted();

    std::span<const SortKey> keys_;
    KeptRows kept_;
    std::vector<Entry> entries_;
    // What entries refer to, in parts that are not moved once they are there.
    std::vector<std::vector<SortValue>> values_;
    std::vector<std::string> texts_;
    std::vector<std::size_t> ends_;  // Of runs of entries that are sorted; what is behind them is not.
    std::vector<SortValue> bound_;   // Of the worst row that was kept when some were dropped last.
    std::uint64_t count_ = 0;
};

/// Hands over what threads have sorted where only texts are handed over.
class SortedParts {
public:
    std::string give(SortedTexts&& part);
    SortedTexts take(std::string_view name);

private:
    std::mutex mutex_;
    std::map<std::string, SortedTexts, std::less<>> parts_;
    std::uint64_t given_ = 0;
};

}  // namespace tks::report
