#pragma once

#include <functional>

namespace tks {

/// Makes what visits the facts of one thread. Each thread asks for its own before its first fact, one thread after the other, and
/// then calls it with one fact after the other while other threads call theirs: whoever adds something up adds the sums of the
/// threads up in the end.
template <class Fact>
using ThreadVisitors = std::function<std::function<void(const Fact&)>()>;

}  // namespace tks
