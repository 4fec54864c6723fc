#include "pipeline/input_sequence.hpp"

#include "tks/error.hpp"

namespace tks::pipeline {

bool InputSequence::next(Piece& piece) {
    piece.failure.clear();
    for (; current_ < names_.size(); ++current_, source_.reset()) {
        piece.input = current_;
        try {
            if (!source_)
                source_ = open_(names_[current_], options_,
                                resumptions_.empty() ? source::Resumption{} : resumptions_[current_]);
            piece.can_resume = source_->can_resume();
            if (source_->next(piece.chunk)) return true;
        } catch (const InputError& error) {
            piece.failure = error.what();
            ++current_;
            source_.reset();
            return true;
        }
    }
    return false;
}

}  // namespace tks::pipeline
