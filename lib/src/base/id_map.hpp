#pragma once

#include <cstdint>
#include <vector>

#include "base/id_table.hpp"

namespace tks {

/// Numbers that belong to some of the ids of a table; for where these are few, and an array over all ids would be wasted.
class IdMap {
public:
    /// The value of an id; `absent` if it has none.
    [[nodiscard]] std::uint32_t find(Id id, std::uint32_t absent) const {
        if (slots_.empty()) return absent;
        const Slot& slot = slots_[place_of(id)];
        return slot.id == no_id ? absent : slot.value;
    }

    /// Where the value of an id is, until the next call of at(); null if it has none.
    [[nodiscard]] std::uint32_t* find(Id id) {
        if (slots_.empty()) return nullptr;
        Slot& slot = slots_[place_of(id)];
        return slot.id == no_id ? nullptr : &slot.value;
    }

    /// The value of an id, which is `first` if it had none. The reference holds until the next call.
    std::uint32_t& at(Id id, std::uint32_t first) {
        if (2 * (size_ + 1) > slots_.size()) grow();
        Slot& slot = slots_[place_of(id)];
        if (slot.id == no_id) {
            slot = {id, first};
            ++size_;
        }
        return slot.value;
    }

    [[nodiscard]] std::size_t size() const { return size_; }

private:
    struct Slot {
        Id id = no_id;
        std::uint32_t value = 0;
    };

    /// Where an id is, or would be; no_id is never found.
    [[nodiscard]] std::size_t place_of(Id id) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t place = (id * std::uint64_t{0x9E3779B97F4A7C15}) >> 32U & mask;
        while (slots_[place].id != no_id && slots_[place].id != id) place = (place + 1) & mask;
        return place;
    }

    void grow() {
        constexpr std::size_t first_slots = 16;
        std::vector<Slot> old(slots_.empty() ? first_slots : 2 * slots_.size());
        old.swap(slots_);
        for (const Slot& slot : old)
            if (slot.id != no_id) slots_[place_of(slot.id)] = slot;
    }

    std::vector<Slot> slots_;  // A power of two of them.
    std::size_t size_ = 0;
};

}  // namespace tks
