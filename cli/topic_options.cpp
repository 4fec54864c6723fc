#include "topic_options.hpp"

#include "io.hpp"
#include "moments.hpp"
#include "shared_options.hpp"

namespace tksctl {

tks::TopicSelection TopicOptions::at(const std::string& default_offsets, const Io& io) const {
    tks::TopicSelection complete = selection;
    complete.offsets = tks::parse_offset_selection(offsets.empty() ? default_offsets : offsets, present_moment());
    complete.connection = kafka.settings(io);
    return complete;
}

void add_topic_range_options(CLI::App& app, TopicOptions& options, const std::string& default_offsets) {
    add_kafka_options(app, options.kafka);
    tks::TopicSelection& selection = options.selection;
    app.add_option(
           "--offset", options.offsets,
           "Where to begin, and where to end: PLACE or FROM:TO; a place is start, end, N, -N (before the end), +N (after "
           "the start) or @TIME; also for single partitions, as in 0=12:40,1=end (default: " +
               default_offsets + ")")
        ->option_text("RANGE");
    app.add_flag("--regex", selection.is_regex,
                 "The topics are regular expressions; all topics that one of them matches are read");
    app.add_option("--partition", selection.partitions, "Read only these partitions")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::Range(0, 1'000'000))
        ->option_text("N,...");
    app.add_option_function<std::string>(
           "--isolation",
           [&selection](const std::string& word) { selection.reads_uncommitted = word == "read_uncommitted"; },
           "Whether to read what open or aborted transactions wrote (default: read_committed)")
        ->check(refuse_unless_one_of({"read_committed", "read_uncommitted"}))
        ->option_text("read_committed|read_uncommitted");
}

void add_topic_input_options(CLI::App& app, TopicOptions& options) {
    add_list_option(app, "--topic", options.selection.names,
                    "Read these Kafka topics, up to where they end when the command begins")
        ->option_text("TOPIC,...");
    add_topic_range_options(app, options, "start");
}

tks::Inputs inputs_of(const std::vector<std::string>& files, const TopicOptions& topics, const Io& io) {
    tks::Inputs inputs(files);
    if (!topics.selection.names.empty())
        inputs.topics = topics.at("start", io);
    else if (files.empty())
        inputs.files.emplace_back("-");
    return inputs;
}

}  // namespace tksctl
