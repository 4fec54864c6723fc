#include "tks/payloads.hpp"

namespace tks {

TradingSignal TradingSignalIntent::grant(std::string_view signal_id, Timestamp prm_granted_at) const {
    TradingSignal signal;
    static_cast<TradingSignalIntent&>(signal) = *this;
    if (!signal.signal_provider_signal_id) signal.signal_provider_signal_id = signal_id;
    signal.signal_id = signal_id;
    signal.prm_granted_at = prm_granted_at;
    return signal;
}

Decimal Trade::net_qty() const {
    const Decimal open = entry_qty - exit_qty;
    return open.is_negative() ? Decimal{} : open;
}

}  // namespace tks
