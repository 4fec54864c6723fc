#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

// Runs a fuzz target over files, without libFuzzer: as a test in every build, and to see why an input fails.

// libFuzzer's name. NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::size_t run_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(file), {}};
    // The whole file, and each of its lines: the corpus is made of dumps.
    std::fprintf(stderr, "%s\n", path.c_str());
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(whole.data()), whole.size());
    std::size_t inputs = 1;
    for (std::size_t begin = 0; begin < whole.size(); ++inputs) {
        const std::size_t end = std::min(whole.find('\n', begin), whole.size());
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(whole.data()) + begin, end - begin);
        begin = end + 1;
    }
    return inputs;
}

}  // namespace

int main(int argument_count, char** arguments) {
    std::size_t inputs = 0;
    for (int index = 1; index < argument_count; ++index)
        for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[index]))
            if (entry.is_regular_file()) inputs += run_file(entry.path());
    std::printf("%zu inputs\n", inputs);
    return inputs == 0 ? 1 : 0;
}
