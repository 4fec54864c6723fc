#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace simdjson::internal {
class dom_parser_implementation;
}

namespace tks::codec {

/// Where the tokens of a JSON text begin, found by simdjson's first stage: brackets, colons, commas, quotes and the
/// beginnings of words and numbers. That stage also checks that the text is UTF-8, that strings are closed and that
/// no control character stands in them.
///
/// Its second stage is not used: it would copy every value into a tree only to have it read once, by the field
/// tables, and it drops the text of numbers, which decimals need. simdjson's own On-Demand interface works the same way
/// upon the same index, but skips without checking what nobody asks for.
class Structure {
public:
    /// For texts of up to `capacity` bytes.
    explicit Structure(std::size_t capacity);
    ~Structure();
    Structure(const Structure&) = delete;
    Structure& operator=(const Structure&) = delete;

    /// Indexes a text, which must have Record::padding readable bytes behind it. False if it is longer than the
    /// capacity, empty or defective.
    bool index(std::string_view text);

    /// The offsets of the tokens. Behind the last stands the length of the text, twice.
    [[nodiscard]] const std::uint32_t* tokens() const;
    [[nodiscard]] std::size_t size() const;

private:
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser_;
    std::size_t capacity_;
};

}  // namespace tks::codec
