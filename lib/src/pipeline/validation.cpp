#include "pipeline/validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "base/ordered_work.hpp"
#include "base/text.hpp"
#include "model/registry.hpp"
#include "tks/error.hpp"
#include "tks/rules.hpp"

namespace tks::pipeline {

namespace {

/// The rules that are to be asked. Where events are projected, the projection itself tells what does not add up.
std::vector<const check::RuleDefinition*> rules_to_ask(const ValidateOptions& options, bool is_projected) {
    std::vector<const check::RuleDefinition*> chosen;
    if (!options.model.empty()) return chosen;
    for (const check::RuleDefinition& definition : check::rule_definitions())
        if (options.levels.level_of(definition.rule.name) && !(is_projected && definition.rule.family() == "pnl"))
            chosen.push_back(&definition);
    return chosen;
}

void check_options(const ValidateOptions& options) {
    if (options.model.empty()) return;
    Revision since = newest_revision;
    const bool is_known = model::visit_model(
        options.model, [&]<class Model>(std::type_identity<Model>) { since = model::ModelDescription<Model>::since; });
    if (!is_known) {
        const std::string_view near = closest_match(options.model, model::model_names);
        throw UsageError(fmt::format("there is no model \"{}\"{}; `tksctl schema --list` names them all", options.model,
                                     near.empty() ? std::string() : fmt::format(", did you mean \"{}\"?", near)));
    }
    if (since > options.contract)
        throw UsageError(fmt::format("contract {} has no {}; it came with {}", to_string(options.contract),
                                     options.model, to_string(since)));
}

}  // namespace

Validation::Validation(InputSet& inputs, const ValidateOptions& options, const ValidateListener& listener)
    : Validation(
          inputs.names(),
          [&inputs](const std::string& name, const InputOptions& input, const source::Resumption& resumption) {
              return inputs.open(name, input, resumption);
          },
          options, listener) {}

Validation::Validation(std::vector<std::string> names, InputSequence::Open open, const ValidateOptions& options,
                       const ValidateListener& listener)
    : options_((check_options(options), options)),
      sequence_(std::move(names), options.input, std::move(open)),
      collector_(sequence_.names(), options, listener) {}

void Validation::project_into(GatherTarget target, std::optional<Timestamp> until) {
    target_ = {target.state->detail(), until};
    collector_.gather_in(std::move(target));
}

void Validation::run() {
    const unsigned threads =
        options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
    std::vector<const check::RuleDefinition*> rules = rules_to_ask(options_, target_.detail.has_value());
    if (!keeps_stories_)
        std::erase_if(rules, [](const check::RuleDefinition* rule) { return looks_at_stories(*rule); });
    work_in_order<Piece>(
        threads, [this](Piece& piece) { return sequence_.next(piece); },
        [&] { return PieceValidator(options_, rules, target_); },
        [this](PieceFindings&& piece) { collector_.take(std::move(piece)); });
    collector_.finish({.rules = rules, .is_complete = options_.is_complete, .threads = threads});
}

}  // namespace tks::pipeline
