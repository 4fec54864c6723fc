#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/figure_blocks.hpp"

namespace tks::store {

/// Copies the texts of figures to where they last.
class TextKeeper {
public:
    explicit TextKeeper(std::pmr::memory_resource& memory) : memory_(memory) {}

    void operator()(std::string_view& text) {
        auto* const kept = static_cast<char*>(memory_.allocate(text.size() + 1, 1));
        if (!text.empty()) std::memcpy(kept, text.data(), text.size());
        text = {kept, text.size()};
    }
    void operator()(std::optional<std::string_view>& text) {
        if (text) (*this)(*text);
    }
    template <class Value>
    void operator()(const Value&) {}

private:
    std::pmr::memory_resource& memory_;
};

/// Looks figures up by number. It keeps some blocks that were asked for last: whoever goes through rows in the order of time mostly
/// finds the next one in one of them. Where that does not hold, as of many rows of one moment, it looks up row by row. Where members
/// are named, it may tell those alone.
template <class Figures, auto... wanted>
class FigureCache {
public:
    explicit FigureCache(Connection& connection)
        : connection_(connection), row_(connection.database(), Figures::sql), block_(connection) {}

    /// Null where there is no such row. What is found lasts until the next one is asked for.
    const Figures* find(Id number) {
        if (number == no_id) return nullptr;
        ++finds_;
        const std::size_t no = (number - 1) / block_rows;
        if (no >= blocks_.size()) blocks_.resize(no + 1);
        if (!blocks_[no]) {
            // A block takes as long as hundreds of rows.
            constexpr std::uint64_t least_finds_a_block = 256;
            if (loads_ > most_blocks && finds_ < loads_ * least_finds_a_block) return find_row(number);
            load(no);
        }
        const Id index = (number - 1) % block_rows;
        const Block& block = *blocks_[no];
        return block.is_there[index] ? &block.rows[index] : nullptr;
    }

    [[nodiscard]] const std::string& operator[](Word word) const { return words_[word.number]; }

private:
    struct Block {
        std::vector<std::string> columns;  // What texts view, beside the arena.
        std::pmr::monotonic_buffer_resource texts;
        std::vector<Figures> rows = std::vector<Figures>(block_rows);
        std::vector<bool> is_there = std::vector<bool>(block_rows);
    };
    // As many as take little memory; few are enough where a row leads to others of about the same time.
    static constexpr std::size_t most_blocks =
        std::clamp((std::size_t{32} << 20U) / (block_rows * sizeof(Figures)), std::size_t{4}, std::size_t{16});

    const Figures* find_row(Id number) {
        if (!row_.find(number, number)) return nullptr;
        FigureColumns columns(connection_, row_, words_);
        single_.visit(columns);
        single_texts_.release();
        TextKeeper keep(single_texts_);
        single_.visit(keep);
        row_.finish();
        return &single_;
    }

    /// Of memory that is used again, where there are as many as are kept.
    std::unique_ptr<Block> take_free_block() {
        if (loaded_.size() < most_blocks) return std::make_unique<Block>();
        auto block = std::move(blocks_[loaded_.front()]);
        loaded_.pop_front();
        block->texts.release();
        block->is_there.assign(block_rows, false);
        return block;
    }

    void load(std::size_t no) {
        ++loads_;
        auto block = take_free_block();
        const auto first = static_cast<std::int64_t>(no) * block_rows + 1;
        if (block_.read(static_cast<std::int64_t>(no), block->columns)) {
            FigureUnpacker unpacker(connection_, block->columns, block->texts, words_);
            block_.unpack(
                unpacker, static_cast<std::int64_t>(no), first + block_rows - 1,
                [&](Id number) -> Figures& { return block->rows[number - static_cast<std::size_t>(first)]; },
                [&](Id number) { block->is_there[number - static_cast<std::size_t>(first)] = true; });
        } else {
            TextKeeper keep(block->texts);
            FigureColumns columns(connection_, row_, words_);
            for (row_.start(first, first + block_rows - 1); row_.next();) {
                const auto index = static_cast<std::size_t>(row_.integer(0) - first);
                columns.begin_row();
                block->rows[index].visit(columns);
                block->rows[index].visit(keep);
                block->is_there[index] = true;
            }
        }
        blocks_[no] = std::move(block);
        loaded_.push_back(no);
    }

    Connection& connection_;
    Statement row_;
    BlockReader<Figures, wanted...> block_;
    Figures single_;  // Of row_.
    std::pmr::monotonic_buffer_resource single_texts_;
    std::uint64_t finds_ = 0;
    std::uint64_t loads_ = 0;
    Words words_;
    std::vector<std::unique_ptr<Block>> blocks_;
    std::deque<std::size_t> loaded_;
};

}  // namespace tks::store
