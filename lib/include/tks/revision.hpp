#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tks {

/// The revisions of the event contract, named after the first release of tks-essentials that has them.
/// A newer one accepts all that an older one accepts.
enum class Revision : std::uint8_t {
    v0_1_42,  ///< The base.
    v0_1_47,  ///< order_origin and the identity fields on OrderRequest, OrderFill and Trade; market data.
    v0_1_50,  ///< PositionMarkV1 and PositionsMarkSnapshotV1.
};

inline constexpr Revision newest_revision = Revision::v0_1_50;
inline constexpr std::string_view revision_names[] = {"0.1.42", "0.1.47", "0.1.50"};

constexpr std::string_view to_string(Revision revision) {
    return revision_names[static_cast<std::size_t>(revision)];
}

/// Nothing if no revision has that name.
constexpr std::optional<Revision> parse_revision(std::string_view text) {
    for (std::size_t index = 0; index < std::size(revision_names); ++index)
        if (revision_names[index] == text) return static_cast<Revision>(index);
    return std::nullopt;
}

}  // namespace tks
