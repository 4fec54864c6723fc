#include "io.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "tks/error.hpp"

namespace tksctl {

namespace {

constexpr std::size_t buffer_size = std::size_t{64} << 10U;

bool is_set(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

int open_output(const std::string& name) {
    if (name == "-") return STDOUT_FILENO;
    const int descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) throw tks::OutputError(fmt::format("{}: cannot be created: {}", name, std::strerror(errno)));
    return descriptor;
}

}  // namespace

Output::Output(const std::string& name) : name_(name), descriptor_(open_output(name)) {}

Output::~Output() {
    if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

void Output::write(std::string_view text) {
    if (buffer_.size() + text.size() > buffer_size) flush();
    // What fills the buffer by itself has no use for it.
    if (text.size() >= buffer_size)
        write_through(text);
    else
        buffer_ += text;
}

void Output::flush() {
    write_through(buffer_);
    buffer_.clear();
}

void Output::write_through(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor_, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EPIPE) {
            throw ClosedPipe{};
        } else if (errno != EINTR) {
            const std::string reason = std::strerror(errno);
            buffer_.clear();
            throw tks::OutputError(
                fmt::format("{}: cannot be written: {}", name_ == "-" ? "standard output" : name_, reason));
        }
    }
}

void Output::close() {
    flush();
    // Some file systems tell only now that there was no room.
    const int descriptor = std::exchange(descriptor_, -1);
    if (descriptor >= 0 && ::close(descriptor) != 0 && errno != EINTR)
        throw tks::OutputError(
            fmt::format("{}: cannot be written: {}", name_ == "-" ? "standard output" : name_, std::strerror(errno)));
}

bool Output::is_terminal() const {
    return ::isatty(descriptor_) == 1;
}

bool Output::has_lost_reader() const {
    struct pollfd state = {descriptor_, 0, 0};
    return ::poll(&state, 1, 0) == 1 && (state.revents & POLLERR) != 0;
}

std::size_t Output::width() const {
    struct winsize size = {};
    return ::ioctl(descriptor_, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col : 80;
}

std::string read_file(const std::string& name) {
    std::string bytes;
    const int descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    ssize_t length = descriptor < 0 ? -1 : 1;
    while (length > 0) {
        char part[std::size_t{16} << 10U];
        do length = ::read(descriptor, part, sizeof part);
        while (length < 0 && errno == EINTR);
        if (length > 0) bytes.append(part, static_cast<std::size_t>(length));
    }
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (length < 0) throw tks::InputError(fmt::format("{}: cannot be read: {}", name, std::strerror(error)));
    return bytes;
}

bool use_color(When when, const Output& output) {
    if (when != When::automatic) return when == When::always;
    if (is_set("NO_COLOR")) return false;
    if (is_set("CLICOLOR_FORCE") && std::string_view(std::getenv("CLICOLOR_FORCE")) != "0") return true;
    const char* terminal = std::getenv("TERM");
    return output.is_terminal() && terminal != nullptr && std::string_view(terminal) != "dumb";
}

bool is_ascii_wanted() {
    const char* terminal = std::getenv("TERM");
    if (terminal != nullptr && std::string_view(terminal) == "dumb") return true;
    for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        if (!is_set(variable)) continue;
        const std::string_view locale(std::getenv(variable));
        for (const std::string_view name : {"UTF-8", "utf-8", "UTF8", "utf8"})
            if (locale.find(name) != std::string_view::npos) return false;
        return true;
    }
    return true;
}

tks::Timestamp present_moment() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

void print_to_standard_error(std::string_view text, LogLevel level) {
    log_text(level, text);
}

void Io::say(std::string_view message, LogLevel level) const {
    log_message(level, message);
}

}  // namespace tksctl
