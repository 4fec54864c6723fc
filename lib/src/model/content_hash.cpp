#include "model/content_hash.hpp"

#include "model/event_fields.hpp"
#include "model/value_hasher.hpp"

namespace tks::model {

std::uint64_t content_hash(const Event& event) {
    // Stores keep what this gives, so that it must not change.
    ValueHasher<SmallValues::one_by_one> hasher;
    hasher.add(static_cast<const DomainEvent&>(event));
    std::visit([&](const auto& payload) { hasher.add(payload); }, event.payload);
    std::visit([&](const auto& details) { hasher.add(details); }, event.details);
    return hasher.hash();
}

}  // namespace tks::model
