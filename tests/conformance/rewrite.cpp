// Reads JSON from standard input, one event or model a line, and writes each again as libtks encodes what it read from
// it; an empty line for what cannot be read.
//
// Usage: tks_rewrite REVISION [MODEL]
//
// Events take the fast road and the careful one, which must read the same: where they do not, it says so and fails.

#include <fmt/format.h>

#include <iostream>
#include <memory_resource>
#include <string>

#include "codec/careful_reader_templates.hpp"
#include "codec/decoder.hpp"
#include "codec/encode.hpp"
#include "model/registry.hpp"
#include "tks/codec.hpp"

namespace {

using tks::Record;
using tks::Revision;

/// Later than any moment in the tests' events.
constexpr tks::Timestamp now{4'000'000'000'000};

std::string rewritten_event(tks::codec::Decoder& decoder, const Record& record, Revision revision) {
    std::vector<tks::Diagnostic> findings;
    tks::Event event;
    const bool is_good = decoder.decode(record, event, findings).is_good;
    const std::string text = is_good ? tks::to_json(event, revision) : std::string{};
    if (decoder.decode_carefully(record, event, findings).is_good != is_good)
        return "the careful road does not agree whether it is good";
    const std::string again = is_good ? tks::to_json(event, revision) : std::string{};
    return text == again ? text : fmt::format("the fast road read {} and the careful one {}", text, again);
}

std::string rewritten_model(std::string_view name, const Record& record, Revision revision) {
    std::pmr::monotonic_buffer_resource arena;
    const tks::codec::ReadContext context{.revision = revision, .now = now, .arena = &arena};
    std::vector<tks::Diagnostic> findings;
    tks::codec::FindingList list(record, findings);
    if (const auto syntax = tks::codec::check_syntax(record.bytes); !syntax.is_readable || !syntax.errors.empty())
        return {};
    std::string text;
    tks::model::visit_model(name, [&]<class Model>(std::type_identity<Model>) {
        Model model;
        tks::codec::CarefulReader reader(record.bytes, context, list);
        if (reader.read(tks::codec::JsonNavigator(record.bytes).value_at(0), model) && !list.has_errors())
            tks::codec::Encoder(text, revision).write(model);
    });
    return text;
}

}  // namespace

int main(int argument_count, char** arguments) {
    const auto revision = tks::parse_revision(argument_count > 1 ? arguments[1] : "");
    if (!revision) {
        fmt::print(stderr, "usage: tks_rewrite REVISION [MODEL]\n");
        return 2;
    }
    std::ios::sync_with_stdio(false);
    tks::codec::Decoder decoder(*revision, now);
    bool roads_agree = true;
    for (std::string line; std::getline(std::cin, line);) {
        const std::size_t size = line.size();
        line.append(Record::padding, '\0');
        Record record;
        record.bytes = std::string_view(line).substr(0, size);
        const std::string text = argument_count > 2 ? rewritten_model(arguments[2], record, *revision)
                                                    : rewritten_event(decoder, record, *revision);
        if (text.starts_with("the ")) roads_agree = false;
        std::cout << text << '\n';
    }
    return roads_agree ? 0 : 1;
}
