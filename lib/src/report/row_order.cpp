#include "report/row_order.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tks::report {

namespace {

/// So many more than wanted are kept before some are dropped: sorting takes less the fewer times it is done.
constexpr std::size_t slack = 1000;

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

void SortedTexts::add(std::vector<SortValue> values, std::string text) {
    entries_.push_back({std::move(values), std::move(text), count_++});
    if (kept_.most && entries_.size() >= 2 * *kept_.most + slack) drop_unwanted();
}

void SortedTexts::join(SortedTexts&& other) {
    for (Entry& entry : other.entries_) {
        if (!has_place_for(entry.values)) continue;
        entry.arrival += count_;
        entries_.push_back(std::move(entry));
    }
    ends_.push_back(entries_.size());
    count_ += other.count_;
    if (kept_.most && entries_.size() >= 2 * *kept_.most + slack) drop_unwanted();
}

std::vector<std::string> SortedTexts::take() {
    drop_unwanted();
    std::vector<std::string> texts;
    texts.reserve(entries_.size());
    for (Entry& entry : entries_) texts.push_back(std::move(entry.text));
    return texts;
}

void SortedTexts::sort() {
    const auto is_before = [this](const Entry& one, const Entry& other) {
        const std::strong_ordering order = order_of(keys_, one.values, other.values);
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
    bound_ = (kept_.are_last ? entries_.front() : entries_.back()).values;
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
