#pragma once

#include "model/payload_fields.hpp"
#include "tks/events.hpp"

/// The envelope and each type's own keys, as tks-essentials' data_models/events.py has them.
namespace tks::model {

/// The envelope without `payload`, whose type depends on event_type.
template <>
struct ModelDescription<DomainEvent> : ModelDefaults {
    static constexpr std::string_view name = "DomainEvent";
    static constexpr std::string_view meaning = "The envelope that every event has.";
    static constexpr std::tuple fields{
        field("event_id", &DomainEvent::event_id, "Id of the event.").generated(),
        field("event_type", &DomainEvent::event_type, "What happened."),
        field("occurred_at", &DomainEvent::occurred_at, "When it happened, in ms since the epoch.").generated(),
        field("aggregate_type", &DomainEvent::aggregate_type, "The family of the aggregate that it is about.")
            .defaulted(),
        field("aggregate_id", &DomainEvent::aggregate_id, "Id of the aggregate: the payload's own id."),
        field("correlation_id", &DomainEvent::correlation_id, "Shared by all events of one story."),
        field("causation_id", &DomainEvent::causation_id, "event_id of the event that caused this one."),
        field("source", &DomainEvent::source, "The service that wrote it."),
        field("payload_version", &DomainEvent::payload_version, "Version of the payload's model.")
            .defaulted()
            .bounded(Bound::at_least_one),
        field("metadata", &DomainEvent::metadata, "Anything else.").defaulted(),
    };
};

template <>
struct ModelDescription<NoDetails> : ModelDefaults {
    static constexpr std::tuple<> fields{};
};

template <>
struct ModelDescription<GrantDetails> : ModelDefaults {
    static constexpr std::tuple fields{
        field("signal_id", &GrantDetails::signal_id, "The signal that the intent becomes."),
        field("prm_granted_at", &GrantDetails::prm_granted_at, "When the PRM granted it, in ms since the epoch."),
    };
};

template <>
struct ModelDescription<IntentRejectionDetails> : ModelDefaults {
    static constexpr std::tuple fields{
        field("reasons", &IntentRejectionDetails::reasons, "Why it was denied.").defaulted(),
        field("reason_detail", &IntentRejectionDetails::reason_detail, "Why, in words.").maybe_blank(),
    };
};

template <>
struct ModelDescription<SignalRejectionDetails> : ModelDefaults {
    static constexpr std::tuple fields{
        field("reasons", &SignalRejectionDetails::reasons, "Why it was rejected.").defaulted(),
    };
};

template <>
struct ModelDescription<ColdDetails> : ModelDefaults {
    static constexpr std::tuple fields{
        field("reasons", &ColdDetails::reasons, "Why it stays cold.").defaulted(),
    };
};

template <>
struct ModelDescription<ReasonDetails> : ModelDefaults {
    static constexpr std::tuple fields{
        field("reason", &ReasonDetails::reason, "Why, in words.").maybe_blank(),
    };
};

template <>
struct ModelDescription<OptionalReasonDetails> : ModelDefaults {
    static constexpr std::tuple fields{
        field("reason", &OptionalReasonDetails::reason, "Why, in words.").maybe_blank(),
    };
};

template <>
struct ModelDescription<PlacementDetails> : ModelDefaults {
    static constexpr std::tuple fields{
        field("venue_order_id", &PlacementDetails::venue_order_id, "The venue's own id of the order.").maybe_blank(),
    };
};

template <>
struct ModelDescription<ProfitDetails> : ModelDefaults {
    static constexpr std::tuple fields{
        field("realized_pnl_delta", &ProfitDetails::realized_pnl_delta,
              "PnL realized by this step, in the quote asset."),
    };
};

}  // namespace tks::model
