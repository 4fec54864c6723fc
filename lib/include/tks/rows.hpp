#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tks/export.hpp"
#include "tks/snapshots.hpp"
#include "tks/trade_pnl.hpp"

/// What a replay tells, as rows of cells: one description of the columns serves every format, every filter and every
/// comparison.
namespace tks {

/// What rows tell of: snapshots of the aggregates of one kind, or the PnL of trades.
enum class RowKind : std::uint8_t { trades, orders, signals, intents, pnl };
template <>
struct EnumDescription<RowKind> {
    static constexpr std::string_view name = "RowKind";
    static constexpr std::string_view words[] = {"trades", "orders", "signals", "intents", "pnl"};
};

enum class CellKind : std::uint8_t {
    text,
    number,  ///< As a JSON number, exact.
    flag,    ///< "true" or "false".
    time,    ///< Milliseconds since the epoch.
    json,    ///< An object or a list, as JSON.
    value,  ///< A number, or what text_value() makes of a text: each cell is what it is. The column's path is one key, whatever is in it.
};

/// A text as a cell of the kind `value`.
TKS_API std::string text_value(std::string_view text);

struct Column {
    std::string path;  ///< The keys on the way to it in the JSON of the row, joined by dots: "order.market".
    CellKind kind{};
};

/// The text of a value, as its column's kind says; nothing where the value is null.
using Cell = std::optional<std::string>;

struct Row {
    RowKind kind{};
    std::vector<Cell> cells;  ///< As many as there are columns.
    std::string provider_id;  ///< Of PnL: whose signal the trade comes from. No column, for filters alone.
};

/// The columns of a kind, in the order of the keys in its JSON; they live as long as the library.
TKS_API std::span<const Column> columns_of(RowKind kind);

/// The column that a path names: the path itself, or the one behind the key of the snapshot's payload, which "payload." may
/// stand for. Thus "order.market", "payload.market" and "market" are the same of an order. Nothing if there is none.
TKS_API std::optional<std::size_t> find_column(RowKind kind, std::string_view path);

/// The column with the id of what the row tells of.
TKS_API std::size_t id_column(RowKind kind);

TKS_API Row to_row(const TradePnl& pnl);
TKS_API Row to_row(const TradeSnapshot& snapshot);
TKS_API Row to_row(const OrderSnapshot& snapshot);
TKS_API Row to_row(const TradingSignalSnapshot& snapshot);
TKS_API Row to_row(const TradingSignalIntentSnapshot& snapshot);

/// Cells as one JSON object without a line break; as many as there are columns.
TKS_API void append_json(std::string& out, std::span<const Column> columns, std::span<const Cell> cells);

/// The row as one JSON object without a line break. Of a snapshot, it is what the snapshot's class in tks-essentials writes
/// and reads.
TKS_API void append_json(std::string& out, const Row& row);

}  // namespace tks
