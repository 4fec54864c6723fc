#pragma once

#include <array>
#include <cstddef>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "codec/fast_reader.hpp"
#include "tks/diagnostic.hpp"
#include "tks/events.hpp"
#include "tks/record.hpp"
#include "tks/snapshots.hpp"

namespace tks::codec {

/// What became of a record.
struct Decoded {
    bool is_good = false;           ///< Whether the event could be read.
    std::optional<EventType> type;  ///< The type, where it could be read at least.
    bool is_marks = false;          ///< Whether it holds marks of positions and no event.
};

/// Reads records, one after another. Each thread has its own.
class Decoder {
public:
    /// `now` stands in for moments that an event leaves out and that its reader's clock fills in.
    Decoder(Revision revision, Timestamp now);

    /// Reads one event, and adds what is found in the record to `findings` (errors, or warnings alone if the event
    /// can be read). The event borrows from the record and from the decoder, until the
    /// decoder's next call.
    Decoded decode(const Record& record, Event& event, std::vector<Diagnostic>& findings);

    /// The same where a record may also be a PositionsMarkSnapshotV1, which then goes into `marks` on the same terms.
    Decoded decode_message(const Record& record, Event& event, PositionsMarkSnapshotV1& marks,
                           std::vector<Diagnostic>& findings);

    /// The same for one of several records, where marks are looked for if there is a place for them: what earlier calls have
    /// given stays valid until release() or any other call.
    Decoded decode_more(const Record& record, Event& event, PositionsMarkSnapshotV1* marks,
                        std::vector<Diagnostic>& findings);

    /// Frees what all events so far have borrowed from the decoder.
    void release() { arena_.release(); }

    /// The same as decode() by the careful road alone; marks are looked for where there is a place for them.
    Decoded decode_carefully(const Record& record, Event& event, std::vector<Diagnostic>& findings,
                             PositionsMarkSnapshotV1* marks = nullptr);

    /// Judges a record as a model other than an event, by the package's name for it (see model_names). The model must
    /// be known.
    bool judge(const Record& record, std::string_view model_name, std::vector<Diagnostic>& findings);

private:
    Decoded decode_more_carefully(const Record& record, Event& event, std::vector<Diagnostic>& findings,
                                  PositionsMarkSnapshotV1* marks);

    /// Calls read(reader, root value) if the record is JSON whose values can be looked at; the result is whether all is well.
    template <class Read>
    bool read_carefully(const Record& record, std::vector<Diagnostic>& findings, Read&& read);

    /// Longer records take the careful road, which needs less memory than an index of every token.
    static constexpr std::size_t fast_capacity = std::size_t{256} << 10U;

    FastReader fast_;
    std::array<std::byte, std::size_t{64} << 10U> arena_buffer_;
    std::pmr::monotonic_buffer_resource arena_{arena_buffer_.data(), arena_buffer_.size()};
    ReadContext context_;
};

}  // namespace tks::codec
