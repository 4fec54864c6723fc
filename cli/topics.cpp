#include "topics.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io.hpp"
#include "kafka_options.hpp"
#include "shared_options.hpp"
#include "tks/error.hpp"
#include "tks/kafka_admin.hpp"
#include "tks/topic_report.hpp"

namespace tksctl {

namespace {

enum class TopicsAction { list, describe, create, remove };
enum class TopicsFormat { text, ndjson, names };

struct TopicsArguments {
    TopicsAction action = TopicsAction::list;
    std::vector<std::string> names;
    KafkaOptions kafka;
    tks::NewKafkaTopic wanted;  ///< But for the name.
    bool with_internal = false;
    bool may_be_missing = false;
    TopicsFormat format = TopicsFormat::text;
    std::string output = "-";
    When color = When::automatic;
};

void list(const TopicsArguments& options, tks::KafkaAdmin& admin) {
    const tks::KafkaCluster cluster = admin.describe();
    std::vector<const tks::KafkaTopic*> topics;
    for (const std::string& name : options.names) topics.push_back(&cluster.topic(name));
    if (options.names.empty())
        for (const tks::KafkaTopic& topic : cluster.topics)
            if (options.with_internal || !topic.is_internal()) topics.push_back(&topic);
    Output output(options.output);
    std::string text;
    if (options.format == TopicsFormat::names) {
        for (const tks::KafkaTopic* topic : topics) text.append(topic->name) += '\n';
    } else if (options.format == TopicsFormat::text) {
        tks::append_text(text, topics, output.is_terminal() ? output.width() : 0,
                         {.color = use_color(options.color, output)});
    } else {
        for (const tks::KafkaTopic* topic : topics) {
            tks::append_json(text, *topic);
            text += '\n';
        }
    }
    output.write(text);
    output.close();
}

void describe(const TopicsArguments& options, tks::KafkaAdmin& admin) {
    if (options.format == TopicsFormat::names)
        throw tks::UsageError("--format names: it is list that writes names alone");
    const tks::KafkaCluster cluster = admin.describe();
    Output output(options.output);
    std::string text;
    for (const std::string& name : options.names) {
        const tks::KafkaTopic& topic = cluster.topic(name);
        const tks::KafkaTopicDescription description{topic, admin.configuration_of(name), admin.bounds_of(topic)};
        if (options.format == TopicsFormat::text) {
            tks::append_text(text, description, output.is_terminal() ? output.width() : 0,
                             {.color = use_color(options.color, output)});
        } else {
            tks::append_json(text, description);
            text += '\n';
        }
    }
    output.write(text);
    output.close();
}

void create(const TopicsArguments& options, tks::KafkaAdmin& admin, const Io& io) {
    for (const std::string& name : options.names) {
        tks::NewKafkaTopic wanted = options.wanted;
        wanted.name = name;
        io.say(fmt::format("{}: {}", name, admin.create(wanted) ? "created" : "was there already"));
    }
}

void remove(const TopicsArguments& options, tks::KafkaAdmin& admin, const Io& io) {
    const tks::KafkaCluster cluster = admin.describe();
    // All are looked at before the first of them goes.
    if (!options.may_be_missing)
        for (const std::string& name : options.names) static_cast<void>(cluster.topic(name));
    for (const std::string& name : options.names)
        io.say(fmt::format("{}: {}", name, admin.remove(name) ? "deleted" : "was not there"));
}

int run(const TopicsArguments& options, const Io& io) {
    if (options.action != TopicsAction::list && options.names.empty()) throw tks::UsageError("name the topics");
    tks::KafkaAdmin admin(options.kafka.settings(io), [&io](std::string_view note) { io.say(note); });
    switch (options.action) {
        case TopicsAction::list:
            list(options, admin);
            break;
        case TopicsAction::describe:
            describe(options, admin);
            break;
        case TopicsAction::create:
            create(options, admin, io);
            break;
        case TopicsAction::remove:
            remove(options, admin, io);
            break;
    }
    return status::good;
}

void add_create_options(CLI::App& app, tks::NewKafkaTopic& wanted) {
    app.add_option("--partitions", wanted.partitions, "create: how many partitions (default: 6)")
        ->check(CLI::Range(1, 100'000))
        ->option_text("N");
    app.add_option("--replication", wanted.replication, "create: how many brokers hold each (default: 2)")
        ->check(CLI::Range(1, 1000))
        ->option_text("N");
    app.add_flag("--compacted", wanted.configuration.is_compacted,
                 "create: keep the latest message of each key, as state topics do, instead of all");
}

}  // namespace

Run add_topics(CLI::App& app) {
    auto options = std::make_shared<TopicsArguments>();
    app.footer(
        "Topics are created as the platform has them: 6 partitions on 2 brokers each, and nothing is ever deleted.\n\n"
        "Examples:\n"
        "  tksctl topics list\n"
        "  tksctl topics describe orders\n"
        "  tksctl topics create trade-state --compacted");
    add_word_option(app, "action", options->action,
                    {{"list", TopicsAction::list},
                     {"describe", TopicsAction::describe},
                     {"create", TopicsAction::create},
                     {"delete", TopicsAction::remove}},
                    "What to do")
        ->required();
    app.add_option("topics", options->names, "Topics (list: default all)")->option_text("TOPIC...");
    add_kafka_options(app, options->kafka);
    add_create_options(app, options->wanted);
    app.add_flag("--internal", options->with_internal, "list: Kafka's own topics, too");
    app.add_flag("--if-exists", options->may_be_missing, "delete: a topic that is not there is no failure");
    add_word_option(app, "--format", options->format,
                    {{"text", TopicsFormat::text}, {"ndjson", TopicsFormat::ndjson}, {"names", TopicsFormat::names}},
                    "list, describe: a table, or one JSON object a topic; list: the names alone (default: text)");
    add_file_option(app, "-o", options->output, "Write to this file (default: standard output)");
    add_color_option(app, options->color);
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
