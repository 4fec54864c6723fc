#pragma once

#include <array>
#include <cstdint>

/// The tables of a store, as tks-store(5) describes them.
namespace tks::store {

/// Tells a store from other SQLite databases: "tkss".
inline constexpr std::uint32_t application_id = 0x746B7373;

/// Raise it with any change of the tables, of what their columns mean, and of what a `merge_key` depends on: the order of EventType and
/// the hash of an event's content; and of what the bytes of `figures` mean, which may then be deleted to be made anew. Write then how to bring an older store there into migrations.
inline constexpr int schema_version = 6;

/// The oldest version that can still be brought to the newest one.
inline constexpr int oldest_schema_version = 1;

/// How to bring a store from version `from` to the next one. The views are made anew afterwards in any case.
struct Migration {
    int from;
    const char* sql;
    bool values_trades;  ///< Whether what trades earned is to be reckoned again.
};

extern const char* const tables_sql;
extern const char* const views_sql;
extern const std::array<Migration, schema_version - oldest_schema_version> migrations;

}  // namespace tks::store
