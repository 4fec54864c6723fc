#pragma once

#include <deque>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/event_fields.hpp"
#include "model/snapshot_fields.hpp"
#include "tks/decimal.hpp"

namespace codec_test {

/// Fills models with random sound values, driven by the same tables as the codec. Owns all text and lists that it hands
/// out, until it is gone.
class RandomModels {
public:
    RandomModels(unsigned seed, tks::Revision revision) : random_(seed), revision_(revision) {}

    tks::Event event(tks::EventType type) {
        tks::Event event;
        fill(static_cast<tks::DomainEvent&>(event));
        event.event_type = type;
        const tks::EventTypeDescription& description = tks::describe(type);
        emplace(event.payload, description.payload);
        emplace(event.details, description.details);
        return event;
    }

    /// Sets all fields that the revision has, and again until all invariants hold.
    template <class Model>
    void fill(Model& model) {
        const Model blank = model;
        do {
            model = blank;
            tks::model::for_each_field<Model>([&](const auto& field) {
                if (field.since > revision_) return;
                // What may be absent sometimes is.
                const bool is_omitted = field.has_default && one_in(4);
                if (!is_omitted) set(field, model.*field.member);
            });
        } while (!is_sound(model));
    }

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    bool one_in(unsigned times) { return below(times) == 0; }

private:
    template <class Model>
    bool is_sound(const Model& model) const {
        bool holds = true;
        tks::model::for_each_invariant<Model>([&](const auto& invariant) {
            if (invariant.since <= revision_) holds = holds && invariant.holds(model);
        });
        return holds;
    }

    template <class Variant>
    void emplace(Variant& variant, std::size_t index) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (void)((index == I && (set_alternative(variant.template emplace<I>()), true)) || ...);
        }
        (std::make_index_sequence<std::variant_size_v<Variant>>{});
    }
    void set_alternative(tks::RawJson& json) { json.text = keep(object(2)); }
    template <class Model>
    void set_alternative(Model& model) {
        fill(model);
    }

    template <class Field>
    void set(const Field& field, std::string_view& text) {
        std::string drawn = words();
        if (!field.may_be_blank) drawn += "x";
        text = keep(std::move(drawn));
    }
    template <class Field>
    void set(const Field& field, tks::Decimal& number) {
        using tks::model::Bound;
        std::uint64_t coefficient = one_in(10) ? below(10) : random_() >> below(60);
        if (coefficient == 0 && field.bound == Bound::above_zero) coefficient = 1;
        const bool is_negative = field.bound == Bound::none && one_in(2);
        number = tks::Decimal::from_parts(is_negative, coefficient, static_cast<int>(below(40)) - 28);
    }
    template <class Field>
    void set(const Field& field, std::int64_t& integer) {
        integer = static_cast<std::int64_t>(random_());
        if (!one_in(16)) integer %= 2'000'000'000'000;
        if (field.bound != tks::model::Bound::none && integer < 1) integer = one_in(2) ? 1 : 1 + std::abs(integer / 2);
    }
    template <class Field>
    void set(const Field& field, tks::Timestamp& time) {
        set(field, time.ms);
    }
    template <class Field>
    void set(const Field&, bool& truth) {
        truth = one_in(2);
    }
    template <class Field>
    void set(const Field&, tks::RawJson& json) {
        json.text = keep(object(3));
    }
    template <class Field, std::int64_t Only>
    void set(const Field&, tks::Literal<Only>&) {}
    template <class Field, class Enum>
    requires std::is_enum_v<Enum>
    void set(const Field&, Enum& value) {
        value = static_cast<Enum>(below(std::size(tks::EnumDescription<Enum>::words)));
    }
    template <class Field, class Value>
    void set(const Field& field, std::optional<Value>& value) {
        if (one_in(3))
            value.reset();
        else
            set(field, value.emplace());
    }
    template <class Field, class Value>
    void set(const Field& field, std::span<const Value>& values) {
        auto& list = std::get<std::deque<std::vector<Value>>>(lists_).emplace_back(below(4));
        for (Value& value : list) set(field, value);
        values = list;
    }
    template <class Field, class... Models>
    void set(const Field&, std::variant<Models...>& models) {
        emplace(models, below(sizeof...(Models)));
    }
    template <class Field, class Model>
    requires requires { tks::model::ModelDescription<Model>::fields; }
    void set(const Field&, Model& model) { fill(model); }

    std::string words() {
        static const std::vector<std::string> pieces = {
            "a",  "Z",  "0",    "-",    "/",      " ",      "é", "北", "\U0001F680", "\"", "\\",    "\b",
            "\n", "\t", "\x01", "\x7f", "\u2028", "\ufeff", "{", "}",  ",",          ":",  "order", "BTC/USDT"};
        std::string text;
        for (std::uint64_t length = below(8); length > 0; --length) text += pieces[below(pieces.size())];
        return text;
    }

    /// A JSON object of which nothing is known, in all the ways in which people write JSON.
    std::string object(int depth) {
        std::string json = "{";
        for (std::uint64_t members = below(4); members > 0; --members) {
            if (json.size() > 1) json += one_in(4) ? " , " : ",";
            json += "\"k" + std::to_string(members) + (one_in(8) ? R"(\u00e9\")" : "") + (one_in(8) ? "\": " : "\":") +
                    value(depth - 1);
        }
        return json + "}";
    }
    std::string value(int depth) {
        static const std::vector<std::string> scalars = {"null",          "true",
                                                         "false",         "0",
                                                         "-0.0",          "1e5",
                                                         "1E-400",        "12345678901234567890123",
                                                         "\"\"",          R"("\ud83d\ude80\u0000")",
                                                         "\"北 \\\" }\"", "[]",
                                                         "[ ]",           "{}"};
        if (depth <= 0 || one_in(2)) return scalars[below(scalars.size())];
        if (one_in(2)) return object(depth);
        std::string json = "[";
        for (std::uint64_t elements = below(3); elements > 0; --elements)
            json += value(depth - 1) + (elements > 1 ? "," : "");
        return json + "]";
    }

    std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

    std::mt19937_64 random_;
    tks::Revision revision_;
    std::deque<std::string> texts_;
    std::tuple<std::deque<std::vector<std::string_view>>, std::deque<std::vector<tks::PositionMarkV1>>,
               std::deque<std::vector<tks::TradingSignalIntentRejectionReason>>,
               std::deque<std::vector<tks::TradingSignalRejectionReason>>,
               std::deque<std::vector<tks::TradingSignalColdReason>>>
        lists_;
};

}  // namespace codec_test
