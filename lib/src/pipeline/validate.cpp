#include "tks/validate.hpp"

#include "pipeline/validation.hpp"

namespace tks {

ValidateSummary validate(const std::vector<std::string>& inputs, const ValidateOptions& options,
                         const ValidateListener& listener) {
    pipeline::Validation validation(inputs, options, listener);
    validation.run();
    return validation.summary();
}

}  // namespace tks
