#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id_table.hpp"
#include "projection/state.hpp"
#include "tks/diagnostic.hpp"

namespace tks::store {

/// How far an input has been read.
struct InputPosition {
    std::string format;         ///< Of its lines; empty where it cannot be read on from here.
    std::uint64_t bytes = 0;    ///< Before the place, whole lines; of a partition, the offset of the next message.
    std::uint64_t lines = 0;    ///< The same.
    std::string fingerprint{};  ///< Of the bytes before the place, or the id of the cluster.
    std::string reading{};      ///< How records were read: if that changes, what was read counts no more.
};

/// What is to be changed in a store in one transaction.
struct Delta {
    struct Input {
        Id number = no_id;  ///< In the store.
        std::optional<std::uint64_t>
            forget_behind_line{};  ///< What had been found in it behind this record is no more.
        InputPosition position;
    };
    struct Finding {
        Id input = no_id;
        Diagnostic finding;
    };

    projection::State state{projection::Detail::snapshots};  ///< Its places name inputs by their numbers in the store.
    std::vector<Input> inputs;
    std::vector<Finding> findings;
};

}  // namespace tks::store
