// In which order rows are wanted, and which of them are kept.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "report/row_order.hpp"

namespace {

using namespace tks::report;
using tks::CellKind;

struct Told {
    std::vector<SortValue> values;
    std::string text;
};

/// Rows of a number and a word, of which many are equal, or nearly, and some are not known.
std::vector<Told> random_rows(std::size_t count, std::mt19937& random) {
    std::vector<Told> rows;
    for (std::size_t at = 0; at < count; ++at) {
        const auto one_of = [&](CellKind kind, std::span<const std::string_view> cells) {
            const std::string_view cell = cells[random() % cells.size()];
            return sort_value(kind, cell.empty() ? std::nullopt : std::optional(cell));
        };
        static constexpr std::string_view numbers[] = {"",
                                                       "-1E400",
                                                       "-4.50",
                                                       "-4.5",
                                                       "-1E-30",
                                                       "-0.0",
                                                       "0",
                                                       "0.10",
                                                       "0.1",
                                                       "1E-30",
                                                       "3.25",
                                                       "12345678901234567890",
                                                       "12345678901234567891",
                                                       "1E400",
                                                       "a word"};
        static constexpr std::string_view words[] = {"", "a", "ab", "a longer word", "a longer one", "\xC3\xA4"};
        rows.push_back({{one_of(CellKind::number, numbers), one_of(CellKind::text, words)}, std::to_string(at)});
    }
    return rows;
}

/// What a stable sort says.
std::vector<std::string> sorted_texts(std::vector<Told> rows, std::span<const SortKey> keys, KeptRows kept) {
    std::ranges::stable_sort(
        rows, [&](const Told& one, const Told& other) { return order_of(keys, one.values, other.values) < 0; });
    std::vector<std::string> texts;
    for (const Told& row : rows) texts.push_back(row.text);
    const auto surplus =
        static_cast<std::ptrdiff_t>(texts.size() - std::min(texts.size(), kept.most.value_or(texts.size())));
    texts.erase(kept.are_last ? texts.begin() : texts.end() - surplus,
                kept.are_last ? texts.begin() + surplus : texts.end());
    return texts;
}

SortedTexts sorted(const std::vector<Told>& rows, std::span<const SortKey> keys, KeptRows kept) {
    SortedTexts texts(keys, kept);
    for (const Told& row : rows) {
        std::vector<SortValue> values = row.values;
        if (texts.has_place_for(values))
            texts.add(values, row.text);
        else
            texts.drop();
    }
    return texts;
}

std::vector<std::string> texts_of(SortedTexts& sorted) {
    std::vector<std::string> texts;
    sorted.for_each_of_last(1'000'000, [&](std::string_view text) { texts.emplace_back(text); });
    return texts;
}

}  // namespace

TEST_CASE("numbers are sorted by their value, words by their bytes, and what is not known comes last") {
    const SortKey number[] = {{.column = 0, .kind = CellKind::number}};
    const SortKey descending[] = {{.column = 0, .kind = CellKind::number, .is_descending = true}};
    const auto order = [](std::span<const SortKey> keys, std::optional<std::string_view> one,
                          std::optional<std::string_view> other) {
        const SortValue left[] = {sort_value(keys.front().kind, one)};
        const SortValue right[] = {sort_value(keys.front().kind, other)};
        return order_of(keys, left, right);
    };
    CHECK(order(number, "9", "10") < 0);
    CHECK(order(number, "1.0", "1") == 0);
    CHECK(order(number, "-1E-30", "0") < 0);
    CHECK(order(descending, "9", "10") > 0);
    for (const SortKey* keys : {number, descending}) {
        CHECK(order({keys, 1}, std::nullopt, "-5") > 0);
        CHECK(order({keys, 1}, "-5", std::nullopt) < 0);
        CHECK(order({keys, 1}, std::nullopt, std::nullopt) == 0);
    }
    const SortKey word[] = {{.column = 0, .kind = CellKind::text}};
    CHECK(order(word, "9", "10") > 0);
    CHECK(order(word, "B", "a") < 0);
}

TEST_CASE("sorted rows are those of a stable sort, however many are kept and in however many parts they come") {
    std::mt19937 random(1);
    const SortKey number_first[] = {{.column = 0, .kind = CellKind::number, .is_descending = true},
                                    {.column = 1, .kind = CellKind::text}};
    const SortKey word_first[] = {{.column = 1, .kind = CellKind::text, .is_descending = true},
                                  {.column = 0, .kind = CellKind::number}};
    const std::span<const SortKey> orders[] = {number_first, {number_first, 1}, word_first};
    for (const std::size_t count : {0U, 1U, 50U, 5'000U}) {
        for (const std::span<const SortKey> by : orders) {
            std::vector<Told> rows = random_rows(count, random);
            if (by.data() == word_first)
                for (Told& row : rows) std::ranges::reverse(row.values);
            for (const std::optional<std::size_t> most :
                 {std::optional<std::size_t>(), std::optional<std::size_t>(0), std::optional<std::size_t>(1),
                  std::optional<std::size_t>(40), std::optional<std::size_t>(4'999)})
                for (const bool are_last : {false, true})
                    for (const std::size_t part : {1U, 7U, 3'000U}) {
                        CAPTURE(count);
                        CAPTURE(most.value_or(9'999));
                        CAPTURE(are_last);
                        CAPTURE(part);
                        const KeptRows kept{most, are_last};
                        SortedTexts all(by, kept);
                        SortedParts parts;
                        for (std::size_t begin = 0; begin < rows.size(); begin += part) {
                            const auto first = rows.begin() + static_cast<std::ptrdiff_t>(begin);
                            const auto end =
                                rows.begin() + static_cast<std::ptrdiff_t>(std::min(begin + part, rows.size()));
                            SortedTexts own = sorted({first, end}, by, kept);
                            own.sort();
                            all.join(parts.take(parts.give(std::move(own))));
                        }
                        CHECK(all.count() == rows.size());
                        CHECK(texts_of(all) == sorted_texts(rows, by, kept));
                        SortedTexts at_once = sorted(rows, by, kept);
                        CHECK(texts_of(at_once) == sorted_texts(rows, by, kept));
                    }
        }
    }
}
