#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>

namespace tks::source {

template <auto destroy>
struct Destroyer {
    template <class Handle>
    void operator()(Handle* handle) const {
        destroy(handle);
    }
};

/// Something of librdkafka's that this program owns, and the function that frees it.
template <class Handle, auto destroy>
using Owned = std::unique_ptr<Handle, Destroyer<destroy>>;

using PartitionList = Owned<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;

}  // namespace tks::source
