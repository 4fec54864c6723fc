#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tks::report {

/// What was appended for a cell.
enum class AppendedCell : unsigned char {
    null,   ///< Nothing.
    plain,  ///< A text that needs no escaping in any format, as numbers and words of enumerations.
    any,
};

/// A text that grows by many small parts, as rows do by their cells: a string takes several times as long for each.
class TextBuffer {
public:
    enum class Times : bool { milliseconds, iso8601 };
    explicit TextBuffer(Times times = Times::milliseconds) : has_iso_times_(times == Times::iso8601) {}

    /// How times are to be appended.
    [[nodiscard]] bool has_iso_times() const { return has_iso_times_; }

    void append(std::string_view part) {
        write(part.size(), [&](char* out) { return std::copy(part.begin(), part.end(), out); });
    }
    void append(char character) {
        write(1, [&](char* out) {
            *out = character;
            return out + 1;
        });
    }

    void append_spaces(std::size_t count) {
        write(std::max(count, few), [count](char* out) {
            std::memset(out, ' ', few);  // A few by one store, which is what most take.
            if (count > few) std::memset(out + few, ' ', count - few);
            return out + count;
        });
    }

    /// Moves what is behind the first characters by so many spaces.
    void insert_spaces(std::size_t at, std::size_t count) {
        const std::size_t behind = size_ - at;
        append_spaces(count);
        char* const place = room_.data() + at;
        std::memmove(place + count, place, behind);
        std::memset(place, ' ', count);
    }

    /// The same as text(), to be changed.
    [[nodiscard]] std::span<char> characters(std::size_t begin) { return {room_.data() + begin, size_ - begin}; }

    void cut_spaces() {
        while (size_ != 0 && room_[size_ - 1] == ' ') --size_;
    }

    /// Calls `write_to(out)`, which writes at most so many characters and returns their end.
    template <class WriteTo>
    void write(std::size_t most, WriteTo write_to) {
        if (room_.size() < size_ + most + readable_behind) grow(most);
        size_ = static_cast<std::size_t>(write_to(room_.data() + size_) - room_.data());
    }

    /// So many bytes behind the text may be read, once there is one.
    static constexpr std::size_t readable_behind = 16;

    [[nodiscard]] std::size_t size() const { return size_; }

    /// Valid until the next call of a member that is not const.
    [[nodiscard]] std::string_view text(std::size_t begin = 0) const { return {room_.data() + begin, size_ - begin}; }

    /// Forgets all that is behind the first characters.
    void cut(std::size_t size) { size_ = size; }

    /// The text, after which the buffer is empty, in the memory of the text that it is given.
    std::string take(std::string&& used) {
        std::string taken = std::exchange(room_, std::move(used));
        taken.resize(std::exchange(size_, 0));
        return taken;
    }

private:
    void grow(std::size_t most);

    static constexpr std::size_t least_room = 4096;
    static constexpr std::size_t few = 32;

    bool has_iso_times_;
    std::string room_;  // What is behind the text is of no meaning.
    std::size_t size_ = 0;
};

}  // namespace tks::report
