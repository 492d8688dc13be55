// SPDX-License-Identifier: BSD-3-Clause
//
// The lines of docs/target-protocol.md, from the target's side.
#include "conformance/targets/line_server.hpp"

#include "conformance/protocol/link.hpp"
#include "conformance/reference/caller_plugin.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "conformance/targets/caller_host.hpp"
#include "conformance/targets/sp_host.hpp"
#include "conformance/targets/tests/served.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tsrpc::conformance {
namespace {

constexpr const char* hello_reply =
    "< ok 2 sp 8003 senders=any words=any handles=runner memory reset events refuse ahead=80 name=reference";
constexpr const char* share = "> share 0001 1000 0000000000000005 0000001200000034"; // owner, size, tag, handle
constexpr const char* retrieve = "> call 0001 00ff0001 00000034 00000012 00000005 00000000";
constexpr const char* relinquish = "> call 0001 00ff0002 00000034 00000012 00000000 00000000";
constexpr const char* retrieved = "! retrieve 0001 0000001200000034 0000000000000005 0\n"
                                  "< ok 00ff0001 00000000 00000000 00000000 00000000";

class SpServer : public testing::Test {
  protected:
    std::string answer(const std::string& line) { return served(perform, line + '\n'); }
    void say_hello() { ASSERT_EQ(answer("> hello 2"), hello_reply); }

    SpHost host{reference_sp_plugin()};
    const Perform perform = [this](const Command& command, const Grant&) { return host.perform(command); };
};

TEST_F(SpServer, HelloComesFirst) {
    for (const char* line : {"> call 0001 0 0 0 0 0", "> reset", "> bye", "> read 1 0 0"}) {
        EXPECT_EQ(answer(line), "< error hello comes first") << line;
    }
    EXPECT_EQ(answer("> hello 1"), "< error version 2");
    EXPECT_EQ(answer("> hello 3"), "< error version 2");
    EXPECT_EQ(answer("> bye"), "< error hello comes first");
    say_hello();
    say_hello();
}

TEST_F(SpServer, WhatIsNoCommandIsLetPass) {
    EXPECT_EQ(served(perform, "\n\r\nboot\n>\n>bye\n= ok\n< ok\n! ready\n> hello 2\r\n> bye"), hello_reply);
}

TEST_F(SpServer, CallIsADirectRequest) {
    say_hello();
    EXPECT_EQ(answer("> call 0001 00ff0000 0 0 0 0"), "< ok 00ff0000 00000001 00000000 00000000 00000000");
    EXPECT_EQ(answer("> call 0001 00ff7777 0 0 0 0"), "< ok 00ff7777 fffffffe 00000000 00000000 00000000");
}

TEST_F(SpServer, RepliesComeInOrder) {
    say_hello();
    EXPECT_EQ(served(perform, "> call 0001 00ff0000 0 0 0 0\n> frobnicate\n> call 0001 00ff7777 0 0 0 0\n"),
              "< ok 00ff0000 00000001 00000000 00000000 00000000\n"
              "< error 'frobnicate' is not a command\n"
              "< ok 00ff7777 fffffffe 00000000 00000000 00000000");
}

TEST_F(SpServer, EventsSayWhatTheSpAskedOfItsSpmc) {
    say_hello();
    EXPECT_EQ(answer(retrieve), "! retrieve 0001 0000001200000034 0000000000000005 -2\n"
                                "< ok 00ff0001 fffffffb 00000000 00000000 00000000");
    EXPECT_EQ(answer(share), "< ok 0000001200000034");
    EXPECT_EQ(answer(retrieve), retrieved);
    EXPECT_EQ(answer(relinquish), "! relinquish 0000001200000034 0\n"
                                  "< ok 00ff0002 00000000 00000000 00000000 00000000");
}

TEST_F(SpServer, MemoryIsSharedWrittenReadAndReclaimed) {
    say_hello();
    EXPECT_EQ(answer(share), "< ok 0000001200000034");
    EXPECT_EQ(answer(share), "< ffa -2");
    EXPECT_EQ(answer("> share 0001 1001 0 1"), "< ffa -2");
    EXPECT_EQ(answer("> share 0001 ffffffffffff0000 0 2"), "< ffa -3");
    EXPECT_EQ(answer("> read 0000001200000034 ffe 2"), "< ok 0000");
    EXPECT_EQ(answer("> write 0000001200000034 ffe a1b2"), "< ok");
    EXPECT_EQ(answer("> read 0000001200000034 ffd 3"), "< ok 00a1b2");
    EXPECT_EQ(answer("> read 0000001200000034 1000 0"), "< ok -");
    EXPECT_EQ(answer("> write 0000001200000034 1000 -"), "< ok");
    EXPECT_EQ(answer(retrieve), retrieved);
    EXPECT_EQ(answer("> reclaim 0001 0000001200000034"), "< ffa -6");
    EXPECT_TRUE(answer(relinquish).starts_with("! relinquish"));
    EXPECT_EQ(answer("> reclaim 0002 0000001200000034"), "< ffa -2");
    EXPECT_EQ(answer("> reclaim 0001 0000001200000034"), "< ok");
}

TEST_F(SpServer, TheTargetCanChooseHandles) {
    say_hello();
    const std::string first = answer("> share 0001 1000 0");
    const std::string second = answer("> share 0001 1000 0");
    EXPECT_EQ(first.size(), std::string("< ok 0000001200000034").size()) << first;
    EXPECT_NE(first, second);
    EXPECT_EQ(answer("> read " + first.substr(5) + " 0 2"), "< ok 0000");
}

TEST_F(SpServer, AccessStaysInTheMemory) {
    say_hello();
    EXPECT_EQ(answer(share), "< ok 0000001200000034");
    for (const char* line :
         {"> read 0000001200000034 1000 1", "> read 0000001200000034 0 1001", "> read 0000001200000034 1001 0",
          "> read 0000001200000034 ffffffffffffffff 2", "> read 0000001200000034 1 ffffffffffffffff",
          "> write 0000001200000034 fff 0000", "> read 0000000000000001 0 1", "> read 0000001200000034 0 40001"}) {
        const std::string reply = answer(line);
        EXPECT_TRUE(reply.starts_with("< error ")) << line << ": " << reply;
    }
    EXPECT_EQ(answer("> read 0000001200000034 0 2"), "< ok 0000");
}

TEST_F(SpServer, RefusalsAreCounted) {
    say_hello();
    EXPECT_EQ(answer(share), "< ok 0000001200000034");
    EXPECT_EQ(answer("> refuse retrieve -4 2"), "< ok");
    const std::string refused = "! retrieve 0001 0000001200000034 0000000000000005 -4\n"
                                "< ok 00ff0001 fffffffb 00000000 00000000 00000000";
    EXPECT_EQ(answer(retrieve), refused);
    EXPECT_EQ(answer(retrieve), refused);
    EXPECT_EQ(answer(retrieve), retrieved);
    EXPECT_EQ(answer("> refuse relinquish -6 1"), "< ok");
    EXPECT_EQ(answer("> refuse relinquish -6 0"), "< ok");
    EXPECT_TRUE(answer(relinquish).starts_with("! relinquish 0000001200000034 0\n"));
}

TEST_F(SpServer, ResetIsAFreshStart) {
    say_hello();
    EXPECT_EQ(answer(share), "< ok 0000001200000034");
    EXPECT_EQ(answer("> reset"), "< ok");
    EXPECT_TRUE(answer(retrieve).starts_with("! retrieve 0001 0000001200000034 0000000000000005 -2\n"));
    EXPECT_EQ(answer(share), "< ok 0000001200000034");
}

TEST_F(SpServer, ByeEndsTheSp) {
    say_hello();
    EXPECT_EQ(answer("> bye"), "< ok");
    EXPECT_EQ(answer("> call 0001 00ff0000 0 0 0 0"), "< error hello comes first");
    say_hello();
}

TEST_F(SpServer, WrongCommandsChangeNothing) {
    say_hello();
    EXPECT_EQ(answer(share), "< ok 0000001200000034");
    for (const char* line :
         {"> ", "> frobnicate", "> CALL 0001 0 0 0 0 0", ">  call 0001 0 0 0 0 0", "> call", "> call 0001 0 0 0 0 0 ",
          "> call 10000 0 0 0 0 0", "> share 0001 1000", "> read 1 0", "> write 0000001200000034 0 1",
          "> refuse share -6 1", "> refuse retrieve 6 1", "> reset now", "> bye bye", "> hello", "> hello 2 2",
          "> open 8003 0", "> close 1", "> open 8003 5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042"}) {
        const std::string reply = answer(line);
        EXPECT_TRUE(reply.starts_with("< error ")) << line << ": " << reply;
        EXPECT_EQ(reply.find('\n'), std::string::npos) << line;
    }
    EXPECT_EQ(answer("> read 0000001200000034 0 1"), "< ok 00");
    EXPECT_EQ(answer(retrieve), retrieved);
}

// --- SPs of all sorts ------------------------------------------------------------------------------------------------

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

void relinquish_at_the_end(void* sp) {
    const auto& spmc = *static_cast<const tsrpc_spmc*>(sp);
    spmc.mem_relinquish(spmc.ctx, 0x12);
}

void write_too_much(void*, uint16_t, const uint32_t*, uint32_t* response) { response[5] = 1; }

/// What an SP of these functions answers to lines.
std::string answers_of(const tsrpc_sp_plugin& plugin, std::string_view lines) {
    SpHost host(plugin);
    return served([&host](const Command& command, const Grant&) { return host.perform(command); }, lines);
}

TEST(SpServerOf, AnSpThatIsNotThereSaysSo) {
    const tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "none", no_sp, nothing, leave};
    EXPECT_EQ(answers_of(plugin, "> hello 2\n> reset\n"),
              "< error create() returned NULL: it must return an SP; what it prints is on standard error\n"
              "< error hello comes first");
}

TEST(SpServerOf, NamesFitALine) {
    const auto greeting_of = [](const char* name) {
        const tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, name, some_sp, nothing, leave};
        return answers_of(plugin, "> hello 2\n");
    };
    EXPECT_TRUE(greeting_of("two\nlines").ends_with(" name=two?lines"));
    EXPECT_TRUE(greeting_of(nullptr).ends_with(" name=unnamed"));
    EXPECT_TRUE(greeting_of("").ends_with(" name="));
}

TEST(SpServerOf, AnUntouchedResponseIsSeen) {
    const tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "mute", some_sp, nothing, leave};
    EXPECT_TRUE(answers_of(plugin, "> hello 2\n> call 0001 0 0 0 0 0\n")
                    .ends_with("\n< ok deadbeef deadbeef deadbeef deadbeef deadbeef"));
}

TEST(SpServerOf, EventsOfResetAndByeAreTold) {
    const tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "late", some_sp, relinquish_at_the_end, leave};
    const std::string answers = answers_of(plugin, "> hello 2\n> reset\n> bye\n> hello 2\n");
    const std::string told = "! relinquish 0000000000000012 -2\n< ok";
    EXPECT_NE(answers.find("name=late\n" + told + "\n" + told + "\n< ok 2 sp"), std::string::npos) << answers;
}

TEST(SpServerOf, EventsHaveALimit) {
    const tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "asking", some_sp, nothing, ask};
    SpHost host(plugin);
    host.perform(Hello{});
    EXPECT_EQ(host.perform(Call{1, {}}).events.size(), most_events);
}

TEST(SpServerOf, WritingBeyondTheResponseIsALoss) {
    const tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "wide", some_sp, nothing, write_too_much};
    SpHost host(plugin);
    host.perform(Hello{});
    try {
        host.perform(Call{1, {}});
        FAIL();
    } catch (const TargetLost& lost) {
        EXPECT_EQ(lost.how, TargetLost::How::crashed);
        EXPECT_STREQ(lost.what(), "the SP wrote beyond the five words of response[]");
    }
}

// --- callers ---------------------------------------------------------------------------------------------------------

constexpr const char* probe = "? partitions bdcd76d7-825e-4751-963b-86d4f84943ac 10000\n"
                              "? send 8003 00ff0000 00000000 00000000 00000000 00000000\n";
constexpr const char* caller_greeting =
    "< ok 2 caller 0001 senders=any words=services handles=target memory reset callers=2 ahead=1 name=reference";

class CallerServer : public testing::Test {
  protected:
    std::string answer(const std::string& lines) { return served(perform, lines); }
    void say_hello() {
        ASSERT_EQ(answer("> hello 2\n= ok 8003\n= ok 00ff0000 00000001 0 0 0\n"), std::string(probe) + caller_greeting);
    }
    void open_session() {
        ASSERT_EQ(answer("> open 8003 5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042\n= ok 00ff0003 0 41 0 0\n"),
                  "? send 8003 00ff0003 3e7c0a5f 1b4b642d d3e1589c 42f0b9a6\n"
                  "< ok 1");
    }

    CallerHost host{reference_caller_plugin()};
    const Perform perform = [this](const Command& command, const Grant& grant) { return host.perform(command, grant); };
};

TEST_F(CallerServer, AsksBeforeItAnswers) {
    say_hello();
    open_session();
    EXPECT_EQ(answer("> close 1\n"), "< ok");
    EXPECT_EQ(answer("> close 1\n"), "< failed 22");
}

/// Its address is another each time.
std::string without_address(std::string text) {
    constexpr std::string_view ask = "? share 8003 ";
    const size_t begin = text.find(ask) + ask.size();
    const std::string address = text.substr(begin, text.find(' ', begin) - begin);
    for (size_t at = text.find(address); at != std::string::npos; at = text.find(address)) {
        text.replace(at, address.size(), "BASE");
    }
    return text;
}

TEST_F(CallerServer, MemoryIsReadAndWrittenWhileAnAskIsOpen) {
    say_hello();
    open_session();
    const std::string allocated = answer("> alloc 1 1\n"
                                         "= ok 0000000000000012\n"
                                         "> write 0000000000000012 0 a1b2\n"
                                         "> read 0000000000000012 0 3\n"
                                         "> read 0000000000000013 0 1\n"
                                         "> close 1\n"
                                         "noise\n"
                                         "= ok 00ff0001 0 0 0 0\n"
                                         "> load 1 0 3\n"
                                         "> store 1 fff ff\n"
                                         "> read 0000000000000012 fff 1\n"
                                         "> load 1 fff 2\n");
    EXPECT_EQ(without_address(allocated), "? share 8003 BASE 1000\n"
                                          "? send 8003 00ff0001 00000012 00000000 00000000 00000000\n"
                                          "< ok\n"
                                          "< ok a1b200\n"
                                          "< error 1 bytes at 0 are not in the 0 bytes of that memory\n"
                                          "< error only read and write are allowed while an ask is open\n"
                                          "< ok 1 BASE 1000\n"
                                          "< ok a1b200\n"
                                          "< ok\n"
                                          "< ok ff\n"
                                          "< error 2 bytes at fff are not in the 1000 bytes of that memory");
}

TEST_F(CallerServer, NoEndpointIsAResult) {
    EXPECT_EQ(answer("> hello 2\n= ok\n> open 8003 5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042\n"),
              "? partitions bdcd76d7-825e-4751-963b-86d4f84943ac 10000\n"
              "< failed -1\n"
              "< cannot create() returned NULL: there is no caller");
}

TEST_F(CallerServer, NobodyThereToGrantIsAnError) {
    say_hello();
    for (const char* gone : {"", "= nonsense\n", "= ok\n", "= ok 1 2 3\n"}) {
        EXPECT_EQ(answer(std::string("> open 8003 5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042\n") + gone),
                  "? send 8003 00ff0003 3e7c0a5f 1b4b642d d3e1589c 42f0b9a6\n"
                  "< failed 22")
            << gone;
    }
}

TEST_F(CallerServer, CommandsToSpsAreRefused) {
    EXPECT_EQ(answer("> close 1\n"), "< error hello comes first");
    say_hello();
    EXPECT_EQ(answer("> call 0001 0 0 0 0 0\n"), "< error 'call' is not a command to a caller");
    EXPECT_EQ(answer("> share 0001 1000 0\n"), "< error 'share' is not a command to a caller");
}

} // namespace
} // namespace tsrpc::conformance
