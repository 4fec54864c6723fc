#include "schema.hpp"

#include <memory>

#include "io.hpp"
#include "shared_options.hpp"
#include "tks/json_schema.hpp"

namespace tksctl {

namespace {

struct SchemaArguments {
    std::string name;
    tks::Revision contract = tks::newest_revision;
    std::string output = "-";
    bool list = false;
};

int run(const SchemaArguments& options) {
    std::string text;
    if (options.list) {
        for (const std::string_view name : tks::json_schema_names(options.contract)) text.append(name) += '\n';
    } else {
        text = tks::json_schema(options.name, options.contract);
    }
    // Only now, so that a name that nothing has leaves no empty file.
    Output output(options.output);
    output.write(text);
    output.close();
    return status::good;
}

}  // namespace

Run add_schema(CLI::App& app) {
    auto options = std::make_shared<SchemaArguments>();
    app.footer(
        "The schema describes the canonical form, which is narrower than what consumers can read. What it cannot say\n"
        "stands in a \"$comment\": `tksctl validate --checks schema` knows it all.\n\n"
        "Examples:\n"
        "  tksctl schema order_filled\n"
        "  tksctl schema --contract 0.1.47 -o events.schema.json");
    CLI::Option* name =
        app.add_option("name", options->name,
                       "A model as in OrderFill, or an event as in order_filled or OrderFilled (default: any event)");
    name->option_text("MODEL|EVENT_TYPE");
    add_contract_option(app, options->contract);
    app.add_flag("--list", options->list, "List the names of the models and event types instead")->excludes(name);
    add_file_option(app, "-o", options->output, "Write to this file (default: standard output)");
    return [options](Io&) { return run(*options); };
}

}  // namespace tksctl
