#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <concepts>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/id_table.hpp"
#include "tks/amount.hpp"
#include "tks/decimal.hpp"
#include "tks/time.hpp"

namespace tks::store {

/// A number that stands for a row elsewhere: NULL where it is no_id.
struct Number {
    Id no = no_id;
};

/// Bytes that are no text.
struct Bytes {
    std::string_view bytes;
};

/// Text of which an empty one is NULL.
struct TextOrNull {
    std::string_view text;
};

/// A statement that is prepared once and used many times:
///
///     insert.run(1, "two", 3);
///     select.start(1);
///     while (select.next()) … select.integer(0), select.text(1) …
///
/// What text() views is valid until the next call of a member that is not const.
class Statement {
public:
    Statement(SQLite::Database& database, const char* sql) : statement_(database, sql) {}

    template <class... Values>
    void run(const Values&... values) {
        start(values...);
        while (next()) {
        }
    }

    template <class... Values>
    void start(const Values&... values) {
        if (is_open_) statement_.reset();
        is_open_ = true;
        int index = 0;
        (bind(++index, values), ...);
    }

    /// The next row, or false at the end.
    bool next() {
        if (statement_.executeStep()) return true;
        statement_.reset();
        is_open_ = false;
        return false;
    }

    /// The first row of what start() begins; no other is asked for before finish().
    template <class... Values>
    bool find(const Values&... values) {
        start(values...);
        return next();
    }

    /// Lets go of the rows that have not been asked for.
    void finish() {
        if (is_open_) statement_.reset();
        is_open_ = false;
    }

    [[nodiscard]] std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
    [[nodiscard]] Id number(int column) const { return static_cast<Id>(integer(column)); }
    [[nodiscard]] bool is_null(int column) const { return statement_.getColumn(column).isNull(); }

    [[nodiscard]] std::string_view text(int column) const {
        const SQLite::Column value = statement_.getColumn(column);
        const char* const text = value.getText("");
        return {text, static_cast<std::size_t>(value.getBytes())};
    }

    [[nodiscard]] std::string_view bytes(int column) const {
        const SQLite::Column value = statement_.getColumn(column);
        const void* const blob = value.getBlob();
        return {static_cast<const char*>(blob), static_cast<std::size_t>(value.getBytes())};
    }

    [[nodiscard]] std::optional<Timestamp> time(int column) const {
        if (is_null(column)) return std::nullopt;
        return Timestamp{integer(column)};
    }

private:
    template <std::integral Value>
    void bind(int index, Value value) { statement_.bind(index, static_cast<std::int64_t>(value)); }
    void bind(int index, Number number) { number.no != no_id ? bind(index, number.no) : statement_.bind(index); }
    void bind(int index, Timestamp time) { bind(index, time.ms); }
    void bind(int index, std::string_view text) { statement_.bindNoCopy(index, keep(index, text)); }
    void bind(int index, const char* text) { bind(index, std::string_view(text)); }
    void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }
    void bind(int index, Bytes bytes) {
        const std::string& kept = keep(index, bytes.bytes);
        statement_.bindNoCopy(index, kept.data(), static_cast<int>(kept.size()));
    }
    void bind(int index, TextOrNull text) { text.text.empty() ? statement_.bind(index) : bind(index, text.text); }
    void bind(int index, const Decimal& value) {
        char digits[Decimal::longest_text];
        bind(index, std::string_view(digits, static_cast<std::size_t>(value.write_to(digits) - digits)));
    }
    void bind(int index, const Amount& value) {
        std::string& kept = keep(index, {});
        value.append_to(kept);
        statement_.bindNoCopy(index, kept);
    }
    template <class Value>
    void bind(int index, const std::optional<Value>& value) { value ? bind(index, *value) : statement_.bind(index); }

    /// Keeps what is bound for as long as it may be looked at, in memory that is used again.
    std::string& keep(int index, std::string_view bytes) {
        while (kept_.size() < static_cast<std::size_t>(index)) kept_.emplace_back();
        return kept_[static_cast<std::size_t>(index) - 1].assign(bytes);
    }

    SQLite::Statement statement_;
    std::deque<std::string> kept_;  // By parameter; a deque, since they must stay where they are.
    bool is_open_ = false;
};

}  // namespace tks::store
