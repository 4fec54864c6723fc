#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "report/json_object.hpp"

namespace tks::report {

/// Writes objects that are told apart by the beginnings of paths.
class NestedObjects {
public:
    explicit NestedObjects(std::string& out) : out_(out) { out_ += '{'; }

    /// Closes and opens objects until the next member may follow, and writes its key.
    void begin(std::string_view path, bool has_beginnings) {
        const std::size_t dot = has_beginnings ? path.rfind('.') : std::string_view::npos;
        const std::string_view inside = dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
        while (!is_inside(inside)) close();
        while (open_.size() < inside.size()) {
            const std::string_view rest = inside.substr(open_.empty() ? 0 : open_.size() + 1);
            write_key(rest.substr(0, rest.find('.')));
            out_ += '{';
            is_first_ = true;
            open_ = inside.substr(
                0, static_cast<std::size_t>(rest.data() - inside.data()) + std::min(rest.find('.'), rest.size()));
        }
        write_key(path.substr(dot == std::string_view::npos ? 0 : dot + 1));
    }

    void end() {
        while (!open_.empty()) close();
        out_ += '}';
    }

private:
    [[nodiscard]] bool is_inside(std::string_view path) const {
        return open_.empty() || (path.starts_with(open_) && (path.size() == open_.size() || path[open_.size()] == '.'));
    }
    void close() {
        out_ += '}';
        const std::size_t dot = open_.rfind('.');
        open_ = dot == std::string_view::npos ? std::string_view() : open_.substr(0, dot);
    }
    void write_key(std::string_view key) {
        if (!is_first_) out_ += ',';
        is_first_ = false;
        append_json_string(out_, valid_utf8(key));
        out_ += ':';
    }

    std::string& out_;
    std::string_view open_;  // The path of the object that is open.
    bool is_first_ = true;
};

}  // namespace tks::report
