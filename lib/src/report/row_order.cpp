#include "report/row_order.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

#include "base/bytes.hpp"

namespace tks::report {

namespace {

/// So many more than wanted are kept before some are dropped: sorting takes less the fewer times it is done.
constexpr std::size_t slack = 1000;

/// A number that sorts as a value does, as far as 62 bits can tell: what is not known comes behind all others, words behind numbers.
std::uint64_t rank_of(const SortKey& key, const SortValue& value) {
    constexpr int class_bits = 2;
    constexpr std::uint64_t number_class = std::uint64_t{1} << 62U;
    constexpr std::uint64_t word_class = std::uint64_t{2} << 62U;
    constexpr std::uint64_t sign = std::uint64_t{1} << 63U;
    std::uint64_t rank = 0;
    if (const auto* const amount = std::get_if<Amount>(&value)) {
        // Doubles sort as their bits do, the negative ones the other way round.
        const auto bits = std::bit_cast<std::uint64_t>(amount->to_double() + 0.0);
        rank = number_class | (((bits & sign) != 0 ? ~bits : bits | sign) >> class_bits);
    } else if (const auto* const word = std::get_if<std::string>(&value)) {
        rank = word_class | first_bytes(*word) >> class_bits;
    } else {
        return ~std::uint64_t{0};
    }
    return key.is_descending ? -rank : rank;
}

}  // namespace

SortValue sort_value(CellKind kind, std::optional<std::string_view> cell) {
    if (!cell) return {};
    if (kind == CellKind::number || kind == CellKind::time)
        if (auto number = Amount::parse(*cell)) return *std::move(number);
    return std::string(*cell);
}

std::strong_ordering order_of(std::span<const SortKey> keys, std::span<const SortValue> one,
                              std::span<const SortValue> other) {
    for (std::size_t index = 0; index < keys.size(); ++index) {
        const SortValue& left = one[index];
        const SortValue& right = other[index];
        const bool is_known = left.index() != 0;
        if (is_known != (right.index() != 0))
            return is_known ? std::strong_ordering::less : std::strong_ordering::greater;
        const std::strong_ordering order = left <=> right;
        if (order != 0) return keys[index].is_descending ? 0 <=> order : order;
    }
    return std::strong_ordering::equal;
}

bool SortedTexts::has_place_for(std::span<const SortValue> values) const {
    if (kept_.most == 0) return false;
    if (bound_.empty()) return true;
    const std::strong_ordering order = order_of(keys_, values, bound_);
    return kept_.are_last ? order >= 0 : order < 0;
}

void SortedTexts::add(std::span<SortValue> values, std::string_view text) {
    Entry entry;
    entry.rank = rank_of(keys_.front(), values.front());
    entry.arrival = static_cast<std::uint32_t>(count_++);
    keep(values, text, entry);
    entries_.push_back(entry);
    if (kept_.most && entries_.size() >= 2 * *kept_.most + slack) drop_unwanted();
}

/// Lets an entry refer to copies that stay where they are.
void SortedTexts::keep(std::span<SortValue> values, std::string_view text, Entry& entry) {
    constexpr std::size_t part_rows = 1024;
    constexpr std::size_t part_bytes = std::size_t{256} << 10U;
    if (values_.empty() || values_.back().capacity() - values_.back().size() < values.size())
        values_.emplace_back().reserve(part_rows * values.size());
    if (texts_.empty() || texts_.back().capacity() - texts_.back().size() < text.size())
        texts_.emplace_back().reserve(std::max(part_bytes, text.size()));
    std::vector<SortValue>& own = values_.back();
    own.insert(own.end(), std::move_iterator(values.begin()), std::move_iterator(values.end()));
    entry.first_value = own.data() + own.size() - values.size();
    texts_.back() += text;
    entry.text_begin = texts_.back().data() + texts_.back().size() - text.size();
    entry.text_size = static_cast<std::uint32_t>(text.size());
}

void SortedTexts::join(SortedTexts&& other) {
    for (Entry& entry : other.entries_) {
        if (!has_place_for(values(entry))) continue;
        entry.arrival += static_cast<std::uint32_t>(count_);
        // Where few of many are wanted, most of what the other has kept is not.
        if (kept_.most) keep(values(entry), entry.text(), entry);
        entries_.push_back(entry);
    }
    if (!kept_.most) {
        std::ranges::move(other.values_, std::back_inserter(values_));
        std::ranges::move(other.texts_, std::back_inserter(texts_));
    }
    ends_.push_back(entries_.size());
    count_ += other.count_;
    if (kept_.most && entries_.size() >= 2 * *kept_.most + slack) drop_unwanted();
}

std::uint64_t SortedTexts::for_each_of_last(std::uint64_t most, const std::function<void(std::string_view)>& visit) {
    drop_unwanted();
    const std::size_t shown = std::min<std::uint64_t>(entries_.size(), most);
    for (const Entry& entry : std::span(entries_).last(shown)) visit(entry.text());
    return shown;
}

void SortedTexts::sort() {
    const auto is_before = [this](const Entry& one, const Entry& other) {
        if (one.rank != other.rank) return one.rank < other.rank;
        const std::strong_ordering order = order_of(keys_, values(one), values(other));
        return order != 0 ? order < 0 : one.arrival < other.arrival;
    };
    const auto at = [this](std::size_t place) { return entries_.begin() + static_cast<std::ptrdiff_t>(place); };
    std::sort(at(ends_.empty() ? 0 : ends_.back()), entries_.end(), is_before);
    ends_.push_back(entries_.size());
    while (ends_.size() > 1) {  // Two runs become one.
        std::vector<std::size_t> longer;
        std::size_t begin = 0;
        for (std::size_t run = 0; run < ends_.size(); run += 2) {
            const std::size_t end = ends_[std::min(run + 1, ends_.size() - 1)];
            std::inplace_merge(at(begin), at(ends_[run]), at(end), is_before);
            longer.push_back(begin = end);
        }
        ends_ = std::move(longer);
    }
}

void SortedTexts::drop_unwanted() {
    sort();
    if (!kept_.most || entries_.size() < *kept_.most || *kept_.most == 0) return;
    const auto surplus = static_cast<std::ptrdiff_t>(entries_.size() - *kept_.most);
    entries_.erase(kept_.are_last ? entries_.begin() : entries_.end() - surplus,
                   kept_.are_last ? entries_.begin() + surplus : entries_.end());
    ends_ = {entries_.size()};
    // What the others referred to goes with them.
    const auto old_values = std::exchange(values_, {});
    const auto old_texts = std::exchange(texts_, {});
    for (Entry& entry : entries_) keep(values(entry), entry.text(), entry);
    const std::span<const SortValue> worst = values(kept_.are_last ? entries_.front() : entries_.back());
    bound_.assign(worst.begin(), worst.end());
}

std::string SortedParts::give(SortedTexts&& part) {
    const std::scoped_lock lock(mutex_);
    std::string name = std::to_string(++given_);
    parts_.emplace(name, std::move(part));
    return name;
}

SortedTexts SortedParts::take(std::string_view name) {
    const std::scoped_lock lock(mutex_);
    return std::move(parts_.extract(parts_.find(name)).mapped());
}

}  // namespace tks::report
