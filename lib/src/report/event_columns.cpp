#include "report/event_columns.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "model/event_fields.hpp"
#include "report/snapshot_columns.hpp"

namespace tks::report {

namespace {

constexpr std::string_view inside_payload = "payload.";

template <class Payload>
constexpr bool has_fields = !std::is_same_v<Payload, RawJson>;

/// All columns, and for each alternative of an event's parts which of them its fields are, in their order.
struct Layout {
    std::vector<Column> columns;
    std::vector<std::size_t> envelope;
    std::array<std::vector<std::size_t>, std::variant_size_v<EventDetails>> details;
    std::array<std::vector<std::size_t>, std::variant_size_v<EventPayload>> payloads;

    Layout() {
        add<DomainEvent>("", envelope);
        add_alternatives<EventDetails>("", details);
        add_alternatives<EventPayload>(std::string(inside_payload), payloads);
    }

private:
    template <class Variant, std::size_t Count>
    void add_alternatives(const std::string& inside, std::array<std::vector<std::size_t>, Count>& places) {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            (add<std::variant_alternative_t<Index, Variant>>(inside, places[Index]), ...);
        }
        (std::make_index_sequence<Count>{});
    }

    template <class Model>
    void add(const std::string& inside, std::vector<std::size_t>& places) {
        if constexpr (has_fields<Model>) {
            std::vector<Column> of_model;
            add_columns<Model>(of_model, inside);
            for (Column& column : of_model) {
                const auto known = std::ranges::find(columns, column.path, &Column::path);
                places.push_back(static_cast<std::size_t>(known - columns.begin()));
                if (known == columns.end()) columns.push_back(std::move(column));
            }
        }
    }
};

const Layout& layout() {
    static const Layout once;
    return once;
}

/// Goes through the fields of a model as add_columns() does.
class CellFiller {
public:
    CellFiller(const std::vector<std::size_t>& places, const std::vector<bool>& is_wanted, std::span<Cell> cells)
        : place_(places.begin()), is_wanted_(is_wanted), cells_(cells) {}

    template <class Model>
    void fill(const Model& model) {
        model::for_each_field<Model>([&](const auto& field) {
            using Value = typename std::remove_cvref_t<decltype(field)>::value_type;
            if constexpr (Described<Value>) {
                fill(model.*field.member);
            } else {
                const std::size_t column = *place_++;
                if (is_wanted_[column]) cells_[column] = to_cell(model.*field.member);
            }
        });
    }

private:
    std::vector<std::size_t>::const_iterator place_;
    const std::vector<bool>& is_wanted_;
    std::span<Cell> cells_;
};

}  // namespace

std::span<const Column> event_columns() {
    return layout().columns;
}

std::optional<std::size_t> find_event_column(std::string_view path) {
    const auto find = [](std::string_view wanted) -> std::optional<std::size_t> {
        const std::vector<Column>& columns = layout().columns;
        const auto found = std::ranges::find(columns, wanted, &Column::path);
        if (found == columns.end()) return std::nullopt;
        return static_cast<std::size_t>(found - columns.begin());
    };
    if (const auto exact = find(path)) return exact;
    return find(std::string(inside_payload).append(path));
}

void fill_cells(const Event& event, const std::vector<bool>& is_wanted, std::span<Cell> cells) {
    std::ranges::fill(cells, Cell());
    CellFiller(layout().envelope, is_wanted, cells).fill<DomainEvent>(event);
    std::visit(
        [&](const auto& details) {
            CellFiller(layout().details[event.details.index()], is_wanted, cells).fill(details);
        },
        event.details);
    std::visit(
        [&](const auto& payload) {
            if constexpr (has_fields<std::remove_cvref_t<decltype(payload)>>)
                CellFiller(layout().payloads[event.payload.index()], is_wanted, cells).fill(payload);
        },
        event.payload);
}

}  // namespace tks::report
