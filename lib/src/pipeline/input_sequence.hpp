#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "source/chunk.hpp"

namespace tks::pipeline {

/// A piece of the inputs: a chunk of one of them, or what kept it from being read.
struct Piece {
    std::size_t input = 0;  ///< Index of the input.
    source::Chunk chunk;
    bool can_resume = false;  ///< Whether the input can be read on later from where the chunk ended.
    std::string failure;      ///< Not empty: why the input could not be opened or read on; there is no chunk then.
};

/// Several inputs, one after another, as one sequence of pieces. An input that fails does not hide the next.
class InputSequence {
public:
    /// Opens an input by its name, at a place behind its beginning if one is given; throws InputError.
    using Open = std::function<std::unique_ptr<source::ChunkSource>(
        const std::string& name, const InputOptions& options, const source::Resumption& resumption)>;

    InputSequence(std::vector<std::string> names, InputOptions options, Open open)
        : names_(std::move(names)), options_(options), open_(std::move(open)) {}

    /// Begins each input at a place of its own. To be called before next().
    void resume_at(std::vector<source::Resumption> resumptions) { resumptions_ = std::move(resumptions); }

    /// The next piece, or false at the end.
    bool next(Piece& piece);

    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

private:
    std::vector<std::string> names_;
    InputOptions options_;
    Open open_;
    std::vector<source::Resumption> resumptions_;  // By input, or empty.
    std::size_t current_ = 0;
    std::unique_ptr<source::ChunkSource> source_;
};

}  // namespace tks::pipeline
