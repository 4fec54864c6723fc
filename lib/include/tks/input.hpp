#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tks/export.hpp"

namespace tks {

/// How the records of an input are told apart.
enum class InputFormat : std::uint8_t {
    detect,  ///< Found out by looking at the content.
    ndjson,  ///< One JSON value a line.
    json,    ///< JSON values one after another, over any number of lines, or the elements of one JSON array.
    kcat,    ///< The envelopes of `kcat -J`, one a line, with the event as text or as an object in `payload`.
};

struct InputOptions {
    InputFormat format = InputFormat::detect;
    std::size_t max_record_bytes = std::size_t{4} << 20U;  ///< A longer record is a finding and is passed over.
};

/// The files that the names stand for: "-" is standard input, a directory all regular files below it in the
/// order of their names (hidden ones left out), anything else itself. A name that does not exist and a directory that
/// cannot be read are kept, for whoever opens them to say so: the other files are judged all the same.
TKS_API std::vector<std::string> list_inputs(const std::vector<std::string>& names);

}  // namespace tks
