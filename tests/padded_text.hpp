#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tks/record.hpp"

namespace codec_test {

/// A text with the bytes behind it that a record must have. They are no zeros, so that whoever reads them is caught.
class PaddedText {
public:
    explicit PaddedText(std::string_view text) : size_(text.size()), bytes_(text) {
        bytes_.append(tks::Record::padding, '"');
    }

    [[nodiscard]] tks::Record record() const {
        tks::Record record;
        record.bytes = std::string_view(bytes_).substr(0, size_);
        record.line = 1;
        return record;
    }

private:
    std::size_t size_;
    std::string bytes_;
};

}  // namespace codec_test
