#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace tks {

/// Works on items in several threads and delivers the results in the order of the items.
///
///   fetch(item) → bool      gives the next item, or false at the end; never called twice at a time;
///   make_worker() → worker  is called once in each thread; worker(item, hand_over) → Result does the work, and may
///                           call hand_over(Result&&) with parts of the result that would grow too large to keep;
///   deliver(Result&&)       takes a result; never called twice at a time, though from any thread.
///
/// At most a few results a thread wait for an earlier one, so that memory is bounded however slow the delivery is.
/// What one of the functions throws ends the work and is thrown on, once all threads have stopped.
template <class Item, class Fetch, class MakeWorker, class Deliver>
class OrderedWork {
public:
    OrderedWork(Fetch& fetch, MakeWorker& make_worker, Deliver& deliver)
        : fetch_(fetch), make_worker_(make_worker), deliver_(deliver) {}

    void run(unsigned thread_count) {
        most_ahead_ = thread_count * results_ahead_per_thread;
        {
            std::vector<std::jthread> helpers;
            for (unsigned index = 1; index < thread_count; ++index)
                helpers.emplace_back([this] { work_until_stopped(); });
            work_until_stopped();
        }
        if (failure_) std::rethrow_exception(failure_);
    }

private:
    static constexpr std::uint64_t results_ahead_per_thread = 4;

    void work_until_stopped() {
        try {
            work();
        } catch (...) {
            const std::scoped_lock lock(mutex_);
            if (!failure_) failure_ = std::current_exception();
            is_stopped_ = true;
            turn_.notify_all();
        }
    }

    void work() {
        auto worker = make_worker_();
        Item item;
        std::uint64_t ticket = 0;
        while (take(item, ticket)) {
            HandOver hand_over{*this, ticket};
            auto result = worker(item, hand_over);
            std::unique_lock lock(mutex_);
            turn_.wait(lock, [&] { return is_stopped_ || ticket < delivered_ + most_ahead_; });
            if (is_stopped_) return;
            waiting_.emplace(ticket, std::move(result));
            // Whoever delivers goes on with this one, so that nobody else has to stand by.
            if (!is_delivering_) deliver_waiting(lock);
        }
    }

    void deliver_waiting(std::unique_lock<std::mutex>& lock) {
        is_delivering_ = true;
        while (!is_stopped_ && !waiting_.empty() && waiting_.begin()->first == delivered_) {
            auto first = waiting_.extract(waiting_.begin());
            lock.unlock();
            deliver_(std::move(first.mapped()));
            lock.lock();
            ++delivered_;
            turn_.notify_all();
        }
        is_delivering_ = false;
    }

    bool take(Item& item, std::uint64_t& ticket) {
        {
            const std::scoped_lock lock(mutex_);
            if (is_stopped_) return false;
        }
        const std::scoped_lock lock(fetch_mutex_);
        if (is_at_end_) return false;
        is_at_end_ = !fetch_(item);
        ticket = tickets_++;
        return !is_at_end_;
    }

    /// Delivers a part of the result of one item, once all earlier items have been delivered.
    struct HandOver {
        OrderedWork& work;
        std::uint64_t ticket;

        template <class Part>
        void operator()(Part&& part) {
            {
                std::unique_lock lock(work.mutex_);
                work.turn_.wait(lock, [&] { return work.is_stopped_ || work.delivered_ == ticket; });
                if (work.is_stopped_) return;
            }
            // Nobody else delivers until the rest of the item is there.
            work.deliver_(std::forward<Part>(part));
        }
    };

    using Result = std::invoke_result_t<std::invoke_result_t<MakeWorker&>&, Item&, HandOver&>;

    Fetch& fetch_;
    MakeWorker& make_worker_;
    Deliver& deliver_;

    std::mutex fetch_mutex_;  // Guards the next two.
    std::uint64_t tickets_ = 0;
    bool is_at_end_ = false;

    std::mutex mutex_;  // Guards the rest.
    std::condition_variable turn_;
    std::map<std::uint64_t, Result> waiting_;
    std::uint64_t delivered_ = 0;
    bool is_delivering_ = false;  // One of the threads, without the lock.
    std::uint64_t most_ahead_ = 0;
    bool is_stopped_ = false;
    std::exception_ptr failure_;
};

template <class Item, class Fetch, class MakeWorker, class Deliver>
void work_in_order(unsigned thread_count, Fetch fetch, MakeWorker make_worker, Deliver deliver) {
    OrderedWork<Item, Fetch, MakeWorker, Deliver>(fetch, make_worker, deliver).run(thread_count);
}

}  // namespace tks
