#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace tksctl {

/// How help is laid out: what a command is for, how it is called, examples, then the details. The examples are the indented
/// lines below "Examples:" in a command's footer. What has no dashes is called what its option text calls it.
class HelpFormatter : public CLI::Formatter {
public:
    std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
    std::string make_usage(const CLI::App* app, std::string name) const override;
    std::string make_footer(const CLI::App* app) const override;
    std::string make_option_name(const CLI::Option* option, bool is_positional) const override;
    std::string make_option_opts(const CLI::Option* option) const override;
    std::string make_option_usage(const CLI::Option* positional) const override;
};

}  // namespace tksctl
