#include "source/json_framer.hpp"

#include <algorithm>

#include "source/byte_order_mark.hpp"

namespace tks::source {

namespace {

enum class ByteKind : std::uint8_t { other, quote, opening, closing, line_end };

constexpr std::array<ByteKind, 256> byte_kinds = [] {
    std::array<ByteKind, 256> kinds = {};
    kinds['"'] = ByteKind::quote;
    kinds['{'] = kinds['['] = ByteKind::opening;
    kinds['}'] = kinds[']'] = ByteKind::closing;
    kinds['\n'] = ByteKind::line_end;
    return kinds;
}();

constexpr bool is_space(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/// Unlike a count of whole characters this can be done piece by piece.
std::uint64_t count_character_beginnings(std::string_view utf8) {
    const auto begins_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
    return static_cast<std::uint64_t>(std::count_if(utf8.begin(), utf8.end(), begins_character));
}

/// How many spans a chunk may have, so that a file full of tiny values does not fill the memory with them.
constexpr std::size_t max_spans = 8192;

}  // namespace

std::size_t JsonFramer::frame(Chunk& chunk, bool is_end) {
    chunk.has_spans = true;
    bytes_ = std::string_view(chunk.buffer.data(), chunk.size);
    spans_ = &chunk.spans;
    if (is_at_start_ && (bytes_.size() > byte_order_mark.size() || is_end)) skip_byte_order_mark();
    if (is_at_start_) return 0;
    max_record_bytes_ = chunk.max_record_bytes;
    do {
        scan();
    } while (!must_stop() && (is_end || is_too_large(position_)) && cut_in_doubt());
    if (is_end && !must_stop()) finish_input();
    leave_bytes();
    const std::size_t whole = state_ == State::between ? position_ : record_start_;
    chunk.lines = (state_ == State::between ? line_ : record_line_) - 1;
    forget(whole);
    line_ -= chunk.lines;
    record_line_ -= chunk.lines;
    doubt_line_ -= chunk.lines;
    return whole;
}

std::optional<std::size_t> JsonFramer::pass(std::string_view bytes) {
    forget(position_);
    is_passing_ = true;
    bytes_ = bytes;
    scan();
    leave_bytes();
    const std::size_t end = position_;
    forget(end);
    return has_passed_ ? std::optional(end) : std::nullopt;
}

void JsonFramer::finish_pass(Chunk& chunk, std::uint64_t record_bytes) {
    chunk.has_spans = true;
    Span passed;
    passed.line = record_line_;
    passed.column = record_column_;
    passed.oversize_bytes = record_bytes;
    chunk.spans.push_back(passed);
    chunk.lines = line_ - 1;
    line_ = 1;
    if (!has_passed_) {
        // The input has ended in it.
        forget(position_);
        state_ = State::between;
    }
    is_passing_ = false;
    has_passed_ = false;
}

void JsonFramer::scan() {
    while (position_ < bytes_.size() && !must_stop()) {
        if (is_in_indentation_) {
            skip_indentation();
            continue;
        }
        switch (state_) {
            case State::between:
                scan_between();
                break;
            case State::structure:
                scan_structure();
                break;
            case State::text:
                scan_text();
                break;
            case State::loose:
                scan_loose();
                break;
        }
    }
}

/// One byte, as most of them begin something.
void JsonFramer::scan_between() {
    const char byte = bytes_[position_];
    if (is_space(byte)) {
        ++position_;
    } else if (byte == '\n') {
        end_line();
    } else if (byte == ',') {
        pass_comma();
    } else if (byte == '[' && !is_in_array_) {
        open_array();
    } else if (byte == '[' && position_ == line_text_ && indentation_ == array_indentation_ &&
               due_ != Due::element_or_end) {
        report(Punctuation::unclosed_array);
        open_array();
    } else if (byte == ']') {
        close_array();
    } else {
        begin_record();
    }
}

void JsonFramer::scan_structure() {
    const char* begin = bytes_.data();
    const char* end = begin + bytes_.size();
    const char* byte = begin + position_;
    while (byte != end && byte_kinds[static_cast<unsigned char>(*byte)] == ByteKind::other) ++byte;
    position_ = static_cast<std::size_t>(byte - begin);
    if (byte == end) return;
    switch (byte_kinds[static_cast<unsigned char>(*byte)]) {
        case ByteKind::quote:
            state_ = State::text;
            ++position_;
            break;
        case ByteKind::opening:
            open_bracket(*byte);
            break;
        case ByteKind::closing:
            close_bracket(*byte);
            break;
        default:
            end_line();
            break;
    }
}

void JsonFramer::scan_text() {
    const char* begin = bytes_.data();
    const char* end = begin + bytes_.size();
    const char* byte = begin + position_;
    if (is_escaped_) {
        is_escaped_ = false;
        if (*byte != '\n') ++byte;
    }
    while (byte != end && *byte != '"' && *byte != '\\' && *byte != '\n') ++byte;
    position_ = static_cast<std::size_t>(byte - begin);
    if (byte == end) return;
    if (*byte == '\\') {
        is_escaped_ = true;
        ++position_;
        return;
    }
    is_broken_ = is_broken_ || *byte == '\n';
    if (*byte == '"') ++position_;
    // The line end is left to whoever comes next.
    state_ = State::structure;
    if (depth_ == 0) finish_record(position_);
}

void JsonFramer::scan_loose() {
    const std::string_view stops = is_in_array_ ? "\n{[\",]" : "\n{[\"";
    position_ = std::min(bytes_.find_first_of(stops, position_), bytes_.size());
    if (position_ != bytes_.size()) finish_record(position_);
}

void JsonFramer::skip_indentation() {
    while (position_ < bytes_.size() && (bytes_[position_] == ' ' || bytes_[position_] == '\t')) {
        ++position_;
        ++indentation_;
    }
    if (position_ == bytes_.size()) return;
    is_in_indentation_ = false;
    line_text_ = position_;
    if (state_ == State::structure && bytes_[position_] == '{' && indentation_ == record_indentation_) consider_cut();
}

/// A byte-order mark is a part of the record that follows it at once, for the decoder to complain about.
void JsonFramer::skip_byte_order_mark() {
    is_at_start_ = false;
    if (!bytes_.starts_with(byte_order_mark)) return;
    if (bytes_.substr(byte_order_mark.size()).starts_with('{')) {
        line_text_ = 0;
        is_in_indentation_ = false;
        begin_record();
        state_ = State::structure;
    } else {
        report(Punctuation::byte_order_mark);
    }
    position_ = byte_order_mark.size();
}

void JsonFramer::end_line() {
    note_last_byte();
    ++position_;
    ++line_;
    column_offset_ = position_;
    column_ = 1;
    indentation_ = 0;
    line_text_ = nowhere;
    is_in_indentation_ = true;
}

void JsonFramer::open_array() {
    is_in_array_ = true;
    due_ = Due::element_or_end;
    array_indentation_ = position_ == line_text_ ? indentation_ : nowhere;
    ++position_;
}

void JsonFramer::close_array() {
    if (!is_in_array_) {
        report(Punctuation::stray_bracket);
    } else if (due_ == Due::element) {
        report(Punctuation::surplus_comma);
    }
    is_in_array_ = false;
    ++position_;
}

void JsonFramer::pass_comma() {
    if (!is_in_array_) {
        report(Punctuation::stray_comma);
    } else if (due_ == Due::element || due_ == Due::element_or_end) {
        report(Punctuation::surplus_comma);
    }
    due_ = Due::element;
    ++position_;
}

void JsonFramer::begin_record() {
    if (is_in_array_ && due_ == Due::comma_or_end) report(Punctuation::missing_comma);
    record_start_ = position_;
    record_line_ = line_;
    record_column_ = column_at(position_);
    record_indentation_ = position_ == line_text_ ? indentation_ : nowhere;
    depth_ = 0;
    last_byte_ = 0;
    is_escaped_ = false;
    is_broken_ = false;
    doubt_ = nowhere;
    const char byte = bytes_[position_];
    if (byte == '{' || byte == '[') {
        state_ = State::structure;
    } else if (byte == '"') {
        state_ = State::text;
        ++position_;
    } else {
        state_ = State::loose;
        ++position_;
    }
}

void JsonFramer::finish_record(std::size_t end) {
    state_ = State::between;
    due_ = Due::comma_or_end;
    if (is_passing_) {
        has_passed_ = true;
        return;
    }
    while (end > record_start_ && (is_space(bytes_[end - 1]) || bytes_[end - 1] == '\n')) --end;
    Span record;
    record.offset = record_start_;
    record.size = end - record_start_;
    record.line = record_line_;
    record.column = record_column_;
    spans_->push_back(record);
}

void JsonFramer::finish_input() {
    if (state_ != State::between) finish_record(bytes_.size());
    if (is_in_array_) report(Punctuation::unclosed_array);
    is_in_array_ = false;
}

void JsonFramer::open_bracket(char bracket) {
    if (depth_ < tracked_depth) open_brackets_[depth_] = bracket;
    ++depth_;
    ++position_;
}

void JsonFramer::close_bracket(char bracket) {
    --depth_;
    ++position_;
    if (depth_ < tracked_depth && open_brackets_[depth_] != (bracket == '}' ? '{' : '[')) is_broken_ = true;
    if (depth_ != 0) return;
    // With a record that is too large it makes no difference what follows its first doubtful place.
    if (!is_too_large(position_) || !cut_in_doubt()) finish_record(position_);
}

/// An object begins a line just as the record did.
void JsonFramer::consider_cut() {
    const bool is_settled = is_passing_ || position_ < settled_until_ || is_too_large(position_);
    if (is_broken_ || is_settled || !may_hold_object_here()) {
        if (!cut_in_doubt()) cut(position_, line_);
    } else if (doubt_ == nowhere) {
        doubt_ = position_;
        doubt_line_ = line_;
    }
}

/// Whether JSON lets an object begin here, by the bracket that is open and the byte before.
bool JsonFramer::may_hold_object_here() const {
    if (depth_ > tracked_depth) return true;
    if (open_brackets_[depth_ - 1] == '{') return last_byte_ == ':';
    return last_byte_ == '[' || last_byte_ == ',';
}

/// Goes back to the first place at which the record might have been cut. From there to where it failed all such places
/// will be cuts, so that no byte is looked at more than twice.
bool JsonFramer::cut_in_doubt() {
    if (state_ == State::between || doubt_ == nowhere) return false;
    settled_until_ = is_too_large(position_) ? record_start_ + max_record_bytes_ : position_;
    column_offset_ = doubt_ - record_indentation_;
    column_ = 1;
    indentation_ = record_indentation_;
    is_in_indentation_ = false;
    cut(doubt_, doubt_line_);
    return true;
}

void JsonFramer::cut(std::size_t offset, std::uint64_t line) {
    position_ = offset;
    line_ = line;
    line_text_ = offset;
    finish_record(offset);
    due_ = Due::anything;
}

void JsonFramer::report(Punctuation punctuation) {
    Span fault;
    fault.offset = position_;
    fault.size = position_ < bytes_.size() ? 1 : 0;
    fault.line = line_;
    fault.column = column_at(position_);
    fault.punctuation = punctuation;
    spans_->push_back(fault);
}

/// Counts on from the last place on the line whose column was asked for.
std::uint64_t JsonFramer::column_at(std::size_t offset) {
    column_ += count_character_beginnings(bytes_.substr(column_offset_, offset - column_offset_));
    column_offset_ = offset;
    return column_;
}

bool JsonFramer::is_too_large(std::size_t end) const {
    return end - record_start_ > max_record_bytes_;
}

/// Remembers the last byte so far on the line that is no white space.
void JsonFramer::note_last_byte() {
    std::size_t end = position_;
    while (end != 0 && is_space(bytes_[end - 1])) --end;
    if (end != 0 && bytes_[end - 1] != '\n') last_byte_ = bytes_[end - 1];
}

/// Takes along what must be known of bytes that may not be there the next time.
void JsonFramer::leave_bytes() {
    note_last_byte();
    static_cast<void>(column_at(position_));
}

/// The first bytes will not be there the next time.
void JsonFramer::forget(std::size_t count) {
    column_offset_ -= count;
    position_ -= count;
    record_start_ -= std::min(record_start_, count);
    settled_until_ -= std::min(settled_until_, count);
    line_text_ = line_text_ < count || line_text_ == nowhere ? nowhere : line_text_ - count;
    doubt_ = doubt_ < count || doubt_ == nowhere ? nowhere : doubt_ - count;
}

bool JsonFramer::must_stop() const {
    return is_passing_ ? has_passed_ : spans_->size() >= max_spans;
}

}  // namespace tks::source
