#pragma once

#include <string>

#include "report/json_object.hpp"
#include "tks/diagnostic.hpp"

/// Where a record stands, for people and for programs.
namespace tks::report {

/// FILE, FILE:LINE or FILE:LINE:COLUMN, as far as it is known; for a terminal.
void append_file_place(std::string& out, const Origin& origin, bool with_column);

/// TOPIC/PARTITION/OFFSET, as far as it is known; for a terminal.
void append_topic_place(std::string& out, const Origin& origin);

/// The one of both that the input is.
void append_place(std::string& out, const Origin& origin);

/// As members of an object: file and line, or topic, partition and offset.
void add_place(JsonObject& object, const Origin& origin);

}  // namespace tks::report
