#include "store/parts.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

#include "store/figures.hpp"
#include "store/statement.hpp"

namespace tks::store {

namespace {

/// Another process has committed between the beginnings of two connections.
struct Changed {};

std::int64_t number_of(Connection& connection, const char* sql) {
    Statement statement(connection.database(), sql);
    const std::int64_t number = statement.find() ? statement.integer(0) : 0;
    statement.finish();
    return number;
}

// The number changes for a connection whenever another one has committed.
constexpr const char* version_sql = "PRAGMA data_version";

unsigned useful_readers(std::int64_t trades) {
    constexpr std::int64_t least_trades = 10'000;  // Below, another thread would not be worth it.
    constexpr std::int64_t most_readers = 8;
    const std::int64_t threads = std::max(1U, std::thread::hardware_concurrency());
    return static_cast<unsigned>(std::clamp<std::int64_t>(trades / least_trades, 1, std::min(threads, most_readers)));
}

}  // namespace

Readers::Readers(Connection& first, unsigned count) : first_(first) {
    StoreOptions options;
    options.is_read_only = true;
    for (unsigned index = 1; index < count; ++index)
        twins_.push_back(std::make_unique<Connection>(first.path(), options));
}

void Readers::each(const std::function<void(Connection&, unsigned)>& function) {
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&](unsigned index) {
        try {
            Connection& own = connection(index);
            own.guard([&] { function(own, index); });
        } catch (...) {
            const std::scoped_lock lock(mutex);
            if (!failure) failure = std::current_exception();
        }
    };
    std::vector<std::thread> threads;
    for (unsigned index = 1; index < count(); ++index) threads.emplace_back(work, index);
    work(0);
    for (std::thread& thread : threads) thread.join();
    if (failure) std::rethrow_exception(failure);
}

void Readers::each_part(std::int64_t largest, const std::function<void(Connection&, Part)>& function) {
    const std::int64_t size = largest / count() / block_rows * block_rows;
    each([&](Connection& connection, unsigned index) {
        function(connection, {index, size * index + 1, index + 1 == count() ? largest : size * (index + 1)});
    });
}

Part Readers::all_rows(const char* largest_sql) {
    return {.first = 1, .last = number_of(first_, largest_sql)};
}

/// Calls a function in a transaction of all connections, or throws Changed.
void Readers::read(const std::function<void()>& function) {
    versions_.clear();
    for (const auto& twin : twins_) versions_.push_back(twin->guard([&] { return number_of(*twin, version_sql); }));
    first_.read([&] {
        static_cast<void>(number_of(first_, "SELECT count(*) FROM store"));
        begin(0, function);
    });
}

void Readers::begin(std::size_t index, const std::function<void()>& function) {
    if (index == twins_.size()) {
        function();
        return;
    }
    twins_[index]->read([&] {
        static_cast<void>(number_of(*twins_[index], "SELECT count(*) FROM store"));
        if (number_of(*twins_[index], version_sql) != versions_[index]) throw Changed{};
        begin(index + 1, function);
    });
}

void read_together(Connection& first, const std::function<void(Readers&)>& function) {
    const std::int64_t trades = first.guard([&] { return number_of(first, "SELECT max(trade_no) FROM trade"); });
    constexpr int attempts = 5;
    for (int attempt = 1;; ++attempt) {
        // Where somebody writes all the time, a connection that is alone agrees with itself.
        Readers readers(first, attempt <= attempts ? useful_readers(trades) : 1);
        try {
            readers.read([&] { function(readers); });
            return;
        } catch (const Changed&) {
            continue;
        }
    }
}

}  // namespace tks::store
