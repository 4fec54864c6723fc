#include "report/text_buffer.hpp"

namespace tks::report {

void TextBuffer::grow(std::size_t most) {
    const std::size_t needed = size_ + most + least_room;
    // Within memory that is there, in small steps, as new characters are zeros first.
    const std::size_t larger = room_.size() + room_.size() / 16;
    room_.resize(std::max(larger < room_.capacity() ? larger : 2 * room_.size(), needed));
}

}  // namespace tks::report
