#pragma once

#include <memory_resource>
#include <tuple>

#include "projection/packed.hpp"
#include "projection/state.hpp"

namespace tks::store {

/// What a state has packed: some models, one after the other.
template <class... Models>
class Unpacked {
public:
    Unpacked(const projection::State& state, projection::Blob bytes) {
        projection::Unpacker unpacker(state.blobs.view(bytes), arena_);
        std::apply([&](auto&... models) { (unpacker.unpack(models), ...); }, models_);
    }

    template <class Model>
    [[nodiscard]] const Model& get() const {
        return std::get<Model>(models_);
    }

private:
    std::pmr::monotonic_buffer_resource arena_;
    std::tuple<Models...> models_{};
};

}  // namespace tks::store
