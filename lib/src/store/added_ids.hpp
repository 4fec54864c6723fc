#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/large_memory.hpp"
#include "projection/keyed.hpp"
#include "store/statement.hpp"

namespace tks::store {

/// The ids that a writer has added to a store which was empty before, so that most ids of the next delta need not be looked for in the
/// tables. It is a Bloom filter in blocks of a cache line (Putze, Sanders, Singler: "Cache-, hash- and space-efficient Bloom filters"):
/// it takes the same memory however many ids there are, and takes more and more of them for ones that may be there.
class AddedIds {
public:
    explicit AddedIds(SQLite::Database& database)
        : is_empty_(database,
                    "SELECT 1 FROM store WHERE NOT EXISTS (SELECT 1 FROM trade) AND NOT EXISTS (SELECT 1 FROM signal) "
                    R"(AND NOT EXISTS (SELECT 1 FROM intent) AND NOT EXISTS (SELECT 1 FROM "order") AND NOT EXISTS )"
                    "(SELECT 1 FROM fill)"),
          version_(database, "PRAGMA data_version"),
          largest_(
              database,
              "SELECT (SELECT ifnull(max(trade_no), 0) FROM trade) + (SELECT ifnull(max(signal_no), 0) FROM signal) + "
              R"((SELECT ifnull(max(intent_no), 0) FROM intent) + (SELECT ifnull(max(order_no), 0) FROM "order") + )"
              "(SELECT ifnull(max(fill_no), 0) FROM fill)") {}

    /// To be called at the begin of each transaction: it asks whether others have added to the store since the last one.
    void begin() {
        const std::int64_t version = ask(version_);
        if (version == std::exchange(seen_version_, version)) return;
        // They may have written other things, or only the way to write has changed. Rows are numbered on and on.
        if (knows_all_ && ask(largest_) == largest_numbers_) return;
        // What is empty now is known, whoever has written to it.
        knows_all_ = is_empty_.find();
        is_empty_.finish();
        blocks_.assign(knows_all_ ? block_count : 0, Block{});
    }

    /// To be called at the end of each transaction.
    void end() { largest_numbers_ = ask(largest_); }

    /// The ids, of all of a table, that may be in the store; the others become known.
    template <class Record>
    std::vector<Id> take(const projection::Keyed<Record>& keyed) {
        std::vector<Id> old;
        for (Id id = 1; id < keyed.size(); ++id)
            if (!knows_all_ || !add(keyed.ids().hash(id))) old.push_back(id);
        return old;
    }

private:
    static std::int64_t ask(Statement& statement) {
        statement.find();
        const std::int64_t answer = statement.integer(0);
        statement.finish();
        return answer;
    }

    using Block = std::array<std::uint64_t, 8>;
    static constexpr std::size_t block_count = std::size_t{1} << 16U;  // 4 MiB: ten bits each for three million ids.

    /// Whether it is new for certain.
    bool add(std::uint32_t hash) {
        // Its upper half chooses the block, and three parts of the lower one a bit in it each.
        std::uint64_t mixed = hash * 0x9E3779B97F4A7C15U;
        mixed ^= mixed >> 32U;
        Block& block = blocks_[mixed >> 48U];
        bool is_new = false;
        for (int part = 0; part < 3; ++part, mixed >>= 9U) {
            std::uint64_t& word = block[mixed >> 6U & 7U];
            const std::uint64_t bit = std::uint64_t{1} << (mixed & 63U);
            is_new |= (word & bit) == 0;
            word |= bit;
        }
        return is_new;
    }

    Statement is_empty_, version_, largest_;
    std::int64_t seen_version_ = -1;
    std::int64_t largest_numbers_ = -1;  // Those of the rows of all tables, added up.
    bool knows_all_ = false;
    std::vector<Block, LargeMemoryAllocator<Block>> blocks_;
};

}  // namespace tks::store
