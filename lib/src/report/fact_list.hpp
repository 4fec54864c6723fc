#pragma once

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

template <class Fact>
void append_cells(std::vector<Cell>& cells, std::span<const FactColumn<Fact>> table, const Fact& fact,
                  TextBuffer& text) {
    for (const FactColumn<Fact>& column : table) {
        text.cut(0);
        cells.push_back(column.append(text, fact) != AppendedCell::null ? Cell(text.text()) : Cell());
    }
}

/// Which facts are told, and where from.
template <class Fact>
struct FactSource {
    const ReportFacts::Stream<Fact>& stream;
    const ReportFacts::Texts<Fact>& texts;         ///< Of the same facts; may be empty.
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
            append_cells(cells, table_, fact, text);
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
        const FactSource<Fact> source = source_of_(facts, request);
        if (rows.limit || !source.texts) {
            write_here(source, rows, sink_of_rows);
            return;
        }
        const auto make_maker = [&]() -> TextMaker<Fact> {
            const auto maker = std::make_shared<RowMaker<Fact>>(table_, rows);
            return {.add =
                        [&source, maker](const Fact& fact) {
                            if (!source.is_wanted || source.is_wanted(fact)) maker->add(fact);
                        },
                    .take = [maker](std::string&& used) { return maker->take(std::move(used)); }};
        };
        source.texts(make_maker, sink_of_rows);
    }

private:
    void write_here(const FactSource<Fact>& source, const WantedRows& rows, const TextSink& sink) const {
        constexpr std::size_t part_rows = 256;
        struct Enough {};
        RowMaker<Fact> maker(table_, rows);
        std::string text;
        const auto pass_on = [&] { sink(text = maker.take(std::move(text))); };
        std::size_t count = 0;
        try {
            source.for_each([&](const Fact& fact) {
                if (count == rows.limit) throw Enough{};
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
