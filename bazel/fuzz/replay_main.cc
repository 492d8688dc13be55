// SPDX-License-Identifier: BSD-3-Clause
//
// A main for a fuzzer that needs no libFuzzer: gives the fuzzer each file named, or found below a directory named,
// once. Exit status 0: all ran; 1: an input cannot be read, or there is none.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void replay(const fs::path& path) {
    std::ifstream stream;
    stream.exceptions(std::ios::badbit | std::ios::failbit);
    stream.open(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>{stream}, {}};
    const std::vector<std::uint8_t> input{bytes.begin(), bytes.end()};
    // Named first, so that a crash is known by its input.
    std::printf("%s\n", path.c_str());
    std::fflush(stdout);
    LLVMFuzzerTestOneInput(input.data(), input.size());
}

std::size_t replay_all(const fs::path& path) {
    if (!fs::is_directory(path)) {
        replay(path);
        return 1;
    }
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator{path}) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end()); // the first one that fails is the same everywhere
    for (const fs::path& file : files) {
        replay(file);
    }
    return files.size();
}

} // namespace

int main(int argc, char** argv) {
    std::size_t count = 0;
    for (int i = 1; i < argc; ++i) {
        try {
            count += replay_all(argv[i]);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s: cannot be replayed: %s\n", argv[i], error.what());
            return 1;
        }
    }
    std::printf("%zu inputs replayed\n", count);
    if (count == 0) {
        std::fputs("expected at least one input: name corpus files or directories\n", stderr);
        return 1;
    }
    return 0;
}
