#include "report/html_page.hpp"

#include "base/text.hpp"
#include "report/row_text.hpp"
#include "report/text_table.hpp"

namespace tks::report {

namespace {

// A policy in the page itself: even if something were not escaped, nothing runs and nothing is loaded.
constexpr std::string_view head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>)";

constexpr std::string_view style = R"(</title>
<style>
:root { --ink: #1b1f24; --faint: #5b6470; --line: #d5dae0; --page: #fff; }
@media (prefers-color-scheme: dark) {
:root { --ink: #e6e9ed; --faint: #9aa4b0; --line: #363c45; --page: #14171b; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 72rem; color: var(--ink); background: var(--page); font: 15px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; min-width: 3rem; }
th { color: var(--faint); font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; overflow-wrap: normal; }
@media print {
:root { --ink: #000; --faint: #444; --line: #bbb; --page: #fff; }
body { max-width: none; padding: 0; font-size: 10px; } .scroll { overflow: visible; } tr { break-inside: avoid; }
}
)";

constexpr std::string_view behind_style = R"(</style>
</head>
<body>
)";

}  // namespace

void append_html_text(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_sequence_length(text.substr(at));
        const char first = text[at];
        if (length > 1)
            out.append(text, at, length);
        else if (first == '&')
            out += "&amp;";
        else if (first == '<')
            out += "&lt;";
        else if (first == '>')
            out += "&gt;";
        else if (first == '"')
            out += "&quot;";
        else if (first == '\'')
            out += "&#39;";
        else if (length == 0 || (static_cast<unsigned char>(first) < ' ' && first != '\t' && first != '\n') ||
                 first == '\x7F')
            out += "\xEF\xBF\xBD";
        else
            out += first;
        at += length == 0 ? 1 : length;
    }
}

void begin_html_page(std::string& out, std::string_view title, std::string_view more_style) {
    out += head;
    append_html_text(out, title);
    out += style;
    out += more_style;
    out += behind_style;
}

void end_html_page(std::string& out) {
    out += "</body>\n</html>\n";
}

void append_html_cell(std::string& out, CellKind kind, const Cell& cell) {
    const bool is_number = kind == CellKind::number || (kind == CellKind::value && cell && !is_text_value(*cell));
    out += is_number ? "<td class=\"number\">" : "<td>";
    const std::string shown = cell_for_people(kind, cell);
    append_html_text(out, is_number ? number_for_people(shown) : shown);
    out += "</td>";
}

void append_html_heading(std::string& out, const Column& column) {
    out += column.kind == CellKind::number ? "<th class=\"number\">" : "<th>";
    append_html_text(out, column.path);
    out += "</th>";
}

}  // namespace tks::report
