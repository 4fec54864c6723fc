#include "simulate/faulty_line.hpp"

#include <algorithm>

namespace tks::simulation {

std::optional<FaultyLine::Place> FaultyLine::place_of(std::string_view path) const {
    // A payload that is kept as it came may hold anything.
    if (path.starts_with("payload/") && std::holds_alternative<RawJson>(event.payload)) return std::nullopt;
    const codec::JsonNavigator json(text);
    Place place{0, json.value_at(0)};
    while (!path.empty()) {
        const std::string_view name = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(name.size() + 1, path.size()));
        if (place.value.kind != codec::JsonKind::object) return std::nullopt;
        std::optional<Place> found;
        json.for_each_member(place.value, [&](std::string_view key, std::size_t begin, const codec::JsonValue& value) {
            if (key == name) found = Place{begin, value};
        });
        if (!found) return std::nullopt;
        place = *found;
    }
    return place;
}

std::optional<std::string_view> FaultyLine::find(std::string_view path) const {
    const std::optional<Place> place = place_of(path);
    if (!place) return std::nullopt;
    return codec::JsonNavigator(text).raw(place->value);
}

bool FaultyLine::replace(std::string_view path, std::string_view json) {
    const std::optional<Place> place = place_of(path);
    if (place) text.replace(place->value.begin, place->value.end - place->value.begin, json);
    return place.has_value();
}

bool FaultyLine::insert_into_text(std::string_view path, std::string_view inserted) {
    const std::optional<Place> place = place_of(path);
    if (!place || place->value.kind != codec::JsonKind::text) return false;
    text.insert(place->value.begin + 1, inserted);
    return true;
}

bool FaultyLine::remove(std::string_view path) {
    const std::optional<Place> place = place_of(path);
    if (!place) return false;
    std::size_t begin = place->key_begin;
    std::size_t end = place->value.end;
    // The canonical form has no spaces around commas.
    if (text[end] == ',')
        ++end;
    else if (text[begin - 1] == ',')
        --begin;
    text.erase(begin, end - begin);
    return true;
}

bool FaultyLine::add(std::string_view path, std::string_view member) {
    const std::optional<Place> place = place_of(path);
    if (!place || place->value.kind != codec::JsonKind::object) return false;
    text.insert(place->value.end - 1, std::string(",").append(member));
    return true;
}

}  // namespace tks::simulation
