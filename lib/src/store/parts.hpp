#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/connection.hpp"
#include "tks/thread_visitors.hpp"

/// Reading by several threads, each by a connection of its own, which all see the same state of the store.
namespace tks::store {

/// Rows of a table by their numbers.
struct Part {
    unsigned index = 0;
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// The connections of one transaction.
class Readers {
public:
    [[nodiscard]] unsigned count() const { return static_cast<unsigned>(twins_.size()) + 1; }

    /// Each is for one thread at a time.
    [[nodiscard]] Connection& connection(unsigned index) { return index == 0 ? first_ : *twins_[index - 1]; }

    /// Calls a function in a thread for each connection. Throws what one of them throws.
    void each(const std::function<void(Connection&, unsigned index)>& function);

    /// The same with the rows of a table, whose numbers are at most `largest`, in as many parts as there are connections; no block
    /// of figures is in two of them.
    void each_part(std::int64_t largest, const std::function<void(Connection&, Part)>& function);

    /// Reads the rows of a table, of which the statement tells the largest number: each thread, by `read(connection, part, visit)`, those
    /// of a part, for a visitor of its own.
    template <class Fact, class Read>
    void share_out(const char* largest_sql, const ThreadVisitors<Fact>& visitors, Read read) {
        std::mutex mutex;
        each_part(all_rows(largest_sql).last, [&](Connection& connection, Part part) {
            const auto visit = [&] {
                const std::scoped_lock lock(mutex);
                return visitors();
            }();
            read(connection, part, visit);
        });
    }

    /// All rows of a table, of which the statement tells the largest number.
    [[nodiscard]] Part all_rows(const char* largest_sql);

private:
    friend void read_together(Connection& first, const std::function<void(Readers&)>& function);
    Readers(Connection& first, unsigned count);
    void read(const std::function<void()>& function);
    void begin(std::size_t index, const std::function<void()>& function);

    Connection& first_;
    std::vector<std::unique_ptr<Connection>> twins_;
    std::vector<std::int64_t> versions_;
};

/// Calls a function, once, in a transaction of as many connections as this machine has a use for.
void read_together(Connection& first, const std::function<void(Readers&)>& function);

}  // namespace tks::store
