#include "codec/encode.hpp"

#include "tks/codec.hpp"

namespace tks {

void append_json(std::string& out, const Event& event, Revision revision) {
    codec::Encoder encoder(out, revision);
    out += '{';
    const std::size_t begin = out.size();
    encoder.write_fields(static_cast<const DomainEvent&>(event));
    encoder.write_key("payload");
    encoder.write(event.payload);
    out += ',';
    std::visit([&](const auto& details) { encoder.write_fields(details); }, event.details);
    encoder.close_object(begin);
}

#define TKS_APPEND_JSON(Model)                                                  \
    void append_json(std::string& out, const Model& model, Revision revision) { \
        codec::Encoder(out, revision).write(model);                             \
    }
TKS_APPEND_JSON(SignalProvider)
TKS_APPEND_JSON(TradingSignalIntent)
TKS_APPEND_JSON(TradingSignal)
TKS_APPEND_JSON(OrderRequest)
TKS_APPEND_JSON(OrderFill)
TKS_APPEND_JSON(Trade)
TKS_APPEND_JSON(PositionMarkV1)
TKS_APPEND_JSON(TradingSignalSnapshot)
TKS_APPEND_JSON(TradingSignalIntentSnapshot)
TKS_APPEND_JSON(OrderSnapshot)
TKS_APPEND_JSON(TradeSnapshot)
TKS_APPEND_JSON(PositionsMarkSnapshotV1)
TKS_APPEND_JSON(MarketDataAssignment)
#undef TKS_APPEND_JSON

}  // namespace tks
