#pragma once

#include <memory_resource>
#include <string>
#include <string_view>

#include "codec/fast_reader.hpp"
#include "tks/payloads.hpp"

namespace tks::codec {

/// Reads what append_json() wrote.
class BackReader {
public:
    BackReader();

    /// The model borrows from the arena, and from this until the next call. False for anything else than such a text.
    template <class Model>
    bool read(std::string_view json, std::pmr::memory_resource& arena, Model& model);

private:
    FastReader fast_;
    std::string padded_;  // The text at hand, with what simdjson may look at behind it.
};

extern template bool BackReader::read(std::string_view, std::pmr::memory_resource&, TradingSignalIntent&);
extern template bool BackReader::read(std::string_view, std::pmr::memory_resource&, TradingSignal&);
extern template bool BackReader::read(std::string_view, std::pmr::memory_resource&, OrderRequest&);
extern template bool BackReader::read(std::string_view, std::pmr::memory_resource&, Trade&);

}  // namespace tks::codec
