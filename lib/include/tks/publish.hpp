#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tks/diagnostic.hpp"
#include "tks/export.hpp"
#include "tks/input.hpp"
#include "tks/kafka_settings.hpp"
#include "tks/revision.hpp"
#include "tks/rule_levels.hpp"
#include "tks/time.hpp"

namespace tks {

struct PublishOptions {
    KafkaSettings connection;
    std::string topic;
    InputOptions input{};
    bool with_invalid = false;     ///< Publish also what has errors, as long as it is a record at all.
    double events_per_second = 0;  ///< At most; 0: as fast as it goes.
    double speed = 0;  ///< Not 0: keep the distances in time between the events' occurred_at, so many times faster.
    Revision contract = newest_revision;
    RuleLevels levels{};
    std::function<Timestamp()> clock;  ///< What time it is.
};

/// What has become of records.
struct PublishSummary {
    std::uint64_t records = 0;      ///< Read.
    std::uint64_t delivered = 0;    ///< The cluster has them.
    std::uint64_t withheld = 0;     ///< Not published, because of what is wrong with them.
    std::uint64_t undelivered = 0;  ///< Not known to be in the cluster.
    std::uint64_t unreadable_inputs = 0;
    std::string failure{};    ///< Not empty: why the client gave up before the end of the inputs.
    bool is_stopped = false;  ///< The listener stopped it before the end of the inputs.
};

/// All are called by the thread that called publish(); `on_finding` and `on_undelivered` must not throw.
struct PublishListener {
    /// What is wrong with a record.
    std::function<void(const Diagnostic&)> on_finding;
    /// A record, at `origin`, that was sent and not delivered, as a finding of the rule kafka/undelivered.
    std::function<void(const Diagnostic&)> on_undelivered;
    std::function<void(const std::string& input, const std::string& message)> on_unreadable_input;
    /// Now and then.
    std::function<void(const PublishSummary&)> on_progress{};
    std::function<void(std::string_view)> on_note{};
    /// Asked several times a second; true ends the reading, and what was sent is waited for.
    std::function<bool()> is_stopped{};
};

/// Publishes the events of the inputs (see list_inputs) to a topic, in their order, each once. The key is the aggregate_id, or
/// the account_id of marks, or, where neither can be read, the key that the input has for the record. Tombstones are published
/// if they have a key. Throws KafkaError where no broker answers or there is no such topic; what happens later is told in the
/// summary.
TKS_API PublishSummary publish(const std::vector<std::string>& inputs, const PublishOptions& options,
                               const PublishListener& listener);

}  // namespace tks
