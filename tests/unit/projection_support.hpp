#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event_teller.hpp"
#include "projection/ledger.hpp"
#include "projection/pnl_findings.hpp"
#include "projection/snapshot_reader.hpp"
#include "projection/state.hpp"
#include "projection/valuation.hpp"
#include "tks/codec.hpp"

/// What the tests of the projection share: states out of small streams, and all that a state tells as text.
namespace projection_test {

using tks::projection::Detail;
using tks::projection::Ledger;
using tks::projection::SnapshotReader;
using tks::projection::State;
using tks::projection::Valuation;
using tks::projection::ValuationOptions;

/// Events and marks that live as long as this does.
class Stream {
public:
    Stream() = default;

    /// A stream that is told in few words, one event a line: see EventTeller. Blank lines count, but tell nothing.
    explicit Stream(std::string_view text) {
        std::istringstream lines{std::string(text)};
        std::uint32_t number = 0;
        for (std::string line; std::getline(lines, line);) {
            ++number;
            if (line.find_first_not_of(' ') == std::string::npos) continue;
            add(tellers_.emplace_back(line, number).event(), number);
        }
    }

    /// The event is borrowed.
    void add(const tks::Event& event, std::uint32_t line) { events_.push_back({&event, nullptr, {0, line}}); }
    void add(const tks::PositionsMarkSnapshotV1& marks) { events_.push_back({nullptr, &marks, {}}); }

    [[nodiscard]] std::size_t size() const { return events_.size(); }

    void tell(std::size_t index, State& state) const {
        const Told& told = events_[index];
        if (told.event != nullptr)
            state.add(*told.event, told.place);
        else
            state.add(*told.marks);
    }

    [[nodiscard]] State state(Detail detail = Detail::snapshots) const {
        State state(detail);
        for (std::size_t index = 0; index < size(); ++index) tell(index, state);
        return state;
    }

private:
    struct Told {
        const tks::Event* event;
        const tks::PositionsMarkSnapshotV1* marks;
        tks::Place place;
    };
    std::deque<event_test::EventTeller> tellers_;
    std::vector<Told> events_;
};

/// Makes messages with marks, which live as long as this does.
class MarksMaker {
public:
    /// The prices of positions as of a moment, which replace all earlier ones of the account.
    tks::PositionsMarkSnapshotV1 snapshot(std::string_view account, std::int64_t at,
                                          std::initializer_list<std::pair<std::string_view, std::string_view>> prices) {
        std::vector<tks::PositionMarkV1>& positions = kept_.emplace_back();
        for (const auto& [position, price] : prices) {
            tks::PositionMarkV1& mark = positions.emplace_back();
            mark.position_id = position;
            mark.mark_price = *tks::Decimal::parse(price);
        }
        tks::PositionsMarkSnapshotV1 marks = heartbeat(account, at);
        marks.kind = tks::MarkKind::snapshot;
        marks.positions = positions;
        return marks;
    }

    static tks::PositionsMarkSnapshotV1 heartbeat(std::string_view account, std::int64_t at) {
        tks::PositionsMarkSnapshotV1 marks;
        marks.kind = tks::MarkKind::heartbeat;
        marks.account_id = account;
        marks.as_of = {at};
        return marks;
    }

private:
    std::deque<std::vector<tks::PositionMarkV1>> kept_;
};

/// What a trade earned, as "NAME=VALUE" words; what is not known is left out.
inline std::string row_of(const tks::TradePnl& pnl) {
    std::string row;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) row.append(row.empty() ? "" : " ").append(name).append("=").append(value);
    };
    const auto add_amount = [&](std::string_view name, const std::optional<tks::Amount>& value) {
        if (value) add(name, value->to_string());
    };
    add("trade", pnl.trade_id);
    add("market", pnl.market);
    add("strategy", pnl.strategy_id);
    add("provider", pnl.provider_id);
    add("signal", pnl.signal_id);
    add("direction", tks::to_string(pnl.direction));
    add("assumed", pnl.direction_is_assumed ? "yes" : "");
    add("status", pnl.status ? tks::to_string(*pnl.status) : "");
    add("fills", std::to_string(pnl.fills));
    add_amount("entry", pnl.figures.entry_qty);
    add_amount("exit", pnl.figures.exit_qty);
    add_amount("open", pnl.figures.open_qty);
    add_amount("unmatched", pnl.figures.unmatched_exit_qty);
    add_amount("entry_price", pnl.figures.avg_entry_price);
    add_amount("exit_price", pnl.figures.avg_exit_price);
    add_amount("gross", pnl.figures.realized_pnl);
    add_amount("fees", pnl.figures.fees);
    add_amount("net", pnl.figures.realized_pnl_net);
    add_amount("matched", pnl.figures.realized_pnl_matched);
    if (pnl.mark) add("mark", pnl.mark->to_string());
    add("stale", pnl.mark_is_stale ? "yes" : "");
    add_amount("unrealized", pnl.unrealized_pnl);
    add_amount("reported", pnl.reported_pnl);
    add_amount("deltas", pnl.reported_delta_sum);
    add_amount("difference", pnl.difference);
    add("verdict", tks::to_string(pnl.reconciliation));
    if (pnl.opened_at) add("opened", std::to_string(pnl.opened_at->ms));
    if (pnl.closed_at) add("closed", std::to_string(pnl.closed_at->ms));
    return row;
}

/// The value that a row has for a name; "-" where it has none.
inline std::string value_in(std::string_view row, std::string_view name) {
    std::istringstream words{std::string(row)};
    for (std::string word; words >> word;)
        if (word.starts_with(std::string(name) + "=")) return word.substr(name.size() + 1);
    return "-";
}

inline std::string row_of(const tks::UnattributedFill& fill) {
    return "fill=" + fill.fill_id + " order=" + fill.order_id + " market=" + fill.market +
           " side=" + std::string(tks::to_string(fill.side)) + " quantity=" + fill.quantity.to_string() +
           " price=" + fill.price.to_string() + " fee=" + fill.fee.to_string() +
           " at=" + std::to_string(fill.filled_at.ms);
}

/// Calls visit with all snapshots that `read` finds, in order of the ids.
template <class Record, class Read, class Visit>
void for_each_snapshot(const State& state, const tks::projection::Keyed<Record>& records, Read read, Visit visit) {
    const Ledger ledger(state);
    SnapshotReader reader(state, ledger);
    std::vector<tks::Id> ids;
    for (tks::Id id = 1; id < records.size(); ++id) ids.push_back(id);
    std::ranges::sort(ids, [&](tks::Id left, tks::Id right) { return records.text(left) < records.text(right); });
    for (const tks::Id id : ids)
        if (const auto snapshot = (reader.*read)(id)) visit(*snapshot);
}

/// All that a state tells, one thing a line; of findings not the places.
inline std::string told_by(const State& state, const ValuationOptions& options = {}) {
    std::string told;
    const auto tell = [&](const std::string& line) { told += line + "\n"; };
    const Ledger ledger(state);
    const Valuation valuation(state, ledger, options);
    for (const tks::Id trade : valuation.trades()) tell(row_of(valuation.value(trade)));
    for (const tks::Id fill : ledger.unattributed()) tell(row_of(valuation.describe(fill)));
    for (const auto& placed : tks::projection::find_contradictions(state, ledger, valuation))
        tell(std::string(placed.finding.rule) + " " + placed.finding.event_id + " " + placed.finding.message);
    if (state.detail() != Detail::snapshots) return told;
    const auto tell_json = [&](const auto& snapshot) { tell(tks::to_json(snapshot)); };
    for_each_snapshot(state, state.intents, &SnapshotReader::intent, tell_json);
    for_each_snapshot(state, state.signals, &SnapshotReader::signal, tell_json);
    for_each_snapshot(state, state.orders, &SnapshotReader::order, tell_json);
    for_each_snapshot(state, state.trades, &SnapshotReader::trade, tell_json);
    return told;
}

/// The rows of all trades of a stream that is told in few words.
inline std::vector<std::string> rows_of(const State& state, const ValuationOptions& options = {}) {
    const Ledger ledger(state);
    const Valuation valuation(state, ledger, options);
    std::vector<std::string> rows;
    for (const tks::Id trade : valuation.trades()) rows.push_back(row_of(valuation.value(trade)));
    return rows;
}

/// Where two texts of lines differ first, for messages.
inline std::string first_difference(const std::string& one, const std::string& other) {
    std::istringstream ones(one);
    std::istringstream others(other);
    std::string left;
    std::string right;
    while (true) {
        const bool is_left = static_cast<bool>(std::getline(ones, left));
        const bool is_right = static_cast<bool>(std::getline(others, right));
        if (!is_left && !is_right) return "";
        if (!is_left) left = "(end)";
        if (!is_right) right = "(end)";
        if (left != right) return left.append("\n").append(right);
    }
}

}  // namespace projection_test
