#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tks/export.hpp"
#include "tks/revision.hpp"

namespace tks {

/// The JSON Schema (draft 2020-12) of a model, by the package's name for it ("OrderFill"), or of an event, by its
/// event_type or class ("order_filled", "OrderFilled"); an empty name asks for any event, told apart by event_type.
/// It is an indented JSON document that ends in a line break, the same bytes for the same arguments.
///
/// It describes the canonical form, which is narrower than what the package reads: no coercions. What a schema
/// cannot say stands in a "$comment". An event must name its event_type, as a reader needs it to know the class.
///
/// Throws UsageError where no model or event has that name or the revision lacks it; the message says what does.
TKS_API std::string json_schema(std::string_view name, Revision revision = newest_revision);

/// All names that json_schema knows in a revision but for the classes of events: the models, then the event types.
/// The names live as long as the library.
TKS_API std::vector<std::string_view> json_schema_names(Revision revision = newest_revision);

}  // namespace tks
