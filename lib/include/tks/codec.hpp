#pragma once

#include <string>

#include "tks/events.hpp"
#include "tks/export.hpp"
#include "tks/market_data.hpp"
#include "tks/revision.hpp"
#include "tks/snapshots.hpp"

namespace tks {

/// Appends the canonical JSON of a noun, as its class in tks-essentials writes and reads it: all fields of the
/// revision in the package's order, nulls and defaults included, on one line and without a line break.
/// The noun must be sound (required text not empty, decimals finite).
TKS_API void append_json(std::string& out, const Event& event, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const SignalProvider& model, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const TradingSignalIntent& model, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const TradingSignal& model, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const OrderRequest& model, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const OrderFill& model, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const Trade& model, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const PositionMarkV1& model, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const TradingSignalSnapshot& model, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const TradingSignalIntentSnapshot& model,
                         Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const OrderSnapshot& model, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const TradeSnapshot& model, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const PositionsMarkSnapshotV1& model, Revision revision = newest_revision);
TKS_API void append_json(std::string& out, const MarketDataAssignment& model, Revision revision = newest_revision);

/// The same as a string of its own.
template <class Model>
std::string to_json(const Model& model, Revision revision = newest_revision) {
    std::string out;
    append_json(out, model, revision);
    return out;
}

}  // namespace tks
