#pragma once

#include <array>
#include <memory>
#include <memory_resource>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projection/packed.hpp"
#include "store/connection.hpp"
#include "store/figures.hpp"
#include "store/parts.hpp"
#include "store/statement.hpp"
#include "store/values.hpp"
#include "store/words.hpp"

/// Figures in blocks of rows, which are read many times faster than the rows, and take a tenth of the file. A block that is there
/// says what its rows say: it is removed in the transaction that changes one of them, and made again later.
namespace tks::store {

/// Reads figures from the columns of a row. Texts view the row.
class FigureColumns {
public:
    FigureColumns(const Connection& connection, const Statement& row, Words& words)
        : connection_(connection), row_(row), words_(words) {}

    /// Figures begin behind the number of the row.
    void begin_row() { column_ = 1; }
    [[nodiscard]] int column() const { return column_; }

    void operator()(bool& value) { value = row_.integer(column_++) != 0; }
    void operator()(Id& value) { value = row_.number(column_++); }
    void operator()(std::string_view& value) { value = row_.text(column_++); }
    void operator()(Word& value) { value.number = words_.number_of(row_.text(column_++)); }
    void operator()(Timestamp& value) { value.ms = row_.integer(column_++); }
    void operator()(Decimal& value) { value = decimal_of(connection_, row_.text(column_++)); }
    void operator()(Amount& value) { value = amount_of(connection_, row_.text(column_++)); }
    void operator()(projection::FirstSteps& steps) {
        for (Timestamp* at : {&steps.begun_at, &steps.passed_at})
            *at = row_.time(column_++).value_or(projection::FirstSteps::never);
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void operator()(Enum& value) { value = word_of<Enum>(connection_, row_.text(column_++)); }
    template <class Value>
    void operator()(std::optional<Value>& value) {
        value.reset();
        if (row_.is_null(column_))
            ++column_;
        else
            (*this)(value.emplace());
    }

private:
    const Connection& connection_;
    const Statement& row_;
    Words& words_;
    int column_ = 1;
};

/// Reads figures from the bytes of a block.
class FigureUnpacker {
public:
    FigureUnpacker(const Connection& connection, std::string_view bytes, std::pmr::memory_resource& arena, Words& words)
        : connection_(connection), words_(words), unpacker_(bytes, arena) {}

    [[nodiscard]] bool is_at_end() const { return unpacker_.is_at_end(); }

    [[noreturn]] void fail() const { connection_.fail_damaged("a block of figures cannot be read"); }

    /// After the figures of a row. Throws StoreError if they were not there.
    void check() const {
        if (unpacker_.is_short()) fail();
    }

    void operator()(Id& value) {
        std::int64_t number = 0;
        unpacker_.unpack(number);
        value = static_cast<Id>(number);
    }
    void operator()(Word& value) {
        std::int64_t place = 0;
        unpacker_.unpack(place);
        const auto index = static_cast<std::size_t>(place);
        if (index > numbers_.size()) fail();
        if (index == numbers_.size()) {
            std::string_view text;
            unpacker_.unpack(text);
            numbers_.push_back(words_.number_of(text));
        }
        value.number = numbers_[index];
    }
    void operator()(Amount& value) {
        bool is_text = false;
        unpacker_.unpack(is_text);
        if (is_text) {
            std::string_view text;
            unpacker_.unpack(text);
            value = amount_of(connection_, text);
            return;
        }
        Decimal decimal;
        unpacker_.unpack(decimal);
        value = decimal;
    }
    void operator()(projection::FirstSteps& steps) { (*this)(steps.begun_at), (*this)(steps.passed_at); }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void operator()(Enum& value) {
        unpacker_.unpack(value);
        if (static_cast<std::size_t>(value) >= std::size(EnumDescription<Enum>::words)) fail();
    }
    template <class Value>
    void operator()(std::optional<Value>& value) {
        bool is_there = false;
        unpacker_.unpack(is_there);
        value.reset();
        if (is_there) (*this)(value.emplace());
    }
    template <class Value>
    void operator()(Value& value) {
        unpacker_.unpack(value);
    }

    // The same for what nobody asks for.

    void skip(Id) { unpacker_.skip(std::int64_t{}); }
    void skip(Word value) { (*this)(value); }  // Others may come to the same word.
    void skip(const Amount&) {
        bool is_text = false;
        unpacker_.unpack(is_text);
        is_text ? unpacker_.skip(std::string_view()) : unpacker_.skip(Decimal());
    }
    void skip(const projection::FirstSteps& steps) { skip(steps.begun_at), skip(steps.passed_at); }
    template <class Value>
    void skip(const std::optional<Value>&) {
        bool is_there = false;
        unpacker_.unpack(is_there);
        if (is_there) skip(Value());
    }
    template <class Value>
    void skip(const Value& value) {
        unpacker_.skip(value);
    }

private:
    const Connection& connection_;
    Words& words_;
    std::vector<std::uint32_t> numbers_;  // Of the words of the block, in the order in which it first has them.
    projection::Unpacker unpacker_;
};

/// Unpacks those members of a row that are wanted.
template <class Figures, auto... wanted>
class WantedMembers {
public:
    WantedMembers(FigureUnpacker& unpacker, const Figures& row) : unpacker_(unpacker), row_(row) {}

    template <class Value>
    void operator()(Value& value) {
        if ((is_same(value, row_.*wanted) || ...))
            unpacker_(value);
        else
            unpacker_.skip(value);
    }

private:
    static bool is_same(const auto& one, const auto& other) {
        return static_cast<const void*>(&one) == static_cast<const void*>(&other);
    }

    FigureUnpacker& unpacker_;
    const Figures& row_;
};

/// Unpacks the rows of a block as far as `last`, or those members of them that are named: each into place(number), and then calls
/// visit(number).
template <class Figures, auto... wanted>
void unpack_block(FigureUnpacker& unpacker, std::int64_t block, std::int64_t last, const auto& place,
                  const auto& visit) {
    Id number = static_cast<Id>(block * block_rows);
    while (!unpacker.is_at_end()) {
        Id step = 0;
        unpacker(step);
        unpacker.check();
        if (step == 0 || step > last - number) unpacker.fail();
        number += step;
        Figures& row = place(number);
        if constexpr (sizeof...(wanted) == 0) {
            row.visit(unpacker);
        } else {
            WantedMembers<Figures, wanted...> members(unpacker, row);
            row.visit(members);
        }
        unpacker.check();
        visit(number);
    }
}

inline constexpr const char* block_sql = "SELECT bytes FROM figures WHERE kind = ? AND block_no = ?";

/// Calls a function with the number and the figures of each row, in the order of the numbers. Where members are named, it may tell
/// those alone. Texts in them, but not its words, last until it returns.
template <class Figures, auto... wanted, class Visit>
void for_each_figures(Connection& connection, Part part, Words& words, Visit visit) {
    Statement find_block(connection.database(), block_sql);
    Statement rows(connection.database(), Figures::sql);
    // Not on the stack, where g++ 12 warns of what an optional without a value holds.
    const auto kept = std::make_unique<Figures>();
    Figures& figures = *kept;
    std::pmr::monotonic_buffer_resource arena;
    for (std::int64_t first = part.first; first <= part.last; first += block_rows) {
        const std::int64_t block = (first - 1) / block_rows;
        if (find_block.find(Figures::kind, block)) {
            FigureUnpacker unpacker(connection, find_block.bytes(0), arena, words);
            unpack_block<Figures, wanted...>(
                unpacker, block, part.last, [&](Id) -> Figures& { return figures; },
                [&](Id number) { visit(number, std::as_const(figures)); });
            find_block.finish();
            arena.release();
            continue;
        }
        FigureColumns columns(connection, rows, words);
        for (rows.start(first, std::min(part.last, first + block_rows - 1)); rows.next();) {
            columns.begin_row();
            figures.visit(columns);
            visit(rows.number(0), std::as_const(figures));
        }
    }
}

/// Keeps the blocks of a store that is written to.
class FigureBlocks {
public:
    /// From now on, notes which rows this connection changes.
    explicit FigureBlocks(Connection& connection);
    FigureBlocks(const FigureBlocks&) = delete;
    FigureBlocks& operator=(const FigureBlocks&) = delete;
    ~FigureBlocks();

    /// Removes the blocks of which rows have changed: in the transaction in which they have.
    void forget_changed();

    /// Makes the blocks that are not there and of which all rows are, in transactions of its own. Tables of fewer rows are read fast enough
    /// as they are.
    void pack(std::int64_t least_rows = 250'000);

private:
    /// Of what table the figures are packed.
    struct Kind {
        std::string_view table;
        std::string_view name;
        void (FigureBlocks::*pack)(std::int64_t least_rows);
    };
    static const std::array<Kind, 8> kinds;

    template <class Figures>
    static constexpr Kind kind_of(std::string_view table);
    void note(std::string_view table, std::int64_t row);
    template <class Figures>
    void pack_kind(std::int64_t least_rows);
    template <class Figures>
    std::string pack_block(Statement& rows, std::int64_t block, Words& words);

    Connection& connection_;
    Statement add_, remove_;
    std::set<std::pair<std::string_view, std::int64_t>> changed_;  // By kind and block.
    std::pair<std::string_view, std::int64_t> last_changed_;       // The table and the block.
};

}  // namespace tks::store
