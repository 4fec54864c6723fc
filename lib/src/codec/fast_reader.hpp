#pragma once

#include <array>
#include <string>
#include <string_view>

#include "codec/careful_reader.hpp"
#include "codec/number_scan.hpp"
#include "codec/structure.hpp"
#include "model/event_fields.hpp"

namespace tks::codec {

/// The fast road: reads an event that is as the package itself would write it, but for the order of the keys and
/// white space, and gives up on everything else, without a reason, an exception or an allocation. What it gives up on
/// takes the careful road, which knows why; what it reads, the careful road would read alike and without a finding.
///
/// The keys of a model are expected in the order of its table, so that each costs one comparison; other orders only
/// take longer, as long as event_type stands before the payload and the type's own keys.
class FastReader {
public:
    explicit FastReader(std::size_t capacity) : structure_(capacity) {}

    /// False if the text is not for this road; the event is then half read.
    bool read_event(std::string_view text, const ReadContext& context, Event& event);

    /// The same for a payload by itself.
    template <class Payload>
    bool read(std::string_view text, const ReadContext& context, Payload& payload);

private:
    bool begin(std::string_view text, const ReadContext& context);
    [[nodiscard]] bool is_at_end() const { return next_ == structure_.tokens() + structure_.size(); }

    enum class Progress : std::uint8_t { none, some, failed };

    template <class Model>
    bool read_object(Model& model);
    template <class Model>
    Progress sweep(Model& model, std::uint32_t& seen);
    template <class Model>
    bool complete(Model& model, std::uint32_t seen);
    bool read_event_members(Event& event);
    bool read_payload(Event& event, const EventTypeDescription& type);

    template <class Field>
    bool read_value(const Field& field, std::string_view& out);
    template <class Field>
    bool read_value(const Field& field, Decimal& out);
    template <class Field>
    bool read_value(const Field& field, std::int64_t& out);
    template <class Field>
    bool read_value(const Field& field, Timestamp& out) {
        return read_value(field, out.ms);
    }
    template <class Field>
    bool read_value(const Field&, bool& out);
    template <class Field>
    bool read_value(const Field&, RawJson& out) {
        return read_raw(out);
    }
    template <class Field, class Enum>
    requires std::is_enum_v<Enum>
    bool read_value(const Field&, Enum& out);
    template <class Field, class Value>
    bool read_value(const Field& field, std::optional<Value>& out);
    template <class Field, class Value>
    bool read_value(const Field& field, std::span<const Value>& out);
    template <class Field, class Model>
    requires requires { model::ModelDescription<Model>::fields; }
    bool read_value(const Field&, Model& out) { return read_object(out); }

    bool read_raw(RawJson& out);
    bool skip_value(int depth);
    bool skip_object(int depth);
    bool skip_array(int depth);
    bool unescape(std::string_view escaped, std::string_view& out);

    [[nodiscard]] char here() const { return text_[*next_]; }
    template <std::size_t size>
    [[nodiscard]] bool at_key(const std::array<char, size>& quoted) const;
    [[nodiscard]] std::string_view token() const;
    bool take(char expected);
    bool open_object();
    bool take_separator();
    bool take_text(std::string_view& raw);

    Structure structure_;
    const ReadContext* context_ = nullptr;
    const char* text_ = nullptr;
    const std::uint32_t* next_ = nullptr;  // The token at hand.
    bool has_more_ = false;                // Whether a key stands at hand in the object being read.
    bool has_escapes_ = false;             // Whether there is a backslash anywhere in the text.
    std::string scratch_;
};

extern template bool FastReader::read(std::string_view, const ReadContext&, TradingSignalIntent&);
extern template bool FastReader::read(std::string_view, const ReadContext&, TradingSignal&);
extern template bool FastReader::read(std::string_view, const ReadContext&, OrderRequest&);
extern template bool FastReader::read(std::string_view, const ReadContext&, Trade&);

}  // namespace tks::codec
