// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/exec.hpp"

#include "conformance/targets/tests/processes.hpp"
#include "tsrpc/plugin.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;

constexpr auto patient = 60s;
const std::string board = "conformance/targets/board/board";
const std::string bad_sp = "conformance/targets/tests/plugins/bad_sp.so";

constexpr Registers get_version = {{0x00ff0000, 0, 0, 0, 0}};
const Result version_1 = Response{{{0x00ff0000, 1, 0, 0, 0}}};

/// A target in the shell: answers hello with its process id as its name, and other lines as the script says, which is
/// the middle of a `case`.
std::string shell(const std::string& cases) {
    return "while read -r line; do case $line in "
           "'> hello 2') echo \"< ok 2 sp 8003 senders=any words=any memory name=$$\";; " +
           cases + " *) echo '< cannot this is a shell';; esac; done";
}

StartTarget start(const std::string& command, std::chrono::milliseconds timeout = patient) {
    return exec_target(command, TargetRole::sp, timeout);
}

Greeting greet(const Link& link) { return std::get<Greeting>(say(link, Hello{}).result); }

template <class Use>
std::string loss_in(Use use) {
    try {
        use();
    } catch (const TargetLost& lost) {
        return lost.what();
    }
    return "not lost";
}

std::string unreachable_why(const std::string& command, std::chrono::milliseconds timeout = patient) {
    try {
        greet(start(command, timeout)());
    } catch (const TargetUnreachable& error) {
        return error.what();
    }
    return "reached";
}

class Exec : public testing::Test {
  protected:
    ~Exec() override { EXPECT_FALSE(has_children()) << "a child or a zombie is left"; }
};

TEST_F(Exec, SpeaksOnStandardStreams) {
    for (const std::string& way : {board + " firmware reference", board + " firmware reference uart"}) {
        const Link link = start(way)();
        EXPECT_EQ(greet(link).name, "a board") << way;
        for (int i = 0; i < 100; ++i) {
            EXPECT_EQ(say(link, Call{2, get_version}).result, version_1) << way;
        }
        EXPECT_EQ(say(link, Reset{}).result, Result(Cannot{"the board's SP cannot be reset"})) << way;
    }
}

/// As on a board, its state is there for the next test.
TEST_F(Exec, OneProcessServesAllLinks) {
    const StartTarget target = start(board + " firmware reference");
    uint64_t handle = 0;
    {
        const Link link = target();
        greet(link);
        handle = std::get<Shared>(say(link, Share{2, 0x1000, 0, {}}).result).handle;
    }
    const Link link = target();
    greet(link);
    EXPECT_EQ(say(link, Read{handle, 0, 1}).result, Result(Bytes{{0}}));
    EXPECT_EQ(say(link, Reclaim{2, handle}).result, Result(Ok{}));
}

TEST_F(Exec, AnotherProcessFollowsALoss) {
    const StartTarget target = start(shell("'> bye') exit 3;; '> reset') kill -9 $$;;"));
    const std::string first = greet(target()).name;
    EXPECT_EQ(greet(target()).name, first);
    EXPECT_EQ(loss_in([&] { say(target(), Bye{}); }), "the process exited with status 3");
    const std::string second = greet(target()).name;
    EXPECT_NE(second, first);
    EXPECT_EQ(loss_in([&] { say(target(), Reset{}); }), "the process was killed by signal 9 (Killed)");
    EXPECT_NE(greet(target()).name, second);
}

TEST_F(Exec, ItsGroupEndsWithIt) {
    pid_t other = 0;
    {
        const StartTarget target =
            start("sleep 1000 & echo \"! ready $!\"; " + shell("'> bye') echo \"< ok\";;") + "; wait");
        const Link link = target();
        const auto leader = static_cast<pid_t>(std::atoi(greet(link).name.c_str()));
        other = leader;
        EXPECT_NE(state_of(leader), 'X');
    }
    EXPECT_TRUE(ends(other));
}

TEST_F(Exec, WhatCannotAnswerHelloIsUnreachable) {
    EXPECT_EQ(unreachable_why("/nowhere/agent 2>/dev/null"),
              "'/nowhere/agent 2>/dev/null' did not answer hello: the process exited with status 127");
    EXPECT_EQ(unreachable_why("echo 'usage: agent PORT'"), "'echo 'usage: agent PORT'' did not answer hello: the "
                                                           "process exited with status 0; its last line was "
                                                           "'usage: agent PORT'");
    EXPECT_EQ(unreachable_why("sleep 1000", 100ms), "'sleep 1000' did not answer hello: no answer within 0.1 s of the "
                                                    "target's own time (--timeout)");
    EXPECT_EQ(unreachable_why("echo '< error there is no SP'; sleep 1000"), "there is no SP");
    EXPECT_EQ(unreachable_why("exec >&-; sleep 1000", 100ms),
              "'exec >&-; sleep 1000' did not answer hello: the process lives, but has closed its connection to the "
              "runner");
}

TEST_F(Exec, PeersThatGoWrong) {
    const auto loss_by = [](const std::string& what) {
        const StartTarget target = start(shell("'> bye') " + what + ";;"), 100ms);
        greet(target());
        const std::string loss = loss_in([&] { say(target(), Bye{}); });
        EXPECT_EQ(greet(target()).role, TargetRole::sp) << what; // another one
        return loss;
    };
    const std::string silent = "no answer within 0.1 s of the target's own time (--timeout)";
    EXPECT_EQ(loss_by(":"), silent);
    EXPECT_EQ(loss_by("echo garbage"), silent + "; its last line was 'garbage'");
    EXPECT_EQ(loss_by("printf '< ok'"), silent + "; its last line was '< ok'");
    EXPECT_EQ(loss_by("printf '< ok'; exit"), "the process exited with status 0; its last line was '< ok'");
    EXPECT_EQ(loss_by("tr '\\0' a </dev/zero"), "a line of more than 1048576 bytes");
    EXPECT_EQ(loss_by("yes '! relinquish 1 0'"), "a reply of more than 4096 events");
    EXPECT_EQ(loss_by("echo '< okay'; echo '< ok 1'"),
              "'> bye' was answered with '< ok 1', which the protocol does not allow: ' 1' is too much");
    EXPECT_EQ(loss_by("echo '! ready'"), "the target restarted");
    EXPECT_EQ(loss_by("echo '< error hello'"), "the target restarted: it says that hello comes first");
}

TEST_F(Exec, CrashesOfAnSpAreTold) {
    setenv("BAD_SP", "segv", 1);
    const Link link = start(board + " firmware " + bad_sp)();
    greet(link);
    const uint64_t handle = std::get<Shared>(say(link, Share{2, 0x1000, 0, {}}).result).handle;
    say(link, Call{2, pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{0}})});
    const std::string loss = loss_in([&] { say(link, Call{2, pack(RelinquishMemRequest{MemoryHandle{handle}})}); });
    EXPECT_NE(loss.find(" in direct_request at address 0x0: near null"), std::string::npos) << loss;
    EXPECT_TRUE(loss.starts_with("the process ")) << loss;
}

// --- the agent in Python ---------------------------------------------------------------------------------------------

TEST_F(Exec, TheAgentInPython) {
    const StartTarget target = start("python3 conformance/examples/python_agent/agent.py");
    for (int i = 0; i < 2; ++i) {
        const Link link = target();
        const Greeting greeting = greet(link);
        EXPECT_EQ(greeting.name, "agent.py");
        EXPECT_EQ(greeting.ahead, 128u);
        EXPECT_TRUE(greeting.any_words && greeting.has_memory && greeting.takes_handles && greeting.can_reset &&
                    greeting.shows_events && greeting.can_refuse);
        constexpr uint64_t handle = 0xfedcba9876543210;
        EXPECT_EQ(say(link, Share{1, 0x1000, 5, handle}).result, Result(Shared{handle}));
        EXPECT_EQ(say(link, Write{handle, 0, {1, 2}}).result, Result(Ok{}));
        const Reply retrieved = say(link, Call{1, pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{5}})});
        EXPECT_EQ(retrieved.events, (std::vector<SpmcEvent>{{SpmcOperation::retrieve, 1, handle, 5, 0}}));
        EXPECT_EQ(say(link, Read{handle, 0, 3}).result, Result(Bytes{{1, 2, 0}}));
        EXPECT_EQ(say(link, Reclaim{1, handle}).result, Result(FfaError{TSRPC_FFA_DENIED}));
        EXPECT_EQ(say(link, Bye{}).result, Result(Ok{}));
    }
}

} // namespace
} // namespace tsrpc::conformance
