// Reads a file whole and parses its documents with simdjson's DOM, without a look at them: what there is to reach.
// Usage: bench_simdjson FILE; prints {"records": N, "seconds": S}, the seconds of the parsing alone.

#include <simdjson.h>

#include <chrono>
#include <cstddef>
#include <cstdio>

int main(int argument_count, char** arguments) {
    if (argument_count != 2) {
        std::fputs("usage: bench_simdjson FILE\n", stderr);
        return 2;
    }
    simdjson::padded_string text;
    if (simdjson::padded_string::load(arguments[1]).get(text) != simdjson::SUCCESS) {
        std::fprintf(stderr, "bench_simdjson: %s: cannot be read\n", arguments[1]);
        return 3;
    }

    const auto begin = std::chrono::steady_clock::now();
    simdjson::dom::parser parser;
    simdjson::dom::document_stream documents;
    if (parser.parse_many(text).get(documents) != simdjson::SUCCESS) return 1;
    std::size_t records = 0;
    for (const auto document : documents) {
        if (document.error() != simdjson::SUCCESS) {
            std::fprintf(stderr, "bench_simdjson: document %zu cannot be parsed\n", records + 1);
            return 1;
        }
        ++records;
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf("{\"records\": %zu, \"seconds\": %.6f}\n", records, seconds);
    return 0;
}
