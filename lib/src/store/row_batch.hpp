#pragma once

#include <SQLiteCpp/Database.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/row_values.hpp"

namespace tks::store {

/// Rows on their way to the statements of a connection, which read them as the rows of a table:
///
///     SELECT c0, c1, … FROM batch(?1)
///
/// where the parameter is the batch. One statement that adds a thousand rows takes less than half the time of a thousand statements, since it
/// opens the tables and indices once, and stays at the place in them where the row before went.
class RowBatch : private RowValues<RowBatch> {
public:
    RowBatch() = default;
    RowBatch(const RowBatch&) = delete;
    RowBatch& operator=(const RowBatch&) = delete;

    /// The most values that a row may have.
    static constexpr int most_columns = 32;

    /// Adds a row; all rows have as many values. Texts are copied.
    template <class... Values>
    void add(const Values&... values) {
        static_assert(sizeof...(Values) <= most_columns);
        columns_ = sizeof...(Values);
        cells_.resize(cells_.size() + columns_);
        next_ = cells_.data() + cells_.size() - columns_;
        (tell(values), ...);
    }

    /// Whether there are enough rows for a statement to be worth it; more would only take memory.
    [[nodiscard]] bool is_full() const { return texts_.size() + cells_.size() * sizeof(Cell) >= enough_bytes; }

    [[nodiscard]] std::size_t rows() const { return cells_.empty() ? 0 : cells_.size() / columns_; }

    void clear() {
        cells_.clear();
        texts_.clear();
    }

    struct Cell {
        enum class Kind : std::uint8_t { null, integer, text, bytes };
        std::int64_t value = 0;  ///< Of an integer; of a text or of bytes the offset in the batch's texts.
        std::uint32_t size = 0;  ///< Of a text or of bytes.
        Kind kind = Kind::null;
    };
    [[nodiscard]] const Cell& cell(std::size_t row, std::size_t column) const {
        static constexpr Cell none{};
        return column < columns_ ? cells_[row * columns_ + column] : none;
    }
    [[nodiscard]] const char* text(const Cell& cell) const { return texts_.data() + cell.value; }

private:
    friend class RowValues<RowBatch>;
    static constexpr std::size_t enough_bytes = std::size_t{256} << 10U;

    void put_null() { ++next_; }
    void put(std::int64_t value) { *next_++ = {.value = value, .size = 0, .kind = Cell::Kind::integer}; }
    void put_text(std::string_view text) { put_copied(text, Cell::Kind::text); }
    void put_bytes(std::string_view bytes) { put_copied(bytes, Cell::Kind::bytes); }
    void put_copied(std::string_view text, Cell::Kind kind) {
        const std::size_t begin = texts_.size();
        texts_ += text;
        put_text_from(begin, kind);
    }
    template <class Append>
    void put_written(const Append& append) {
        const std::size_t begin = texts_.size();
        append(texts_);
        texts_.size() == begin ? put_null() : put_text_from(begin, Cell::Kind::text);
    }
    void put_text_from(std::size_t begin, Cell::Kind kind) {
        *next_++ = {.value = static_cast<std::int64_t>(begin),
                    .size = static_cast<std::uint32_t>(texts_.size() - begin),
                    .kind = kind};
    }

    std::vector<Cell> cells_;  // Row by row.
    std::string texts_;
    Cell* next_ = nullptr;  // Where the next value of the row at hand goes.
    std::size_t columns_ = 1;
};

/// Rows that are given one by one and taken many at a time: `take` is called whenever there are enough, and by finish() with the last ones.
class BatchedRows {
public:
    using Take = std::function<void(const RowBatch&)>;

    explicit BatchedRows(Take take) : take_(std::move(take)) {}

    template <class... Values>
    void add(const Values&... values) {
        batch_.add(values...);
        if (batch_.is_full()) finish();
    }

    void finish() {
        if (batch_.rows() != 0) take_(batch_);
        batch_.clear();
    }

private:
    Take take_;
    RowBatch batch_;
};

/// Lets the statements of a connection read batches. Throws SQLite::Exception.
void enable_batches(SQLite::Database& database);

/// The kind of pointer that the parameter of batch() must be.
inline constexpr const char* batch_pointer = "tks batch";

/// A statement that adds the rows of a batch to a table, into columns given by their names. A row that the table cannot take undoes the
/// whole transaction: to undo the statement alone, SQLite would have to keep every page as it was before.
std::string insert_batch_sql(std::string_view table, std::string_view columns);

}  // namespace tks::store
