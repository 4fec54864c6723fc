#include "query.hpp"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "finding_outputs.hpp"
#include "io.hpp"
#include "row_output.hpp"
#include "shared_options.hpp"
#include "tks/query.hpp"

namespace tksctl {

namespace {

struct QueryArguments {
    std::string store;
    std::string sql;
    RowOutput rows;
};

std::string hexadecimal(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return text;
}

/// A value as a cell of the kind `value`.
tks::Cell cell_of(const tks::QueryValue& value) {
    struct Convert {
        tks::Cell operator()(std::monostate) const { return std::nullopt; }
        tks::Cell operator()(std::int64_t number) const { return fmt::format("{}", number); }
        tks::Cell operator()(double number) const {
            // JSON has no number for it.
            return std::isfinite(number) ? fmt::format("{}", number) : tks::text_value(fmt::format("{}", number));
        }
        tks::Cell operator()(std::string_view text) const { return tks::text_value(text); }
        tks::Cell operator()(tks::QueryBytes bytes) const { return tks::text_value(hexadecimal(bytes.bytes)); }
    };
    return std::visit(Convert{}, value);
}

int run(QueryArguments& options, Io&) {
    refuse_shared_files({options.rows.file}, {options.store});
    tks::StoreQuery query(options.store, options.sql);
    std::vector<tks::Column> columns;
    for (const std::string& name : query.columns()) columns.push_back({name, tks::CellKind::value});
    Output output(options.rows.file);
    tks::RowWriterOptions writing = options.rows.writer_options(output);
    writing.title = "tksctl query";
    tks::RowWriter writer(columns, writing, [&output](std::string_view text) { output.write(text); });
    std::vector<tks::Cell> cells(columns.size());
    query.for_each_row([&](std::span<const tks::QueryValue> values) {
        for (std::size_t column = 0; column < values.size(); ++column) cells[column] = cell_of(values[column]);
        writer.write(cells);
    });
    writer.finish();
    output.close();
    return status::good;
}

}  // namespace

Run add_query(CLI::App& app) {
    auto options = std::make_shared<QueryArguments>();
    app.footer(
        "Examples:\n"
        "  tksctl query platform.db 'SELECT * FROM strategy_pnl'\n"
        "  tksctl query --format csv platform.db 'SELECT venue, sum(fee) FROM fills GROUP BY venue'\n"
        "The views are intents, signals, orders, trades, fills, unattributed_fills, trade_pnl, market_pnl, strategy_pnl and "
        "findings; tks-store(5) describes them.");
    app.add_option("store", options->store, "A store, as tksctl replay --store makes it")
        ->required()
        ->option_text("STORE");
    app.add_option("sql", options->sql, "One SELECT, in the words of SQLite")->required()->option_text("SQL");
    add_row_output_options(app, options->rows);
    add_color_option(app, options->rows.color);
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
