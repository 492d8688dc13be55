// SPDX-License-Identifier: BSD-3-Clause
//
// The lines of docs/target-protocol.md, from the target's side.
#include "conformance/targets/host.hpp"

#include "conformance/reference/sp_plugin.hpp"
#include "conformance/targets/connection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace tsrpc::conformance {
namespace {

constexpr const char* page = "0001 1000 0000000000000005 0000001200000034"; // owner, size, tag, handle
constexpr const char* retrieve_page = "call 0001 00ff0001 00000034 00000012 00000005 00000000";
constexpr const char* relinquish_page = "call 0001 00ff0002 00000034 00000012 00000000 00000000";

class HostTest : public testing::Test {
  protected:
    std::string answer(const std::string& line) { return host.answer(line); }
    void say_hello() { ASSERT_EQ(answer("hello 1"), "ok 1 8003 memory,spmc reference"); }

    Host host{reference_sp_plugin()};
};

TEST_F(HostTest, HelloComesFirst) {
    for (const char* line : {"call 0001 0 0 0 0 0", "reset", "bye", "read 1 0 0", ""}) {
        EXPECT_TRUE(answer(line).starts_with("error line ")) << line;
    }
    EXPECT_EQ(answer("hello 2"), "error version 1");
    EXPECT_EQ(answer("hello 0"), "error version 1");
    say_hello();
    say_hello();
}

TEST_F(HostTest, CallIsADirectRequest) {
    say_hello();
    EXPECT_EQ(answer("call 0001 00ff0000 0 0 0 0"), "ok 00ff0000 00000001 00000000 00000000 00000000");
    EXPECT_EQ(answer("call 0001 00ff7777 0 0 0 0"), "ok 00ff7777 fffffffe 00000000 00000000 00000000");
}

TEST_F(HostTest, EventsSayWhatTheSpAskedOfItsSpmc) {
    say_hello();
    EXPECT_EQ(answer(retrieve_page), "event retrieve 0001 0000001200000034 0000000000000005 -2\n"
                                     "ok 00ff0001 fffffffb 00000000 00000000 00000000");
    EXPECT_EQ(answer(std::string("share ") + page), "ok");
    EXPECT_EQ(answer(retrieve_page), "event retrieve 0001 0000001200000034 0000000000000005 0\n"
                                     "ok 00ff0001 00000000 00000000 00000000 00000000");
    EXPECT_EQ(answer(relinquish_page), "event relinquish 0000001200000034 0\n"
                                       "ok 00ff0002 00000000 00000000 00000000 00000000");
}

TEST_F(HostTest, MemoryIsSharedWrittenReadAndReclaimed) {
    say_hello();
    EXPECT_EQ(answer(std::string("share ") + page), "ok");
    EXPECT_EQ(answer(std::string("share ") + page), "error ffa -2");
    EXPECT_EQ(answer("share 0001 1001 0 1"), "error ffa -2");
    EXPECT_EQ(answer("share 0001 ffffffffffff0000 0 2"), "error ffa -3");
    EXPECT_EQ(answer("read 0000001200000034 ffe 2"), "ok 0000");
    EXPECT_EQ(answer("write 0000001200000034 ffe a1b2"), "ok");
    EXPECT_EQ(answer("read 0000001200000034 ffd 3"), "ok 00a1b2");
    EXPECT_EQ(answer("read 0000001200000034 1000 0"), "ok -");
    EXPECT_EQ(answer("write 0000001200000034 1000 -"), "ok");
    EXPECT_EQ(answer(retrieve_page).substr(0, 5), "event");
    EXPECT_EQ(answer("reclaim 0001 0000001200000034"), "error ffa -6");
    EXPECT_EQ(answer(relinquish_page).substr(0, 5), "event");
    EXPECT_EQ(answer("reclaim 0002 0000001200000034"), "error ffa -2");
    EXPECT_EQ(answer("reclaim 0001 0000001200000034"), "ok");
}

TEST_F(HostTest, AccessStaysInTheMemory) {
    say_hello();
    EXPECT_EQ(answer(std::string("share ") + page), "ok");
    for (const char* line :
         {"read 0000001200000034 1000 1", "read 0000001200000034 0 1001", "read 0000001200000034 1001 0",
          "read 0000001200000034 ffffffffffffffff 2", "read 0000001200000034 1 ffffffffffffffff",
          "write 0000001200000034 fff 0000", "read 0000000000000001 0 1", "read 0000001200000034 0 40001"}) {
        EXPECT_TRUE(answer(line).starts_with("error line ")) << line;
    }
    EXPECT_EQ(answer("read 0000001200000034 0 2"), "ok 0000");
    EXPECT_EQ(answer("share 0001 41000 0 7"), "ok");
    EXPECT_EQ(answer("read 7 0 40000").size(), 3 + 2 * most_bytes);
    EXPECT_TRUE(answer("read 7 0 40001").starts_with("error line "));
}

TEST_F(HostTest, RefusalsAreCounted) {
    say_hello();
    EXPECT_EQ(answer(std::string("share ") + page), "ok");
    EXPECT_EQ(answer("refuse retrieve -4 2"), "ok");
    EXPECT_TRUE(answer(retrieve_page).starts_with("event retrieve 0001 0000001200000034 0000000000000005 -4\n"));
    EXPECT_TRUE(answer(retrieve_page).starts_with("event retrieve 0001 0000001200000034 0000000000000005 -4\n"));
    EXPECT_TRUE(answer(retrieve_page).starts_with("event retrieve 0001 0000001200000034 0000000000000005 0\n"));
    EXPECT_EQ(answer("refuse relinquish -6 1"), "ok");
    EXPECT_TRUE(answer(relinquish_page).starts_with("event relinquish 0000001200000034 -6\n"));
    EXPECT_TRUE(answer(relinquish_page).starts_with("event relinquish 0000001200000034 0\n"));
}

TEST_F(HostTest, ResetIsAFreshStart) {
    say_hello();
    EXPECT_EQ(answer(std::string("share ") + page), "ok");
    EXPECT_EQ(answer("reset"), "ok");
    EXPECT_TRUE(answer(retrieve_page).starts_with("event retrieve 0001 0000001200000034 0000000000000005 -2\n"));
    EXPECT_EQ(answer(std::string("share ") + page), "ok");
}

TEST_F(HostTest, ByeEndsTheSp) {
    say_hello();
    EXPECT_EQ(answer("bye"), "ok");
    EXPECT_TRUE(answer("call 0001 00ff0000 0 0 0 0").starts_with("error line "));
    say_hello();
}

TEST_F(HostTest, WrongLinesChangeNothing) {
    say_hello();
    EXPECT_EQ(answer(std::string("share ") + page), "ok");
    for (const char* line : {"",
                             " ",
                             "frobnicate",
                             "CALL 0001 0 0 0 0 0",
                             " call 0001 0 0 0 0 0",
                             "call",
                             "call 0001 0 0 0 0",
                             "call 0001 0 0 0 0 0 0",
                             "call 0001 0 0 0 0 0 ",
                             "call 0001  0 0 0 0 0",
                             "call 10000 0 0 0 0 0",
                             "call 0001 100000000 0 0 0 0",
                             "call 0001 0x0 0 0 0 0",
                             "share 0001 1000 0",
                             "share 0001 1000 0 7 8",
                             "reclaim 0001",
                             "reclaim 0001 0000001200000034 x",
                             "read 0000001200000034 0",
                             "read 0000001200000034 0 1 1",
                             "write 0000001200000034 0",
                             "write 0000001200000034 0 1",
                             "write 0000001200000034 0 11 11",
                             "refuse share -6 1",
                             "refuse retrieve 0 1",
                             "refuse retrieve 6 1",
                             "refuse retrieve -6",
                             "refuse retrieve -6 1 1",
                             "reset now",
                             "bye bye",
                             "hello",
                             "hello 1 1",
                             "hello one"}) {
        const std::string reply = answer(line);
        EXPECT_TRUE(reply.starts_with("error line ")) << line << ": " << reply;
        EXPECT_EQ(reply.find('\n'), std::string::npos) << line;
    }
    EXPECT_EQ(answer("read 0000001200000034 0 1"), "ok 00");
    EXPECT_TRUE(answer(retrieve_page).starts_with("event retrieve 0001 0000001200000034 0000000000000005 0\n"));
}

TEST_F(HostTest, TheDocumentedExampleIsTrue) {
    std::ifstream document("docs/target-protocol.md");
    std::string line;
    while (std::getline(document, line) && line != "> hello 1") {
    }
    int commands = 0;
    for (; line != "```" && document; ++commands) {
        ASSERT_TRUE(line.starts_with("> ")) << line;
        const std::string command = line.substr(2);
        std::string documented;
        while (std::getline(document, line) && !line.starts_with("> ") && line != "```") {
            documented += (documented.empty() ? "" : "\n") + line;
        }
        EXPECT_EQ(answer(command), documented) << command;
    }
    EXPECT_GT(commands, 10);
}

void* no_sp(const tsrpc_spmc*) { return nullptr; }
void nothing(void*) {}
void leave(void*, uint16_t, const uint32_t*, uint32_t*) {}
void* some_sp(const tsrpc_spmc* spmc) { return const_cast<tsrpc_spmc*>(spmc); }

/// Asks its SPMC for more than anybody wants to know.
void ask(void* sp, uint16_t, const uint32_t*, uint32_t*) {
    const auto& spmc = *static_cast<const tsrpc_spmc*>(sp);
    for (int i = 0; i < 100'000; ++i) {
        spmc.mem_relinquish(spmc.ctx, 1);
    }
}

TEST(Host, SaysThatCreateFailed) {
    const tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "none", no_sp, nothing, leave};
    Host host(plugin);
    EXPECT_TRUE(host.answer("hello 1").starts_with("error create "));
    EXPECT_TRUE(host.answer("reset").starts_with("error line "));
}

TEST(Host, NamesFitALine) {
    const tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "two\nlines", some_sp, nothing, leave};
    EXPECT_EQ(Host(plugin).answer("hello 1"), "ok 1 8003 memory,spmc two?lines");
    const tsrpc_sp_plugin nameless = {TSRPC_PLUGIN_ABI_VERSION, nullptr, some_sp, nothing, leave};
    EXPECT_EQ(Host(nameless).answer("hello 1"), "ok 1 8003 memory,spmc unnamed");
}

TEST(Host, AnUntouchedResponseIsSeen) {
    const tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "mute", some_sp, nothing, leave};
    Host host(plugin);
    host.answer("hello 1");
    EXPECT_EQ(host.answer("call 0001 0 0 0 0 0"), "ok deadbeef deadbeef deadbeef deadbeef deadbeef");
}

TEST(Host, EventsHaveALimit) {
    const tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "asking", some_sp, nothing, ask};
    Host host(plugin);
    host.answer("hello 1");
    const std::string reply = host.answer("call 0001 0 0 0 0 0");
    EXPECT_EQ(static_cast<size_t>(std::count(reply.begin(), reply.end(), '\n')), most_events);
}

} // namespace
} // namespace tsrpc::conformance
