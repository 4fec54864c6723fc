#include "store/row_batch.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <algorithm>
#include <new>

namespace tks::store {

namespace {

/// The batch that is read, as SQLite asks for the rows of any virtual table.
struct BatchCursor : sqlite3_vtab_cursor {
    const RowBatch* batch = nullptr;
    std::size_t row = 0;
    std::size_t rows = 0;

    static BatchCursor& of(sqlite3_vtab_cursor* cursor) { return *static_cast<BatchCursor*>(cursor); }

    static int connect(sqlite3* database, void* /*context*/, int /*count*/, const char* const* /*arguments*/,
                       sqlite3_vtab** table, char** /*message*/) {
        std::string sql = "CREATE TABLE batch (";
        for (int column = 0; column < RowBatch::most_columns; ++column) sql += 'c' + std::to_string(column) + ", ";
        sql += "batch HIDDEN)";
        const int result = sqlite3_declare_vtab(database, sql.c_str());
        if (result != SQLITE_OK) return result;
        *table = new (std::nothrow) sqlite3_vtab{};
        return *table != nullptr ? SQLITE_OK : SQLITE_NOMEM;
    }

    static int disconnect(sqlite3_vtab* table) {
        delete table;
        return SQLITE_OK;
    }

    /// There is one way to read it: all rows of the batch that is the parameter.
    static int plan(sqlite3_vtab* /*table*/, sqlite3_index_info* info) {
        constexpr int parameter_column = RowBatch::most_columns;  // Hidden behind the others.
        for (int index = 0; index < info->nConstraint; ++index) {
            const auto& constraint = info->aConstraint[index];
            if (constraint.iColumn != parameter_column || constraint.usable == 0 ||
                constraint.op != SQLITE_INDEX_CONSTRAINT_EQ)
                continue;
            info->aConstraintUsage[index].argvIndex = 1;
            info->aConstraintUsage[index].omit = 1;
            info->estimatedCost = 1000;
            info->estimatedRows = 1000;
            return SQLITE_OK;
        }
        return SQLITE_CONSTRAINT;
    }

    static int open(sqlite3_vtab* /*table*/, sqlite3_vtab_cursor** cursor) {
        *cursor = new (std::nothrow) BatchCursor{};
        return *cursor != nullptr ? SQLITE_OK : SQLITE_NOMEM;
    }

    static int close(sqlite3_vtab_cursor* cursor) {
        delete &of(cursor);
        return SQLITE_OK;
    }

    static int begin(sqlite3_vtab_cursor* cursor, int /*plan*/, const char* /*plan*/, int /*count*/,
                     sqlite3_value** parameters) {
        BatchCursor& rows = of(cursor);
        rows.batch = static_cast<const RowBatch*>(sqlite3_value_pointer(parameters[0], batch_pointer));
        rows.row = 0;
        rows.rows = rows.batch != nullptr ? rows.batch->rows() : 0;
        return SQLITE_OK;
    }

    static int next(sqlite3_vtab_cursor* cursor) {
        ++of(cursor).row;
        return SQLITE_OK;
    }

    static int is_at_end(sqlite3_vtab_cursor* cursor) { return static_cast<int>(of(cursor).row >= of(cursor).rows); }

    static int tell_value(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int column) {
        const BatchCursor& at = of(cursor);
        const RowBatch::Cell& cell = at.batch->cell(at.row, static_cast<std::size_t>(column));
        // Texts stay where they are until the statement has ended, and need not be copied.
        switch (cell.kind) {
            case RowBatch::Cell::Kind::null:
                break;
            case RowBatch::Cell::Kind::integer:
                sqlite3_result_int64(context, cell.value);
                break;
            case RowBatch::Cell::Kind::text:
                sqlite3_result_text64(context, at.batch->text(cell), cell.size, nullptr, SQLITE_UTF8);
                break;
            case RowBatch::Cell::Kind::bytes:
                sqlite3_result_blob64(context, at.batch->text(cell), cell.size, nullptr);
                break;
        }
        return SQLITE_OK;
    }

    static int tell_number(sqlite3_vtab_cursor* cursor, sqlite3_int64* number) {
        *number = static_cast<sqlite3_int64>(of(cursor).row);
        return SQLITE_OK;
    }

    static constexpr sqlite3_module methods() {
        sqlite3_module methods{};
        methods.xConnect = connect;
        methods.xBestIndex = plan;
        methods.xDisconnect = disconnect;
        methods.xOpen = open;
        methods.xClose = close;
        methods.xFilter = begin;
        methods.xNext = next;
        methods.xEof = is_at_end;
        methods.xColumn = tell_value;
        methods.xRowid = tell_number;
        return methods;
    }
};

}  // namespace

void enable_batches(SQLite::Database& database) {
    static constexpr sqlite3_module methods = BatchCursor::methods();
    const int result = sqlite3_create_module_v2(database.getHandle(), "batch", &methods, nullptr, nullptr);
    if (result != SQLITE_OK) throw SQLite::Exception(database.getHandle(), result);
}

std::string insert_batch_sql(std::string_view table, std::string_view columns) {
    std::string sql = "INSERT OR ROLLBACK INTO ";
    sql.append(table).append(" (").append(columns).append(") SELECT ");
    const auto count = std::ranges::count(columns, ',') + 1;
    for (std::ptrdiff_t column = 0; column < count; ++column)
        sql += (column != 0 ? ", c" : "c") + std::to_string(column);
    return sql + " FROM batch(?1)";
}

}  // namespace tks::store
