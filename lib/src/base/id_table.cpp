#include "base/id_table.hpp"

#include <array>
#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tks {

namespace {

constexpr std::size_t first_slots = 1024;

constexpr std::uint8_t no_digit = 0xFF;

/// The value of a lower-case hexadecimal digit; an upper-case one would not come back as it was.
constexpr std::array<std::uint8_t, 256> digit_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::uint8_t value = 0; value < 16; ++value) values[static_cast<unsigned char>("0123456789abcdef"[value])] = value;
    return values;
}();

/// The sixteen bytes of "8-4-4-4-12" lower-case hexadecimal digits.
bool parse_uuid(std::string_view text, std::uint64_t& high, std::uint64_t& low) {
    if (text.size() != uuid_text_size || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return false;
    std::uint8_t all = 0;
    const auto read = [&](std::uint64_t value, std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; ++at) {
            const std::uint8_t digit = digit_values[static_cast<unsigned char>(text[at])];
            all |= digit;
            value = (value << 4U) | (digit & 0xFU);
        }
        return value;
    };
    high = read(read(read(0, 0, 8), 9, 13), 14, 18);
    low = read(read(0, 19, 23), 24, 36);
    return (all & 0xF0U) == 0;
}

std::uint32_t hash_uuid(std::uint64_t high, std::uint64_t low) {
    const std::uint64_t words[] = {high, low};
    return static_cast<std::uint32_t>(XXH3_64bits(words, sizeof words));
}

std::uint32_t hash_text(std::string_view text) { return static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size())); }

}  // namespace

IdKey make_id_key(std::string_view text, std::string& kept) {
    IdKey key;
    if (parse_uuid(text, key.high, key.low) && key.high != ~std::uint64_t{0}) {
        key.hash = hash_uuid(key.high, key.low);
        return key;
    }
    key.low = kept.size();
    key.size = static_cast<std::uint32_t>(text.size());
    key.hash = hash_text(text);
    kept += text;
    return key;
}

void write_uuid(char* out, std::uint64_t high, std::uint64_t low) {
    for (unsigned digit = 0; digit < 32; ++digit) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20) *out++ = '-';
        const std::uint64_t half = digit < 16 ? high : low;
        *out++ = "0123456789abcdef"[(half >> (60 - 4 * (digit % 16))) & 0xFU];
    }
}

IdTable::IdTable() : entries_(1), slots_(first_slots), mask_(first_slots - 1) {}

Id IdTable::intern(const IdKey& key, std::string_view kept) {
    std::uint32_t slot = key.hash & mask_;
    for (; slots_[slot] != no_id; slot = (slot + 1) & mask_)
        if (matches(entries_[slots_[slot]], key, kept)) return slots_[slot];
    const auto id = static_cast<Id>(entries_.size());
    if (key.size == 0) {
        entries_.push_back({key.high, key.low});
    } else {
        entries_.push_back({text_mark, texts_.size()});
        texts_.append(reinterpret_cast<const char*>(&key.size), sizeof key.size);
        texts_.append(kept, key.low, key.size);
    }
    slots_[slot] = id;
    if (entries_.size() * 3 > slots_.size() * 2) grow();
    return id;
}

Id IdTable::intern(std::string_view text) {
    std::string kept;
    const IdKey key = make_id_key(text, kept);
    return intern(key, kept);
}

Id IdTable::intern_from(const IdTable& other, Id id) {
    const Entry& entry = other.entries_[id];
    if (entry.high == text_mark) return intern(other.text_of(entry));
    return intern({.high = entry.high, .low = entry.low, .size = 0, .hash = hash_uuid(entry.high, entry.low)}, {});
}

Id IdTable::find(std::string_view text) const {
    std::string kept;
    const IdKey key = make_id_key(text, kept);
    for (std::uint32_t slot = key.hash & mask_; slots_[slot] != no_id; slot = (slot + 1) & mask_)
        if (matches(entries_[slots_[slot]], key, kept)) return slots_[slot];
    return no_id;
}

std::string IdTable::text(Id id) const {
    const Entry& entry = entries_[id];
    if (entry.high == text_mark) return std::string(text_of(entry));
    std::string text(uuid_text_size, '\0');
    write_uuid(text.data(), entry.high, entry.low);
    return text;
}

bool IdTable::precedes(Id left, Id right) const {
    const Entry& one = entries_[left];
    const Entry& other = entries_[right];
    if (one.high == text_mark && other.high == text_mark) return text_of(one) < text_of(other);
    return one.high != other.high ? one.high < other.high : one.low < other.low;
}

bool IdTable::matches(const Entry& entry, const IdKey& key, std::string_view kept) const {
    if (key.size == 0) return entry.high == key.high && entry.low == key.low;
    return entry.high == text_mark && text_of(entry) == kept.substr(key.low, key.size);
}

std::string_view IdTable::text_of(const Entry& entry) const {
    std::uint32_t size = 0;
    std::memcpy(&size, texts_.data() + entry.low, sizeof size);
    return std::string_view(texts_).substr(entry.low + sizeof size, size);
}

std::uint32_t IdTable::hash_of(const Entry& entry) const {
    return entry.high == text_mark ? hash_text(text_of(entry)) : hash_uuid(entry.high, entry.low);
}

void IdTable::grow() {
    std::vector<Id>(slots_.size() * 2).swap(slots_);
    mask_ = static_cast<std::uint32_t>(slots_.size() - 1);
    for (Id id = 1; id < entries_.size(); ++id) place(id, hash_of(entries_[id]));
}

void IdTable::place(Id id, std::uint32_t hash) {
    std::uint32_t slot = hash & mask_;
    while (slots_[slot] != no_id) slot = (slot + 1) & mask_;
    slots_[slot] = id;
}

}  // namespace tks
