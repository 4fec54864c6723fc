#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/text_buffer.hpp"
#include "tks/row_writer.hpp"

namespace tks::report {

/// How rows of some columns look in a format that is written row by row: all but tables and Markdown. Texts between cells are made once,
/// and cells are written where they stay.
class RowForm {
public:
    RowForm(RowFormat format, std::span<const Column> columns);

    /// What stands before all rows and behind them.
    [[nodiscard]] std::string head(std::string_view title) const;
    [[nodiscard]] std::string tail() const;

    /// What the text of the first row begins with, but must not.
    [[nodiscard]] std::size_t separator_size() const { return format_ == RowFormat::json ? 1 : 0; }

    /// Appends a row, whose cells `append_cell(out, column)` appends as they are in a Cell.
    template <class AppendCell>
    void append_row(TextBuffer& out, AppendCell append_cell) const {
        for (std::size_t column = 0; column < parts_.size(); ++column) {
            const Part& part = parts_[column];
            if (part.before.size() == 1)
                out.append(part.before.front());
            else
                out.append(part.before);
            const std::size_t begin = out.size();
            const AppendedCell appended = append_cell(out, column);
            if (appended == AppendedCell::null)
                end_null(out, begin, part);
            else if (appended == AppendedCell::plain && part.ending != Ending::any) {
                if (part.is_quoted) out.append('"');
            } else if (part.ending != Ending::plain)
                end_cell(out, begin, part);
        }
        out.append(row_end_);
    }

private:
    /// What a cell still needs once it has been appended.
    enum class Ending : unsigned char { plain, escaped, any };
    struct Part {
        std::string before;
        CellKind kind{};
        Ending ending{};
        bool is_quoted = false;
    };

    [[nodiscard]] Ending ending_of(CellKind kind) const;
    void end_null(TextBuffer& out, std::size_t begin, const Part& part) const;
    void end_cell(TextBuffer& out, std::size_t begin, const Part& part) const;

    RowFormat format_;
    std::vector<Column> columns_;
    std::vector<Part> parts_;
    std::string row_end_;
};

}  // namespace tks::report
