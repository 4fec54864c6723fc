#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace tks::report {

/// Times that something took, in milliseconds, by how many there are of each length: most are short and alike.
class Latencies {
public:
    void add(std::int64_t ms) {
        ++count_;
        if (ms < 0) {
            ++negative_;
        } else if (ms < short_end) {
            const auto index = static_cast<std::size_t>(ms);
            if (short_.size() <= index) short_.resize(index + 1);
            ++short_[index];
        } else {
            long_.push_back(ms);
        }
    }

    void join(const Latencies& other) {
        count_ += other.count_;
        negative_ += other.negative_;
        short_.resize(std::max(short_.size(), other.short_.size()));
        for (std::size_t ms = 0; ms < other.short_.size(); ++ms) short_[ms] += other.short_[ms];
        long_.insert(long_.end(), other.long_.begin(), other.long_.end());
    }

    [[nodiscard]] std::uint64_t count() const { return count_; }
    /// Of which the end is told to be before the begin: they say something about clocks, and count in no percentile.
    [[nodiscard]] std::uint64_t negative() const { return negative_; }

    /// The nearest rank: the least one that at least that many percent (1 to 100) do not exceed. Nothing without any.
    [[nodiscard]] std::optional<std::int64_t> percentile(unsigned percent) {
        const std::uint64_t told = count_ - negative_;
        if (told == 0) return std::nullopt;
        std::uint64_t rank = (told * percent + 99) / 100;
        for (std::size_t ms = 0; ms < short_.size(); ++ms) {
            if (rank <= short_[ms]) return static_cast<std::int64_t>(ms);
            rank -= short_[ms];
        }
        const auto place = long_.begin() + static_cast<std::ptrdiff_t>(rank - 1);
        std::ranges::nth_element(long_, place);
        return *place;
    }

private:
    static constexpr std::int64_t short_end = 1 << 16;
    std::uint64_t count_ = 0;
    std::uint64_t negative_ = 0;
    std::vector<std::uint32_t> short_;  // By length.
    std::vector<std::int64_t> long_;
};

}  // namespace tks::report
