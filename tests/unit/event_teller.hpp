#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tks/events.hpp"

namespace event_test {

/// Makes an event that is told in one line of few words:
///
///     5 order_requested o1 quantity=2 side=buy
///     9 order_filled o1 fill=f1 quantity=2 price=100 correlation=c1
///
/// The time in milliseconds, the type, the id of the aggregate, and what matters besides; everything else is as usual
/// or absent. The event has the event_id "eN" of its line N, if it is not given another one; "event=" gives it none.
class EventTeller {
public:
    EventTeller(const std::string& line, std::uint64_t number) : line_(line) {
        std::istringstream words(line);
        words >> time_ms_ >> type_ >> id_;
        for (std::string word; words >> word;) {
            const std::size_t sign = word.find('=');
            REQUIRE_MESSAGE(sign != std::string::npos, line);
            values_[word.substr(0, sign)] = word.substr(sign + 1);
        }
        values_.try_emplace("event", "e" + std::to_string(number));
        tell();
    }
    EventTeller(const EventTeller&) = delete;
    EventTeller& operator=(const EventTeller&) = delete;

    /// Views the teller's text.
    [[nodiscard]] const tks::Event& event() const { return event_; }
    [[nodiscard]] const std::string& line() const { return line_; }

private:
    void tell() {
        CAPTURE(line_);
        tks::Event& event = event_;
        event.event_type = word<tks::EventType>(type_);
        event.event_id = *text("event");
        event.occurred_at = {time_ms_};
        event.aggregate_type = tks::describe(event.event_type).aggregate_type;
        event.aggregate_id = id_;
        event.correlation_id = text("correlation");
        event.causation_id = text("cause");
        event.source = text("source");
        if (const auto version = text("version")) event.payload_version = std::stoll(std::string(*version));
        switch (event.aggregate_type) {
            case tks::AggregateType::intent:
                tell_intent(event);
                break;
            case tks::AggregateType::signal:
                tell_signal(event);
                break;
            case tks::AggregateType::order:
                tell_order(event);
                break;
            case tks::AggregateType::trade:
                tell_trade(event);
                break;
        }
        for (const auto& [name, value] : values_) FAIL("nobody reads " << name);
    }

    void tell_intent(tks::Event& event) {
        tks::TradingSignalIntent intent;
        intent.intent_id = id_;
        fill_intent(intent);
        if (event.event_type == tks::EventType::trading_signal_intent_granted)
            event.details =
                tks::GrantDetails{text("signal").value_or("s1"), time("granted").value_or(event.occurred_at)};
        if (event.event_type == tks::EventType::trading_signal_intent_rejected)
            event.details = tks::IntentRejectionDetails{reasons(intent_reasons_), text("detail")};
        event.payload = intent;
    }

    void tell_signal(tks::Event& event) {
        event.payload = tks::RawJson{};
        if (event.event_type == tks::EventType::trading_signal_invalidated) {
            event.details = tks::ReasonDetails{text("reason").value_or("")};
            return;
        }
        if (event.event_type == tks::EventType::trading_signal_rejected)
            event.details = tks::SignalRejectionDetails{reasons(signal_reasons_)};
        if (event.event_type == tks::EventType::trading_signal_qualified_cold)
            event.details = tks::ColdDetails{reasons(cold_reasons_)};
        tks::TradingSignal signal;
        signal.signal_id = id_;
        signal.intent_id = text("intent").value_or("i1");
        fill_intent(signal);
        signal.prm_granted_at = time("granted").value_or(tks::Timestamp{0});
        event.payload = signal;
    }

    void fill_intent(tks::TradingSignalIntent& intent) {
        intent.strategy_id = text("strategy").value_or("breakout");
        intent.signal_provider.signal_provider_id = text("provider").value_or("tks");
        intent.market = text("market").value_or("BTC/USDT");
        intent.side = word<tks::Side>(text("side").value_or("buy"));
        intent.direction = word<tks::Direction>(text("direction").value_or("long"));
        intent.size_pct = 1;
        intent.created_at = time("created").value_or(tks::Timestamp{0});
        intent.valid_until = time("valid_until");
    }

    void tell_order(tks::Event& event) {
        if (event.event_type == tks::EventType::order_partially_filled ||
            event.event_type == tks::EventType::order_filled) {
            tks::OrderFill fill;
            fill.fill_id = text("fill").value_or(event.event_id);
            fill.order_id = id_;
            fill.trade_id = text("trade");
            fill.signal_id = text("signal");
            fill.market = text("market").value_or("BTC/USDT");
            fill.side = word<tks::Side>(text("side").value_or("buy"));
            fill.filled_qty = decimal("quantity").value_or(1);
            fill.filled_price = decimal("price").value_or(100);
            fill.fee = decimal("fee").value_or(0);
            fill.filled_at = time("filled_at").value_or(event.occurred_at);
            event.payload = fill;
            return;
        }
        tks::OrderRequest order;
        order.order_id = id_;
        order.intent_id = text("intent").value_or("i1");
        order.trade_id = text("trade");
        order.signal_id = text("signal");
        order.market = text("market").value_or("BTC/USDT");
        order.side = word<tks::Side>(text("side").value_or("buy"));
        order.order_type = tks::OrderType::market;
        order.order_origin = word<tks::OrderOrigin>(text("origin").value_or("unassigned"));
        order.quantity = decimal("quantity").value_or(1);
        order.strategy_id = text("strategy");
        order.venue = text("venue");
        if (event.event_type == tks::EventType::order_rejected)
            event.details = tks::ReasonDetails{text("reason").value_or("")};
        event.payload = order;
    }

    void tell_trade(tks::Event& event) {
        tks::Trade trade;
        trade.trade_id = id_;
        trade.signal_id = text("signal");
        trade.strategy_id = text("strategy");
        trade.market = text("market").value_or("BTC/USDT");
        trade.direction = word<tks::Direction>(text("direction").value_or("long"));
        trade.status = word<tks::TradeStatus>(text("status").value_or(usual_status(event.event_type)));
        trade.opened_at = time("opened_at");
        trade.closed_at = time("closed_at");
        trade.entry_qty = decimal("entry").value_or(0);
        trade.exit_qty = decimal("exit").value_or(0);
        trade.avg_entry_price = decimal("entry_price");
        trade.avg_exit_price = decimal("exit_price");
        trade.realized_pnl = decimal("pnl").value_or(0);
        if (event.event_type == tks::EventType::profit_realized)
            event.details = tks::ProfitDetails{decimal("delta").value_or(0)};
        event.payload = trade;
    }

    static std::string_view usual_status(tks::EventType type) {
        switch (type) {
            case tks::EventType::trade_reduced:
            case tks::EventType::profit_realized:
                return "partially_closed";
            case tks::EventType::trade_closed:
                return "closed";
            case tks::EventType::trade_canceled:
                return "canceled";
            default:
                return "open";
        }
    }

    template <class Enum>
    static Enum word(std::string_view text) {
        const auto& words = tks::EnumDescription<Enum>::words;
        const auto found = std::ranges::find(words, text);
        REQUIRE_MESSAGE(found != std::end(words), text);
        return static_cast<Enum>(found - std::begin(words));
    }

    /// What the line says of a name; it is struck off, and lives as long as the teller.
    std::optional<std::string_view> text(const std::string& name) {
        const auto found = values_.find(name);
        if (found == values_.end()) return std::nullopt;
        read_.push_back(std::make_unique<std::string>(found->second));
        values_.erase(found);
        return *read_.back();
    }

    std::optional<tks::Timestamp> time(const std::string& name) {
        const auto value = text(name);
        return value ? std::optional(tks::Timestamp{std::stoll(std::string(*value))}) : std::nullopt;
    }

    std::optional<tks::Decimal> decimal(const std::string& name) {
        const auto value = text(name);
        return value ? tks::Decimal::parse(*value) : std::nullopt;
    }

    template <class Reason>
    std::span<const Reason> reasons(std::vector<Reason>& kept) {
        std::istringstream words{std::string(text("reasons").value_or(""))};
        for (std::string reason; std::getline(words, reason, ',');) kept.push_back(word<Reason>(reason));
        return kept;
    }

    std::string line_;
    std::int64_t time_ms_ = 0;
    std::string type_;
    std::string id_;
    std::map<std::string, std::string> values_;
    std::vector<std::unique_ptr<std::string>> read_;
    std::vector<tks::TradingSignalIntentRejectionReason> intent_reasons_;
    std::vector<tks::TradingSignalRejectionReason> signal_reasons_;
    std::vector<tks::TradingSignalColdReason> cold_reasons_;
    tks::Event event_;
};

}  // namespace event_test
