#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/id_table.hpp"

namespace tks::projection {

/// Records by the one that each of them belongs to, where it belongs to one.
class Grouping {
public:
    /// `owner_of(id)` says where each record from 1 to count - 1 belongs: below owner_count, no_id for nowhere. It is asked
    /// once for each, in order.
    template <class OwnerOf>
    Grouping(std::size_t count, std::size_t owner_count, OwnerOf owner_of) : begin_(owner_count + 2) {
        // A counting sort. While it places records, begin_[owner + 1] says where the owner's next one goes.
        std::vector<Id> owners(count, no_id);
        for (Id id = 1; id < count; ++id) {
            owners[id] = owner_of(id);
            if (owners[id] != no_id) ++begin_[owners[id] + 1];
        }
        std::uint32_t total = 0;
        for (std::uint32_t& begin : begin_) begin = std::exchange(total, total + begin);
        ids_.resize(total);
        for (Id id = 1; id < count; ++id)
            if (owners[id] != no_id) ids_[begin_[owners[id] + 1]++] = id;
    }

    [[nodiscard]] std::span<Id> of(Id owner) {
        return std::span(ids_).subspan(begin_[owner], begin_[owner + 1] - begin_[owner]);
    }
    [[nodiscard]] std::span<const Id> of(Id owner) const {
        return std::span(ids_).subspan(begin_[owner], begin_[owner + 1] - begin_[owner]);
    }

private:
    std::vector<std::uint32_t> begin_;  // Where the records of each owner begin in ids_.
    std::vector<Id> ids_;
};

}  // namespace tks::projection
