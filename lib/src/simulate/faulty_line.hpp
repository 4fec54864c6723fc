#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "codec/json_text.hpp"
#include "simulate/random.hpp"
#include "tks/events.hpp"
#include "tks/revision.hpp"

namespace tks::simulation {

/// The line of a sound event that is about to be spoilt, and the means to do so. Paths name members from the outside
/// in, as in "payload/market". What edits a place that the line does not have leaves the line as it is.
struct FaultyLine {
    std::string& text;
    const Event& event;
    Revision contract;
    Random& random;
    std::uint64_t number = 0;  ///< How many defects of this kind have been planted before.
    std::string event_id{};    ///< Of the event that is at fault; to be changed where that is another one.

    /// The JSON of a member's value; nothing if the line has no such member.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view path) const;

    /// Puts other text in the place of a member's value; false if there is no such member.
    bool replace(std::string_view path, std::string_view json);

    /// Puts text behind the opening quote of a text; false if there is no such member or if it is no text.
    bool insert_into_text(std::string_view path, std::string_view inserted);

    /// Takes a member out, and the comma that goes with it; false if there is no such member.
    bool remove(std::string_view path);

    /// Adds a member to the end of the object at a path, or of the event itself for an empty one. The object must not
    /// be empty. False if there is no such object.
    bool add(std::string_view path, std::string_view member);

private:
    struct Place {
        std::size_t key_begin = 0;
        codec::JsonValue value;
    };

    [[nodiscard]] std::optional<Place> place_of(std::string_view path) const;
};

}  // namespace tks::simulation
