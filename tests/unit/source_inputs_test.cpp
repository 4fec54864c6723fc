#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "source_support.hpp"
#include "tks/input.hpp"

namespace {

using source_test::as;
using source_test::Outcome;
using source_test::read_input;
using source_test::TemporaryDirectory;
using tks::InputFormat;

/// A pipe whose end for reading has a name.
class Pipe {
public:
    Pipe() { REQUIRE(::pipe2(ends_, O_CLOEXEC) == 0); }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        close_writer();
        ::close(ends_[0]);
    }

    [[nodiscard]] std::string name() const { return "/proc/self/fd/" + std::to_string(ends_[0]); }
    [[nodiscard]] int reader() const { return ends_[0]; }

    void write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t count = ::write(ends_[1], bytes.data(), bytes.size());
            REQUIRE(count > 0);
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    void close_writer() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }

private:
    int ends_[2] = {-1, -1};
};

long peak_memory_kilobytes() {
    struct rusage usage = {};
    REQUIRE(::getrusage(RUSAGE_SELF, &usage) == 0);
    return usage.ru_maxrss;
}

}  // namespace

TEST_CASE("an input that cannot be opened or read says why") {
    const TemporaryDirectory directory;
    struct Example {
        std::string name;
        std::string_view why;
    };
    const Example examples[] = {
        {directory.path("missing.ndjson"), "No such file or directory"},
        {directory.path(""), "Is a directory"},
        {directory.file("file", "{}") + "/below", "Not a directory"},
        {"/proc/self/mem", "Input/output error"},
        {"", "No such file or directory"},
    };
    for (const Example& example : examples) {
        CAPTURE(example.name);
        const Outcome outcome = read_input(example.name);
        CHECK(outcome.items.empty());
        CHECK(outcome.failure.find(example.name) != std::string::npos);
        CHECK(outcome.failure.find(example.why) != std::string::npos);
    }
}

TEST_CASE("an empty file has no records and is no failure") {
    const TemporaryDirectory directory;
    for (const InputFormat format : {InputFormat::detect, InputFormat::ndjson, InputFormat::json, InputFormat::kcat}) {
        const Outcome outcome = read_input(directory.file("empty", ""), as(format));
        CHECK(outcome.items.empty());
        CHECK(outcome.lines == 0);
        CHECK(outcome.failure.empty());
    }
}

TEST_CASE("a directory stands for the files below it, in the order of their names") {
    const TemporaryDirectory directory;
    namespace fs = std::filesystem;
    const std::vector<std::string> files = {
        directory.file("tree/a.ndjson", ""),   directory.file("tree/b/a.ndjson", ""),
        directory.file("tree/b/c/d.json", ""), directory.file("tree/b.ndjson", ""),
        directory.file("tree/z", ""),
    };
    static_cast<void>(directory.file("tree/.hidden", ""));
    static_cast<void>(directory.file("tree/.git/config", ""));
    fs::create_directories(directory.path("tree/empty"));
    fs::create_symlink("..", directory.path("tree/circle"));
    fs::create_symlink("nowhere", directory.path("tree/dangling"));
    REQUIRE(::mkfifo(directory.path("tree/pipe").c_str(), 0600) == 0);
    CHECK(tks::list_inputs({directory.path("tree")}) == files);

    fs::create_symlink("a.ndjson", directory.path("tree/link"));
    std::vector<std::string> with_link = files;
    with_link.insert(with_link.end() - 1, directory.path("tree/link"));
    CHECK(tks::list_inputs({directory.path("tree")}) == with_link);
}

TEST_CASE("other names stand for themselves, in the order given") {
    const TemporaryDirectory directory;
    const std::string file = directory.file("tree/file", "");
    const std::string hidden = directory.file(".hidden", "");
    const std::vector<std::string> names = {"-", directory.path("missing"), hidden, file, file, "", "-"};
    CHECK(tks::list_inputs(names) == names);
    CHECK(tks::list_inputs({directory.path("missing"), directory.path("tree"), "-"}) ==
          std::vector<std::string>{directory.path("missing"), file, "-"});
    CHECK(tks::list_inputs({}).empty());
}

TEST_CASE("standard input is read, whatever it is") {
    const TemporaryDirectory directory;
    const int kept = ::dup(STDIN_FILENO);
    Pipe pipe;
    pipe.write("{}\n[]\n");
    pipe.close_writer();
    const int file = ::open(directory.file("input", "{}\n[]\n").c_str(), O_RDONLY | O_CLOEXEC);
    for (const int descriptor : {pipe.reader(), file}) {
        REQUIRE(::dup2(descriptor, STDIN_FILENO) == STDIN_FILENO);
        const Outcome outcome = read_input("-");
        CHECK(outcome.failure.empty());
        CHECK(outcome.items.size() == 2);
    }
    const int folder = ::open("/", O_RDONLY | O_CLOEXEC);
    REQUIRE(::dup2(folder, STDIN_FILENO) == STDIN_FILENO);
    CHECK(read_input("-").failure == "cannot read standard input: Is a directory");
    ::dup2(kept, STDIN_FILENO);
    for (const int descriptor : {kept, file, folder}) ::close(descriptor);
}

TEST_CASE("what comes through a pipe is handed on when the writer rests") {
    Pipe pipe;
    pipe.write("{\"a\":1}\n{\"a\":");
    const auto source = tks::source::open_input(pipe.name(), {});
    tks::source::Chunk chunk;
    // If these waited for more, the test would never end.
    REQUIRE(source->next(chunk));
    CHECK(std::string_view(chunk.buffer.data(), chunk.size) == "{\"a\":1}\n");
    pipe.write("2}\n{\"a\":3}\n");
    REQUIRE(source->next(chunk));
    CHECK(std::string_view(chunk.buffer.data(), chunk.size) == "{\"a\":2}\n{\"a\":3}\n");
    pipe.write("{\"a\":4}");
    pipe.close_writer();
    REQUIRE(source->next(chunk));
    CHECK(std::string_view(chunk.buffer.data(), chunk.size) == "{\"a\":4}");
    CHECK_FALSE(source->next(chunk));
    CHECK(source->bytes_read() == 31);
}

TEST_CASE("a pipe that does not block is waited for") {
    Pipe pipe;
    REQUIRE(::fcntl(pipe.reader(), F_SETFL, O_NONBLOCK) == 0);
    const int kept = ::dup(STDIN_FILENO);
    REQUIRE(::dup2(pipe.reader(), STDIN_FILENO) == STDIN_FILENO);
    std::thread writer([&] {
        for (int line = 0; line < 5; ++line) {
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
            pipe.write("{}\n");
        }
        pipe.close_writer();
    });
    CHECK(read_input("-").items.size() == 5);
    writer.join();
    ::dup2(kept, STDIN_FILENO);
    ::close(kept);
}

TEST_CASE("a file that shrinks or grows while it is read ends where it ends") {
    const TemporaryDirectory directory;
    std::string content;
    for (int line = 0; line < 10'000; ++line) content += "{\"a\":1}\n";
    for (const InputFormat format : {InputFormat::ndjson, InputFormat::json}) {
        const std::string name = directory.file("input", content);
        tks::source::Chunk chunk;
        const auto shrinking = tks::source::open_input(name, as(format), 100);
        REQUIRE(shrinking->next(chunk));
        std::filesystem::resize_file(name, 50);
        while (shrinking->next(chunk)) {
        }
        CHECK(shrinking->bytes_read() < content.size());

        const auto growing = tks::source::open_input(name, as(format), 20);
        REQUIRE(growing->next(chunk));
        std::ofstream(name, std::ios::app) << content;
        while (growing->next(chunk)) {
        }
        CHECK(growing->bytes_read() == 50 + content.size());
    }
}

TEST_CASE("a record of 1 GB takes no memory and does not hide the one after it") {
    struct Example {
        InputFormat format;
        std::uint64_t blocks;
    };
    for (const auto& [format, blocks] : {Example{InputFormat::ndjson, 1000}, Example{InputFormat::json, 200}}) {
        Pipe pipe;
        std::thread writer([&, blocks = blocks] {
            const std::string block(1'000'000, 'x');
            pipe.write("{\"a\":1}\n{\"a\":\"");
            for (std::uint64_t count = 0; count < blocks; ++count) pipe.write(block);
            pipe.write("\"}\n{\"a\":3}\n");
            pipe.close_writer();
        });
        const long before = peak_memory_kilobytes();
        const Outcome outcome = read_input(pipe.name(), as(format));
        writer.join();
        CHECK(peak_memory_kilobytes() - before < 32'000);
        REQUIRE(outcome.items.size() == 3);
        CHECK(outcome.items[0].bytes == "{\"a\":1}");
        CHECK(outcome.items[1].is_oversize);
        CHECK(outcome.items[1].line == 2);
        CHECK(outcome.largest_oversize_bytes == blocks * 1'000'000 + 8);
        CHECK(outcome.items[2].bytes == "{\"a\":3}");
        CHECK(outcome.items[2].line == 3);
    }
}
