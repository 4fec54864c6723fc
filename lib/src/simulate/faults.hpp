#pragma once

#include <span>
#include <string_view>

#include "simulate/faulty_line.hpp"

namespace tks::simulation {

/// One kind of defect that can be planted into a stream.
struct Fault {
    std::string_view rule;         ///< The rule that finds it, and the only one that does.
    std::string_view description;  ///< What is wrong with the line, for people.
    bool is_readable = false;      ///< Whether a consumer reads the event all the same, as with a warning.

    /// Spoils a line. False if it holds nothing that could be spoilt in this way; it is then as it was.
    bool (*spoil)(FaultyLine& line) = nullptr;
};

/// All of them. A new kind of defect is one more entry.
std::span<const Fault> faults();

}  // namespace tks::simulation
