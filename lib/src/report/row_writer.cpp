#include "tks/row_writer.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/html_page.hpp"
#include "report/row_text.hpp"
#include "report/text_table.hpp"

namespace tks {

namespace {

/// The columns of a table, the leftmost of which stay longest where room is short.
std::vector<report::TableColumn> table_columns(std::span<const Column> columns) {
    std::vector<report::TableColumn> shown;
    for (const Column& column : columns)
        shown.push_back({.heading = column.path,
                         .is_number = column.kind == CellKind::number,
                         .is_id = column.path.ends_with("_id")});
    return shown;
}

}  // namespace

std::optional<RowFormat> row_format_of(std::string_view file_name) {
    constexpr std::pair<std::string_view, RowFormat> endings[] = {
        {".csv", RowFormat::csv},       {".tsv", RowFormat::tsv},      {".json", RowFormat::json},
        {".ndjson", RowFormat::ndjson}, {".jsonl", RowFormat::ndjson}, {".md", RowFormat::markdown},
        {".html", RowFormat::html},     {".htm", RowFormat::html},     {".txt", RowFormat::table}};
    for (const auto& [ending, format] : endings)
        if (file_name.ends_with(ending)) return format;
    return std::nullopt;
}

struct RowWriter::Impl {
    Impl(std::span<const Column> given_columns, RowWriterOptions given_options, TextSink given_sink)
        : columns(given_columns.begin(), given_columns.end()),
          options(std::move(given_options)),
          sink(std::move(given_sink)) {
        if (options.format == RowFormat::csv) report::append_csv_header(text, columns);
        if (options.format == RowFormat::tsv) report::append_tsv_header(text, columns);
        if (options.format == RowFormat::json) text = "[";
        if (options.format == RowFormat::html) begin_page();
        pass_on();
    }

    void pass_on() {
        if (!text.empty()) sink(text);
        text.clear();
    }

    void begin_page() {
        report::begin_html_page(text, options.title);
        text += "<h1>";
        report::append_html_text(text, options.title);
        text += "</h1>\n<div class=\"scroll\"><table>\n<thead><tr>";
        for (const Column& column : columns) report::append_html_heading(text, column);
        text += "</tr></thead>\n<tbody>\n";
    }

    void end_page() {
        text += "</tbody>\n</table></div>\n";
        report::end_html_page(text);
    }

    void write_html(std::span<const Cell> cells) {
        text += "<tr>";
        for (std::size_t index = 0; index < columns.size(); ++index)
            report::append_html_cell(text, columns[index].kind, cells[index]);
        text += "</tr>\n";
    }

    void add_to_table(std::span<const Cell> cells) {
        shown.clear();
        for (std::size_t index = 0; index < columns.size(); ++index) {
            shown.push_back(report::cell_for_people(columns[index].kind, cells[index]));
            if (columns[index].kind == CellKind::value && cells[index] && report::is_text_value(*cells[index]))
                has_texts[index] = true;
        }
        table.add(shown);
    }

    void write_table() {
        // Of values, nobody knows before whether they are numbers.
        for (std::size_t index = 0; index < columns.size(); ++index)
            if (columns[index].kind == CellKind::value) table.set_number(index, !has_texts[index]);
        if (options.format == RowFormat::markdown) {
            table.write_markdown(sink);
        } else {
            const std::size_t columns_left_out = table.write_text(sink, options.width, options.color);
            text += report::omission_note(written - table.size(), columns_left_out);
        }
    }

    std::vector<Column> columns;
    RowWriterOptions options;
    TextSink sink;
    std::string text;
    report::TextTable table{table_columns(columns)};
    std::vector<bool> has_texts = std::vector<bool>(columns.size());  // By column.
    std::vector<std::string> shown;
    std::size_t written = 0;
};

RowWriter::RowWriter(RowKind kind, RowWriterOptions options, TextSink sink)
    : RowWriter(columns_of(kind), std::move(options), std::move(sink)) {}
RowWriter::RowWriter(std::span<const Column> columns, RowWriterOptions options, TextSink sink)
    : impl_(std::make_unique<Impl>(columns, std::move(options), std::move(sink))) {}
RowWriter::RowWriter(RowWriter&&) noexcept = default;
RowWriter& RowWriter::operator=(RowWriter&&) noexcept = default;
RowWriter::~RowWriter() = default;

void RowWriter::write(const Row& row) {
    write(std::span(row.cells));
}

void RowWriter::write(std::span<const Cell> cells) {
    Impl& impl = *impl_;
    switch (impl.options.format) {
        case RowFormat::csv:
            report::append_csv(impl.text, impl.columns, cells);
            break;
        case RowFormat::tsv:
            report::append_tsv(impl.text, impl.columns, cells);
            break;
        case RowFormat::html:
            impl.write_html(cells);
            break;
        case RowFormat::ndjson:
            append_json(impl.text, impl.columns, cells);
            impl.text += '\n';
            break;
        case RowFormat::json:
            impl.text += impl.written == 0 ? "\n" : ",\n";
            append_json(impl.text, impl.columns, cells);
            break;
        case RowFormat::table:
            if (impl.options.max_rows != 0 && impl.table.size() == impl.options.max_rows) impl.table.drop_first();
            [[fallthrough]];
        case RowFormat::markdown:
            impl.add_to_table(cells);
            break;
    }
    ++impl.written;
    impl.pass_on();
}

void RowWriter::finish() {
    Impl& impl = *impl_;
    if (impl.options.format == RowFormat::json) impl.text = "\n]\n";
    if (impl.options.format == RowFormat::html) impl.end_page();
    if (impl.options.format == RowFormat::table || impl.options.format == RowFormat::markdown) impl.write_table();
    impl.pass_on();
}

}  // namespace tks
