#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tks/export.hpp"
#include "tks/rows.hpp"
#include "tks/text_sink.hpp"

namespace tks {

/// The forms in which rows are told.
enum class RowFormat : std::uint8_t {
    table,     ///< For people: aligned columns.
    markdown,  ///< A table of GitHub's Markdown.
    csv,       ///< RFC 4180 with a line of column names, but lines end in a line feed alone.
    tsv,       ///< Tab-separated, with a line of column names.
    ndjson,    ///< A JSON object a line.
    json,      ///< One JSON array.
    html,      ///< A page with a table, which needs nothing from elsewhere.
};
template <>
struct EnumDescription<RowFormat> {
    static constexpr std::string_view name = "RowFormat";
    static constexpr std::string_view words[] = {"table", "markdown", "csv", "tsv", "ndjson", "json", "html"};
};

/// The format that the ending of a file's name stands for; nothing where it stands for none.
TKS_API std::optional<RowFormat> row_format_of(std::string_view file_name);

/// What tables are held to; the other formats are complete in any case.
struct RowWriterOptions {
    RowFormat format = RowFormat::table;
    std::string title = "tksctl";  ///< Of a page.
    bool color = false;
    std::size_t width =
        0;  ///< Of a line in characters: columns that do not fit are left out, with a note. 0: no limit.
    std::size_t max_rows = 0;  ///< Only so many rows are shown, the last ones, with a note. 0: all.
};

/// Writes rows of one kind as they come; tables once all are there.
///
/// In CSV and TSV, text that begins with "=", "+", "-", "@", a tab or a carriage return has a single quote put in front, so that no
/// spreadsheet takes it for a formula. Nulls are empty. In TSV, tabs, line breaks and backslashes within text are "\t", "\n", "\r" and
/// \\. In tables, Markdown and pages, numbers are rounded to eight places behind the
/// point, and times are in ISO 8601; elsewhere numbers are exact, and times are milliseconds since the epoch.
class TKS_API RowWriter {
public:
    RowWriter(RowKind kind, RowWriterOptions options, TextSink sink);
    RowWriter(std::span<const Column> columns, RowWriterOptions options, TextSink sink);
    RowWriter(RowWriter&&) noexcept;
    RowWriter& operator=(RowWriter&&) noexcept;
    ~RowWriter();

    void write(const Row& row);
    void write(std::span<const Cell> cells);  ///< As many as there are columns.

    /// Must be called once, at the end.
    void finish();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace tks
