#include "check/subject.hpp"

namespace tks::check {

std::optional<Subject> subject_of(const Event& event) {
    struct Visitor {
        std::optional<Subject> operator()(const RawJson&) const { return std::nullopt; }
        std::optional<Subject> operator()(const TradingSignalIntent& intent) const {
            return Subject{"payload.intent_id", intent.intent_id};
        }
        std::optional<Subject> operator()(const TradingSignal& signal) const {
            return Subject{"payload.signal_id", signal.signal_id};
        }
        std::optional<Subject> operator()(const OrderRequest& order) const {
            return Subject{"payload.order_id", order.order_id};
        }
        std::optional<Subject> operator()(const OrderFill& fill) const {
            return Subject{"payload.order_id", fill.order_id};
        }
        std::optional<Subject> operator()(const Trade& trade) const {
            return Subject{"payload.trade_id", trade.trade_id};
        }
    };
    return std::visit(Visitor{}, event.payload);
}

}  // namespace tks::check
