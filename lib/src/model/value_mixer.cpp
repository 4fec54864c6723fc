#include "model/value_mixer.hpp"

#include <cstring>
#include <string>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "model/json_characters.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tks::model {

namespace {

template <class Word>
Word read(const char* bytes) {
    Word word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// All of less than eight bytes.
std::uint64_t read_short(const char* bytes, std::size_t size) {
    const auto byte = [bytes](std::size_t index) { return std::uint64_t{static_cast<unsigned char>(bytes[index])}; };
    if (size >= sizeof(std::uint32_t))
        return read<std::uint32_t>(bytes) |
               (std::uint64_t{read<std::uint32_t>(bytes + size - sizeof(std::uint32_t))} << 32U);
    return size == 0 ? 0 : byte(0) | (byte(size / 2) << 8U) | (byte(size - 1) << 16U);
}

/// Whether there is white space anywhere, in a string as well: no other character of JSON is below.
bool has_white_space(std::string_view json) {
    return !has_none(json, [](std::uint64_t bytes) { return (bytes - (' ' + 1) * each_byte) & ~bytes; });
}

/// Whether there is white space between the tokens.
bool has_loose_white_space(std::string_view json) {
    if (!has_white_space(json)) return false;
    std::size_t size = 0;
    visit_without_white_space(json, [&size](unsigned char) { ++size; });
    return size != json.size();
}

}  // namespace

/// Apart, as it takes registers that would have to be saved for short texts as well.
[[gnu::noinline]] ValueMixer::State ValueMixer::with_long_text(State state, const char* bytes, std::size_t size) {
    state.place += size;
    return with_pair(state, XXH3_64bits(bytes, size), 0);
}

ValueMixer::State ValueMixer::with_text(State state, const char* bytes, std::size_t size) {
    constexpr std::size_t longest_mixed = 64;
    if (size > longest_mixed) return with_long_text(state, bytes, size);
    state.place += size;
    if (size < sizeof(std::uint64_t)) return with_pair(state, read_short(bytes, size), 0);
    const auto mix_pair = [&](std::size_t first, std::size_t second) {
        state = with_pair(state, read<std::uint64_t>(bytes + first), read<std::uint64_t>(bytes + second));
    };
    constexpr std::size_t pair = 2 * sizeof(std::uint64_t);
    std::size_t begin = 0;
    for (; begin + pair < size; begin += pair) mix_pair(begin, begin + sizeof(std::uint64_t));
    // Some of it again, where it does not end with a pair.
    mix_pair(size < pair ? 0 : size - pair, size - sizeof(std::uint64_t));
    return state;
}

void ValueMixer::add_json(std::string_view json) {
    if (!has_loose_white_space(json)) return add(json);
    thread_local std::string kept;  // With its memory.
    std::string& without = kept;    // A reference, since the thread's own is looked for at each use.
    without.clear();
    visit_without_white_space(json, [&](unsigned char character) { without += static_cast<char>(character); });
    add(without);
}

}  // namespace tks::model
