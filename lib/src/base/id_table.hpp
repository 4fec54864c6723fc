#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/block_array.hpp"
#include "base/bytes.hpp"
#include "base/large_memory.hpp"
#include "base/prefetch.hpp"

namespace tks {

/// An id's text in sixteen bytes, for tables with millions of them. The lower-case UUIDs that the services make are
/// held in place; other texts are kept by whoever made the key.
struct IdKey {
    std::uint64_t high = 0;  ///< For a text that is no UUID: a hash of it,
    std::uint64_t low = 0;   ///< its offset in the keeper's text, and
    std::uint32_t size = 0;  ///< its length; 0 for a UUID.
    std::uint32_t hash = 0;  ///< Of the text.
};

/// Makes the key of a text. One that is no UUID is appended to `kept`.
IdKey make_id_key(std::string_view text, std::string& kept);

/// Length of the text of a UUID.
inline constexpr std::size_t uuid_text_size = 36;

/// Writes the text of a UUID given by the high and low of its key.
void write_uuid(char* out, std::uint64_t high, std::uint64_t low);

/// Number of an id in a table; the ids of a table are numbered from 1 in the order in which they came.
using Id = std::uint32_t;
inline constexpr Id no_id = 0;

/// The keys of a small part of a stream, numbered from 1. A key seldom has several numbers: it is looked for in one place, which
/// other keys may have taken meanwhile. Whoever interns the keys in an IdTable finds out.
class IdKeys {
public:
    IdKeys();

    /// A text that is to be numbered.
    class Prepared {
    public:
        explicit Prepared(std::string_view text) : text_(text) {}

        // These two words stand for the text, whatever the table: all of a UUID, and a hash of what is none.
        [[nodiscard]] std::uint64_t high() const { return key_.high; }
        [[nodiscard]] std::uint64_t low() const { return key_.low; }

    private:
        friend class IdKeys;
        IdKey key_;
        std::string_view text_;
    };
    /// To be called for texts before the first of them is numbered, best for several at once: the places of all of them are then on
    /// their way from memory at the same time.
    void prepare(std::span<Prepared> texts);

    /// A number of a text; no_id if it is empty.
    Id number(const Prepared& prepared) {
        if (prepared.text_.empty()) return no_id;
        Id& place = places_[prepared.key_.hash % place_count];
        return is_same(keys_[place], prepared) ? place : place = add(prepared);
    }

    [[nodiscard]] const std::vector<IdKey>& keys() const { return keys_; }  ///< The first stands for no_id.
    [[nodiscard]] const std::string& kept() const { return kept_; }         ///< The texts that the keys refer to.

private:
    static constexpr std::size_t place_count = 4096;  // For the ids of a usual piece.

    /// The key need not say where its text is kept.
    [[nodiscard]] bool is_same(const IdKey& known, const Prepared& prepared) const {
        const IdKey& key = prepared.key_;
        if (known.high != key.high || known.size != key.size) return false;
        if (key.size == 0) return known.low == key.low;
        return std::string_view(kept_).substr(known.low, known.size) == prepared.text_;
    }
    Id add(const Prepared& prepared) {
        IdKey& key = keys_.emplace_back(prepared.key_);
        if (key.size != 0) keep_text(key, prepared.text_);
        return static_cast<Id>(keys_.size() - 1);
    }
    void keep_text(IdKey& key, std::string_view text);
    void make_places();

    std::vector<IdKey> keys_;
    std::string kept_;
    std::vector<Id> places_;  // By hash, the key that came last; none before the first text.
};

/// Gives each text a number, the same one each time, at 16 bytes a text and 6 to 10 bytes for finding it again.
class IdTable {
public:
    IdTable();

    /// The number of a text given by its key; `kept` is the text that make_id_key appended to.
    Id intern(const IdKey& key, std::string_view kept);

    /// The number of a text.
    Id intern(std::string_view text);

    /// The numbers here of all texts of another table, by their numbers there.
    std::vector<Id> intern_all(const IdTable& other);

    /// Brings the place of a key into the processor's cache, some time before it is interned.
    void prefetch(const IdKey& key) const { tks::prefetch(&groups_[first_group(key.hash)]); }

    /// The number of a text; no_id if it is not in the table.
    [[nodiscard]] Id find(std::string_view text) const;

    [[nodiscard]] std::string text(Id id) const;

    /// Appends text(id), without an allocation of its own.
    void append_text(std::string& out, Id id) const;

    /// The first bytes of a text as a number: where two of them differ, the smaller one is that of the text that precedes() the other.
    [[nodiscard]] std::uint64_t sort_key(Id id) const;

    /// Whether a text sorts before another, byte by byte.
    [[nodiscard]] bool precedes(Id left, Id right) const;

    /// A hash of a text, the same in all tables.
    [[nodiscard]] std::uint32_t hash(Id id) const { return hash_of(entries_[id]); }

    /// One more than the largest number.
    [[nodiscard]] std::size_t size() const { return entries_.size(); }

    /// Gives back the memory that ids are found by. Until it is restored, nothing can be interned, and find() looks at all ids.
    void forget_places();
    void restore_places();

    /// The memory that it takes.
    [[nodiscard]] std::size_t bytes() const {
        return entries_.size() * sizeof(Entry) + groups_.size() * sizeof(Group) + texts_.capacity();
    }

private:
    /// A UUID, or the place of a text in texts_.
    struct Entry {
        std::uint64_t high;
        std::uint64_t low;
    };

    static constexpr std::uint64_t text_mark =
        ~std::uint64_t{0};  // No version of UUID begins with eight bytes of ones.

    /// Some ids whose hashes lead to the same place, in one line of the processor's cache.
    struct Group {
        static constexpr std::size_t size = 12;

        std::array<std::uint8_t, size> tags;  // What is left of each hash, so that few texts that differ are compared.
        std::uint32_t count;  // So many ids are there; where it is full, others follow in the next group.
        std::array<Id, size> ids;

        [[nodiscard]] bool is_full() const { return count == size; }
        void add(Id id, std::uint8_t tag) {
            tags[count] = tag;
            ids[count] = id;
            ++count;
        }
    };
    static_assert(sizeof(Group) == 64);

    /// Where an id is, or would be.
    struct Place {
        std::size_t group;
        Id id;  // Or no_id.
    };

    static std::uint8_t tag_of(std::uint32_t hash) { return static_cast<std::uint8_t>(hash); }

    [[nodiscard]] std::size_t first_group(std::uint32_t hash) const {
        return (std::uint64_t{hash} * groups_.size()) >> 32U;
    }
    [[nodiscard]] std::size_t group_behind(std::size_t group) const {
        return group + 1 < groups_.size() ? group + 1 : 0;
    }
    [[nodiscard]] Place place_of(const IdKey& key, std::string_view kept) const;
    [[nodiscard]] Id find_in(const Group& group, const IdKey& key, std::string_view kept) const;
    [[nodiscard]] bool matches(const Entry& entry, const IdKey& key, std::string_view kept) const;
    [[nodiscard]] std::string_view text_of(const Entry& entry) const;
    void place_all(std::size_t group_count);
    static std::size_t grown(std::size_t group_count);
    [[nodiscard]] bool is_full(std::size_t group_count) const {
        return entries_.size() * 6 > group_count * Group::size * 5;
    }
    [[nodiscard]] std::uint32_t hash_of(const Entry& entry) const;
    [[nodiscard]] IdKey key_of(const Entry& entry) const;  ///< The text is in texts_.

    BlockArray<Entry> entries_;
    std::vector<Group, LargeMemoryAllocator<Group>> groups_;
    std::string texts_;  // Each with its length, four bytes, in front.
};

}  // namespace tks
