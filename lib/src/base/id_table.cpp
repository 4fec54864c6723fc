#include "base/id_table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tks {

namespace {

static_assert(std::endian::native == std::endian::little, "the first digit is in the lowest byte of a word");

constexpr std::size_t first_groups = 16;  // Tables are many where there is one for each kind of id.

using Bytes = std::uint8_t __attribute__((vector_size(16)));
using Pairs = std::uint16_t __attribute__((vector_size(16)));
using HalfBytes = std::uint8_t __attribute__((vector_size(8)));

/// The number that sixteen hexadecimal digits are; sets to all ones the bytes of `wrong` that are no lower-case digit, as
/// an upper-case one would not come back as it was.
std::uint64_t read_digits(const Bytes& digits, Bytes& wrong) {
    const Bytes figures = digits - static_cast<std::uint8_t>('0');
    const Bytes letters = digits - static_cast<std::uint8_t>('a');
    const auto is_figure = reinterpret_cast<Bytes>(figures < 10);
    const auto is_letter = reinterpret_cast<Bytes>(letters < 6);
    wrong |= ~(is_figure | is_letter);
    const auto pairs = reinterpret_cast<Pairs>((figures & is_figure) | ((letters + 10) & is_letter));
    const HalfBytes bytes = __builtin_convertvector((pairs << 4) | (pairs >> 8), HalfBytes);
    return __builtin_bswap64(std::bit_cast<std::uint64_t>(bytes));
}

/// The sixteen lower-case hexadecimal digits of a number.
Bytes hexadecimal_digits(std::uint64_t number) {
    const auto bytes = std::bit_cast<HalfBytes>(__builtin_bswap64(number));
    const auto pairs = __builtin_convertvector(bytes, Pairs);
    const auto values = reinterpret_cast<Bytes>((pairs >> 4) | ((pairs & 0xFU) << 8));
    const auto is_letter = reinterpret_cast<Bytes>(values > 9);
    return values + static_cast<std::uint8_t>('0') + (is_letter & static_cast<std::uint8_t>('a' - '0' - 10));
}

template <class Word>
Word read(std::string_view text, std::size_t begin) {
    Word word = 0;
    std::memcpy(&word, text.data() + begin, sizeof word);
    return word;
}

/// The sixteen bytes of "8-4-4-4-12" lower-case hexadecimal digits.
bool parse_uuid(std::string_view text, std::uint64_t& high, std::uint64_t& low) {
    if (text.size() != uuid_text_size || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
        return false;
    const auto eight = [&](std::size_t first, std::size_t second) {
        return read<std::uint32_t>(text, first) | (std::uint64_t{read<std::uint32_t>(text, second)} << 32U);
    };
    const std::array<std::uint64_t, 2> first = {read<std::uint64_t>(text, 0), eight(9, 14)};
    const std::array<std::uint64_t, 2> second = {eight(19, 24), read<std::uint64_t>(text, 28)};
    Bytes wrong{};
    high = read_digits(std::bit_cast<Bytes>(first), wrong);
    low = read_digits(std::bit_cast<Bytes>(second), wrong);
    const auto words = std::bit_cast<std::array<std::uint64_t, 2>>(wrong);
    return (words[0] | words[1]) == 0;
}

/// Most of its bits are random already.
std::uint32_t hash_uuid(std::uint64_t high, std::uint64_t low) {
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
    return static_cast<std::uint32_t>((((high * odd) ^ low) * odd) >> 32U);
}

std::uint64_t hash_text(std::string_view text) {
    return XXH3_64bits(text.data(), text.size());
}

/// The highest bits of those bytes that are zero. Behind the first of them a byte of one may be taken for zero as well.
std::uint64_t zero_bytes(std::uint64_t bytes) {
    return (bytes - each_byte) & ~bytes & (each_byte << 7U);
}

/// The whole key of a UUID; of another text all but where it is kept.
IdKey make_unplaced_key(std::string_view text) {
    IdKey key;
    if (parse_uuid(text, key.high, key.low) && key.high != ~std::uint64_t{0}) {
        key.hash = hash_uuid(key.high, key.low);
        return key;
    }
    key.high = hash_text(text);
    key.low = 0;
    key.size = static_cast<std::uint32_t>(text.size());
    key.hash = static_cast<std::uint32_t>(key.high);
    return key;
}

}  // namespace

IdKey make_id_key(std::string_view text, std::string& kept) {
    IdKey key = make_unplaced_key(text);
    if (key.size == 0) return key;
    key.low = kept.size();
    kept += text;
    return key;
}

void write_uuid(char* out, std::uint64_t high, std::uint64_t low) {
    const Bytes first = hexadecimal_digits(high);
    const Bytes second = hexadecimal_digits(low);
    std::array<char, 32> digits;
    std::memcpy(digits.data(), &first, sizeof first);
    std::memcpy(digits.data() + sizeof first, &second, sizeof second);
    std::memcpy(out, digits.data(), 8);
    out[8] = '-';
    std::memcpy(out + 9, digits.data() + 8, 4);
    out[13] = '-';
    std::memcpy(out + 14, digits.data() + 12, 4);
    out[18] = '-';
    std::memcpy(out + 19, digits.data() + 16, 4);
    out[23] = '-';
    std::memcpy(out + 24, digits.data() + 20, 12);
}

IdKeys::IdKeys() {
    // No text has the key that stands for none.
    constexpr std::uint32_t no_size = ~std::uint32_t{0};
    keys_.push_back({.size = no_size});
}

void IdKeys::prepare(std::span<Prepared> texts) {
    if (places_.empty()) make_places();
    for (Prepared& prepared : texts) {
        if (prepared.text_.empty()) continue;
        prepared.key_ = make_unplaced_key(prepared.text_);
        prefetch(&places_[prepared.key_.hash % place_count]);
    }
}

void IdKeys::make_places() {
    places_.assign(place_count, no_id);
    keys_.reserve(place_count / 2);
}

void IdKeys::keep_text(IdKey& key, std::string_view text) {
    key.low = kept_.size();
    kept_ += text;
}

IdTable::IdTable() : groups_(first_groups, Group{}) {
    entries_.push_back({});
}

Id IdTable::intern(const IdKey& key, std::string_view kept) {
    const Place place = place_of(key, kept);
    if (place.id != no_id) return place.id;
    const auto id = static_cast<Id>(entries_.size());
    if (key.size == 0) {
        entries_.push_back({key.high, key.low});
    } else {
        entries_.push_back({text_mark, texts_.size()});
        texts_.append(reinterpret_cast<const char*>(&key.size), sizeof key.size);
        texts_.append(kept, key.low, key.size);
    }
    groups_[place.group].add(id, tag_of(key.hash));
    if (is_full(groups_.size())) place_all(grown(groups_.size()));
    return id;
}

Id IdTable::intern(std::string_view text) {
    std::string kept;
    const IdKey key = make_id_key(text, kept);
    return intern(key, kept);
}

std::vector<Id> IdTable::intern_all(const IdTable& other) {
    std::vector<Id> numbers(other.size(), no_id);
    // Some ids at a time, so that memory is asked for all of their slots before the first is needed.
    std::array<IdKey, 32> keys{};
    for (std::size_t begin = 1; begin < other.size(); begin += keys.size()) {
        const std::size_t count = std::min(keys.size(), other.size() - begin);
        for (std::size_t index = 0; index < count; ++index) {
            keys[index] = other.key_of(other.entries_[begin + index]);
            prefetch(keys[index]);
        }
        for (std::size_t index = 0; index < count; ++index) numbers[begin + index] = intern(keys[index], other.texts_);
    }
    return numbers;
}

Id IdTable::find(std::string_view text) const {
    std::string kept;
    const IdKey key = make_id_key(text, kept);
    if (groups_.empty()) {
        for (Id id = 1; id < size(); ++id)
            if (matches(entries_[id], key, kept)) return id;
        return no_id;
    }
    return place_of(key, kept).id;
}

IdTable::Place IdTable::place_of(const IdKey& key, std::string_view kept) const {
    for (std::size_t group = first_group(key.hash);; group = group_behind(group)) {
        const Id id = find_in(groups_[group], key, kept);
        if (id != no_id || !groups_[group].is_full()) return {group, id};
    }
}

Id IdTable::find_in(const Group& group, const IdKey& key, std::string_view kept) const {
    const std::uint64_t wanted = each_byte * tag_of(key.hash);
    // Eight tags at a time. What lies behind the last of them is no tag, and has no id.
    static_assert(offsetof(Group, ids) == 2 * sizeof wanted);
    for (std::size_t begin = 0; begin < Group::size; begin += sizeof wanted) {
        std::uint64_t tags = 0;
        std::memcpy(&tags, reinterpret_cast<const char*>(&group) + begin, sizeof tags);
        for (std::uint64_t same = zero_bytes(tags ^ wanted); same != 0; same &= same - 1) {
            const std::size_t index = begin + static_cast<std::size_t>(std::countr_zero(same)) / 8;
            if (index < group.count && matches(entries_[group.ids[index]], key, kept)) return group.ids[index];
        }
    }
    return no_id;
}

std::string IdTable::text(Id id) const {
    std::string text;
    append_text(text, id);
    return text;
}

void IdTable::append_text(std::string& out, Id id) const {
    const Entry& entry = entries_[id];
    if (entry.high == text_mark) {
        out += text_of(entry);
        return;
    }
    std::array<char, uuid_text_size> text;
    write_uuid(text.data(), entry.high, entry.low);
    out.append(text.data(), text.size());
}

std::uint64_t IdTable::sort_key(Id id) const {
    const Entry& entry = entries_[id];
    if (entry.high == text_mark) return first_bytes(text_of(entry));
    const Bytes digits = hexadecimal_digits(entry.high);
    std::uint64_t key = 0;
    std::memcpy(&key, &digits, sizeof key);
    return __builtin_bswap64(key);
}

bool IdTable::precedes(Id left, Id right) const {
    const Entry& one = entries_[left];
    const Entry& other = entries_[right];
    if (one.high == text_mark && other.high == text_mark) return text_of(one) < text_of(other);
    // UUIDs compare as their texts do, but not with other texts.
    if (one.high == text_mark || other.high == text_mark) return text(left) < text(right);
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
    return entry.high == text_mark ? static_cast<std::uint32_t>(hash_text(text_of(entry)))
                                   : hash_uuid(entry.high, entry.low);
}

IdKey IdTable::key_of(const Entry& entry) const {
    if (entry.high != text_mark) return {.high = entry.high, .low = entry.low, .size = 0, .hash = hash_of(entry)};
    const std::string_view text = text_of(entry);
    const std::uint64_t hash = hash_text(text);
    return {.high = hash,
            .low = static_cast<std::uint64_t>(text.data() - texts_.data()),
            .size = static_cast<std::uint32_t>(text.size()),
            .hash = static_cast<std::uint32_t>(hash)};
}

void IdTable::forget_places() {
    decltype(groups_)().swap(groups_);
}

void IdTable::restore_places() {
    if (!groups_.empty()) return;
    std::size_t group_count = first_groups;
    while (is_full(group_count)) group_count = grown(group_count);
    place_all(group_count);
}

/// How many groups come after so many.
std::size_t IdTable::grown(std::size_t group_count) {
    // By half where they are many, which wastes less than doubling would.
    constexpr std::size_t many = std::size_t{1} << 16U;
    return group_count + (group_count < many ? group_count : group_count / 2);
}

void IdTable::place_all(std::size_t group_count) {
    forget_places();  // First, so that the old ones and the new ones are not there at the same time.
    groups_.assign(group_count, Group{});
    // Some ids at a time, so that memory is asked for all of their groups before the first is needed.
    std::array<std::uint32_t, 32> hashes{};
    for (std::size_t begin = 1; begin < entries_.size(); begin += hashes.size()) {
        const std::size_t count = std::min(hashes.size(), entries_.size() - begin);
        for (std::size_t index = 0; index < count; ++index) {
            hashes[index] = hash_of(entries_[begin + index]);
            tks::prefetch(&groups_[first_group(hashes[index])]);
        }
        for (std::size_t index = 0; index < count; ++index) {
            std::size_t group = first_group(hashes[index]);
            while (groups_[group].is_full()) group = group_behind(group);
            groups_[group].add(static_cast<Id>(begin + index), tag_of(hashes[index]));
        }
    }
}

}  // namespace tks
