#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "tks/diagnostic.hpp"

/// Inputs are known by names: those of files, and for partitions of topics kafka:TOPIC/PARTITION.
namespace tks {

std::string name_of_partition(std::string_view topic, std::int32_t partition);

bool is_name_of_partition(std::string_view name);

/// Where the record with this number stands, which is its line in a file, and in a partition its offset and one (see
/// Record::number). Where the number is 0, nobody knows.
Origin origin_in(const std::string& input, std::uint64_t number);

/// Gives the origin of a record that knows nothing of its input: its line counts from behind `lines_before`.
void complete_origin(Origin& origin, const std::string& input, std::uint64_t lines_before);

/// What origin_in() takes.
std::pair<std::string, std::uint64_t> place_in_input(const Origin& origin);

}  // namespace tks
