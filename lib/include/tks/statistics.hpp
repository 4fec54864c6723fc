#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tks/time.hpp"

namespace tks {

/// How the events of a stream are spread. Only events that could be read count.
struct Statistics {
    /// A time in which nothing happened.
    struct Gap {
        Timestamp from;
        Timestamp to;
    };

    std::map<std::string, std::uint64_t, std::less<>> by_strategy;  ///< Events whose payload names a strategy.
    std::map<std::string, std::uint64_t, std::less<>> by_market;    ///< Events whose payload names a market.
    std::map<std::int64_t, std::uint64_t> by_hour;                  ///< By hours since the Unix epoch, UTC.
    std::vector<Gap> longest_gaps;                                  ///< The five longest, the longest first.
};

}  // namespace tks
