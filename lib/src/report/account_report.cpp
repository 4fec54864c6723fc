#include "tks/account_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "report/account_page.hpp"
#include "report/account_rows.hpp"
#include "report/row_form.hpp"
#include "report/row_shaper.hpp"
#include "report/row_text.hpp"
#include "report/text_table.hpp"
#include "tks/closest_match.hpp"
#include "tks/error.hpp"

namespace tks {

namespace {

using report::AccountReport;

const AccountReport& account_report(const ReportDefinition& definition) {
    const std::span<const AccountReport> all = report::account_reports();
    return *std::ranges::find(all, definition.name, [](const AccountReport& one) { return one.definition.name; });
}

std::vector<Column> columns_of(const AccountReport& report, const ReportRequest& request) {
    std::vector<Column> columns;
    for (const GroupKey key : report.groups(request)) columns.push_back({std::string(to_string(key)), CellKind::text});
    const bool is_grouped = !columns.empty() && !report.definition.grouped_columns.empty();
    std::ranges::copy(is_grouped ? report.definition.grouped_columns : report.definition.columns,
                      std::back_inserter(columns));
    return columns;
}

/// A few rows of many columns, one beside the other: a line a column, under the quote asset if that is shown.
report::TextTable upright_table(std::span<const Column> columns, const std::vector<std::vector<Cell>>& rows) {
    const bool has_quote = !columns.empty() && columns.front().path == "quote";
    std::vector<report::TableColumn> headings{{.heading = "metric", .importance = 2}};
    for (const std::vector<Cell>& row : rows)
        headings.push_back(
            {.heading = has_quote ? row.front().value_or("-") : "value", .is_number = true, .importance = 1});
    report::TextTable table(std::move(headings));
    for (std::size_t column = has_quote ? 1 : 0; column < columns.size(); ++column) {
        if (columns[column].kind == CellKind::json) continue;
        std::vector<std::string> line{columns[column].path};
        for (const std::vector<Cell>& row : rows)
            line.push_back(report::cell_for_people(columns[column].kind, row[column]));
        table.add(std::move(line));
    }
    return table;
}

/// Whether nothing is asked for that shapes rows.
bool is_whole(const ReportRequest& request) {
    return request.group_by.empty() && request.fields.empty() && request.sort.empty() && !request.limit;
}

/// Why metrics that are shown have no value, a line each.
void append_reasons(std::string& out, std::span<const Column> columns, const std::vector<Cell>& row) {
    if (columns.empty() || columns.back().path != "undefined") return;
    const auto reasons = nlohmann::ordered_json::parse(row.back().value_or("{}"));
    for (const auto& [metric, reason] : reasons.items())
        if (std::ranges::find(columns, metric, &Column::path) != columns.end())
            out += fmt::format("{} has no value: {}\n", metric, reason.get<std::string>());
}

void write_upright(std::span<const Column> columns, const std::vector<std::vector<Cell>>& rows,
                   const RowWriterOptions& options, const TextSink& sink) {
    if (rows.empty()) {
        sink("No trades.\n");
        return;
    }
    std::string text;
    const report::TextTable table = upright_table(columns, rows);
    if (options.format == RowFormat::markdown) {
        table.append_markdown(text);
    } else {
        const std::size_t columns_left_out = table.append_text(text, options.width, options.color);
        text += report::omission_note(0, columns_left_out);
        if (rows.size() == 1) append_reasons(text, columns, rows.front());
    }
    sink(text);
}

}  // namespace

std::span<const ReportDefinition> reports() {
    static const std::vector<ReportDefinition> definitions = [] {
        std::vector<ReportDefinition> all;
        for (const AccountReport& report : report::account_reports()) all.push_back(report.definition);
        return all;
    }();
    return definitions;
}

const ReportDefinition* find_report(std::string_view name) {
    const auto found = std::ranges::find(reports(), name, &ReportDefinition::name);
    return found == reports().end() ? nullptr : &*found;
}

void check_request(const ReportDefinition& definition, const ReportRequest& request) {
    if (!definition.can_group && !request.group_by.empty())
        throw UsageError(fmt::format("group-by: the report {} has a row for each thing that it tells of, and no groups",
                                     definition.name));
    for (const GroupKey key : request.group_by)
        if ((key == GroupKey::liquidity || key == GroupKey::venue) && !definition.tells_fills)
            throw UsageError(
                fmt::format("group-by: only fills have a {}, and the report {} adds up none; fees and slippage do",
                            to_string(key), definition.name));
    const AccountReport& report = account_report(definition);
    static_cast<void>(RowFilter(report.filtered_by, request.selection));
    static_cast<void>(report::RowShaper(columns_of(report, request), request.fields, request.sort, request.limit));
}

void write_report(const ReportDefinition& definition, const ReportRequest& request, const ReportFacts& facts,
                  const RowWriterOptions& options, const TextSink& sink) {
    const AccountReport& report = account_report(definition);
    if (options.format == RowFormat::html && report.is_upright && is_whole(request)) {
        report::write_account_page(request, facts, options, sink);
        return;
    }
    const std::vector<Column> columns = columns_of(report, request);
    report::RowShaper shaper(columns, request.fields, request.sort, request.limit);
    const bool is_table = options.format == RowFormat::table || options.format == RowFormat::markdown;
    if (report.write && report.groups(request).empty() && !is_table) {
        const report::RowForm form(options.format, shaper.columns());
        if (const std::string head = form.head(options.title); !head.empty()) sink(head);
        report.write(facts, request, {form, shaper.shown(), shaper.sort(), request.limit}, sink);
        if (const std::string tail = form.tail(); !tail.empty()) sink(tail);
        return;
    }
    if (report.write_table && report.groups(request).empty() && is_table &&
        report.write_table(facts, request, {shaper.columns(), shaper.shown(), shaper.sort(), request.limit, options},
                           sink))
        return;
    const auto tell = [&](const report::RowShaper::Pass& pass) {
        struct Enough {};
        try {
            report.tell(report.groups(request), facts, request, [&](std::vector<Cell> cells) {
                if (shaper.is_full()) throw Enough{};
                shaper.add(std::move(cells), pass);
            });
        } catch (const Enough&) {  // There may be millions of facts behind those that are wanted.
        }
        shaper.finish(pass);
    };
    if (is_table && report.is_upright && report.groups(request).empty()) {
        std::vector<std::vector<Cell>> rows;
        tell([&](std::span<const Cell> cells) { rows.emplace_back(cells.begin(), cells.end()); });
        write_upright(shaper.columns(), rows, options, sink);
        return;
    }
    RowWriter writer(shaper.columns(), options, sink);
    tell([&](std::span<const Cell> cells) { writer.write(cells); });
    writer.finish();
}

}  // namespace tks
