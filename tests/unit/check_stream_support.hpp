#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "check/story_checker.hpp"
#include "check/stream.hpp"

namespace check_test {

/// Reads small streams that are told one event a line, in few words:
///
///     5 order_requested o1 quantity=2 side=buy
///     9 order_filled o1 fill=f1 quantity=2 price=100 correlation=c1
///
/// The time in milliseconds, the type, the id of the aggregate, and what matters besides; everything else is as usual
/// or absent. Each event has the event_id "eN" of its line N, if it is not given another one.
class EventTeller {
public:
    /// The events as facts, in the order of the lines.
    static tks::check::PieceFacts facts_of(std::string_view text) {
        tks::check::PieceFacts facts;
        std::istringstream lines{std::string(text)};
        std::uint64_t number = 0;
        for (std::string line; std::getline(lines, line);) EventTeller(line, ++number).tell(facts);
        return facts;
    }

private:
    EventTeller(const std::string& line, std::uint64_t number) : line_(line), number_(number) {
        std::istringstream words(line);
        words >> time_ms_ >> type_ >> id_;
        for (std::string word; words >> word;) {
            const std::size_t sign = word.find('=');
            REQUIRE_MESSAGE(sign != std::string::npos, line);
            values_[word.substr(0, sign)] = word.substr(sign + 1);
        }
        values_.try_emplace("event", "e" + std::to_string(number));
    }

    void tell(tks::check::PieceFacts& facts) {
        CAPTURE(line_);
        tks::Event event;
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
            case tks::AggregateType::intent: tell_intent(event); break;
            case tks::AggregateType::signal: tell_signal(event); break;
            case tks::AggregateType::order: tell_order(event); break;
            case tks::AggregateType::trade: tell_trade(event); break;
        }
        for (const auto& [name, value] : values_) FAIL("nobody reads " << name);
        tks::Record record;
        record.bytes = line_;
        record.line = number_;
        tks::check::take_facts(record, event, facts);
    }

    void tell_intent(tks::Event& event) {
        tks::TradingSignalIntent intent;
        intent.intent_id = id_;
        fill_intent(intent);
        if (event.event_type == tks::EventType::trading_signal_intent_granted)
            event.details = tks::GrantDetails{text("signal").value_or("s1"), time("granted").value_or(event.occurred_at)};
        event.payload = intent;
    }

    void tell_signal(tks::Event& event) {
        event.payload = tks::RawJson{};
        if (event.event_type == tks::EventType::trading_signal_invalidated) return;
        tks::TradingSignal signal;
        signal.signal_id = id_;
        signal.intent_id = text("intent").value_or("i1");
        fill_intent(signal);
        signal.prm_granted_at = time("granted").value_or(tks::Timestamp{0});
        event.payload = signal;
    }

    void fill_intent(tks::TradingSignalIntent& intent) {
        intent.strategy_id = text("strategy").value_or("breakout");
        intent.market = text("market").value_or("BTC/USDT");
        intent.side = word<tks::Side>(text("side").value_or("buy"));
        intent.direction = word<tks::Direction>(text("direction").value_or("long"));
        intent.size_pct = 1;
        intent.created_at = time("created").value_or(tks::Timestamp{0});
        intent.valid_until = time("valid_until");
    }

    void tell_order(tks::Event& event) {
        if (tks::check::carries<tks::OrderFill>(event.event_type)) {
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
        event.payload = order;
    }

    void tell_trade(tks::Event& event) {
        tks::Trade trade;
        trade.trade_id = id_;
        trade.signal_id = text("signal");
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
            case tks::EventType::profit_realized: return "partially_closed";
            case tks::EventType::trade_closed: return "closed";
            case tks::EventType::trade_canceled: return "canceled";
            default: return "open";
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

    std::string line_;
    std::uint64_t number_;
    std::int64_t time_ms_ = 0;
    std::string type_;
    std::string id_;
    std::map<std::string, std::string> values_;
    std::vector<std::unique_ptr<std::string>> read_;
};

/// A stream that is told in few words: see EventTeller.
inline tks::check::Stream stream_of(std::string_view text) {
    tks::check::Stream stream;
    stream.add(EventTeller::facts_of(text), 0, 0);
    stream.finish();
    return stream;
}

using Rules = std::vector<const tks::check::RuleDefinition*>;

/// The findings of some rules in a stream that is told in few words, as "RULE@LINE(OTHER LINES)", without their families.
inline std::string findings_of(const Rules& rules, std::string_view text, bool is_complete = false) {
    std::string found;
    for (const auto& finding : tks::check::check_stories(stream_of(text), {.rules = rules, .is_complete = is_complete}, {"input"})) {
        found += (found.empty() ? "" : " ") + std::string(finding.rule.substr(finding.rule.find('/') + 1)) + "@" +
                 std::to_string(finding.origin.line);
        std::string others;
        for (const auto& related : finding.related) others += (others.empty() ? "" : ",") + std::to_string(related.origin.line);
        if (!others.empty()) found += "(" + others + ")";
        CHECK(!finding.message.empty());
    }
    return found;
}

/// The rules of these names.
inline Rules rules_named(std::initializer_list<std::string_view> names) {
    Rules rules;
    for (const auto& definition : tks::check::rule_definitions())
        if (std::ranges::find(names, definition.rule.name) != names.end()) rules.push_back(&definition);
    REQUIRE(rules.size() == names.size());
    return rules;
}

/// The findings of a family of rules.
inline std::string findings_in(std::string_view text, std::string_view family, bool is_complete = false) {
    Rules rules;
    for (const auto& definition : tks::check::rule_definitions())
        if (definition.rule.family() == family) rules.push_back(&definition);
    return findings_of(rules, text, is_complete);
}

}  // namespace check_test
