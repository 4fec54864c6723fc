#include "pipeline/store_feeder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/input_name.hpp"
#include "pipeline/validation.hpp"
#include "tks/error.hpp"
#include "tks/replay.hpp"
#include "tks/rules.hpp"

namespace tks {

namespace pipeline {

namespace {

constexpr std::string_view ndjson = "ndjson";
constexpr std::string_view kcat = "kcat";
constexpr std::string_view messages = "messages";

std::string_view format_of(const std::string& input, InputFormat format) {
    if (is_name_of_partition(input)) return messages;
    return format == InputFormat::ndjson ? ndjson : format == InputFormat::kcat ? kcat : std::string_view();
}

bool is_file(const std::string& name) {
    std::error_code error;
    return std::filesystem::is_regular_file(name, error);
}

}  // namespace

Committer::~Committer() {
    {
        const std::scoped_lock lock(mutex_);
        is_ended_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Committer::commit(store::Delta&& delta) {
    std::unique_lock lock(mutex_);
    wait_until_free(lock);
    delta_.emplace(std::move(delta));
    changed_.notify_all();
}

bool Committer::is_free() {
    const std::scoped_lock lock(mutex_);
    return !delta_;
}

void Committer::finish() {
    std::unique_lock lock(mutex_);
    wait_until_free(lock);
}

void Committer::wait_until_free(std::unique_lock<std::mutex>& lock) {
    changed_.wait(lock, [this] { return !delta_ || failure_; });
    if (failure_) std::rethrow_exception(failure_);
}

void Committer::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return delta_ || is_ended_; });
        if (!delta_ || failure_) return;
        lock.unlock();
        std::exception_ptr failure;
        try {
            writer_.commit(*delta_);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        failure_ = failure;
        delta_.reset();
        changed_.notify_all();
        if (failure_) return;
    }
}

StoreFeeder::StoreFeeder(Store& store, const InputSet& inputs, const ValidateOptions& reading)
    : inputs_(inputs),
      names_(inputs.names()),
      reading_(fmt::format("contract={} max_record_bytes={} format={}", to_string(reading.contract),
                           reading.input.max_record_bytes, static_cast<int>(reading.input.format))),
      most_bytes_(store::StoreAccess::options(store).delta_bytes),
      ends_(names_.size()),
      is_begun_(names_.size()),
      writer_(store::StoreAccess::writer(store)),
      making_(writer_, std::ranges::all_of(names_, is_file)),
      committer_(writer_) {
    for (const std::string& name : names_) {
        store::Writer::KnownInput known = store::StoreAccess::writer(store).open_input(name);
        source::Resumption resumption;
        const store::InputPosition& position = known.position;
        if (!position.format.empty() && position.reading == reading_) {
            if (inputs_.fingerprint(name, position.bytes) == position.fingerprint)
                resumption = {.format = position.format == kcat ? InputFormat::kcat : InputFormat::ndjson,
                              .bytes = position.bytes,
                              .lines = position.lines};
            else if (is_name_of_partition(name) || is_file(name))
                replaced_.push_back(name);
        }
        resumptions_.push_back(resumption);
        numbers_.emplace(name, known.number);
        known_.push_back(std::move(known));
    }
}

GatherTarget StoreFeeder::target() {
    GatherTarget target{.state = &delta_.state, .numbers = {}};
    for (const store::Writer::KnownInput& known : known_) target.numbers.push_back(known.number);
    for (const source::Resumption& resumption : resumptions_) target.lines_before.push_back(resumption.lines);
    target.on_piece = [this](const PieceEnd& end) { take(end); };
    return target;
}

void StoreFeeder::take(const Diagnostic& finding) {
    const auto named = numbers_.find(place_in_input(finding.origin).first);
    if (named == numbers_.end()) return;
    delta_.findings.push_back({.input = named->second, .finding = finding});
    finding_bytes_ += sizeof finding + finding.message.size() + finding.pointer.size() + finding.excerpt.size();
}

void StoreFeeder::take(const PieceEnd& end) {
    if (touched_.empty() || touched_.back() != end.input) touched_.push_back(end.input);
    if (end.offset != 0) ends_[end.input] = end;
    // Whoever waits for work gets some, so that both threads are busy from the beginning on.
    constexpr std::uint64_t least_part = 10;
    const std::uint64_t bytes = delta_.state.bytes() + finding_bytes_;
    if (bytes >= most_bytes_ || (bytes >= most_bytes_ / least_part && committer_.is_free())) commit();
}

void StoreFeeder::commit() {
    for (const std::size_t input : touched_) {
        store::Delta::Input& changed = delta_.inputs.emplace_back();
        changed.number = known_[input].number;
        const bool is_partition = is_name_of_partition(names_[input]);
        const std::uint64_t begin = resumptions_[input].bytes;
        // Whoever pipes something in may go on with other events; a file has been replaced, or its last line was not finished.
        if (!is_begun_[input] && names_[input] != "-")
            changed.forget_behind_line = is_partition ? begin : resumptions_[input].lines;
        is_begun_[input] = true;
        const std::optional<PieceEnd>& end = ends_[input];
        const std::uint64_t bytes = !end ? begin : is_partition ? end->offset : begin + end->offset;
        if (bytes == 0) continue;
        changed.position = {
            .format = std::string(format_of(names_[input], end ? end->format : resumptions_[input].format)),
            .bytes = bytes,
            .lines = end ? end->lines : resumptions_[input].lines,
            .fingerprint = inputs_.fingerprint(names_[input], bytes).value_or(""),
            .reading = reading_};
    }
    touched_.clear();
    finding_bytes_ = 0;
    committer_.commit(std::exchange(delta_, store::Delta{}));
}

void StoreFeeder::finish() {
    if (!touched_.empty() || !delta_.findings.empty()) commit();
    committer_.finish();
    writer_.figures().pack();
    writer_.publish();
    writer_.settle();
}

}  // namespace pipeline

ValidateSummary replay_into(Store& store, const Inputs& inputs, const ReplayOptions& options,
                            const ValidateListener& listener) {
    if (options.until)
        throw UsageError("a store takes all events; leave out the time up to which events count, or the store");
    if (store::StoreAccess::options(store).is_read_only)
        throw UsageError("a store that was opened for reading alone takes no events");
    pipeline::InputSet set(inputs, listener.on_notice);
    ValidateOptions reading = options.reading;
    // What keeps a record from counting is kept, whoever wants to hear of it now.
    for (const std::string_view family : {"json", "schema"}) reading.levels.reset_family(family);
    pipeline::StoreFeeder feeder(store, set, reading);
    if (listener.on_notice)
        for (const std::string& name : feeder.replaced())
            listener.on_notice(
                name +
                " does not begin with what was read of it before, and is read from its beginning; what had been read stays");
    ValidateListener listeners = listener;
    listeners.on_finding = [&](const Diagnostic& finding) {
        feeder.take(finding);
        const std::optional<Severity> level = options.reading.levels.level_of(finding.rule);
        if (!level || !listener.on_finding) return;
        Diagnostic told = finding;
        told.severity = *level;
        listener.on_finding(told);
    };
    pipeline::Validation validation(set, reading, listeners);
    validation.forget_stories();
    validation.project_into(feeder.target(), std::nullopt);
    validation.resume_at(feeder.resumptions());
    validation.run();
    feeder.finish();
    return validation.summary();
}

void for_each_finding(const Store& store, const RuleLevels& levels,
                      const std::function<void(const Diagnostic&)>& visit) {
    const auto tell = [&](const Diagnostic& found) {
        const std::optional<Severity> level = levels.level_of(found.rule);
        if (!level) return;
        Diagnostic finding = found;
        finding.rule = find_rule(found.rule)->name;
        finding.severity = *level;
        visit(finding);
    };
    store.for_each_record_finding(tell);
    store.for_each_contradiction(tell);
}

}  // namespace tks
