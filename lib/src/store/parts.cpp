#include "store/parts.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

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

/// Connections beside a first one, which come to see what that sees.
class Twins {
public:
    Twins(Connection& first, unsigned count) : first_(first) {
        StoreOptions options;
        options.is_read_only = true;
        for (unsigned index = 0; index < count; ++index)
            twins_.push_back(std::make_unique<Connection>(first.path(), options));
    }

    /// Calls a function in a transaction of all connections, or throws Changed.
    void read(const std::function<void()>& function) {
        // The number changes for a connection whenever another one has committed.
        versions_.clear();
        for (const auto& twin : twins_) versions_.push_back(twin->guard([&] { return version_of(*twin); }));
        first_.read([&] {
            static_cast<void>(number_of(first_, "SELECT count(*) FROM store"));
            begin(0, function);
        });
    }

    [[nodiscard]] Connection& at(std::size_t index) { return index == 0 ? first_ : *twins_[index - 1]; }

private:
    static std::int64_t version_of(Connection& connection) { return number_of(connection, "PRAGMA data_version"); }

    void begin(std::size_t index, const std::function<void()>& function) {
        if (index == twins_.size()) {
            function();
            return;
        }
        twins_[index]->read([&] {
            static_cast<void>(number_of(*twins_[index], "SELECT count(*) FROM store"));
            if (version_of(*twins_[index]) != versions_[index]) throw Changed{};
            begin(index + 1, function);
        });
    }

    Connection& first_;
    std::vector<std::unique_ptr<Connection>> twins_;
    std::vector<std::int64_t> versions_;
};

/// The work of all threads; the first one is this one.
void read_all(Twins& twins, unsigned count, std::int64_t largest, const std::function<void(Connection&, Part)>& read) {
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&](unsigned index) {
        try {
            Connection& connection = twins.at(index);
            connection.guard([&] {
                read(connection, {index, largest / count * index + 1,
                                  index + 1 == count ? largest : largest / count * (index + 1)});
            });
        } catch (...) {
            const std::scoped_lock lock(mutex);
            if (!failure) failure = std::current_exception();
        }
    };
    std::vector<std::thread> threads;
    for (unsigned index = 1; index < count; ++index) threads.emplace_back(work, index);
    work(0);
    for (std::thread& thread : threads) thread.join();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace

unsigned parts_for(std::int64_t rows) {
    constexpr std::int64_t least_rows = 10'000;  // Below, another thread would not be worth it.
    constexpr std::int64_t most_parts = 8;
    const std::int64_t threads = std::max(1U, std::thread::hardware_concurrency());
    return static_cast<unsigned>(std::clamp<std::int64_t>(rows / least_rows, 1, std::min(threads, most_parts)));
}

void read_in_parts(Connection& connection, const std::string& largest, const std::function<void(unsigned)>& begin,
                   const std::function<void(Connection&, Part)>& read) {
    const auto largest_number = [&] {
        return connection.guard([&] { return number_of(connection, largest.c_str()); });
    };
    constexpr int attempts = 5;
    for (int attempt = 1;; ++attempt) {
        const unsigned count = attempt <= attempts ? parts_for(largest_number()) : 1;
        Twins twins(connection, count - 1);
        try {
            twins.read([&] {
                begin(count);
                read_all(twins, count, largest_number(), read);
            });
            return;
        } catch (const Changed&) {
            // Somebody writes all the time; alone, a connection agrees with itself.
        }
    }
}

}  // namespace tks::store
