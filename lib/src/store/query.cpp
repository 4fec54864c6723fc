#include "tks/query.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <optional>

#include "store/connection.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"

namespace tks {

namespace {

/// Denies all but reading. SQLite asks while it compiles a statement.
int authorize(void*, int action, const char* name, const char*, const char*, const char*) {
    static constexpr std::string_view harmless_pragmas[] = {"table_info", "table_xinfo", "table_list"};
    switch (action) {
        case SQLITE_SELECT:
        case SQLITE_READ:
        case SQLITE_FUNCTION:
        case SQLITE_RECURSIVE:
            return SQLITE_OK;
        case SQLITE_PRAGMA:
            return std::ranges::find(harmless_pragmas, name) != std::end(harmless_pragmas) ? SQLITE_OK : SQLITE_DENY;
        default:
            return SQLITE_DENY;
    }
}

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Compiled = std::unique_ptr<sqlite3_stmt, Finalize>;

}  // namespace

struct StoreQuery::Impl {
    Impl(const std::string& store, const std::string& sql) : connection(store, {.is_read_only = true}) {
        sqlite3* const database = handle();
        sqlite3_set_authorizer(database, authorize, nullptr);
        const char* rest = nullptr;
        statement = compile(sql.data(), sql.data() + sql.size(), &rest);
        if (!statement) throw UsageError("the query is empty; it is a SELECT, as in 'SELECT * FROM strategy_pnl'");
        if (compile(rest, sql.data() + sql.size(), &rest))
            throw UsageError("the query is more than one statement; give one");
        if (sqlite3_stmt_readonly(statement.get()) == 0) refuse_writing();
        for (int column = 0; column < sqlite3_column_count(statement.get()); ++column)
            columns.emplace_back(sqlite3_column_name(statement.get(), column));
    }

    sqlite3* handle() { return connection.database().getHandle(); }

    /// Null where there is nothing but blanks and comments.
    Compiled compile(const char* begin, const char* end, const char** rest) {
        sqlite3_stmt* compiled = nullptr;
        const int result = sqlite3_prepare_v2(handle(), begin, static_cast<int>(end - begin), &compiled, rest);
        if (result != SQLITE_OK) fail(result);
        return Compiled(compiled);
    }

    [[noreturn]] static void refuse_writing() {
        throw UsageError("a query only reads, and this one would do more; it is a SELECT");
    }

    [[noreturn]] void fail(int result) {
        if (result == SQLITE_AUTH) refuse_writing();
        if (result != SQLITE_ERROR && result != SQLITE_TOOBIG && result != SQLITE_RANGE)
            connection.guard([&] { throw SQLite::Exception(handle(), result); });
        const std::string message = sqlite3_errmsg(handle());
        const int offset = sqlite3_error_offset(handle());
        throw UsageError(fmt::format("the query is not understood: {}{}{}", message,
                                     offset >= 0 ? fmt::format(", at character {}", offset + 1) : "", advice(message)));
    }

    /// What there is in the place of a table that there is not.
    std::string advice(std::string_view message) {
        constexpr std::string_view no_table = "no such table: ";
        if (!message.starts_with(no_table)) return {};
        std::vector<std::string> names;
        SQLite::Statement views(connection.database(),
                                "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name");
        while (views.executeStep()) names.push_back(views.getColumn(0).getString());
        const std::vector<std::string_view> words(names.begin(), names.end());
        return fmt::format("{}; there are {}", did_you_mean(message.substr(no_table.size()), words),
                           fmt::join(names, ", "));
    }

    [[nodiscard]] QueryValue value(int column) const {
        const auto size = [&] { return static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), column)); };
        switch (sqlite3_column_type(statement.get(), column)) {
            case SQLITE_INTEGER:
                return static_cast<std::int64_t>(sqlite3_column_int64(statement.get(), column));
            case SQLITE_FLOAT:
                return sqlite3_column_double(statement.get(), column);
            case SQLITE_TEXT: {
                const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), column));
                return std::string_view(text, size());
            }
            case SQLITE_BLOB: {
                const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement.get(), column));
                return QueryBytes{std::string_view(bytes, size())};
            }
            default:
                return std::monostate{};
        }
    }

    store::Connection connection;
    Compiled statement;  // Before the connection is closed.
    std::vector<std::string> columns;
};

StoreQuery::StoreQuery(const std::string& store, const std::string& sql) : impl_(std::make_unique<Impl>(store, sql)) {}
StoreQuery::StoreQuery(StoreQuery&&) noexcept = default;
StoreQuery& StoreQuery::operator=(StoreQuery&&) noexcept = default;
StoreQuery::~StoreQuery() = default;

const std::vector<std::string>& StoreQuery::columns() const {
    return impl_->columns;
}

void StoreQuery::for_each_row(const std::function<void(std::span<const QueryValue>)>& visit) {
    sqlite3_reset(impl_->statement.get());
    std::vector<QueryValue> values(impl_->columns.size());
    for (;;) {
        const int result = sqlite3_step(impl_->statement.get());
        if (result == SQLITE_DONE) return;
        if (result != SQLITE_ROW) impl_->fail(result);
        for (std::size_t column = 0; column < values.size(); ++column)
            values[column] = impl_->value(static_cast<int>(column));
        visit(values);
    }
}

}  // namespace tks
