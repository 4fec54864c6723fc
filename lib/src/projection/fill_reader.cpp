#include "projection/fill_reader.hpp"

#include <algorithm>

#include "projection/packed.hpp"

namespace tks::projection {

FillReader::FillReader(const State& state, const Ledger& ledger, const Valuation& valuation)
    : state_(state), valuation_(valuation), trade_of_fill_(state.fills.size(), no_id) {
    for (Id trade = 1; trade < state.trades.size(); ++trade)
        for (const Id fill : ledger.fills_of(trade)) trade_of_fill_[fill] = trade;
    for (Id fill = 1; fill < state.fills.size(); ++fill)
        if (state.has_fill(fill)) fills_.push_back(fill);
    std::ranges::sort(fills_, [&](Id left, Id right) { return state.precedes(left, right); });
}

TradeFill FillReader::fill(Id id) {
    const FillRecord record = state_.fill(id);
    TradeFill fill;
    fill.fill_id = texts_.fill_id = state_.fills.text(id);
    fill.order_id = texts_.order_id = state_.orders.text(record.order);
    fill.market = texts_.market = state_.words.text(record.market);
    fill.side = record.side;
    fill.quantity = state_.decimals.unpack(record.quantity);
    fill.price = state_.decimals.unpack(record.price);
    fill.fee = state_.decimals.unpack(record.fee);
    fill.liquidity = record.liquidity;
    fill.filled_at = record.filled_at;
    tell_order(record.order, fill);
    tell_trade(trade_of_fill_[id], record.order, fill);
    return fill;
}

void FillReader::tell_order(Id order, TradeFill& fill) {
    arena_.release();
    const auto unpack = [&](Blob bytes, auto& model) { Unpacker(state_.blobs.view(bytes), arena_).unpack(model); };
    if (order < state_.order_slots.size() && state_.order_slots[order].request.bytes != no_blob) {
        OrderRequest request;
        unpack(state_.order_slots[order].request.bytes, request);
        fill.venue = request.venue.value_or(std::string_view());
        fill.order_type = request.order_type;
        fill.limit_price = request.limit_price;
    }
    const Id intent = state_.orders[order].intent.id();
    if (intent < state_.intent_slots.size() && state_.intent_slots[intent].bytes != no_blob) {
        TradingSignalIntent origin;
        unpack(state_.intent_slots[intent].bytes, origin);
        fill.target_price = origin.target_price;
    }
    const Id signal = state_.orders[order].signal.id();
    if (!fill.target_price && signal < state_.signal_slots.size() && state_.signal_slots[signal].bytes != no_blob) {
        TradingSignal origin;
        unpack(state_.signal_slots[signal].bytes, origin);
        fill.target_price = origin.target_price;
    }
}

void FillReader::tell_trade(Id trade, Id order, TradeFill& fill) {
    if (trade == no_id) {
        const OrderRecord& record = state_.orders[order];
        const Origin& intent = state_.origin(record.intent.id());
        fill.strategy_id = texts_.strategy_id =
            state_.words.text(first_of({record.strategy.id(), intent.strategy.id()}));
        fill.provider_id = texts_.provider_id = state_.words.text(intent.provider.id());
        if (intent.direction.id() != no_id)
            fill.direction = parse_enum<Direction>(state_.words.text(intent.direction.id()));
        return;
    }
    TradePnl origin;
    valuation_.tell_origin(trade, origin);
    fill.trade_id = texts_.trade_id = state_.trades.text(trade);
    fill.strategy_id = texts_.strategy_id = std::move(origin.strategy_id);
    fill.provider_id = texts_.provider_id = std::move(origin.provider_id);
    fill.direction = origin.direction;
}

}  // namespace tks::projection
