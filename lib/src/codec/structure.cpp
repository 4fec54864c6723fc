#include "codec/structure.hpp"

#include <simdjson.h>

#include <new>

namespace tks::codec {

Structure::Structure(std::size_t capacity) : capacity_(capacity) {
    // The depth concerns the second stage alone.
    constexpr std::size_t unused_depth = 1;
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, unused_depth, parser_) !=
        simdjson::SUCCESS)
        throw std::bad_alloc();
}

Structure::~Structure() = default;

bool Structure::index(std::string_view text) {
    return text.size() <= capacity_ && parser_->stage1(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                                       simdjson::stage1_mode::regular) == simdjson::SUCCESS;
}

const std::uint32_t* Structure::tokens() const {
    return parser_->structural_indexes.get();
}
std::size_t Structure::size() const {
    return parser_->n_structural_indexes;
}

}  // namespace tks::codec
