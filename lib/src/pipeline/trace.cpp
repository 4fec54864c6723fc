#include "check/story_trace.hpp"
#include "pipeline/validation.hpp"

namespace tks {

Trace trace(const Inputs& inputs, std::string_view id, const ValidateOptions& options,
            const std::function<void(const std::string& message)>& on_unreadable_input) {
    // Which findings belong to the story is known only once all is read.
    std::vector<Diagnostic> findings;
    const ValidateListener listener{.on_finding = [&](const Diagnostic& finding) { findings.push_back(finding); },
                                    .on_unreadable_input =
                                        [&](const std::string&, const std::string& message) {
                                            if (on_unreadable_input) on_unreadable_input(message);
                                        }};
    pipeline::InputSet set(inputs, listener.on_notice);
    pipeline::Validation validation(set, options, listener);
    validation.run();
    return check::trace_story(validation.stream(), id, findings, validation.inputs());
}

}  // namespace tks
