#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/block_array.hpp"
#include "base/id_table.hpp"

namespace tks::projection {

/// A list by the numbers of ids.
template <class Record>
using RecordList = BlockArray<Record>;

/// Records by the text of an id. A record is there from the first time that its id is named, by whomever.
template <class Record>
class Keyed {
public:
    Keyed() { records_.push_back({}); }

    /// The number of an id; no_id for an empty text.
    Id intern(std::string_view text) { return text.empty() ? no_id : seen(ids_.intern(text)); }

    /// The numbers here of all ids of another table, by their numbers there.
    template <class Other>
    std::vector<Id> intern_all(const Keyed<Other>& other) {
        std::vector<Id> numbers = ids_.intern_all(other.ids());
        while (records_.size() < ids_.size()) records_.push_back({});
        return numbers;
    }

    [[nodiscard]] Record& operator[](Id id) { return records_[id]; }
    [[nodiscard]] const Record& operator[](Id id) const { return records_[id]; }

    [[nodiscard]] std::string text(Id id) const { return id == no_id ? std::string() : ids_.text(id); }
    /// Appends the text of an id, without an allocation of its own.
    void append_text(std::string& out, Id id) const {
        if (id != no_id) ids_.append_text(out, id);
    }
    [[nodiscard]] Id find(std::string_view text) const { return text.empty() ? no_id : ids_.find(text); }
    [[nodiscard]] bool precedes(Id left, Id right) const { return ids_.precedes(left, right); }

    /// All ids, from 1, in the order of their texts.
    [[nodiscard]] std::vector<Id> in_order() const;

    /// Brings ids into that order.
    void sort(std::vector<Id>& ids) const;

    [[nodiscard]] const IdTable& ids() const { return ids_; }

    // See IdTable.
    void forget_places() { ids_.forget_places(); }
    void restore_places() { ids_.restore_places(); }

    /// One more than the largest number.
    [[nodiscard]] std::size_t size() const { return records_.size(); }

    /// The memory that it takes.
    [[nodiscard]] std::size_t bytes() const { return ids_.bytes() + records_.size() * sizeof(Record); }

private:
    Id seen(Id id) {
        while (records_.size() <= id) records_.push_back({});
        return id;
    }

    IdTable ids_;
    RecordList<Record> records_;
};

template <class Record>
std::vector<Id> Keyed<Record>::in_order() const {
    std::vector<Id> ids(size() - 1);
    std::iota(ids.begin(), ids.end(), Id{1});
    sort(ids);
    return ids;
}

template <class Record>
void Keyed<Record>::sort(std::vector<Id>& ids) const {
    // Mostly the keys tell all ids apart, and the table is looked at once for each.
    std::vector<std::pair<std::uint64_t, Id>> keys;
    keys.reserve(ids.size());
    for (const Id id : ids) keys.emplace_back(ids_.sort_key(id), id);
    std::ranges::sort(keys, [&](const auto& left, const auto& right) {
        return left.first != right.first ? left.first < right.first : precedes(left.second, right.second);
    });
    std::ranges::transform(keys, ids.begin(), [](const auto& key) { return key.second; });
}

/// The first that is one; no_id where none is.
inline Id first_of(std::initializer_list<Id> ids) {
    for (const Id id : ids)
        if (id != no_id) return id;
    return no_id;
}

/// What a table holds of which nothing but the text is known.
struct NoRecord {};

/// To which of all ids something leads, as far as all who speak of it agree.
class Link {
public:
    /// Once two ids have been named it leads to none, in whatever order they were named.
    void join(Id id) {
        if (id == no_id || id_ == id) return;
        id_ = id_ == no_id ? id : several;
    }

    void join(Link other) {
        if (other.id_ == several)
            id_ = several;
        else
            join(other.id_);
    }

    /// The same for a link whose ids have other numbers there.
    void join(Link other, const std::vector<Id>& numbers) {
        if (other.id_ == several)
            id_ = several;
        else
            join(numbers[other.id_]);
    }

    /// Whether several ids have been named.
    [[nodiscard]] bool is_contradicted() const { return id_ == several; }

    /// Whether any id has been named.
    [[nodiscard]] bool is_named() const { return id_ != no_id; }

    friend bool operator==(Link, Link) = default;

    /// A link as id() and is_contradicted() describe it.
    static Link restore(Id id, bool is_contradicted) {
        Link link;
        link.id_ = is_contradicted ? several : id;
        return link;
    }

    /// no_id where nobody named one, or where several were named.
    [[nodiscard]] Id id() const { return id_ == several ? no_id : id_; }

private:
    static constexpr Id several = ~Id{0};
    Id id_ = no_id;
};

}  // namespace tks::projection
