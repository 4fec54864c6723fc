#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "source/framer.hpp"

namespace tks::source {

/// Each value at the top is a record or, where that is an array, each of its elements. Brackets and quotes alone are
/// looked at; whether a record is JSON is for its decoder to say.
///
/// A damaged record must not take the ones after it along. So a line end also ends a string, which JSON does not allow
/// in it, and a record that began a line ends before a line that has the same indentation and begins an object, if JSON
/// lets no object stand there. Where it does, the record goes on; if that leads nowhere, as the record outgrows the
/// bound or the input ends, it is cut at the first such place after all.
///
/// What is wrong between the records (commas too few or too many, an array without an end) becomes a span of its own.
class JsonFramer final : public Framer {
public:
    std::size_t frame(Chunk& chunk, bool is_end) override;
    std::optional<std::size_t> pass(std::string_view bytes) override;
    void finish_pass(Chunk& chunk, std::uint64_t record_bytes) override;

private:
    /// What the next byte is a part of.
    enum class State : std::uint8_t {
        between,    ///< No record.
        structure,  ///< An object or an array, outside of its strings.
        text,       ///< A string.
        loose,      ///< Bytes that are neither: a number, a word, garbage.
    };

    /// What may stand next in the array at the top.
    enum class Due : std::uint8_t { element_or_end, element, comma_or_end, anything };

    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
    static constexpr std::size_t tracked_depth = 1024;

    void scan();
    void scan_between();
    void scan_structure();
    void scan_text();
    void scan_loose();
    void skip_indentation();
    void skip_byte_order_mark();
    void end_line();

    void open_array();
    void close_array();
    void pass_comma();
    void begin_record();
    void finish_record(std::size_t end);
    void finish_input();
    void open_bracket(char bracket);
    void close_bracket(char bracket);

    void consider_cut();
    [[nodiscard]] bool may_hold_object_here() const;
    bool cut_in_doubt();
    void cut(std::size_t offset, std::uint64_t line);

    void report(Punctuation punctuation);
    std::uint64_t column_at(std::size_t offset);
    [[nodiscard]] bool is_too_large(std::size_t end) const;
    void note_last_byte();
    void leave_bytes();
    void forget(std::size_t count);
    [[nodiscard]] bool must_stop() const;

    // Where things are: offsets into the bytes, lines from the beginning of the chunk.
    std::string_view bytes_;
    std::vector<Span>* spans_ = nullptr;
    std::size_t max_record_bytes_ = 0;
    std::size_t position_ = 0;
    std::uint64_t line_ = 1;
    std::size_t column_offset_ = 0;    // A place on the line, and
    std::uint64_t column_ = 1;         // the column that it has.
    std::size_t indentation_ = 0;      // Of the line.
    std::size_t line_text_ = nowhere;  // The line's first byte behind its indentation.
    bool is_in_indentation_ = true;
    bool is_at_start_ = true;  // Of the input.

    // The array at the top.
    bool is_in_array_ = false;
    Due due_ = Due::anything;
    std::size_t array_indentation_ = nowhere;  // Where it begins a line.

    // The record.
    State state_ = State::between;
    bool is_escaped_ = false;  // A backslash stands before the next byte of the string.
    bool is_broken_ = false;   // It cannot be JSON any more.
    char last_byte_ = 0;       // The last one before the line that is no white space.
    std::size_t record_start_ = 0;
    std::uint64_t record_line_ = 1;
    std::uint64_t record_column_ = 1;
    std::size_t record_indentation_ = nowhere;  // Where it begins a line.
    std::size_t depth_ = 0;
    std::array<char, tracked_depth> open_brackets_ = {};

    // The first place where the record may have to be cut, and how far such doubts are settled.
    std::size_t doubt_ = nowhere;
    std::uint64_t doubt_line_ = 1;
    std::size_t settled_until_ = 0;

    // A record that is passed over.
    bool is_passing_ = false;
    bool has_passed_ = false;
};

}  // namespace tks::source
