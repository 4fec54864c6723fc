#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "simulate/faulty_line.hpp"

namespace tks::simulation {

/// What becomes of the line of a sound event when a defect is planted at it.
enum class Planting : std::uint8_t {
    retried,   ///< Nobody can read the spoilt line. The sound one follows it, as if its producer had tried again.
    replaced,  ///< The spoilt line can be read, and stands in the place of the sound one.
    added,     ///< The sound line stays, and what should not be there follows it.
};

/// One kind of defect that can be planted into a stream.
struct Fault {
    std::string_view rule;         ///< The rule that finds it, and the only one that does, if the stream is complete.
    std::string_view description;  ///< What is wrong with the line, for people.
    Planting planting{};

    /// Spoils a line. False if it holds nothing that could be spoilt in this way; it is then as it was.
    bool (*spoil)(FaultyLine& line) = nullptr;

    /// How many lines it becomes; the last one is at fault, and the others are what it takes to be so. More than one only where
    /// they are added.
    std::size_t lines = 1;
};

/// All of them. A new kind of defect is one more entry in the table of its family.
std::span<const Fault> faults();

// The tables, by the families of the rules.
std::span<const Fault> record_faults();  ///< Of json and schema.
std::span<const Fault> event_faults();
std::span<const Fault> lifecycle_faults();  ///< Of lifecycle, but for what follows.
std::span<const Fault> fill_faults();       ///< What holds orders, fills and trades against each other.
std::span<const Fault> reference_faults();
std::span<const Fault> pnl_faults();

}  // namespace tks::simulation
