#include "tks/row_writer.hpp"

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/row_text.hpp"
#include "report/text_table.hpp"

namespace tks {

namespace {

/// The columns of a table, the leftmost of which stay longest where room is short.
std::vector<report::TableColumn> table_columns(RowKind kind) {
    std::vector<report::TableColumn> columns;
    for (const Column& column : columns_of(kind))
        columns.push_back({.heading = column.path, .is_number = column.kind == CellKind::number, .is_id = column.path.ends_with("_id")});
    return columns;
}

}  // namespace

struct RowWriter::Impl {
    Impl(RowKind given_kind, RowWriterOptions given_options, TextSink given_sink)
        : kind(given_kind), options(given_options), sink(std::move(given_sink)) {
        if (options.format == RowFormat::csv) report::append_csv_header(text, kind);
        if (options.format == RowFormat::json) text = "[";
        pass_on();
    }

    void pass_on() {
        if (!text.empty()) sink(text);
        text.clear();
    }

    void write_table() {
        report::TextTable table(table_columns(kind));
        for (const Row& row : kept) {
            std::vector<std::string> cells;
            for (std::size_t index = 0; index < row.cells.size(); ++index)
                cells.push_back(report::cell_for_people(columns_of(kind)[index].kind, row.cells[index]));
            table.add(std::move(cells));
        }
        kept.clear();
        if (options.format == RowFormat::markdown) {
            table.append_markdown(text);
        } else {
            const std::size_t rows_left_out = written - table.size();
            const std::size_t columns_left_out = table.append_text(text, options.width, options.color);
            text += report::omission_note(rows_left_out, columns_left_out);
        }
    }

    RowKind kind;
    RowWriterOptions options;
    TextSink sink;
    std::string text;
    std::deque<Row> kept;  // For tables.
    std::size_t written = 0;
};

RowWriter::RowWriter(RowKind kind, RowWriterOptions options, TextSink sink)
    : impl_(std::make_unique<Impl>(kind, options, std::move(sink))) {}
RowWriter::RowWriter(RowWriter&&) noexcept = default;
RowWriter& RowWriter::operator=(RowWriter&&) noexcept = default;
RowWriter::~RowWriter() = default;

void RowWriter::write(const Row& row) {
    Impl& impl = *impl_;
    switch (impl.options.format) {
        case RowFormat::csv: report::append_csv(impl.text, row); break;
        case RowFormat::ndjson:
            append_json(impl.text, row);
            impl.text += '\n';
            break;
        case RowFormat::json:
            impl.text += impl.written == 0 ? "\n" : ",\n";
            append_json(impl.text, row);
            break;
        case RowFormat::table:
            if (impl.options.max_rows != 0 && impl.kept.size() == impl.options.max_rows) impl.kept.pop_front();
            [[fallthrough]];
        case RowFormat::markdown: impl.kept.push_back(row); break;
    }
    ++impl.written;
    impl.pass_on();
}

void RowWriter::finish() {
    Impl& impl = *impl_;
    if (impl.options.format == RowFormat::json) impl.text = "\n]\n";
    if (impl.options.format == RowFormat::table || impl.options.format == RowFormat::markdown) impl.write_table();
    impl.pass_on();
}

}  // namespace tks
