#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tks::store {

/// Words of which there are few, each once.
class Words {
public:
    std::uint32_t number_of(std::string_view word) {
        // The first ones are mostly those that are asked for again and again.
        constexpr std::size_t looked_at = 12;
        for (std::size_t number = 0; number < words_.size() && number < looked_at; ++number)
            if (*words_[number] == word) return static_cast<std::uint32_t>(number);
        key_.assign(word);
        const auto [entry, is_new] = numbers_.try_emplace(key_, static_cast<std::uint32_t>(words_.size()));
        if (is_new) words_.push_back(&entry->first);
        return entry->second;
    }

    [[nodiscard]] std::size_t size() const { return words_.size(); }
    [[nodiscard]] const std::string& operator[](std::uint32_t number) const { return *words_[number]; }

private:
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::vector<const std::string*> words_;
    std::string key_;
};

}  // namespace tks::store
