#include "tks/validate.hpp"

#include "pipeline/validation.hpp"

namespace tks {

ValidateSummary validate(const Inputs& inputs, const ValidateOptions& options, const ValidateListener& listener) {
    pipeline::InputSet set(inputs, listener.on_notice);
    pipeline::Validation validation(set, options, listener);
    validation.run();
    return validation.summary();
}

}  // namespace tks
