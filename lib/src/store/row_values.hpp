#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/id_table.hpp"
#include "tks/amount.hpp"
#include "tks/decimal.hpp"
#include "tks/time.hpp"

namespace tks::store {

/// A number that stands for a row elsewhere: NULL where it is no_id.
struct Number {
    Id no = no_id;
};

/// Bytes that are no text.
struct Bytes {
    std::string_view bytes;
};

/// Text of which an empty one is NULL.
struct TextOrNull {
    std::string_view text;
};

/// Text that `append(std::string& out)` appends to where it is kept, so that it need not be made elsewhere first. NULL where that
/// appends nothing.
template <class Append>
struct Written {
    Append append;
};
template <class Append>
Written(Append) -> Written<Append>;

/// Tells a `Target` the values of a row, of any kind, as what SQLite knows. It has for this
///
///     void put_null();
///     void put(std::int64_t);
///     void put_text(std::string_view), put_bytes(std::string_view);  // What they view outlives the row.
///     void put_written(append);                                      // See Written.
template <class Target>
class RowValues {
protected:
    template <std::integral Value>
    void tell(Value value) {
        target().put(static_cast<std::int64_t>(value));
    }
    void tell(std::nullopt_t) { target().put_null(); }
    void tell(Number number) { number.no != no_id ? target().put(number.no) : target().put_null(); }
    void tell(Timestamp time) { target().put(time.ms); }
    void tell(std::string_view text) { target().put_text(text); }
    void tell(const char* text) { target().put_text(text); }
    void tell(const std::string& text) { target().put_text(text); }
    void tell(Bytes bytes) { target().put_bytes(bytes.bytes); }
    void tell(TextOrNull text) { text.text.empty() ? target().put_null() : target().put_text(text.text); }
    template <class Append>
    void tell(const Written<Append>& written) {
        target().put_written(written.append);
    }
    void tell(const Decimal& value) {
        target().put_written([&](std::string& out) { value.append_to(out); });
    }
    void tell(const Amount& value) {
        target().put_written([&](std::string& out) { value.append_to(out); });
    }
    template <class Value>
    void tell(const std::optional<Value>& value) {
        value ? tell(*value) : tell(std::nullopt);
    }

private:
    Target& target() { return static_cast<Target&>(*this); }
};

}  // namespace tks::store
