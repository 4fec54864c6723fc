#pragma once

#include <optional>

#include "store/connection.hpp"
#include "store/result_reader.hpp"
#include "store/writer.hpp"
#include "tks/store.hpp"

namespace tks {

struct Store::Impl {
    Impl(const std::string& path, StoreOptions given);

    store::ResultReader& results() { return *reader; }

    StoreOptions options;
    store::Connection connection;
    std::optional<store::Writer> writer;  // Unless it is open for reading alone.
    std::optional<store::ResultReader> reader;
};

namespace store {

/// What the rest of the library may do with a store that users may not.
struct StoreAccess {
    /// The store must not have been opened for reading alone.
    static Writer& writer(Store& store);
    static const StoreOptions& options(const Store& store);
};

}  // namespace store

}  // namespace tks
