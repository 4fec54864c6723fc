#include "check/rule_definition.hpp"

namespace tks::check::rules {

/// Whether the profit and loss that a trade reports is that of its fills.
std::span<const RuleDefinition> pnl_not_reconciled() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "pnl/not-reconciled",
                  .severity = Severity::error,
                  .only_in_replay = true,
                  .summary = "The PnL that a trade reports is that of its fills.",
                  .explanation = "What a trade realized is computed from its fills in three ways: gross, net of all fees, and net "
                                 "of the fees of the quantity that was closed. realized_pnl, or the sum of the "
                                 "realized_pnl_delta of the profit_realized events so far, is none of them, beyond what "
                                 "rounding explains (1e-9 of the money that moved)."}},
    };
    return definitions;
}

}  // namespace tks::check::rules
