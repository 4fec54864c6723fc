#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/ordered_work.hpp"
#include "store/figure_blocks.hpp"
#include "store/parts.hpp"
#include "store/time_order.hpp"
#include "tks/text_sink.hpp"

namespace tks::store {

/// Texts that were handed over, for their memory; for several threads.
class UsedTexts {
public:
    std::string take() {
        const std::scoped_lock lock(mutex_);
        if (texts_.empty()) return {};
        std::string text = std::move(texts_.back());
        texts_.pop_back();
        return text;
    }
    void give(std::string&& text) {
        const std::scoped_lock lock(mutex_);
        texts_.push_back(std::move(text));
    }

private:
    std::mutex mutex_;
    std::vector<std::string> texts_;
};

/// Makes text of rows by all readers, and hands it over in the order of the rows. `Teller(connection, …)` belongs to one thread;
/// its tell(number) gives the fact that a row is, which lasts until the next one is asked for.
template <class Teller, class Fact, class... Arguments>
void write_in_order(Readers& readers, const std::vector<TimedRow>& rows, const ThreadTextMakers<Fact>& makers,
                    const TextSink& sink, const Arguments&... arguments) {
    struct Range {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    // Each thread unpacks the blocks that its range is in, and rows of one time are not all in one block.
    constexpr std::size_t most_rows = 4 * block_rows;
    constexpr std::size_t ranges_per_reader = 4;
    const std::size_t range_rows =
        std::clamp(rows.size() / readers.count() / ranges_per_reader, std::size_t{block_rows}, most_rows);
    std::size_t next = 0;
    std::mutex mutex;
    unsigned reader = 0;
    UsedTexts used;
    work_in_order<Range>(
        readers.count(),
        [&](Range& range) {
            range = {next, std::min(next + range_rows, rows.size())};
            next = range.end;
            return range.begin != range.end;
        },
        [&] {
            const std::scoped_lock lock(mutex);
            auto teller = std::make_unique<Teller>(readers.connection(reader++), arguments...);
            return [&, teller = std::move(teller), maker = makers()](const Range& range, auto&&) {
                for (std::size_t at = range.begin; at < range.end; ++at) maker.add(teller->tell(rows[at].number));
                return maker.take(used.take());
            };
        },
        [&](std::string&& text) {
            sink(text);
            used.give(std::move(text));
        });
}

}  // namespace tks::store
