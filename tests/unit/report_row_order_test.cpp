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

/// Rows of a number and a word, of which many are equal and some are not known.
std::vector<Told> random_rows(std::size_t count, std::mt19937& random) {
    std::vector<Told> rows;
    for (std::size_t at = 0; at < count; ++at) {
        const auto number = static_cast<int>(random() % 9) - 4;
        const std::string word(1, static_cast<char>('a' + random() % 3));
        rows.push_back({{number == 4 ? SortValue() : sort_value(CellKind::number, std::to_string(number) + ".50"),
                         word == "c" ? sort_value(CellKind::text, std::nullopt) : sort_value(CellKind::text, word)},
                        std::to_string(at)});
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
        if (texts.has_place_for(row.values))
            texts.add(row.values, row.text);
        else
            texts.drop();
    }
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
    const SortKey keys[] = {{.column = 0, .kind = CellKind::number, .is_descending = true},
                            {.column = 1, .kind = CellKind::text}};
    for (const std::size_t count : {0U, 1U, 50U, 5'000U}) {
        const std::vector<Told> rows = random_rows(count, random);
        for (const std::span<const SortKey> by : {std::span<const SortKey>(keys), std::span<const SortKey>(keys, 1)})
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
                        CHECK(all.take() == sorted_texts(rows, by, kept));
                        CHECK(sorted(rows, by, kept).take() == sorted_texts(rows, by, kept));
                    }
    }
}
