#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "check/event_kinds.hpp"
#include "check/market_form.hpp"
#include "check/rule_definition.hpp"
#include "tks/market_pair.hpp"

namespace tks::check::rules {

namespace {

/// The events that write a market in one way.
struct Form {
    std::string text;
    std::uint64_t events = 0;
    EventIndex first = no_event;
};

std::vector<Form> count_forms(const Stream& stream) {
    constexpr EventIndex ahead = 24;
    std::unordered_map<Id, Form> forms;
    Id last_market = no_id;
    Form* form = nullptr;
    for (EventIndex index = 0; index < stream.size(); ++index) {
        stream.prefetch_payload(index + ahead);
        const Id market = market_of(stream, stream.event(index));
        if (market == no_id || stream.is_repetition(index)) continue;
        if (market != last_market) form = &forms[market];
        last_market = market;
        ++form->events;
        if (form->first == no_event || stream.precedes(index, form->first)) form->first = index;
    }
    std::vector<Form> clean;
    for (auto& [market, counted] : forms) {
        counted.text = stream.text(market);
        // event/market-form speaks of the others.
        if (is_clean_market(counted.text)) clean.push_back(std::move(counted));
    }
    return clean;
}

/// The forms of one pair, of which there are several: the most frequent one first.
void report_pair(const Stream& stream, std::vector<Form>& forms, StreamReporter& reporter) {
    std::ranges::sort(forms, [](const Form& left, const Form& right) {
        return left.events != right.events ? left.events > right.events : left.text < right.text;
    });
    std::string rarer;
    EventIndex first = no_event;
    for (std::size_t index = 1; index < forms.size(); ++index) {
        rarer += fmt::format("{}\"{}\" in {}", index == 1 ? "" : ", ", forms[index].text, forms[index].events);
        if (first == no_event || stream.precedes(forms[index].first, first)) first = forms[index].first;
    }
    reporter.report(
        first,
        fmt::format("the same pair is written \"{}\" in {} events and {}", forms[0].text, forms[0].events, rarer),
        "/payload/market", {forms[0].first});
}

bool has_mixed_forms(const Stream& stream) {
    std::set<std::string> pairs;
    return std::ranges::any_of(stream.markets(), [&](Id market) {
        const std::string text = stream.text(market);
        return is_clean_market(text) && !pairs.insert(pair_of(text)).second;
    });
}

void check_mixed_market_forms(const Stream& stream, StreamReporter& reporter) {
    // Mostly the few markets tell that no event needs to be looked at.
    if (!has_mixed_forms(stream)) return;
    std::map<std::string, std::vector<Form>> forms_of_pair;
    for (Form& form : count_forms(stream)) forms_of_pair[pair_of(form.text)].push_back(std::move(form));
    for (auto& [pair, forms] : forms_of_pair)
        if (forms.size() > 1) report_pair(stream, forms, reporter);
}

}  // namespace

/// Whether each pair has one spelling.
std::span<const RuleDefinition> event_mixed_market_forms() {
    static const RuleDefinition definitions[] = {
        {.rule = {.name = "event/mixed-market-forms",
                  .severity = Severity::warning,
                  .summary = "A pair is written in one way in the whole input.",
                  .explanation =
                      "Markets that differ in their divider or in the case of their letters only, as BTC/USDT, "
                      "BTC-USDT and "
                      "btc/usdt, are the same pair to people and different ones to whatever groups by market: "
                      "positions and "
                      "sums fall apart. Each pair with several forms is reported once, at the first event that has a "
                      "rarer form, "
                      "with the first event that has the most frequent one. Settle on a form where events are made."},
         .on_stream = check_mixed_market_forms},
    };
    return definitions;
}

}  // namespace tks::check::rules
