#include "report/row_form.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "base/text.hpp"
#include "report/html_page.hpp"
#include "report/json_object.hpp"
#include "report/nested_objects.hpp"
#include "report/row_text.hpp"

namespace tks::report {

namespace {

/// Whether every character stands for itself in CSV, TSV and JSON alike; false for some texts of which that is true. As many bytes as
/// fit into a vector may be read behind the text.
bool is_plain(std::string_view text) {
    using Bytes = std::int8_t __attribute__((vector_size(TextBuffer::readable_behind)));
    constexpr Bytes places = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    constexpr std::size_t size = sizeof(Bytes);
    const auto look = [&](std::size_t begin) {
        Bytes bytes;
        std::memcpy(&bytes, text.data() + begin, size);
        // As signed numbers, bytes from 0x80 are negative.
        return (bytes < ' ') | (bytes == '"') | (bytes == ',') | (bytes == '\\');
    };
    Bytes wrong{};
    std::size_t begin = 0;
    for (; begin + size <= text.size(); begin += size) wrong |= look(begin);
    wrong |= look(begin) & (places < static_cast<std::int8_t>(text.size() - begin));
    std::uint64_t halves[2];
    std::memcpy(halves, &wrong, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

/// What CSV and TSV guard in text, if it is plain.
bool may_be_formula(std::string_view text) {
    if (text.empty()) return false;
    const char first = text.front();
    return first == '=' || first == '+' || first == '-' || first == '@';
}

bool is_json(RowFormat format) {
    return format == RowFormat::json || format == RowFormat::ndjson;
}

}  // namespace

RowForm::RowForm(RowFormat format, std::span<const Column> columns)
    : format_(format), columns_(columns.begin(), columns.end()) {
    std::string json;
    NestedObjects objects(json);
    for (const Column& column : columns_) {
        Part part{.before = {}, .kind = column.kind, .ending = ending_of(column.kind)};
        if (is_json(format)) {
            objects.begin(column.path, column.kind != CellKind::value);
            part.before = std::exchange(json, {});
            part.is_quoted = column.kind == CellKind::text;
            if (part.is_quoted) part.before += '"';
        } else if (!parts_.empty() && format != RowFormat::html) {
            part.before = format == RowFormat::csv ? "," : "\t";
        }
        parts_.push_back(std::move(part));
    }
    objects.end();
    row_end_ = is_json(format) ? std::move(json) : format == RowFormat::html ? "</tr>\n" : "";
    if (format != RowFormat::json && format != RowFormat::html) row_end_ += '\n';
    std::string& first = parts_.empty() ? row_end_ : parts_.front().before;
    if (format == RowFormat::json) first.insert(0, ",\n");
    if (format == RowFormat::html) first.insert(0, "<tr>");
}

std::string RowForm::head(std::string_view title) const {
    std::string text;
    if (format_ == RowFormat::csv) append_csv_header(text, columns_);
    if (format_ == RowFormat::tsv) append_tsv_header(text, columns_);
    if (format_ == RowFormat::json) text = "[";
    if (format_ != RowFormat::html) return text;
    begin_html_page(text, title);
    text += "<h1>";
    append_html_text(text, title);
    text += "</h1>\n<div class=\"scroll\"><table>\n<thead><tr>";
    for (const Column& column : columns_) append_html_heading(text, column);
    return text += "</tr></thead>\n<tbody>\n";
}

std::string RowForm::tail() const {
    if (format_ == RowFormat::json) return "\n]\n";
    if (format_ != RowFormat::html) return {};
    std::string text = "</tbody>\n</table></div>\n";
    end_html_page(text);
    return text;
}

RowForm::Ending RowForm::ending_of(CellKind kind) const {
    if (format_ == RowFormat::html) return Ending::any;
    if (is_json(format_)) return kind == CellKind::text ? Ending::escaped : Ending::plain;
    const bool is_plain = kind == CellKind::number || kind == CellKind::time || kind == CellKind::flag;
    return kind == CellKind::text ? Ending::escaped : is_plain ? Ending::plain : Ending::any;
}

void RowForm::end_null(TextBuffer& out, std::size_t begin, const Part& part) const {
    out.cut(begin);
    if (format_ == RowFormat::html) {
        std::string cell;
        append_html_cell(cell, part.kind, {});
        out.append(cell);
    } else if (is_json(format_)) {
        if (part.is_quoted) out.cut(begin - 1);
        out.append("null");
    }
}

void RowForm::end_cell(TextBuffer& out, std::size_t begin, const Part& part) const {
    const std::string_view text = out.text(begin);
    if (part.ending == Ending::escaped && is_plain(text)) {
        if (is_json(format_)) return out.append('"');
        if (!may_be_formula(text)) return;
    }
    const std::string cell(text);
    std::string written;
    out.cut(begin);
    if (is_json(format_)) {
        out.cut(begin - 1);
        append_json_string(written, valid_utf8(cell));
    } else if (format_ == RowFormat::html) {
        append_html_cell(written, part.kind, cell);
    } else {
        const bool is_text_in_value = part.kind == CellKind::value && is_text_value(cell);
        const std::string field = is_text_in_value ? text_of_value(cell) : cell;
        const bool is_text = is_text_in_value || part.kind == CellKind::text;
        (format_ == RowFormat::csv ? append_csv_field : append_tsv_field)(written, field, is_text);
    }
    out.append(written);
}

}  // namespace tks::report
