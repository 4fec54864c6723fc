#include "codec/decoder.hpp"

#include <algorithm>
#include <tuple>

#include "codec/careful_reader_templates.hpp"
#include "model/registry.hpp"

namespace tks::codec {

namespace {

/// Whether a record is meant to hold marks of positions: it has a kind, which no event has, and no event_type.
bool holds_marks(std::string_view text, const JsonValue& root) {
    if (root.kind != JsonKind::object) return false;
    bool has_kind = false;
    bool has_type = false;
    JsonNavigator(text).for_each_member(root, [&](std::string_view key, std::size_t, const JsonValue&) {
        has_kind = has_kind || key == "kind";
        has_type = has_type || key == "event_type";
    });
    return has_kind && !has_type;
}

}  // namespace

Decoder::Decoder(Revision revision, Timestamp now)
    : fast_(fast_capacity), context_{.revision = revision, .now = now, .arena = &arena_} {}

Decoded Decoder::decode(const Record& record, Event& event, std::vector<Diagnostic>& findings) {
    release();
    return decode_more(record, event, nullptr, findings);
}

Decoded Decoder::decode_message(const Record& record, Event& event, PositionsMarkSnapshotV1& marks,
                                std::vector<Diagnostic>& findings) {
    release();
    return decode_more(record, event, &marks, findings);
}

Decoded Decoder::decode_more(const Record& record, Event& event, PositionsMarkSnapshotV1* marks,
                             std::vector<Diagnostic>& findings) {
    if (fast_.read_event(record.bytes, context_, event)) return {true, event.event_type};
    return decode_more_carefully(record, event, findings, marks);
}

Decoded Decoder::decode_carefully(const Record& record, Event& event, std::vector<Diagnostic>& findings,
                                  PositionsMarkSnapshotV1* marks) {
    release();
    return decode_more_carefully(record, event, findings, marks);
}

Decoded Decoder::decode_more_carefully(const Record& record, Event& event, std::vector<Diagnostic>& findings,
                                       PositionsMarkSnapshotV1* marks) {
    event = Event{};
    Decoded decoded;
    decoded.is_good = read_carefully(record, findings, [&](CarefulReader& reader, const JsonValue& root) {
        decoded.is_marks = marks != nullptr && holds_marks(record.bytes, root);
        if (decoded.is_marks) return reader.read(root, *marks);
        const bool is_read = reader.read_event(root, event);
        if (reader.has_read_type()) decoded.type = event.event_type;
        return is_read;
    });
    return decoded;
}

bool Decoder::judge(const Record& record, std::string_view model_name, std::vector<Diagnostic>& findings) {
    release();
    return read_carefully(record, findings, [&](CarefulReader& reader, const JsonValue& root) {
        bool is_read = false;
        model::visit_model(model_name, [&]<class Model>(std::type_identity<Model>) {
            Model model;
            is_read = reader.read(root, model);
        });
        return is_read;
    });
}

template <class Read>
bool Decoder::read_carefully(const Record& record, std::vector<Diagnostic>& findings, Read&& read) {
    FindingList list(record, findings);
    const std::size_t first = findings.size();
    SyntaxCheck syntax = check_syntax(record.bytes);
    for (SyntaxError& error : syntax.errors)
        list.add(Severity::error, error.rule, std::move(error.message), error.offset);
    bool is_read = false;
    if (syntax.is_readable) {
        CarefulReader reader(record.bytes, context_, list);
        is_read = read(reader, JsonNavigator(record.bytes).value_at(0));
    }
    const auto by_place = [](const Diagnostic& finding) {
        return std::tuple(finding.origin.line, finding.origin.column);
    };
    std::ranges::stable_sort(findings.begin() + static_cast<std::ptrdiff_t>(first), findings.end(), {}, by_place);
    return is_read && !list.has_errors();
}

}  // namespace tks::codec
