#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "store/connection.hpp"

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

    /// Calls a function in a thread for each connection. Throws what one of them throws.
    void each(const std::function<void(Connection&, unsigned index)>& function);

    /// The same with the rows of a table, whose numbers are at most `largest`, in as many parts as there are connections.
    void each_part(std::int64_t largest, const std::function<void(Connection&, Part)>& function);

    /// What a statement says first, or 0.
    [[nodiscard]] std::int64_t number(const char* sql);

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
