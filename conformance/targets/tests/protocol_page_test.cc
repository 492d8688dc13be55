// SPDX-License-Identifier: BSD-3-Clause
//
// The examples of docs/target-protocol.md are true.
#include "conformance/protocol/lines.hpp"
#include "conformance/reference/caller_plugin.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "conformance/targets/board/board.hpp"
#include "conformance/targets/caller_host.hpp"
#include "conformance/targets/sp_host.hpp"
#include "conformance/targets/tests/served.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace tsrpc::conformance {
namespace {

/// What both sides say in one example.
struct Example {
    std::string runner;
    std::string target; ///< without the last line feed
};

Example example_of(const std::string& name) {
    std::ifstream page("docs/target-protocol.md");
    std::string line;
    while (std::getline(page, line) && line != "<!-- example: " + name + " -->") {
    }
    while (std::getline(page, line) && line != "```text") {
    }
    Example example;
    while (std::getline(page, line) && line != "```") {
        const LineKind kind = kind_of(line);
        if (kind == LineKind::command || kind == LineKind::granted) {
            example.runner += line + '\n';
        } else if (kind != LineKind::noise && kind != LineKind::ready) { // those are the process's, not its host's
            example.target += (example.target.empty() ? "" : "\n") + line;
        }
    }
    EXPECT_GT(example.runner.size(), 100u) << name;
    return example;
}

/// An address is another each time.
std::string with_base(std::string text) {
    constexpr std::string_view ask = "? share 8003 ";
    const size_t begin = text.find(ask);
    if (begin != std::string::npos) {
        const size_t at = begin + ask.size();
        const std::string address = text.substr(at, text.find(' ', at) - at);
        for (size_t found = text.find(address); found != std::string::npos; found = text.find(address)) {
            text.replace(found, address.size(), "BASE");
        }
    }
    return text;
}

void expect_true(const std::string& name, const Perform& perform) {
    const Example example = example_of(name);
    EXPECT_EQ(with_base(served(perform, example.runner)), example.target) << name;
}

TEST(ProtocolPage, AnSp) {
    SpHost host(reference_sp_plugin());
    expect_true("sp", [&](const Command& command, const Grant&) { return host.perform(command); });
}

TEST(ProtocolPage, Boards) {
    Board firmware(reference_sp_plugin(), BoardKind::firmware);
    expect_true("board firmware", [&](const Command& command, const Grant&) { return firmware.perform(command); });
    Board driver(reference_sp_plugin(), BoardKind::driver);
    expect_true("board driver", [&](const Command& command, const Grant&) { return driver.perform(command); });
}

TEST(ProtocolPage, ACaller) {
    CallerHost host(reference_caller_plugin());
    expect_true("caller", [&](const Command& command, const Grant& grant) { return host.perform(command, grant); });
}

/// Each word of the protocol has its row.
TEST(ProtocolPage, NamesEverything) {
    std::ifstream file("docs/target-protocol.md");
    std::stringstream text;
    text << file.rdbuf();
    const std::string page = text.str();
    for (const char* word : {"hello", "reset", "bye", "read", "write", "call", "share", "reclaim", "refuse", "select",
                             "open", "close", "alloc", "free", "invoke", "load", "store"}) {
        EXPECT_TRUE(is_command_name(word)) << word;
        EXPECT_TRUE(page.find(std::string("| `") + word + " ") != std::string::npos ||
                    page.find(std::string("| `") + word + "`") != std::string::npos)
            << word;
    }
    for (const char* row : {"| `? partitions ", "| `? send ", "| `? share ", "| `? reclaim ", "| `! retrieve ",
                            "| `! relinquish ", "`! ready`", "`! fault "}) {
        EXPECT_NE(page.find(row), std::string::npos) << row;
    }
}

} // namespace
} // namespace tsrpc::conformance
