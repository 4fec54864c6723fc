#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/text_buffer.hpp"
#include "report/text_table.hpp"
#include "tks/text_sink.hpp"

namespace tks::report {

/// An aligned table of rows of which nobody knows before how many there are. Its columns are as wide as its first rows need, which
/// alone are kept until they are known; a cell further down that needs more room moves the rest of its line.
class TableStream {
public:
    static constexpr std::size_t most_measured_rows = 50'000;

    /// See TableLayout. The columns and the sink must outlive it.
    TableStream(std::span<const TableColumn> columns, std::size_t width, bool color, const TextSink& sink,
                std::size_t measured_rows = most_measured_rows)
        : columns_(columns),
          width_(width),
          color_(color),
          sink_(sink),
          measured_rows_(measured_rows),
          widths_(columns) {}

    /// What becomes of the cells of a thread's rows, on their way to add(): they are placed as soon as it is known how.
    class Cells {
    public:
        explicit Cells(const TableStream& stream) : stream_(stream) {}

        void begin_row(TextBuffer& out) {
            if (out.size() != 0) return;
            layout_ = stream_.known_layout_.load(std::memory_order_acquire);
            if (layout_ == nullptr) out.append(mark_of_unplaced);
        }
        std::size_t begin_cell(TextBuffer& out, std::size_t column) const {
            return layout_ != nullptr ? layout_->begin_cell(out, column) : out.size();
        }
        void end_cell(TextBuffer& out, std::size_t column, std::size_t begin, ShownCell shown) const {
            if (layout_ != nullptr)
                layout_->end_cell(out, column, begin, shown);
            else
                out.append(end_of_cell);
        }
        void end_row(TextBuffer& out) const {
            if (layout_ != nullptr) TableLayout::end_row(out);
        }

    private:
        const TableStream& stream_;
        const TableLayout* layout_ = nullptr;
    };
    [[nodiscard]] Cells cells() const { return Cells(*this); }

    /// Some whole rows, in their order.
    void add(std::string_view rows);

    /// Must be called once, at the end. Returns how many columns were left out.
    std::size_t finish();

private:
    static constexpr char mark_of_unplaced = '\0';  // In front of rows; no text for people has it in it.

    void measure(std::string_view rows);
    void place_columns();
    void write(std::string_view rows);
    void pass_on();

    std::span<const TableColumn> columns_;
    std::size_t width_;
    bool color_;
    const TextSink& sink_;
    std::size_t measured_rows_;
    TableWidths widths_;
    std::vector<std::string> kept_;  // Unplaced rows.
    std::size_t kept_rows_ = 0;
    std::optional<TableLayout> layout_;
    TextBuffer text_;
    std::atomic<const TableLayout*> known_layout_ = nullptr;  // The same, for the threads that make rows.
};

}  // namespace tks::report
