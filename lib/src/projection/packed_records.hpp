#pragma once

#include <string_view>

#include "projection/number_packer.hpp"
#include "projection/state.hpp"

/// The records of fills and trades in about half of the bytes that they have while they are looked at, which is what there is
/// most of in a state.
namespace tks::projection {

/// The bytes are those of the packer.
std::string_view pack(const FillRecord& fill, NumberPacker& packer);
std::string_view pack(const TradeReport& report, NumberPacker& packer);

FillRecord unpack_fill(std::string_view bytes);
TradeReport unpack_report(std::string_view bytes);

/// FillRecord::filled_at alone.
Timestamp unpack_filled_at(std::string_view bytes);

}  // namespace tks::projection
