#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tks/export.hpp"
#include "tks/input.hpp"
#include "tks/message_format.hpp"
#include "tks/revision.hpp"
#include "tks/row_filter.hpp"
#include "tks/rule_levels.hpp"
#include "tks/time.hpp"

namespace tks {

/// Which messages are wanted. A message must meet each condition that is not empty, and of a condition one word is enough.
/// What cannot be read has nothing of what is asked for, and is told all the same.
struct MessageFilter {
    std::vector<std::string> keys{};
    std::vector<std::pair<std::string, std::string>> headers{};  ///< Each of them must be there.
    std::vector<std::string> types{};  ///< Values of event_type, or the package's names of classes.
    /// What chooses the rows of a replay chooses events here: by occurred_at (of marks, by as_of), and by what an event itself
    /// says. Of a fill no direction is known; the status is that of the aggregate behind the event; a condition's paths are the
    /// event's own keys and those of its payload, as in "event_type", "payload.market" or "market".
    RowSelection content{};
};

struct TailOptions {
    TopicSelection topics;      ///< In a group only from the start or the end, for what it has not committed.
    bool stops_at_end = false;  ///< End where the partitions end now; else ranges without an end go on.
    std::optional<std::int64_t> idle_timeout_ms{};  ///< End where so long nothing came.
    std::uint64_t max_messages = 0;                 ///< 0: all.
    std::string group{};                            ///< Empty: be a member of none.
    bool commits = false;                           ///< Only in a group; after on_rest() has returned.
    bool keeps_latest = false;  ///< Only the latest message of each key up to the ends, in the order of topic,
                                ///< partition and offset; none for tombstones. Takes memory for all of them.
    bool with_headers = false;  ///< Whether messages carry their headers.
    /// Whether messages carry what was read in them: `event` and `marks`. Without, several threads read them.
    bool with_events = true;
    unsigned threads = 0;  ///< 0: as many as the machine has, but no more than are of use.
    /// Merge messages across partitions by occurred_at: each waits until all partitions have shown something that occurred so
    /// many ms later, or so long where a partition has nothing more. What comes too late for that is told as it comes, and no
    /// more is held back than fits into a bounded amount of memory. 0: tell messages as they come. Not with `commits`, nor with
    /// `keeps_latest`.
    std::int64_t merge_window_ms = 0;
    /// Whether to hold events against the lives of their aggregates, in the order in which they are told. Their findings are of
    /// the family lifecycle. What happened before the reading began is not known, and its absence not told.
    bool follows_lives = false;
    MessageFilter filter{};
    Revision contract = newest_revision;
    RuleLevels levels{};
    std::function<Timestamp()> clock;  ///< What time it is. May be asked by several threads at a time.
};

/// How far it has got.
struct TailProgress {
    std::uint64_t messages = 0;    ///< Told.
    std::uint64_t bad = 0;         ///< Of those, the ones that no consumer can use.
    std::uint64_t missteps = 0;    ///< Of those, the ones at odds with the life of their aggregate; see follows_lives.
    std::uint64_t tombstones = 0;  ///< Of those.
    std::uint64_t read = 0;        ///< Whether wanted or not.
    std::uint64_t bytes = 0;       ///< Of the keys and payloads of those that were read.
    std::int64_t ahead = 0;        ///< Known to be still to come.
};

/// All are called by the thread that called tail(). What they throw ends it.
struct TailListener {
    /// Each message that is wanted; with on_lines only those with findings.
    std::function<void(const ReadMessage&)> on_message;
    /// The events of the messages that are wanted, each as append_ndjson() writes it, many at a time where there are many: the
    /// quickest way to pass them on.
    std::function<void(std::string_view)> on_lines{};
    /// Nothing more is there at the moment: pass on what is held back.
    std::function<void()> on_rest;
    /// Now and then.
    std::function<void(const TailProgress&)> on_progress{};
    /// Something that a user should know, in one sentence.
    std::function<void(std::string_view)> on_note{};
    /// Asked several times a second; true ends it.
    std::function<bool()> is_stopped{};
};

/// Reads messages of topics as they come, and checks each. Nothing is changed in the cluster unless a group commits. Throws
/// KafkaError where the cluster cannot be reached, or refuses; UsageError for topics and options that make no sense.
TKS_API TailProgress tail(const TailOptions& options, const TailListener& listener);

}  // namespace tks
