#include "tks/publish.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "base/input_name.hpp"
#include "pipeline/input_sequence.hpp"
#include "pipeline/input_set.hpp"
#include "pipeline/record_judge.hpp"
#include "source/kafka_producer.hpp"
#include "source/record_reader.hpp"
#include "tks/error.hpp"

namespace tks {

namespace {

using Clock = std::chrono::steady_clock;

/// How long it may take until a stop is noticed.
constexpr std::int64_t wait_ms = 100;
constexpr std::uint64_t records_between_looks = 256;
constexpr auto time_between_reports = std::chrono::milliseconds(200);

/// Where a record stands, in the number that goes with its message.
class PlaceTag {
public:
    static std::uint64_t of(std::size_t input, std::uint64_t line) {
        return (std::uint64_t{input} << line_bits) | line;
    }
    static std::size_t input_of(std::uint64_t tag) { return static_cast<std::size_t>(tag >> line_bits); }
    static std::uint64_t line_of(std::uint64_t tag) { return tag & ((std::uint64_t{1} << line_bits) - 1); }

private:
    static constexpr unsigned line_bits = 40;
};

/// Says when each record is due.
class Pace {
public:
    explicit Pace(const PublishOptions& options) : rate_(options.events_per_second), speed_(options.speed) {}

    /// `occurred_at` is nothing where it cannot be read. Records that come late are due at once.
    Clock::time_point due(std::optional<Timestamp> occurred_at) {
        if (rate_ == 0 && speed_ == 0) return {};
        if (!begin_) begin_ = Clock::now();
        Clock::time_point at = *begin_;
        if (rate_ != 0) at += after_ms(static_cast<double>(count_++) * 1000.0 / rate_);
        if (speed_ == 0 || !occurred_at) return at;
        if (!first_) first_ = *occurred_at;
        // In floating point, as the times of a dump may lie as far apart as 64 bits go.
        const double distance_ms = static_cast<double>(occurred_at->ms) - static_cast<double>(first_->ms);
        return std::max(at, *begin_ + after_ms(distance_ms / speed_));
    }

private:
    static Clock::duration after_ms(double ms) {
        constexpr double longest_ms = 1e12;
        return std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double, std::milli>(std::clamp(ms, 0.0, longest_ms)));
    }

    double rate_;
    double speed_;
    std::optional<Clock::time_point> begin_;
    std::optional<Timestamp> first_;
    std::uint64_t count_ = 0;
};

class Publication {
public:
    Publication(const std::vector<std::string>& inputs, const PublishOptions& options, const PublishListener& listener)
        : options_(options),
          listener_(listener),
          inputs_(inputs),
          sequence_(inputs_.names(), options.input,
                    [this](const std::string& name, const InputOptions& input, const source::Resumption& resumption) {
                        return inputs_.open(name, input, resumption);
                    }),
          judge_(options.contract, options.levels, options.clock()),
          pace_(options),
          producer_(options.connection, listener.on_note,
                    [this](std::uint64_t tag, std::string_view failure) { note_delivery(tag, failure); }) {}

    PublishSummary run() {
        producer_.open(options_.topic);
        try {
            read_all();
            while (producer_.pending() > 0) {
                producer_.serve(static_cast<int>(wait_ms));
                report_progress();
            }
        } catch (const KafkaError& error) {
            summary_.failure = error.what();
            producer_.give_up();
        }
        return summary_;
    }

private:
    void read_all() {
        pipeline::Piece piece;
        while (!summary_.is_stopped && sequence_.next(piece)) {
            if (piece.input != input_) lines_ = 0;
            input_ = piece.input;
            if (!piece.failure.empty()) {
                ++summary_.unreadable_inputs;
                listener_.on_unreadable_input(sequence_.names()[input_], piece.failure);
                continue;
            }
            reader_.reset(piece.chunk);
            Record record;
            while (!summary_.is_stopped && reader_.next(record)) take(record);
            lines_ += reader_.lines();
        }
    }

    void take(const Record& record) {
        const source::Problem* const problem = reader_.problem();
        if (problem == nullptr || problem->is_record) ++summary_.records;
        if (summary_.records % records_between_looks == 0) look_around();
        if (problem != nullptr) {
            if (problem->is_record) ++summary_.withheld;
            tell(pipeline::note_on(record, problem->rule, problem->message, problem->column));
        } else if (record.oversize_bytes != 0) {
            ++summary_.withheld;
            tell(pipeline::note_on_oversize(record, options_.input.max_record_bytes));
        } else if (record.tombstone) {
            take_tombstone(record);
        } else {
            take_event(record);
        }
    }

    /// On a compacted topic they delete what has the key.
    void take_tombstone(const Record& record) {
        if (record.key.empty())
            ++summary_.withheld;
        else
            send(record.key, std::nullopt, record, std::nullopt);
    }

    void take_event(const Record& record) {
        const pipeline::JudgedRecord judged = judge_.judge(record, options_.clock());
        for (const Diagnostic& finding : judged.findings) tell(finding);
        const bool has_errors = !judged.is_good || std::ranges::any_of(judged.findings, [](const Diagnostic& finding) {
            return finding.severity == Severity::error;
        });
        if (has_errors && !options_.with_invalid) {
            ++summary_.withheld;
            return;
        }
        std::optional<std::string_view> key;
        std::optional<Timestamp> moment;
        if (judged.event != nullptr) {
            key = judged.event->aggregate_id;
            moment = judged.event->occurred_at;
        } else if (judged.marks != nullptr) {
            key = judged.marks->account_id;
            moment = judged.marks->as_of;
        } else if (!record.key.empty()) {
            key = record.key;
        }
        send(key, record.bytes, record, moment);
    }

    void send(std::optional<std::string_view> key, std::optional<std::string_view> payload, const Record& record,
              std::optional<Timestamp> moment) {
        if (!wait_until(pace_.due(moment))) return;
        while (!producer_.send(key, payload, PlaceTag::of(input_, lines_ + record.line))) {
            producer_.serve(static_cast<int>(wait_ms));
            look_around();
        }
    }

    /// False where it was stopped.
    bool wait_until(Clock::time_point due) {
        for (;;) {
            const auto left = due - Clock::now();
            if (left <= Clock::duration::zero()) return true;
            const auto left_ms = std::chrono::ceil<std::chrono::milliseconds>(left).count();
            producer_.serve(static_cast<int>(std::clamp<std::int64_t>(left_ms, 1, wait_ms)));
            look_around();
            if (summary_.is_stopped) return false;
        }
    }

    void look_around() {
        if (listener_.is_stopped && listener_.is_stopped()) summary_.is_stopped = true;
        producer_.serve(0);
        report_progress();
    }

    void tell(Diagnostic finding) {
        complete_origin(finding.origin, sequence_.names()[input_], lines_);
        listener_.on_finding(finding);
    }

    void note_delivery(std::uint64_t tag, std::string_view failure) {
        if (failure.empty()) {
            ++summary_.delivered;
            return;
        }
        ++summary_.undelivered;
        Diagnostic finding;
        finding.rule = "kafka/undelivered";
        finding.message = std::string("not delivered: ").append(failure);
        finding.origin = origin_in(sequence_.names()[PlaceTag::input_of(tag)], PlaceTag::line_of(tag));
        listener_.on_undelivered(finding);
    }

    void report_progress() {
        if (!listener_.on_progress) return;
        const auto now = Clock::now();
        if (now - last_report_ < time_between_reports) return;
        last_report_ = now;
        listener_.on_progress(summary_);
    }

    const PublishOptions& options_;
    const PublishListener& listener_;
    pipeline::InputSet inputs_;
    pipeline::InputSequence sequence_;
    source::RecordReader reader_;
    pipeline::RecordJudge judge_;
    Pace pace_;
    PublishSummary summary_;
    std::size_t input_ = 0;
    std::uint64_t lines_ = 0;  // Of the input before the piece at hand.
    Clock::time_point last_report_{};
    source::KafkaProducer producer_;  // The last one: its news are told to the others.
};

}  // namespace

PublishSummary publish(const std::vector<std::string>& inputs, const PublishOptions& options,
                       const PublishListener& listener) {
    return Publication(inputs, options, listener).run();
}

}  // namespace tks
