#include <archive.h>
#include <archive_entry.h>
#include <doctest/doctest.h>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

#include "source/compression.hpp"
#include "source_support.hpp"

namespace {

using source_test::Outcome;
using source_test::read_content;
using tks::source::Compression;
using tks::source::detect_compression;

struct Method {
    std::string_view name;
    int (*add_filter)(struct archive*);
    Compression compression;
    bool may_be_padded;  ///< Zeros may follow the data.
    bool has_checksum;   ///< As libarchive writes it.
};

constexpr Method methods[] = {
    {"gzip", archive_write_add_filter_gzip, Compression::gzip, true, true},
    {"zstd", archive_write_add_filter_zstd, Compression::zstd, false, false},
    {"xz", archive_write_add_filter_xz, Compression::xz, true, true},
    {"bzip2", archive_write_add_filter_bzip2, Compression::bzip2, true, true},
    {"lz4", archive_write_add_filter_lz4, Compression::lz4, true, true},
};

la_ssize_t append(struct archive* /*archive*/, void* out, const void* bytes, std::size_t size) {
    static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
}

std::string compress(const Method& method, std::string_view content) {
    // libarchive 3.6 crashes over an empty lz4; this is what the program lz4 makes.
    if (content.empty() && method.compression == Compression::lz4) {
        return {"\x04\x22\x4d\x18\x64\x40\xa7\0\0\0\0\x05\x5d\xcc\x02", 15};
    }
    std::string out;
    struct archive* archive = archive_write_new();
    REQUIRE(method.add_filter(archive) == ARCHIVE_OK);
    REQUIRE(archive_write_set_format_raw(archive) == ARCHIVE_OK);
    REQUIRE(archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK);
    REQUIRE(archive_write_open(archive, &out, nullptr, append, nullptr) == ARCHIVE_OK);
    struct archive_entry* entry = archive_entry_new();
    archive_entry_set_filetype(entry, AE_IFREG);
    REQUIRE(archive_write_header(archive, entry) == ARCHIVE_OK);
    REQUIRE(archive_write_data(archive, content.data(), content.size()) == static_cast<la_ssize_t>(content.size()));
    archive_entry_free(entry);
    REQUIRE(archive_write_close(archive) == ARCHIVE_OK);
    archive_write_free(archive);
    return out;
}

/// Lines with random digits in them, as all too regular ones would be compressed to next to nothing.
std::string make_lines(std::size_t count) {
    std::mt19937 random(1);
    std::string lines;
    for (std::size_t line = 0; line < count; ++line) {
        lines += "{\"line\":" + std::to_string(line) + ",\"id\":\"" + std::to_string(random()) +
                 std::to_string(random()) + "\"}\n";
    }
    return lines;
}

bool is_beginning(const std::vector<source_test::Item>& beginning, const std::vector<source_test::Item>& items) {
    return beginning.size() <= items.size() && std::equal(beginning.begin(), beginning.end(), items.begin());
}

}  // namespace

TEST_CASE("compressed input reads like the plain one, whatever the size of the chunks") {
    for (const std::size_t count : {0U, 1U, 10U, 20'000U}) {
        const std::string content = make_lines(count);
        const Outcome plain = read_content(content);
        REQUIRE(plain.items.size() == count);
        for (const Method& method : methods) {
            CAPTURE(method.name);
            const std::string compressed = compress(method, content);
            CHECK(detect_compression(compressed) == method.compression);
            for (const std::size_t chunk_bytes : {100U, 65'536U, 524'288U}) {
                const Outcome outcome = read_content(compressed, {}, chunk_bytes);
                CHECK(outcome.failure.empty());
                CHECK(outcome.items == plain.items);
                CHECK(outcome.lines == count);
            }
        }
    }
}

TEST_CASE("the format of compressed input is told by what is in it") {
    for (const Method& method : methods) {
        CAPTURE(method.name);
        const Outcome outcome = read_content(compress(method, "[\n  {\n    \"a\": 1\n  },\n  {}\n]\n"));
        REQUIRE(outcome.items.size() == 2);
        CHECK(outcome.items[0].bytes == "{\n    \"a\": 1\n  }");
        CHECK(outcome.items[1].line == 5);
    }
}

TEST_CASE("members one after another are one input") {
    const std::string content = make_lines(5000);
    const Outcome plain = read_content(content + content);
    for (const Method& method : methods) {
        CAPTURE(method.name);
        const std::string compressed = compress(method, content);
        const Outcome outcome = read_content(compressed + compressed);
        CHECK(outcome.failure.empty());
        CHECK(outcome.items == plain.items);
    }
}

TEST_CASE("zeros may follow compressed data, but nothing else may") {
    const std::string content = make_lines(1000);
    for (const Method& method : methods) {
        CAPTURE(method.name);
        const std::string compressed = compress(method, content);
        const Outcome padded = read_content(compressed + std::string(100'000, '\0'));
        CHECK(padded.failure.empty() == method.may_be_padded);
        for (const std::string& rest :
             {std::string("garbage"), std::string(300'000, '\0') + "x", compressed.substr(1)}) {
            const Outcome outcome = read_content(compressed + rest);
            CHECK(outcome.failure.find(method.name) != std::string::npos);
            if (method.may_be_padded && method.compression != Compression::xz) CHECK(outcome.items.size() == 1000);
        }
    }
}

TEST_CASE("compressed data that are cut off say so after what could be read") {
    const std::string content = make_lines(4000);
    const Outcome plain = read_content(content);
    for (const Method& method : methods) {
        CAPTURE(method.name);
        const std::string compressed = compress(method, content);
        for (std::size_t size = 6; size < compressed.size(); size += compressed.size() / 50) {
            CAPTURE(size);
            Outcome outcome = read_content(compressed.substr(0, size), {}, 10'000);
            CHECK(outcome.failure.find("/proc/self/fd/") != std::string::npos);
            CHECK(outcome.failure.find(method.name) != std::string::npos);
            CHECK(outcome.failure.find("damaged or cut off") != std::string::npos);
            // The last record may be half of one.
            if (!outcome.items.empty()) outcome.items.pop_back();
            CHECK(is_beginning(outcome.items, plain.items));
            if (method.compression == Compression::gzip) {
                // About as much is read as of the compressed bytes are there.
                CHECK(outcome.items.size() + 100 > plain.items.size() * size / compressed.size());
            }
        }
    }
}

TEST_CASE("compressed data that are damaged never pass for good ones") {
    const std::string content = make_lines(800);
    const Outcome plain = read_content(content);
    for (const Method& method : methods) {
        CAPTURE(method.name);
        const std::string compressed = compress(method, content);
        for (std::size_t position = 6; position < compressed.size(); position += 1 + compressed.size() / 300) {
            CAPTURE(position);
            std::string damaged = compressed;
            damaged[position] = static_cast<char>(damaged[position] ^ 0x10);
            const Outcome outcome = read_content(damaged);
            if (method.has_checksum) CHECK((!outcome.failure.empty() || outcome.items == plain.items));
        }
    }
}

TEST_CASE("a damaged header is a damaged archive, not a plain file") {
    for (const Method& method : methods) {
        CAPTURE(method.name);
        std::string damaged = compress(method, make_lines(10)).substr(0, 30);
        std::fill(damaged.begin() + (method.compression == Compression::xz ? 6 : 4), damaged.end(), '\xff');
        const Outcome outcome = read_content(damaged);
        CHECK(outcome.items.empty());
        CHECK(outcome.failure.find(method.name) != std::string::npos);
    }
}

TEST_CASE("what merely resembles a compression is plain") {
    CHECK(detect_compression("") == Compression::none);
    CHECK(detect_compression("\x1f") == Compression::none);
    CHECK(detect_compression("{\"a\":1}") == Compression::none);
    CHECK(detect_compression("\x28\xb5\x2f") == Compression::none);
}
