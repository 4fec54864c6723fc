#include "completions.hpp"

#include <memory>
#include <string>

#include "completion_words.hpp"
#include "io.hpp"
#include "shared_options.hpp"

namespace tksctl {

namespace {

enum class Shell { bash, zsh, fish };

struct CompletionsArguments {
    Shell shell = Shell::bash;
    std::string output = "-";
};

int run(const CompletionsArguments& options, const CLI::App& program) {
    const auto script = options.shell == Shell::bash  ? bash_completion(program)
                        : options.shell == Shell::zsh ? zsh_completion(program)
                                                      : fish_completion(program);
    Output output(options.output);
    output.write(script);
    output.close();
    return status::good;
}

}  // namespace

Run add_completions(CLI::App& app) {
    auto options = std::make_shared<CompletionsArguments>();
    app.footer(
        "Packages install these scripts where the shells look for them; nothing needs to be done then.\n\n"
        "Examples:\n"
        "  source <(tksctl completions bash)\n"
        "  tksctl completions zsh -o ~/.zfunc/_tksctl\n"
        "  tksctl completions fish | source");
    add_word_option(app, "shell", options->shell, {{"bash", Shell::bash}, {"zsh", Shell::zsh}, {"fish", Shell::fish}},
                    "The shell that is to complete")
        ->required();
    add_file_option(app, "-o", options->output, "Write to this file (default: standard output)");
    return [options, &app](Io&) { return run(*options, *app.get_parent()); };
}

}  // namespace tksctl
