#pragma once

#include <memory_resource>
#include <string_view>

#include "tks/payloads.hpp"

namespace tks::codec {

/// Reads what append_json() wrote. The model borrows from the text and from the arena. False for anything else.
template <class Model>
bool read_back(std::string_view json, std::pmr::memory_resource& arena, Model& model);

extern template bool read_back(std::string_view, std::pmr::memory_resource&, TradingSignalIntent&);
extern template bool read_back(std::string_view, std::pmr::memory_resource&, TradingSignal&);
extern template bool read_back(std::string_view, std::pmr::memory_resource&, OrderRequest&);
extern template bool read_back(std::string_view, std::pmr::memory_resource&, Trade&);

}  // namespace tks::codec
