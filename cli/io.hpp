#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "log.hpp"
#include "tks/time.hpp"

namespace tksctl {

/// The reader of a pipe has gone: the command has nothing more to do, and ends quietly.
struct ClosedPipe {};

/// Data on its way to standard output or to a file, buffered.
class Output {
public:
    /// "-" is standard output. Throws tks::OutputError where the file cannot be created.
    explicit Output(const std::string& name = "-");
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// Throws tks::OutputError where it cannot be written (a full disk), ClosedPipe where nobody reads it.
    void write(std::string_view text);

    /// Passes on what has gathered, for a reader who may wait for it; throws as write does.
    void flush();

    /// Writes what is left. Must be called at the end, so that a full disk is found; throws as write does.
    void close();

    [[nodiscard]] bool is_terminal() const;

    /// Whether it is a pipe that nobody reads any more. For those who may have nothing to write for a long time.
    [[nodiscard]] bool has_lost_reader() const;

    /// How many characters a line has on the terminal; 80 where there is none.
    [[nodiscard]] std::size_t width() const;

private:
    void write_through(std::string_view text);

    std::string name_;
    int descriptor_;
    std::string buffer_;
};

/// All bytes of a file. Throws tks::InputError where it cannot be read.
std::string read_file(const std::string& name);

/// When to use colour or other ornaments.
enum class When { automatic, always, never };

/// Whether to colour what goes to `output`: as asked for, else as NO_COLOR, CLICOLOR_FORCE and TERM say, else on terminals.
bool use_color(When when, const Output& output);

/// Whether what people read is to be in ASCII alone: as the locale or a dumb terminal has it.
bool is_ascii_wanted();

/// What the machine's clock says. Commands ask once, so that all that they say holds at one moment.
tks::Timestamp present_moment();

/// Writes text for people to standard error, in the form that the log has, unless its level is left out there. Whether anybody
/// hears it is no matter.
void print_to_standard_error(std::string_view text, LogLevel level = LogLevel::info);

class Config;

/// What a command speaks through. Data goes to an Output of the command's own.
struct Io {
    const Config* config = nullptr;  ///< What the command's options were set by besides the command line.

    /// One line for people on standard error, unless messages of its level are not wanted.
    void say(std::string_view message, LogLevel level = LogLevel::info) const;
};

}  // namespace tksctl
