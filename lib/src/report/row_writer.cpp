#include "tks/row_writer.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/row_form.hpp"
#include "report/row_text.hpp"
#include "report/text_buffer.hpp"
#include "report/text_table.hpp"

namespace tks {

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
        if (!is_table()) pass_on(form.head(options.title));
    }

    [[nodiscard]] bool is_table() const {
        return options.format == RowFormat::table || options.format == RowFormat::markdown;
    }

    void pass_on(std::string_view text) const {
        if (!text.empty()) sink(text);
    }

    void write_row(std::span<const Cell> cells) {
        row.cut(0);
        form.append_row(row, [&](report::TextBuffer& out, std::size_t column) {
            if (!cells[column]) return report::AppendedCell::null;
            out.append(*cells[column]);
            return report::AppendedCell::any;
        });
        pass_on(row.text(written == 0 ? form.separator_size() : 0));
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
            pass_on(report::omission_note(written - table.size(), columns_left_out));
        }
    }

    std::vector<Column> columns;
    RowWriterOptions options;
    TextSink sink;
    report::RowForm form{options.format, columns};
    report::TextBuffer row;
    report::TextTable table{report::table_columns(columns)};
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
    if (impl.is_table()) {
        const std::size_t most_rows = impl.options.format == RowFormat::table ? impl.options.max_rows : 0;
        if (most_rows != 0 && impl.table.size() == most_rows) impl.table.drop_first();
        impl.add_to_table(cells);
    } else {
        impl.write_row(cells);
    }
    ++impl.written;
}

void RowWriter::finish() {
    Impl& impl = *impl_;
    if (impl.is_table())
        impl.write_table();
    else
        impl.pass_on(impl.form.tail());
}

}  // namespace tks
