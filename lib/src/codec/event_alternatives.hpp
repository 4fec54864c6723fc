#pragma once

#include <cstddef>
#include <utility>
#include <variant>

namespace tks::codec {

/// Makes a variant hold its index-th alternative, default-constructed, and calls visit with it.
template <class Variant, class Visitor>
bool emplace_alternative(Variant& variant, std::size_t index, Visitor&& visit) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        bool result = false;
        (void)((index == I && (result = visit(variant.template emplace<I>()), true)) || ...);
        return result;
    }
    (std::make_index_sequence<std::variant_size_v<Variant>>{});
}

}  // namespace tks::codec
