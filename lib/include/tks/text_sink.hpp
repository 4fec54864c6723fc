#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace tks {

/// Takes the next part of what is written. What it throws goes through to the caller.
using TextSink = std::function<void(std::string_view)>;

/// Makes a text of facts.
template <class Fact>
struct TextMaker {
    std::function<void(const Fact&)> add;
    /// The text of what was added since it was last asked for; empty for nothing. The memory of the text that it is given is used
    /// again.
    std::function<std::string(std::string&& used)> take;
};

/// Makes the text maker of one thread. Each thread asks for its own before its first fact, one thread after the other, and uses it
/// while other threads use theirs.
template <class Fact>
using ThreadTextMakers = std::function<TextMaker<Fact>()>;

}  // namespace tks
