#include "help.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace tksctl {

namespace {

struct Footer {
    std::string examples;  ///< With their heading; empty if there are none.
    std::string rest;      ///< Without line breaks around it.
};

Footer footer_of(const CLI::App& app) {
    const std::string text = app.get_footer();
    const std::size_t begin = text.find("Examples:\n");
    if (begin == std::string::npos) return {"", text};
    std::size_t end = text.find('\n', begin) + 1;
    while (std::string_view(text).substr(end).starts_with("  "))
        end = std::min(text.find('\n', end), text.size() - 1) + 1;
    Footer footer{text.substr(begin, end - begin), text.substr(0, begin)};
    if (!footer.examples.ends_with('\n')) footer.examples += '\n';
    const std::size_t last = footer.rest.find_last_not_of('\n');
    footer.rest.resize(last == std::string::npos ? 0 : last + 1);
    if (end < text.size()) footer.rest.append(footer.rest.empty() ? "" : "\n\n").append(text, end);
    return footer;
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const {
    std::string text = CLI::Formatter::make_help(app, std::move(name), mode);
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
}

std::string HelpFormatter::make_usage(const CLI::App* app, std::string name) const {
    const std::string examples = footer_of(*app).examples;
    return CLI::Formatter::make_usage(app, std::move(name)) + (examples.empty() ? "" : "\n" + examples);
}

std::string HelpFormatter::make_footer(const CLI::App* app) const {
    const std::string rest = footer_of(*app).rest;
    return rest.empty() ? rest : rest + "\n";
}

std::string HelpFormatter::make_option_name(const CLI::Option* option, bool is_positional) const {
    return is_positional ? option->get_option_text() : CLI::Formatter::make_option_name(option, is_positional);
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
    return option->get_positional() ? "" : CLI::Formatter::make_option_opts(option);
}

std::string HelpFormatter::make_option_usage(const CLI::Option* positional) const {
    const std::string& text = positional->get_option_text();
    const bool says_itself = positional->get_required() || text.find('[') != std::string::npos;
    const bool has_dots = positional->get_expected_max() <= 2 || text.find("...") != std::string::npos;
    return (says_itself ? text : "[" + text + "]") + (has_dots ? "" : "...");
}

}  // namespace tksctl
