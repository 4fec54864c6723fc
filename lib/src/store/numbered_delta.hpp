#pragma once

#include <utility>
#include <vector>

#include "base/id_table.hpp"
#include "projection/state.hpp"

namespace tks::store {

/// The numbers in the store of all ids of one kind in a delta.
class RowNumbers {
public:
    RowNumbers() = default;

    /// `numbers` are those of the ids; from `first_new` on they are of rows that the delta adds, in the order of the ids.
    RowNumbers(std::vector<Id> numbers, Id first_new) : numbers_(std::move(numbers)), first_new_(first_new) {
        for (Id id = 1; id < numbers_.size(); ++id) (is_new(id) ? new_ids_ : known_ids_).push_back(id);
    }

    [[nodiscard]] Id operator[](Id id) const { return numbers_[id]; }
    [[nodiscard]] const std::vector<Id>& all() const { return numbers_; }

    /// The ids of rows that the delta adds, and of those that are there.
    [[nodiscard]] const std::vector<Id>& new_ids() const { return new_ids_; }
    [[nodiscard]] const std::vector<Id>& known_ids() const { return known_ids_; }

    /// Whether the store has known nothing of an id; so it is of no_id.
    [[nodiscard]] bool is_new(Id id) const { return id == no_id || numbers_[id] >= first_new_; }

    /// The id of a row that the delta adds; no_id for another.
    [[nodiscard]] Id new_id(Id number) const { return number < first_new_ ? no_id : new_ids_[number - first_new_]; }

private:
    std::vector<Id> numbers_;
    Id first_new_ = 1;
    std::vector<Id> new_ids_, known_ids_;
};

/// A delta, and the numbers in the store of the ids in it.
struct NumberedDelta {
    explicit NumberedDelta(const projection::State& delta)
        : state(delta), word_numbers(words.intern_all(delta.words)) {}

    const projection::State& state;
    RowNumbers intents, signals, orders, trades;
    projection::Keyed<projection::NoRecord> words;  ///< Of the delta and of the rows that were looked at.
    std::vector<Id> word_numbers;                   ///< In `words`, of the words of the delta.
};

}  // namespace tks::store
