#pragma once

#include <array>
#include <memory>
#include <memory_resource>
#include <optional>
#include <set>
#include <span>
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

/// Figures in blocks of rows, column by column, which are read many times faster than the rows, and take a tenth of the file. A block that is there
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

/// Reads figures from the columns of a block. The first one has the numbers of the rows, the others a member each.
class FigureUnpacker {
public:
    /// Columns that are not asked for may be empty.
    FigureUnpacker(const Connection& connection, std::span<const std::string> columns, std::pmr::memory_resource& arena,
                   Words& words)
        : connection_(connection), words_(words) {
        columns_.reserve(columns.size());
        for (const std::string& bytes : columns) columns_.emplace_back(projection::Unpacker(bytes, arena));
    }

    [[noreturn]] void fail() const { connection_.fail_damaged("a block of figures cannot be read"); }

    [[nodiscard]] bool is_at_end(std::size_t column) const { return columns_[column].unpacker.is_at_end(); }

    /// Once all rows are unpacked, of a column of which each was. Throws StoreError if the column does not end there.
    void check(std::size_t column) const {
        if (columns_[column].unpacker.is_short() || !is_at_end(column)) fail();
    }

    /// The next value of a column.
    template <class Value>
    void next(std::size_t column, Value& value) {
        unpack(columns_[column], value);
    }

private:
    struct Column {
        explicit Column(projection::Unpacker its_unpacker) : unpacker(its_unpacker) {}

        projection::Unpacker unpacker;
        std::int64_t last = 0;               // The number that the next one is told beside.
        std::vector<std::uint32_t> numbers;  // Of its words, in the order in which it first has them.
    };

    void unpack(Column& column, std::int64_t& value) {
        std::int64_t step = 0;
        column.unpacker.unpack(step);
        value = column.last = number_after(column.last, step);
    }
    void unpack(Column& column, Timestamp& value) { unpack(column, value.ms); }
    void unpack(Column& column, Id& value) {
        std::int64_t number = 0;
        unpack(column, number);
        value = static_cast<Id>(number);
    }
    void unpack(Column& column, Word& value) {
        std::int64_t place = 0;
        column.unpacker.unpack(place);
        const auto index = static_cast<std::size_t>(place);
        if (index > column.numbers.size()) fail();
        if (index == column.numbers.size()) {
            std::string_view text;
            column.unpacker.unpack(text);
            column.numbers.push_back(words_.number_of(text));
        }
        value.number = column.numbers[index];
    }
    void unpack(Column& column, Amount& value) {
        bool is_text = false;
        column.unpacker.unpack(is_text);
        if (is_text) {
            std::string_view text;
            column.unpacker.unpack(text);
            value = amount_of(connection_, text);
            return;
        }
        Decimal decimal;
        column.unpacker.unpack(decimal);
        value = decimal;
    }
    void unpack(Column& column, projection::FirstSteps& steps) {
        unpack(column, steps.begun_at), unpack(column, steps.passed_at);
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void unpack(Column& column, Enum& value) {
        column.unpacker.unpack(value);
        if (static_cast<std::size_t>(value) >= std::size(EnumDescription<Enum>::words)) fail();
    }
    template <class Value>
    void unpack(Column& column, std::optional<Value>& value) {
        bool is_there = false;
        column.unpacker.unpack(is_there);
        value.reset();
        if (is_there) unpack(column, value.emplace());
    }
    template <class Value>
    void unpack(Column& column, Value& value) {
        column.unpacker.unpack(value);
    }

    const Connection& connection_;
    Words& words_;
    std::vector<Column> columns_;
};

/// Calls visit(column, member) with those members of a row that are wanted, or all if none are named.
template <class Figures, auto... wanted>
void for_each_wanted(Figures& row, const auto& visit) {
    std::size_t column = 0;
    const auto is_same = [](const auto& one, const auto& other) {
        return static_cast<const void*>(&one) == static_cast<const void*>(&other);
    };
    const auto look = [&](auto& member) {
        ++column;
        if ((sizeof...(wanted) == 0) || (is_same(member, row.*wanted) || ...)) visit(column, member);
    };
    row.visit(look);
}

/// Reads blocks of a kind, or those columns of them that have the members that are named.
template <class Figures, auto... wanted>
class BlockReader {
public:
    explicit BlockReader(Connection& connection)
        : connection_(connection),
          column_(connection.database(),
                  "SELECT bytes FROM figures WHERE kind = ? AND block_no = ? AND column_no = ?") {}

    /// False where there is no such block. The texts may be those of another one, for their memory.
    bool read(std::int64_t block, std::vector<std::string>& columns) {
        if (columns.empty()) columns.emplace_back();
        if (!read(block, 0, columns.front())) return false;
        for_each_wanted<Figures, wanted...>(*any_row_, [&](std::size_t column, const auto&) {
            if (columns.size() <= column) columns.resize(column + 1);
            if (!read(block, column, columns[column])) connection_.fail_damaged("a block of figures lacks a column");
        });
        return true;
    }

    /// Unpacks the rows of a block as far as `last`: each into place(number), and then calls visit(number).
    void unpack(FigureUnpacker& unpacker, std::int64_t block, std::int64_t last, const auto& place,
                const auto& visit) const {
        auto number = static_cast<Id>(block * block_rows);
        while (!unpacker.is_at_end(0)) {
            Id next = 0;
            unpacker.next(0, next);
            if (next <= number || next > last) unpacker.fail();
            Figures& row = place(number = next);
            for_each_wanted<Figures, wanted...>(
                row, [&](std::size_t column, auto& member) { unpacker.next(column, member); });
            visit(number);
        }
        for_each_wanted<Figures, wanted...>(*any_row_,
                                            [&](std::size_t column, const auto&) { unpacker.check(column); });
    }

private:
    bool read(std::int64_t block, std::size_t column, std::string& bytes) {
        const bool is_there = column_.find(Figures::kind, block, static_cast<std::int64_t>(column));
        if (is_there) bytes = column_.bytes(0);
        column_.finish();
        return is_there;
    }

    const Connection& connection_;
    Statement column_;
    std::unique_ptr<Figures> any_row_ = std::make_unique<Figures>();
};

/// Calls a function with the number and the figures of each row, in the order of the numbers. Where members are named, it may tell
/// those alone. Texts in them, but not its words, last until it returns.
template <class Figures, auto... wanted, class Visit>
void for_each_figures(Connection& connection, Part part, Words& words, Visit visit) {
    BlockReader<Figures, wanted...> blocks(connection);
    Statement rows(connection.database(), Figures::sql);
    // Not on the stack, where g++ 12 warns of what an optional without a value holds.
    const auto kept = std::make_unique<Figures>();
    Figures& figures = *kept;
    std::pmr::monotonic_buffer_resource arena;
    std::vector<std::string> packed;
    for (std::int64_t first = part.first; first <= part.last; first += block_rows) {
        const std::int64_t block = (first - 1) / block_rows;
        if (blocks.read(block, packed)) {
            FigureUnpacker unpacker(connection, packed, arena, words);
            blocks.unpack(
                unpacker, block, part.last, [&](Id) -> Figures& { return figures; },
                [&](Id number) { visit(number, std::as_const(figures)); });
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
    void pack_block(Statement& rows, std::int64_t block, Words& words);

    Connection& connection_;
    Statement add_, remove_;
    std::set<std::pair<std::string_view, std::int64_t>> changed_;  // By kind and block.
    std::pair<std::string_view, std::int64_t> last_changed_;       // The table and the block.
};

}  // namespace tks::store
