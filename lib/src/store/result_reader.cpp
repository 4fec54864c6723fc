#include "store/result_reader.hpp"

#include <fmt/format.h>

#include <memory_resource>
#include <string>

#include "base/input_name.hpp"
#include "base/read_ahead.hpp"
#include "codec/json_text.hpp"
#include "store/fill_reader.hpp"
#include "store/order_reader.hpp"
#include "store/ordered_texts.hpp"
#include "store/pnl_teller.hpp"
#include "store/story_reader.hpp"
#include "store/total_reader.hpp"
#include "store/values.hpp"

namespace tks::store {

namespace {

std::optional<std::string_view> text_or_none(const Statement& statement, int column) {
    if (statement.is_null(column)) return std::nullopt;
    return statement.text(column);
}

template <class Snapshot>
void tell_latest(const Statement& statement, int column, Snapshot& snapshot) {
    snapshot.last_event_id = text_or_none(statement, column);
    snapshot.last_event_at = Timestamp{statement.integer(column + 1)};
}

std::string pnl_sql(std::string_view condition) {
    return fmt::format(
        "SELECT trade_no, {}, trade_id, t.status, t.input_no, t.line FROM pnl AS p JOIN trade AS t USING (trade_no) {}"
        "ORDER BY sorted_at, trade_id",
        PnlDetails::columns, condition);
}

}  // namespace

ResultReader::ResultReader(Connection& connection, const StoreOptions& options)
    : connection_(connection),
      options_{.marks = options.marks, .stale_after_ms = options.stale_after_ms},
      latest_at_(connection.database(), "SELECT latest_at FROM store"),
      open_pnl_(connection.database(), pnl_sql("WHERE open_qty <> '0' ")),
      // Those that may have something to tell, as there is an index for, and those whose mark may be stale.
      doubtful_pnl_(connection.database(),
                    pnl_sql("WHERE trade_no IN (SELECT trade_no FROM pnl WHERE reconciliation = 'differs' OR "
                            "difference IS NOT NULL OR direction_is_assumed OR unmatched_exit_qty <> '0' "
                            "UNION SELECT trade_no FROM mark JOIN trade ON trade_id = position_id) ")),
      marks_(connection, options_),
      unattributed_(
          connection.database(),
          R"(SELECT fill_id, order_id, market, side, quantity, price, fee, filled_at, event_id, input_no, line )"
          R"(FROM fill JOIN "order" USING (order_no) WHERE fill.trade_no IS NULL ORDER BY filled_at, fill_id)"),
      intents_(connection.database(),
               "SELECT payload, status, granted_at, (SELECT signal_id FROM signal WHERE signal.signal_no = "
               "granted_signal_no), rejection_reasons, reason_detail, last_event_id, last_event_at FROM intent "
               "WHERE payload IS NOT NULL ORDER BY intent_id"),
      signals_(connection.database(),
               "SELECT payload, status, reasons, last_event_id, last_event_at FROM signal "
               "WHERE payload IS NOT NULL ORDER BY signal_id"),
      trades_(connection.database(),
              "SELECT trade_no, payload, status, last_realized_pnl_delta, last_event_id, last_event_at FROM trade "
              "WHERE payload IS NOT NULL ORDER BY trade_id"),
      open_orders_of_trade_(connection.database(),
                            R"(SELECT order_id FROM "order" WHERE trade_no = ? AND is_open ORDER BY order_id)"),
      first_fill_(connection.database(),
                  "SELECT input_no, line FROM fill WHERE trade_no = ? ORDER BY filled_at, fill_id LIMIT 1"),
      input_name_(connection.database(), "SELECT name FROM inputs WHERE input_no = ?"),
      record_findings_(connection.database(),
                       "SELECT rule, message, name, line, \"column\", pointer, event_id, topic, partition, "
                       "\"offset\" FROM finding JOIN inputs USING (input_no) "
                       "ORDER BY input_no, line, \"column\", rule, pointer, message"),
      undefined_signals_(
          connection.database(),
          "SELECT count(*), min(signal_id) FROM signal WHERE payload IS NULL AND last_event_at IS NOT NULL"),
      undefined_orders_(
          connection.database(),
          R"(SELECT count(*), min(order_id) FROM "order" WHERE payload IS NULL AND last_event_at IS NOT NULL)") {}

/// Calls a function within one view of the store; what it has begun to read is let go if it throws.
void ResultReader::read(const std::function<void()>& function) {
    connection_.read([&] { finishing(function); });
}

void ResultReader::read(const std::function<void(Readers&)>& function) {
    connection_.guard(
        [&] { read_together(connection_, [&](Readers& readers) { finishing([&] { function(readers); }); }); });
}

void ResultReader::finishing(const std::function<void()>& function) {
    try {
        function();
    } catch (...) {
        for (Statement* statement :
             {&open_pnl_, &doubtful_pnl_, &unattributed_, &intents_, &signals_, &trades_, &open_orders_of_trade_,
              &first_fill_, &latest_at_, &input_name_, &record_findings_, &undefined_signals_, &undefined_orders_})
            statement->finish();
        marks_.finish();
        throw;
    }
}

Timestamp ResultReader::read_latest_at() {
    const Timestamp latest_at{latest_at_.find() ? latest_at_.integer(0) : 0};
    latest_at_.finish();
    return latest_at;
}

void ResultReader::for_each_trade_pnl(const std::function<void(const TradePnl&)>& visit) {
    read([&](Readers& readers) {
        const std::vector<TimedRow> rows = trades_in_order(readers, connection_);
        PnlTeller teller(connection_, options_, read_latest_at());
        read_ahead<TradePnl>(
            [&](ReadAhead<TradePnl>& items) {
                for (const TimedRow& row : rows) teller.tell(row.number, items.next());
            },
            visit);
    });
}

void ResultReader::write_trade_pnl(const ThreadTextMakers<TradePnl>& makers, const TextSink& sink) {
    read([&](Readers& readers) {
        write_in_order<PnlTeller>(readers, trades_in_order(readers, connection_), makers, sink, options_,
                                  read_latest_at());
    });
}

void ResultReader::for_each_trade_pnl(std::span<const std::uint64_t> numbers,
                                      const std::function<void(const TradePnl&)>& visit) {
    read([&] {
        PnlTeller teller(connection_, options_, read_latest_at());
        for (const std::uint64_t number : numbers) visit(teller.tell(static_cast<Id>(number)));
    });
}

void ResultReader::for_each_open_trade_pnl(const std::function<void(const TradePnl&)>& visit) {
    read([&] {
        const Timestamp latest_at = read_latest_at();
        for (open_pnl_.start(); open_pnl_.next();) {
            TradePnl pnl;
            read_pnl(open_pnl_, pnl);
            marks_.tell(pnl, latest_at);
            visit(pnl);
        }
    });
}

void ResultReader::for_each_trade_total(const std::function<void(const TradeTotal&)>& visit) {
    connection_.guard([&] { TotalReader(connection_).for_each(visit); });
}

/// The trade at hand, as pnl_sql() asks for it.
void ResultReader::read_pnl(const Statement& row, TradePnl& pnl) {
    Words words;
    PnlDetails details;
    FigureColumns columns(connection_, row, words);
    details.visit(columns);
    tell_details(
        details, [&](Word word) -> const std::string& { return words[word.number]; }, pnl);
    pnl.trade_id = row.text(columns.column());
    if (!row.is_null(columns.column() + 1)) pnl.status = word<TradeStatus>(row, columns.column() + 1);
}

void ResultReader::for_each_unattributed_fill(const std::function<void(const UnattributedFill&)>& visit) {
    read([&] {
        for (unattributed_.start(); unattributed_.next();) {
            UnattributedFill fill;
            read_unattributed(fill);
            visit(fill);
        }
    });
}

void ResultReader::read_unattributed(UnattributedFill& fill) {
    fill.fill_id = unattributed_.text(0);
    fill.order_id = unattributed_.text(1);
    fill.market = unattributed_.text(2);
    fill.side = word<Side>(unattributed_, 3);
    fill.quantity = decimal(unattributed_, 4);
    fill.price = decimal(unattributed_, 5);
    fill.fee = decimal(unattributed_, 6);
    fill.filled_at = Timestamp{unattributed_.integer(7)};
}

void ResultReader::share_out_fills(const ThreadVisitors<TradeFill>& visitors) {
    connection_.guard([&] { FillReader(connection_).share_out(visitors); });
}

void ResultReader::for_each_fill(const std::function<void(const TradeFill&)>& visit) {
    connection_.guard([&] { FillReader(connection_).for_each(visit); });
}

void ResultReader::write_fills(const ThreadTextMakers<TradeFill>& makers, const TextSink& sink, FillOrigins origins) {
    connection_.guard([&] { FillReader(connection_).write(makers, sink, origins); });
}

void ResultReader::share_out_stories(const ThreadVisitors<Story>& visitors) {
    connection_.guard([&] { StoryReader(connection_).share_out(visitors); });
}

void ResultReader::for_each_intent(const std::function<void(const TradingSignalIntentSnapshot&)>& visit) {
    read([&] {
        for (intents_.start(); intents_.next();) {
            std::pmr::monotonic_buffer_resource arena;
            TradingSignalIntentSnapshot snapshot;
            payload(intents_.text(0), arena, snapshot.trading_signal_intent);
            snapshot.status = word<IntentStatus>(intents_, 1);
            snapshot.granted_at = intents_.time(2);
            snapshot.granted_signal_id = text_or_none(intents_, 3);
            std::vector<TradingSignalIntentRejectionReason> reasons;
            for (const std::string& reason : texts(intents_, 4)) {
                const auto known = parse_enum<TradingSignalIntentRejectionReason>(reason);
                if (!known) connection_.fail_damaged("a reason is none: " + reason);
                reasons.push_back(*known);
            }
            snapshot.rejection_reasons = reasons;
            snapshot.reason_detail = text_or_none(intents_, 5);
            tell_latest(intents_, 6, snapshot);
            visit(snapshot);
        }
    });
}

void ResultReader::for_each_signal(const std::function<void(const TradingSignalSnapshot&)>& visit) {
    read([&] {
        for (signals_.start(); signals_.next();) {
            std::pmr::monotonic_buffer_resource arena;
            TradingSignalSnapshot snapshot;
            payload(signals_.text(0), arena, snapshot.trading_signal);
            snapshot.status = word<SignalStatus>(signals_, 1);
            const std::vector<std::string> owned = texts(signals_, 2);
            const std::vector<std::string_view> reasons(owned.begin(), owned.end());
            snapshot.reasons = reasons;
            tell_latest(signals_, 3, snapshot);
            visit(snapshot);
        }
    });
}

void ResultReader::write_orders(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) {
    connection_.guard([&] { OrderReader(connection_).write(makers, sink); });
}

void ResultReader::write_listed_orders(const ThreadTextMakers<OrderSnapshot>& makers, const TextSink& sink) {
    connection_.guard([&] { OrderReader(connection_).write_listed(makers, sink); });
}

std::uint64_t ResultReader::for_each_trade_pnl_back(const std::function<bool(const TradePnl&)>& visit) {
    std::uint64_t count = 0;
    read([&](Readers& readers) {
        const std::vector<TimedRow> rows = trades_in_order(readers, connection_);
        PnlTeller teller(connection_, options_, read_latest_at());
        count = tell_back(rows, teller, visit);
    });
    return count;
}

std::uint64_t ResultReader::for_each_fill_back(const std::function<bool(const TradeFill&)>& visit) {
    return connection_.guard([&] { return FillReader(connection_).for_each_back(visit); });
}

std::uint64_t ResultReader::for_each_listed_order_back(const std::function<bool(const OrderSnapshot&)>& visit) {
    return connection_.guard([&] { return OrderReader(connection_).for_each_listed_back(visit); });
}

void ResultReader::for_each_order(const std::function<void(const OrderSnapshot&)>& visit) {
    connection_.guard([&] { OrderReader(connection_).for_each(visit); });
}

void ResultReader::for_each_order_by_time(const std::function<void(const OrderSnapshot&)>& visit) {
    connection_.guard([&] { OrderReader(connection_).for_each_by_time(visit); });
}

void ResultReader::for_each_trade(const std::function<void(const TradeSnapshot&)>& visit) {
    struct TradeRow {
        std::string payload, last_event_id;
        std::vector<std::string> open_order_ids;
        TradeStatus status{};
        Decimal last_realized_pnl_delta;
        Timestamp last_event_at;
    };
    const auto make = [&](ReadAhead<TradeRow>& rows) {
        for (trades_.start(); trades_.next();) {
            TradeRow& row = rows.next();
            row.payload = trades_.text(1);
            row.status = word<TradeStatus>(trades_, 2);
            row.last_realized_pnl_delta = trades_.is_null(3) ? Decimal() : decimal(trades_, 3);
            row.last_event_id = trades_.text(4);
            row.last_event_at = Timestamp{trades_.integer(5)};
            row.open_order_ids.clear();
            for (open_orders_of_trade_.start(trades_.integer(0)); open_orders_of_trade_.next();)
                row.open_order_ids.emplace_back(open_orders_of_trade_.text(0));
        }
    };
    read([&] {
        read_ahead<TradeRow>(make, [&](const TradeRow& row) {
            std::pmr::monotonic_buffer_resource arena;
            TradeSnapshot snapshot;
            payload(row.payload, arena, snapshot.trade);
            snapshot.status = row.status;
            const std::vector<std::string_view> open_order_ids(row.open_order_ids.begin(), row.open_order_ids.end());
            snapshot.open_order_ids = open_order_ids;
            snapshot.last_realized_pnl_delta = row.last_realized_pnl_delta;
            if (!row.last_event_id.empty()) snapshot.last_event_id = row.last_event_id;
            snapshot.last_event_at = row.last_event_at;
            visit(snapshot);
        });
    });
}

void ResultReader::for_each_record_finding(const std::function<void(const Diagnostic&)>& visit) {
    read([&] {
        for (record_findings_.start(); record_findings_.next();) {
            Diagnostic finding;
            finding.rule = record_findings_.text(0);
            finding.message = record_findings_.text(1);
            finding.origin = origin_in(std::string(record_findings_.text(2)),
                                       static_cast<std::uint64_t>(record_findings_.integer(3)));
            finding.origin.column = static_cast<std::uint64_t>(record_findings_.integer(4));
            finding.pointer = record_findings_.text(5);
            finding.event_id = record_findings_.text(6);
            if (!record_findings_.is_null(7)) finding.origin.topic = record_findings_.text(7);
            if (!record_findings_.is_null(8))
                finding.origin.partition = static_cast<std::int32_t>(record_findings_.integer(8));
            if (!record_findings_.is_null(9)) finding.origin.offset = record_findings_.integer(9);
            visit(finding);
        }
    });
}

void ResultReader::for_each_contradiction(const std::function<void(const Diagnostic&)>& visit) {
    read([&] {
        for (unattributed_.start(); unattributed_.next();) {
            UnattributedFill fill;
            read_unattributed(fill);
            const Place place{unattributed_.number(9), unattributed_.number(10)};
            tell(projection::tell_unattributed(fill, std::string(unattributed_.text(8)), place), visit);
        }
        const Timestamp latest_at = read_latest_at();
        std::vector<projection::PlacedFinding> findings;
        for (doubtful_pnl_.start(); doubtful_pnl_.next(); findings.clear()) {
            TradePnl pnl;
            read_pnl(doubtful_pnl_, pnl);
            marks_.tell(pnl, latest_at);
            projection::tell_contradictions(pnl, {}, findings);
            if (!findings.empty()) findings.front().place = place_of_pnl();
            for (projection::PlacedFinding& placed : findings) {
                placed.place = findings.front().place;
                tell(placed, visit);
            }
        }
        projection::tell_undefined(undefined("signal", undefined_signals_), findings);
        projection::tell_undefined(undefined("order", undefined_orders_), findings);
        for (const projection::PlacedFinding& placed : findings) tell(placed, visit);
    });
}

/// Where the trade at hand stands, or else its first fill.
Place ResultReader::place_of_pnl() {
    const int input = doubtful_pnl_.columns() - 2;
    if (!doubtful_pnl_.is_null(input)) return {doubtful_pnl_.number(input), doubtful_pnl_.number(input + 1)};
    Place place;
    if (first_fill_.find(doubtful_pnl_.integer(0))) place = {first_fill_.number(0), first_fill_.number(1)};
    first_fill_.finish();
    return place;
}

projection::UndefinedAggregates ResultReader::undefined(std::string_view family, Statement& statement) {
    projection::UndefinedAggregates undefined{.family = family, .count = 0, .first_id = {}};
    if (statement.find()) {
        undefined.count = static_cast<std::uint64_t>(statement.integer(0));
        undefined.first_id = statement.text(1);
    }
    statement.finish();
    return undefined;
}

void ResultReader::tell(const projection::PlacedFinding& placed, const std::function<void(const Diagnostic&)>& visit) {
    Diagnostic finding = placed.finding;
    if (placed.place.line != 0 && input_name_.find(placed.place.input)) {
        finding.origin = origin_in(std::string(input_name_.text(0)), placed.place.line);
        input_name_.finish();
    }
    visit(finding);
}

template <class Enum>
Enum ResultReader::word(const Statement& statement, int column) const {
    return word_of<Enum>(connection_, statement.text(column));
}

Decimal ResultReader::decimal(const Statement& statement, int column) const {
    return decimal_of(connection_, statement.text(column));
}

template <class Model>
void ResultReader::payload(std::string_view json, std::pmr::memory_resource& arena, Model& model) {
    if (!payloads_.read(json, arena, model)) connection_.fail_damaged("a payload cannot be read");
}

std::vector<std::string> ResultReader::texts(const Statement& statement, int column) const {
    if (statement.is_null(column)) return {};
    return texts_of(connection_, statement.text(column));
}

std::vector<std::string> texts_of(const Connection& connection, std::string_view json) {
    std::vector<std::string> texts;
    if (!codec::check_syntax(json).errors.empty() || json.front() != '[')
        connection.fail_damaged("a list cannot be read");
    const codec::JsonNavigator navigator(json);
    navigator.for_each_element(navigator.value_at(0), [&](const codec::JsonValue& value) {
        codec::append_unescaped(texts.emplace_back(), navigator.inside(value));
    });
    return texts;
}

}  // namespace tks::store
