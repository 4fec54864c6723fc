#include "ping.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io.hpp"
#include "kafka_options.hpp"
#include "moments.hpp"
#include "tks/kafka_admin.hpp"

namespace tksctl {

namespace {

struct PingArguments {
    KafkaOptions kafka;
    std::vector<std::string> topics;
    std::optional<std::int64_t> wait_ms;
    bool is_quiet = false;
};

int run(const PingArguments& options, const Io& io) {
    tks::KafkaSettings settings = options.kafka.settings(io);
    // Whoever waits for something means all of it.
    if (options.wait_ms && !options.kafka.timeout_ms) settings.timeout_ms = *options.wait_ms;
    tks::KafkaAdmin admin(settings, [&io](std::string_view note) { io.say(note); });
    const tks::KafkaCluster cluster = admin.wait_for(options.topics, options.wait_ms.value_or(0));
    if (options.is_quiet) return status::good;
    std::string text;
    for (const tks::KafkaBroker& broker : cluster.brokers)
        fmt::format_to(std::back_inserter(text), "broker {}: {}\n", broker.id, broker.address);
    for (const std::string& name : options.topics)
        fmt::format_to(std::back_inserter(text), "topic {}: {} partitions, each with a leader\n", name,
                       cluster.topic(name).partitions.size());
    Output output;
    output.write(text);
    output.close();
    return status::good;
}

}  // namespace

Run add_ping(CLI::App& app) {
    auto options = std::make_shared<PingArguments>();
    app.footer(
        "The exit status is 4 where no broker answers, or one of the topics is missing or has a partition without a "
        "leader.\n\n"
        "Examples:\n"
        "  tksctl ping\n"
        "  tksctl ping --wait 60 -q orders trades && start-the-services");
    app.add_option("topics", options->topics, "Topics that must be there")->option_text("TOPIC...");
    add_kafka_options(app, options->kafka);
    add_duration_option(app, "--wait", options->wait_ms,
                        "Wait so long until all is there (default: --timeout for a broker, and look once for topics)");
    app.add_flag("-q,--quiet", options->is_quiet, "Only the exit status tells");
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
