#include "row_output.hpp"

#include <cstddef>

#include "shared_options.hpp"

namespace tksctl {

tks::RowFormat RowOutput::wanted_format() const {
    return (format ? format : tks::row_format_of(file)).value_or(tks::RowFormat::table);
}

tks::RowWriterOptions RowOutput::writer_options(const Output& output) const {
    constexpr std::size_t rows_on_terminal = 40;
    const bool is_terminal = output.is_terminal();
    tks::RowWriterOptions options;
    options.format = wanted_format();
    options.color = use_color(color, output);
    options.width = is_terminal ? output.width() : 0;
    options.max_rows = is_terminal ? rows_on_terminal : 0;
    return options;
}

void add_row_output_options(CLI::App& app, RowOutput& rows) {
    add_word_option(app, "--format", rows.format, words_of<tks::RowFormat, std::optional<tks::RowFormat>>(),
                    "How to write it (default: as the file's name ends, else table)");
    add_file_option(app, "-o", rows.file, "Write to this file (default: standard output)");
}

}  // namespace tksctl
