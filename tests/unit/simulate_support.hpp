#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "codec/decoder.hpp"
#include "tks/simulate.hpp"

namespace simulate_test {

/// The stream, and what was planted into it.
struct Stream {
    std::vector<std::string> lines;
    std::vector<tks::PlantedFault> planted;
};

inline std::string bytes_of(const tks::SimulateOptions& options) {
    std::string bytes;
    tks::simulate(options, [&](std::string_view piece) { bytes += piece; });
    return bytes;
}

inline Stream stream_of(const tks::SimulateOptions& options) {
    Stream stream;
    std::string bytes;
    tks::simulate(
        options, [&](std::string_view piece) { bytes += piece; },
        [&](const tks::PlantedFault& fault) { stream.planted.push_back(fault); });
    for (std::size_t begin = 0; begin < bytes.size();) {
        const std::size_t end = bytes.find('\n', begin);
        REQUIRE(end != std::string::npos);
        stream.lines.push_back(bytes.substr(begin, end - begin));
        begin = end + 1;
    }
    return stream;
}

/// Reads lines as events, one after another.
class LineReader {
public:
    explicit LineReader(tks::Revision contract = tks::newest_revision) : decoder_(contract, {}) {}

    /// Whether the line could be read. The event and the findings last until the next call.
    bool read(std::string_view line) {
        buffer_.assign(line).append(tks::Record::padding, ' ');
        findings_.clear();
        tks::Record record;
        record.bytes = std::string_view(buffer_).substr(0, line.size());
        return decoder_.decode(record, event_, findings_).is_good;
    }

    [[nodiscard]] const tks::Event& event() const { return event_; }
    [[nodiscard]] const std::vector<tks::Diagnostic>& findings() const { return findings_; }

private:
    tks::codec::Decoder decoder_;
    std::string buffer_;
    tks::Event event_;
    std::vector<tks::Diagnostic> findings_;
};

/// Calls visit with each event of a sound stream.
template <class Visitor>
void for_each_event(const tks::SimulateOptions& options, Visitor&& visit) {
    LineReader reader(options.contract);
    for (const std::string& line : stream_of(options).lines) {
        CAPTURE(line);
        REQUIRE(reader.read(line));
        REQUIRE(reader.findings().empty());
        visit(reader.event());
    }
}

}  // namespace simulate_test
