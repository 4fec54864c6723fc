#include "markets.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <memory>
#include <optional>

#include "io.hpp"
#include "shared_options.hpp"
#include "tks/error.hpp"
#include "tks/market_pair.hpp"

namespace tksctl {

namespace {

/// One thing that can be said about a pair: a column of the table, a key of the objects, a word of --form.
struct Form {
    std::string_view name;
    std::optional<std::string> (*of)(std::string_view pair, std::string_view quote);
};

std::optional<std::string> owned(std::optional<std::string_view> text) {
    if (!text) return std::nullopt;
    return std::string(*text);
}

constexpr Form forms[] = {
    {"pair", [](std::string_view pair, std::string_view) { return owned(pair); }},
    {"base", [](std::string_view pair, std::string_view) { return owned(tks::base_asset(pair)); }},
    {"quote", [](std::string_view pair, std::string_view quote) { return owned(tks::quote_asset(pair, quote)); }},
    {"dash", tks::to_dash_pair},
    {"slash", tks::to_slash_pair},
    {"binance", tks::to_binance_pair},
    {"bybit", tks::to_bybit_pair},
    {"default", [](std::string_view pair, std::string_view) { return tks::to_default_pair(pair); }},
    {"unwrapped", tks::unwrap_market},
};
constexpr std::size_t form_count = std::size(forms);

enum class MarketsFormat { text, ndjson, csv };

struct MarketsArguments {
    std::vector<std::string> pairs{"-"};
    MarketsFormat format = MarketsFormat::text;
    std::optional<std::size_t> form;  ///< Index into forms: print that alone.
    bool clean = false;
    std::string quote{tks::default_quote_asset};
    std::string output = "-";
};

bool is_printable(char character) {
    return character >= ' ' && character <= '~';
}

/// For a message: what could steer a terminal is shown as a question mark, and the rest of what is long is left out.
std::string harmless(std::string_view text) {
    constexpr std::size_t shown = 60;
    std::string result(text.substr(0, shown));
    std::ranges::replace_if(
        result, [](char character) { return !is_printable(character); }, '?');
    return text.size() > shown ? result + "..." : result;
}

/// The lines of standard input, without their ends. Bounded: what is longer than any pair is cut off.
class LineReader {
public:
    /// The next line, or nothing at the end. Throws tks::InputError where standard input cannot be read.
    std::optional<std::string_view> next() {
        line_.clear();
        for (;;) {
            const std::string_view rest(buffer_ + begin_, end_ - begin_);
            const std::size_t length = std::min(rest.find('\n'), rest.size());
            line_.append(rest.substr(0, std::min(length, longest_line - line_.size())));
            begin_ += length;
            if (length < rest.size()) {
                ++begin_;
                break;
            }
            if (!fill()) {
                if (line_.empty()) return std::nullopt;
                break;
            }
        }
        if (line_.ends_with('\r')) line_.pop_back();
        return line_;
    }

private:
    static constexpr std::size_t longest_line = 4096;

    bool fill() {
        ssize_t length = 0;
        do length = ::read(STDIN_FILENO, buffer_, sizeof buffer_);
        while (length < 0 && errno == EINTR);
        if (length < 0) throw tks::InputError(fmt::format("standard input cannot be read: {}", std::strerror(errno)));
        begin_ = 0;
        end_ = static_cast<std::size_t>(length);
        return length != 0;
    }

    char buffer_[std::size_t{32} << 10U];
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::string line_;
};

std::string json_string(std::string_view printable) {
    std::string text = "\"";
    for (const char character : printable) {
        if (character == '"' || character == '\\') text += '\\';
        text += character;
    }
    return text += '"';
}

std::string csv_field(std::string_view text) {
    if (text.find_first_of("\",") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char character : text) quoted.append(character == '"' ? 2 : 1, character);
    return quoted += '"';
}

/// Prints what is said about pairs, one a line, as the options ask for it.
class PairPrinter {
public:
    explicit PairPrinter(const MarketsArguments& options) : options_(options), output_(options.output) {
        if (options.form || options.format == MarketsFormat::ndjson) return;
        std::optional<std::string> names[form_count];
        std::ranges::transform(forms, names, [](const Form& form) { return std::string(form.name); });
        print_row(names, "clean");
    }

    /// False where nothing can be said about the pair.
    bool print(std::string_view pair) {
        if (pair.empty() || !std::ranges::all_of(pair, is_printable)) return false;
        if (options_.form) {
            const auto text = forms[*options_.form].of(pair, options_.quote);
            if (text) output_.write(*text + '\n');
            return text.has_value();
        }
        std::optional<std::string> texts[form_count];
        std::ranges::transform(forms, texts, [&](const Form& form) { return form.of(pair, options_.quote); });
        // The pair itself is always there, and so is a quote asset, by default.
        if (std::ranges::count_if(texts, [](const auto& text) { return text.has_value(); }) == 2) return false;
        const bool is_clean = tks::is_clean_market(pair);
        if (options_.format == MarketsFormat::ndjson)
            print_object(texts, is_clean);
        else
            print_row(texts, is_clean ? "yes" : "no");
        return true;
    }

    void finish() { output_.close(); }

private:
    using Texts = std::optional<std::string>[form_count];

    /// Columns have one width for all pairs, so that a list without end can be printed as it comes.
    void print_row(const Texts& texts, std::string_view clean) {
        constexpr std::size_t width = 11;
        std::string line;
        for (const auto& text : texts) {
            if (options_.format == MarketsFormat::csv)
                line.append(csv_field(text.value_or(""))).append(",");
            else
                fmt::format_to(std::back_inserter(line), "{:<{}} ", text.value_or("-"), width);
        }
        output_.write(line.append(clean).append("\n"));
    }

    void print_object(const Texts& texts, bool is_clean) {
        std::string line = "{";
        for (std::size_t index = 0; index < form_count; ++index)
            fmt::format_to(std::back_inserter(line), "\"{}\":{},", forms[index].name,
                           texts[index] ? json_string(*texts[index]) : "null");
        output_.write(fmt::format("{}\"clean\":{}}}\n", line, is_clean));
    }

    const MarketsArguments& options_;
    Output output_;
};

int run(const MarketsArguments& options, Io& io) {
    PairPrinter printer(options);
    bool all_read = true;
    const auto take = [&](std::string_view pair, std::string_view place) {
        if ((options.clean && !tks::is_clean_market(pair)) || printer.print(pair)) return;
        all_read = false;
        const std::string what =
            options.form ? fmt::format("has no form '{}'", forms[*options.form].name) : "is no market pair";
        io.say(fmt::format("{}'{}' {}", place, harmless(pair), what));
    };
    for (const std::string& argument : options.pairs) {
        if (argument != "-") {
            take(argument, "");
            continue;
        }
        LineReader lines;
        std::uint64_t number = 0;
        while (const auto line = lines.next()) {
            ++number;
            if (!line->empty()) take(*line, fmt::format("<stdin>:{}: ", number));
        }
    }
    printer.finish();
    return all_read ? status::good : status::findings;
}

std::string check_quote(const std::string& quote) {
    const auto is_letter_or_digit = [](char character) {
        return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
               (character >= 'a' && character <= 'z');
    };
    if (!quote.empty() && std::ranges::all_of(quote, is_letter_or_digit)) return {};
    return "'" + quote + "' is no asset, as in USDT";
}

}  // namespace

Run add_markets(CLI::App& app) {
    auto options = std::make_shared<MarketsArguments>();
    app.footer(
        "A pair is read exactly as tks-essentials reads it. A form that it does not have is shown as - (null in\n"
        "ndjson, nothing in csv). A pair that has none at all, or not the one asked for, is named on standard error.\n\n"
        "Examples:\n"
        "  tksctl markets SOL/USDT WETH-EUR\n"
        "  tksctl markets --form bybit <markets.txt");
    app.add_option("pairs", options->pairs,
                   "Market pairs as in SOL/USDT, or - for the lines of standard input (the default)")
        ->option_text("PAIR|-");
    CLI::Option* format =
        add_word_option(app, "--format", options->format,
                        {{"text", MarketsFormat::text}, {"ndjson", MarketsFormat::ndjson}, {"csv", MarketsFormat::csv}},
                        "How to print what is known of each pair (default: text, a table)");
    Words<std::optional<std::size_t>> words;
    for (std::size_t index = 0; index < form_count; ++index) words.emplace_back(forms[index].name, index);
    add_word_option(app, "--form", options->form, words, "Print only this form of each pair, one a line")
        ->excludes(format);
    app.add_flag("--clean", options->clean,
                 "Pass over pairs that are not clean: up to 12 letters, digits, and a divider");
    app.add_option(
           "--quote", options->quote,
           "Quote asset of the forms dash, slash, binance and bybit, and of pairs that name none (default: USDT)")
        ->check(check_quote, "ASSET")
        ->option_text("ASSET");
    add_file_option(app, "-o", options->output, "Write to this file (default: standard output)");
    return [options](Io& io) { return run(*options, io); };
}

}  // namespace tksctl
