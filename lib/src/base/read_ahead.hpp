#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace tks {

/// Items on their way from a thread that makes them to the one that takes them, some batches ahead: of so many items that handing a
/// batch over takes no time beside making it.
template <class Item, std::size_t batch_items = 256>
class ReadAhead {
public:
    /// For the thread that makes items: where the next one goes, which may still hold an earlier one. Waits while there are too many.
    Item& next() {
        if (making_ != nullptr && making_->count == batch_items) hand_over();
        if (making_ == nullptr) making_ = wait_for(free_);
        return making_->items[making_->count++];
    }

private:
    template <class Of, std::size_t of_items, class Make, class Visit>
    friend void read_ahead(Make make, Visit visit);

    struct Batch {
        std::vector<Item> items = std::vector<Item>(batch_items);
        std::size_t count = 0;
    };
    struct Stopped {};

    static constexpr std::size_t most_batches = 4;

    ReadAhead() : batches_(most_batches) {
        for (Batch& batch : batches_) free_.push_back(&batch);
    }

    Batch* wait_for(std::deque<Batch*>& from) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !from.empty() || is_stopped_; });
        if (is_stopped_) throw Stopped{};
        Batch* const batch = from.front();
        from.pop_front();
        return batch;
    }

    void put(Batch* batch, std::deque<Batch*>& to) {
        const std::scoped_lock lock(mutex_);
        to.push_back(batch);
        changed_.notify_all();
    }

    void hand_over() { put(std::exchange(making_, nullptr), full_); }

    void stop() {
        const std::scoped_lock lock(mutex_);
        is_stopped_ = true;
        changed_.notify_all();
    }

    std::vector<Batch> batches_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch*> free_, full_;  // A null one says that there are no more.
    Batch* making_ = nullptr;
    bool is_stopped_ = false;
};

/// Calls visit(item) with each item that `make(items)` makes by items.next(), in their order. It goes on making the next ones in a
/// thread of its own meanwhile. Throws what either of the two throws, after the other has ended.
template <class Item, std::size_t batch_items = 256, class Make, class Visit>
void read_ahead(Make make, Visit visit) {
    using Items = ReadAhead<Item, batch_items>;
    Items items;
    std::exception_ptr failure;
    std::thread maker([&] {
        try {
            make(items);
        } catch (const typename Items::Stopped&) {
            return;
        } catch (...) {
            failure = std::current_exception();
        }
        if (items.making_ != nullptr) items.hand_over();
        items.put(nullptr, items.full_);
    });
    try {
        while (auto* const batch = items.wait_for(items.full_)) {
            for (std::size_t index = 0; index < batch->count; ++index) visit(std::as_const(batch->items[index]));
            batch->count = 0;
            items.put(batch, items.free_);
        }
    } catch (...) {
        items.stop();
        maker.join();
        throw;
    }
    maker.join();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace tks
