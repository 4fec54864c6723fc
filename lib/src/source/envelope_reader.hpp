#pragma once

#include <simdjson.h>

#include <string_view>

#include "source/problem.hpp"
#include "tks/record.hpp"

namespace tks::source {

/// Takes the envelopes of `kcat -J` off. Keep it: its memory is used again and again.
class EnvelopeReader {
public:
    /// Reads the envelope on a line, behind which Record::padding bytes can be read, into the record, all but its line.
    /// False: the problem says why there is no record; then the record's bytes are the line, and it names topic,
    /// partition and offset as far as they are known. What the record views is valid until the next call.
    bool read(std::string_view line, Record& record, Problem& problem);

private:
    struct Envelope;

    simdjson::error_code read_envelope(std::string_view line, Record& record, Envelope& envelope);
    simdjson::error_code reserve(std::size_t bytes);

    simdjson::ondemand::parser parser_;
};

}  // namespace tks::source
