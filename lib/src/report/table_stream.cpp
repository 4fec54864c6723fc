#include "report/table_stream.hpp"

namespace tks::report {

void TableStream::add(std::string_view rows) {
    if (!rows.starts_with(mark_of_unplaced)) {
        pass_on();
        if (!rows.empty()) sink_(rows);
        return;
    }
    rows.remove_prefix(1);
    if (layout_) {
        write(rows);
        return;
    }
    measure(rows);
    kept_.emplace_back(rows);
    if (kept_rows_ >= measured_rows_) place_columns();
}

std::size_t TableStream::finish() {
    if (!layout_) place_columns();
    pass_on();
    return layout_->columns_left_out();
}

void TableStream::measure(std::string_view rows) {
    for_each_cell(rows, columns_.size(), [&](std::size_t column, std::string_view cell) {
        if (kept_rows_ < measured_rows_) widths_.add(column, cell);
        if (column + 1 == columns_.size()) ++kept_rows_;
    });
}

void TableStream::place_columns() {
    layout_.emplace(columns_, widths_, width_);
    known_layout_.store(&*layout_, std::memory_order_release);
    layout_->append_heading(text_, color_);
    for (const std::string& rows : kept_) write(rows);
    kept_ = {};
    pass_on();
}

void TableStream::write(std::string_view rows) {
    constexpr std::size_t part_size = 65'536;
    for_each_cell(rows, columns_.size(), [&](std::size_t column, std::string_view cell) {
        const std::size_t begin = layout_->begin_cell(text_, column);
        text_.append(cell);
        layout_->end_cell(text_, column, begin);
        if (column + 1 != columns_.size()) return;
        TableLayout::end_row(text_);
        if (text_.size() >= part_size) pass_on();
    });
}

void TableStream::pass_on() {
    if (text_.size() == 0) return;
    sink_(text_.text());
    text_.cut(0);
}

}  // namespace tks::report
