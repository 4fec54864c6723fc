#pragma once

#include <compare>
#include <cstddef>
#include <iterator>

#include "check/facts.hpp"

namespace tks::check {

/// The events of one aggregate in order, which have consecutive indexes; never empty where it is given to a rule.
class Story {
public:
    class Iterator {
    public:
        using iterator_concept = std::random_access_iterator_tag;
        using iterator_category = std::input_iterator_tag;
        using value_type = EventIndex;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = EventIndex;

        Iterator() = default;
        explicit Iterator(EventIndex index) : index_(index) {}

        EventIndex operator*() const { return index_; }
        EventIndex operator[](std::ptrdiff_t distance) const { return *(*this + distance); }

        Iterator& operator+=(std::ptrdiff_t distance) {
            index_ += static_cast<EventIndex>(distance);
            return *this;
        }
        Iterator& operator-=(std::ptrdiff_t distance) { return *this += -distance; }
        Iterator& operator++() { return *this += 1; }
        Iterator& operator--() { return *this -= 1; }
        Iterator operator++(int) { return Iterator(index_++); }
        Iterator operator--(int) { return Iterator(index_--); }

        friend Iterator operator+(Iterator left, std::ptrdiff_t distance) { return left += distance; }
        friend Iterator operator+(std::ptrdiff_t distance, Iterator right) { return right += distance; }
        friend Iterator operator-(Iterator left, std::ptrdiff_t distance) { return left -= distance; }
        friend std::ptrdiff_t operator-(Iterator left, Iterator right) {
            return std::ptrdiff_t{left.index_} - std::ptrdiff_t{right.index_};
        }
        friend bool operator==(const Iterator&, const Iterator&) = default;
        friend std::strong_ordering operator<=>(const Iterator&, const Iterator&) = default;

    private:
        EventIndex index_ = 0;
    };

    /// No events.
    Story() = default;

    /// Those from one index to before another.
    Story(EventIndex begin, EventIndex end) : begin_(begin), end_(end) {}

    [[nodiscard]] Iterator begin() const { return Iterator(begin_); }
    [[nodiscard]] Iterator end() const { return Iterator(end_); }
    [[nodiscard]] std::size_t size() const { return end_ - begin_; }
    [[nodiscard]] bool empty() const { return begin_ == end_; }
    [[nodiscard]] EventIndex front() const { return begin_; }
    [[nodiscard]] EventIndex back() const { return end_ - 1; }
    [[nodiscard]] EventIndex operator[](std::size_t place) const { return begin_ + static_cast<EventIndex>(place); }

    /// Without so many from the front.
    [[nodiscard]] Story behind(std::size_t count) const { return {begin_ + static_cast<EventIndex>(count), end_}; }

private:
    EventIndex begin_ = 0;
    EventIndex end_ = 0;
};

}  // namespace tks::check
