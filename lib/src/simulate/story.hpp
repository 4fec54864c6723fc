#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>

#include "simulate/identifier.hpp"
#include "simulate/position.hpp"
#include "simulate/random.hpp"
#include "simulate/script.hpp"
#include "simulate/world.hpp"
#include "tks/events.hpp"

namespace tks::simulation {

/// A letter and a number, as providers and venues make up ids.
class NumberedId {
public:
    NumberedId() = default;
    NumberedId(std::string_view prefix, std::uint64_t number) {
        char* const end = text_.data() + prefix.copy(text_.data(), text_.size());
        size_ = static_cast<std::size_t>(std::to_chars(end, text_.data() + text_.size(), number).ptr - text_.data());
    }

    [[nodiscard]] std::string_view view() const { return {text_.data(), size_}; }

private:
    std::array<char, 24> text_{};
    std::size_t size_ = 0;
};

/// One idea of a strategy and all that follows from it: it plays a script, with the aggregates that the events are
/// about. Stories know nothing of each other, so that their order in time does not change what they tell.
class Story {
public:
    Story() = default;
    Story(const Story&) = delete;  // Its events view it.
    Story& operator=(const Story&) = delete;

    /// Starts anew. The script is written from the seed and the number of the story.
    void begin(std::uint64_t seed, std::uint64_t number, Plot plot, std::int64_t begin_ms);

    [[nodiscard]] bool is_over() const { return next_ == script_.size(); }

    /// When the next event happens, if the story is not over.
    [[nodiscard]] std::int64_t next_ms() const { return now_ms_ + script_[next_].delay_ms; }

    /// Makes the next event happen. The event views the story until the next call.
    void tell(Event& event);

private:
    void choose_identity();
    void tell_envelope(Event& event, const Step& step);
    void tell_intent(Event& event, const Step& step);
    void tell_signal(Event& event, const Step& step);
    void tell_order(Event& event, const Step& step);
    void tell_fill(Event& event, const Step& step);
    void tell_trade(Event& event, const Step& step);

    void new_intent(const Step& step);
    void new_order(const Step& step);
    void update_trade(const Step& step);
    [[nodiscard]] RawJson some_metadata(std::uint32_t percent);
    [[nodiscard]] std::string_view words(Topic topic);
    [[nodiscard]] std::string_view source_of(EventType type) const;

    Random random_{0};
    std::uint64_t key_ = 0;
    std::uint64_t number_ = 0;
    Plot plot_{};
    const Strategy* strategy_ = nullptr;
    const Market* market_ = nullptr;
    Direction direction_{};
    Script script_;
    std::size_t next_ = 0;
    std::int64_t now_ms_ = 0;
    std::int64_t previous_ms_ = 0;  // Of the event before.

    // What the platform does in this story.
    bool orders_name_trade_ = false;  // The trade has its id before it is opened.
    bool fills_name_trade_ = false;
    bool trade_names_signal_ = false;

    // The state of the aggregates. A later intent or order takes the place of the one before.
    TradingSignal signal_;
    OrderRequest order_;
    Position position_;
    Trade trade_;
    std::uint32_t intents_ = 0;
    std::uint32_t orders_ = 0;

    Identifier correlation_id_, intent_id_, signal_id_, order_id_, trade_id_, trade_signal_id_;
    Identifier event_id_, causation_id_, fill_id_;
    NumberedId provider_signal_id_, trade_provider_signal_id_, provider_trade_id_, venue_order_id_;
};

}  // namespace tks::simulation
