#include "base/input_name.hpp"

#include <fmt/format.h>

#include <charconv>

namespace tks {

namespace {

constexpr std::string_view scheme = "kafka:";

}  // namespace

std::string name_of_partition(std::string_view topic, std::int32_t partition) {
    return fmt::format("{}{}/{}", scheme, topic, partition);
}

bool is_name_of_partition(std::string_view name) {
    return name.starts_with(scheme) && name.rfind('/') != std::string_view::npos;
}

Origin origin_in(const std::string& input, std::uint64_t number) {
    Origin origin;
    if (!is_name_of_partition(input)) {
        origin.file = input;
        origin.line = number;
        origin.column = number != 0 ? 1 : 0;
        return origin;
    }
    const std::size_t slash = input.rfind('/');
    origin.topic = input.substr(scheme.size(), slash - scheme.size());
    std::from_chars(input.data() + slash + 1, input.data() + input.size(), origin.partition);
    origin.offset = static_cast<std::int64_t>(number) - 1;
    return origin;
}

void complete_origin(Origin& origin, const std::string& input, std::uint64_t lines_before) {
    if (is_name_of_partition(input)) return;
    origin.file = input;
    origin.line += lines_before;
}

std::pair<std::string, std::uint64_t> place_in_input(const Origin& origin) {
    if (!origin.file.empty() || origin.topic.empty()) return {origin.file, origin.line};
    return {name_of_partition(origin.topic, origin.partition), static_cast<std::uint64_t>(origin.offset + 1)};
}

}  // namespace tks
