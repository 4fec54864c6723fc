#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/cells.hpp"
#include "report/row_form.hpp"
#include "report/row_order.hpp"
#include "report/row_text.hpp"
#include "report/table_stream.hpp"
#include "report/text_table.hpp"
#include "tks/account_report.hpp"

/// Reports that have a row for each fact.
namespace tks::report {

template <class Fact>
struct FactColumn {
    std::string_view name;
    CellKind kind{};
    AppendedCell (*append)(TextBuffer& out, const Fact& fact) = nullptr;
};

template <class Fact>
std::vector<Column> columns_of_table(std::span<const FactColumn<Fact>> table) {
    std::vector<Column> columns;
    for (const FactColumn<Fact>& column : table) columns.push_back({std::string(column.name), column.kind});
    return columns;
}

/// `text` is for its memory.
template <class Fact>
Cell cell_of(const FactColumn<Fact>& column, const Fact& fact, TextBuffer& text) {
    text.cut(0);
    return column.append(text, fact) != AppendedCell::null ? Cell(text.text()) : Cell();
}

/// Which facts are told, and where from.
template <class Fact>
struct FactSource {
    static inline const ReportFacts::Texts<Fact> no_texts;
    static inline const ReportFacts::StreamBack<Fact> not_back;

    const ReportFacts::Stream<Fact>& stream;
    const ReportFacts::Texts<Fact>& texts;         ///< Of the same facts; may be empty.
    const ReportFacts::StreamBack<Fact>& back;     ///< The same; may be empty.
    std::function<bool(const Fact&)> is_wanted{};  ///< Empty where all are. Several threads ask it.

    void for_each(const auto& visit) const {
        stream([&](const Fact& fact) {
            if (!is_wanted || is_wanted(fact)) visit(fact);
        });
    }
};

/// The rows that are wanted as text.
struct WantedRows {
    const RowForm& form;
    std::span<const std::size_t> columns;  ///< In the order of the form.
    std::span<const SortKey> sort;
    std::optional<std::size_t> limit;
};

/// Makes text of facts: of the columns that are wanted, and no others.
template <class Fact>
class RowMaker {
public:
    RowMaker(std::span<const FactColumn<Fact>> table, const WantedRows& rows) : form_(rows.form) {
        for (const std::size_t column : rows.columns) columns_.push_back(table[column]);
    }

    void add(const Fact& fact) {
        form_.append_row(text_,
                         [&](TextBuffer& out, std::size_t column) { return columns_[column].append(out, fact); });
    }

    std::string take(std::string&& used) { return text_.take(std::move(used)); }

private:
    const RowForm& form_;
    std::vector<FactColumn<Fact>> columns_;
    TextBuffer text_;
};

/// The rows that are wanted as a table or as Markdown.
struct WantedTable {
    std::span<const Column> shown;
    std::span<const std::size_t> columns;  ///< The same ones, by their places.
    std::span<const SortKey> sort;
    std::optional<std::size_t> limit;
    const RowWriterOptions& options;
};

struct MarkdownCells {
    void begin_row(TextBuffer&) const {}
    std::size_t begin_cell(TextBuffer& out, std::size_t column) const { return begin_markdown_cell(out, column); }
    void end_cell(TextBuffer& out, std::size_t, std::size_t begin, ShownCell shown) const {
        end_markdown_cell(out, begin, shown);
    }
    void end_row(TextBuffer& out) const { out.append('\n'); }
};

/// Makes rows of a table of facts; what becomes of their cells, `Cells` says, as MarkdownCells does.
template <class Fact, class Cells>
class TableRowMaker {
public:
    TableRowMaker(std::span<const FactColumn<Fact>> table, std::span<const std::size_t> wanted, Cells cells)
        : cells_(std::move(cells)) {
        for (const std::size_t column : wanted) columns_.push_back(table[column]);
    }

    void add(const Fact& fact) {
        cells_.begin_row(text_);
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            const std::size_t begin = cells_.begin_cell(text_, column);
            const AppendedCell appended = columns_[column].append(text_, fact);
            ShownCell shown = ShownCell::plain;
            if (appended == AppendedCell::null)
                text_.append('-');
            else if (appended == AppendedCell::any)
                shown = show_text(text_, begin);
            else if (columns_[column].kind == CellKind::number)
                show_number(text_, begin);
            cells_.end_cell(text_, column, begin, shown);
        }
        cells_.end_row(text_);
    }

    std::string take(std::string&& used) { return text_.take(std::move(used)); }

private:
    std::vector<FactColumn<Fact>> columns_;
    Cells cells_;
    TextBuffer text_{TextBuffer::Times::iso8601};
};

/// Makes texts of facts as another maker does, but hands them over sorted.
template <class Fact, class Maker>
class SortedMaker {
public:
    SortedMaker(std::span<const FactColumn<Fact>> table, std::span<const SortKey> keys, KeptRows kept, Maker maker,
                SortedParts& parts)
        : table_(table), keys_(keys), kept_(kept), maker_(std::move(maker)), parts_(parts) {}

    void add(const Fact& fact) {
        values_.clear();
        for (const SortKey& key : keys_) {
            cell_.cut(0);
            const bool is_there = table_[key.column].append(cell_, fact) != AppendedCell::null;
            values_.push_back(sort_value(key.kind, is_there ? std::optional(cell_.text()) : std::nullopt));
        }
        if (!sorted_.has_place_for(values_)) {
            sorted_.drop();
            return;
        }
        maker_.add(fact);
        text_ = maker_.take(std::move(text_));
        sorted_.add(values_, text_);
    }

    /// The name of a part.
    std::string take(std::string&&) {
        sorted_.sort();
        return parts_.give(std::exchange(sorted_, SortedTexts(keys_, kept_)));
    }

private:
    std::span<const FactColumn<Fact>> table_;
    std::span<const SortKey> keys_;
    KeptRows kept_;
    Maker maker_;
    SortedParts& parts_;
    SortedTexts sorted_{keys_, kept_};
    std::vector<SortValue> values_;
    TextBuffer cell_;
    std::string text_;
};

/// A report of a row a fact: its columns, each with how its cells are made, and what `source_of(facts, request)` tells.
template <class Fact>
class FactList {
public:
    using SourceOf = FactSource<Fact> (*)(const ReportFacts&, const ReportRequest&);

    FactList(std::span<const FactColumn<Fact>> table, SourceOf source_of)
        : table_(table), source_of_(source_of), columns_(columns_of_table(table)) {}

    [[nodiscard]] std::span<const Column> columns() const { return columns_; }

    /// Calls take(cells) with each row.
    void tell(const ReportFacts& facts, const ReportRequest& request, const auto& take) const {
        TextBuffer text;  // Of one cell.
        source_of_(facts, request).for_each([&](const Fact& fact) {
            std::vector<Cell> cells;
            cells.reserve(table_.size());
            for (const FactColumn<Fact>& column : table_) cells.push_back(cell_of(column, fact, text));
            take(std::move(cells));
        });
    }

    /// Writes the rows as text, by several threads where they can.
    void write(const ReportFacts& facts, const ReportRequest& request, const WantedRows& rows,
               const TextSink& sink) const {
        std::size_t skipped = rows.form.separator_size();
        const TextSink sink_of_rows = [&](std::string_view text) {
            if (!text.empty()) sink(text.substr(std::exchange(skipped, 0)));
        };
        const auto make_maker = [&] { return RowMaker<Fact>(table_, rows); };
        write_by(make_maker, source_of_(facts, request), rows.sort, {.limit = rows.limit}, sink_of_rows);
    }

    /// The same as a table or as Markdown. False, and nothing is written, where only the last rows are wanted and only a stream can tell
    /// which those are.
    bool write_table(const ReportFacts& facts, const ReportRequest& request, const WantedTable& wanted,
                     const TextSink& sink) const {
        const FactSource<Fact> source = source_of_(facts, request);
        const std::vector<TableColumn> columns = table_columns(wanted.shown);
        const auto maker = [&](auto cells) { return TableRowMaker(table_, wanted.columns, std::move(cells)); };
        if (wanted.options.format == RowFormat::markdown) {
            TextBuffer heading;
            append_markdown_heading(heading, columns);
            sink(heading.text());
            write_by([&] { return maker(MarkdownCells()); }, source, wanted.sort, {.limit = wanted.limit}, sink);
            return true;
        }
        const std::size_t most_rows = wanted.options.max_rows;
        const bool are_found_back = most_rows != 0 && wanted.sort.empty();
        if (are_found_back && (wanted.limit || !source.back)) return false;
        TableStream table(columns, wanted.options.width, wanted.options.color, sink);
        const auto add = [&](std::string_view rows) { table.add(rows); };
        const std::uint64_t rows_left_out = are_found_back ? write_last(maker(table.cells()), source, most_rows, add)
                                                           : write_by([&] { return maker(table.cells()); }, source,
                                                                      wanted.sort, {wanted.limit, most_rows}, add);
        const std::string note = omission_note(rows_left_out, table.finish());
        if (!note.empty()) sink(note);
        return true;
    }

private:
    /// How many of the rows are wanted.
    struct RowLimits {
        std::optional<std::size_t> limit{};  ///< Of the first ones.
        std::size_t most_last = 0;           ///< Of those, the last ones; 0 for all.
    };

    /// Writes the last rows, found from the last one back. Returns how many others there are.
    static std::uint64_t write_last(auto maker, const FactSource<Fact>& source, std::size_t most_rows,
                                    const TextSink& sink) {
        std::vector<std::string> last;
        std::uint64_t count = 0;
        const std::uint64_t all = source.back([&](const Fact& fact) {
            if (source.is_wanted && !source.is_wanted(fact)) return true;
            if (++count > most_rows) return true;
            maker.add(fact);
            last.push_back(maker.take({}));
            // Of those that a filter chooses, nobody else knows how many there are.
            return source.is_wanted || count < most_rows;
        });
        std::ranges::reverse(last);
        for (const std::string& row : last) sink(row);
        return (source.is_wanted ? count : all) - last.size();
    }

    /// Writes what makers make of facts, of which each belongs to one thread; they are made one by one. Returns how many rows are left out
    /// for not being among the last.
    std::uint64_t write_by(const auto& make_maker, const FactSource<Fact>& source, std::span<const SortKey> keys,
                           RowLimits limits, const TextSink& sink) const {
        if (keys.empty()) {
            write_unsorted(make_maker, source, limits.limit, sink);
            return 0;
        }
        KeptRows kept{.most = limits.limit};
        if (!limits.limit && limits.most_last != 0) kept = {.most = limits.most_last, .are_last = true};
        SortedParts parts;
        SortedTexts sorted(keys, kept);
        write_unsorted([&] { return SortedMaker(table_, keys, kept, make_maker(), parts); }, source, std::nullopt,
                       [&](std::string_view part) { sorted.join(parts.take(part)); });
        const std::uint64_t count =
            limits.limit ? std::min<std::uint64_t>(sorted.count(), *limits.limit) : sorted.count();
        return count - sorted.for_each_of_last(limits.most_last != 0 ? limits.most_last : count, sink);
    }

    static void write_unsorted(const auto& make_maker, const FactSource<Fact>& source, std::optional<std::size_t> limit,
                               const TextSink& sink) {
        if (limit || !source.texts) {
            auto maker = make_maker();
            write_here(source, maker, limit, sink);
            return;
        }
        const auto make_text_maker = [&]() -> TextMaker<Fact> {
            const auto maker = std::make_shared<decltype(make_maker())>(make_maker());
            return {.add =
                        [&source, maker](const Fact& fact) {
                            if (!source.is_wanted || source.is_wanted(fact)) maker->add(fact);
                        },
                    .take = [maker](std::string&& used) { return maker->take(std::move(used)); }};
        };
        source.texts(make_text_maker, sink);
    }

    static void write_here(const FactSource<Fact>& source, auto& maker, std::optional<std::size_t> limit,
                           const TextSink& sink) {
        constexpr std::size_t part_rows = 256;
        struct Enough {};
        std::string text;
        const auto pass_on = [&] { sink(text = maker.take(std::move(text))); };
        std::size_t count = 0;
        try {
            source.for_each([&](const Fact& fact) {
                if (count == limit) throw Enough{};
                maker.add(fact);
                if (++count % part_rows == 0) pass_on();
            });
        } catch (const Enough&) {  // There may be millions of facts behind those that are wanted.
        }
        pass_on();
    }

    std::span<const FactColumn<Fact>> table_;
    SourceOf source_of_;
    std::vector<Column> columns_;
};

}  // namespace tks::report
