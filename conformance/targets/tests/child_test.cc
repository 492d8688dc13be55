// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/child.hpp"

#include "conformance/targets/tests/processes.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <unistd.h>
#include <utility>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;

/// Much more than a loaded machine needs.
constexpr auto patient = 60s;

/// W3 of a response to W3 of a request.
using Answer = std::function<uint32_t(uint32_t)>;

Perform perform_with(const Answer& answer) {
    return [answer](const Command& command, const Grant&) -> Reply {
        if (const auto* call = std::get_if<Call>(&command)) {
            return {{}, Response{{{answer(call->request[W3]), 0, 0, 0, 0}}}};
        }
        Greeting greeting;
        greeting.version = target_protocol_version;
        greeting.ahead = 8;
        return {{}, greeting};
    };
}

Link child(const Answer& answer, std::chrono::milliseconds timeout = patient) {
    return start_child([answer] { return perform_with(answer); }, TargetRole::sp, timeout);
}

Command call(uint32_t w3) { return Call{1, {{w3, 0, 0, 0, 0}}}; }

uint32_t ask(const Link& link, uint32_t w3 = 0) { return std::get<Response>(say(link, call(w3)).result).words[W3]; }

TargetLost loss(const Link& link, const Command& command = call(0)) {
    try {
        say(link, command);
    } catch (const TargetLost& lost) {
        return lost;
    }
    return {TargetLost::How::garbled, "not lost"};
}

/// The same for good.
void expect_loss(const Link& link, TargetLost::How how, const std::string& why) {
    for (int i = 0; i < 2; ++i) {
        const TargetLost lost = loss(link);
        EXPECT_EQ(lost.how, how);
        EXPECT_EQ(std::string(lost.what()), why);
    }
}

/// A sanitizer's handlers would end the process in their own way.
void die_of(int signal) {
    std::signal(signal, SIG_DFL);
    raise(signal);
}

class ChildTest : public testing::Test {
  protected:
    ~ChildTest() override { EXPECT_FALSE(has_children()) << "a child or a zombie is left"; }
};

TEST_F(ChildTest, PerformsInAnotherProcess) {
    uint32_t count = 0;
    const Link link = child([&count](uint32_t w3) { return w3 + ++count; });
    EXPECT_EQ(ask(link, 10), 11u);
    EXPECT_EQ(ask(link, 10), 12u);
    EXPECT_EQ(count, 0u);
}

TEST_F(ChildTest, ManyCommandsAtOnce) {
    const Link link = child([](uint32_t w3) { return w3; });
    say(link, Hello{});
    std::vector<Command> commands;
    for (uint32_t i = 0; i < 10'000; ++i) {
        commands.push_back(call(i));
    }
    uint32_t next = 0;
    link(commands, {}, [&next](Reply&& reply) { EXPECT_EQ(std::get<Response>(reply.result).words[W3], next++); });
    EXPECT_EQ(next, 10'000u);
}

TEST_F(ChildTest, MuchMemoryAtOnce) {
    const Link link = start_child(
        [] {
            return [](const Command& command, const Grant&) -> Reply {
                if (const auto* read = std::get_if<Read>(&command)) {
                    return {{}, Bytes{std::vector<uint8_t>(read->length, 0x5a)}};
                }
                return {{}, Ok{}};
            };
        },
        TargetRole::sp, patient);
    const std::vector<uint8_t> most(most_bytes, 0x5a);
    EXPECT_EQ(say(link, Write{1, 0, most}).result, Result(Ok{}));
    for (const uint64_t length : {uint64_t{0}, uint64_t{0x3000}, uint64_t{0x3ff0}, uint64_t{0x8000}, most_bytes}) {
        EXPECT_EQ(say(link, Read{1, 0, length}).result, Result(Bytes{std::vector<uint8_t>(length, 0x5a)}));
    }
}

// --- how it ends -----------------------------------------------------------------------------------------------------

TEST_F(ChildTest, DiesOfASignal) {
    expect_loss(child([](uint32_t w3) {
                    die_of(SIGSEGV);
                    return w3;
                }),
                TargetLost::How::crashed, "the process was killed by signal 11 (Segmentation fault)");
    expect_loss(child([](uint32_t w3) {
                    raise(SIGKILL);
                    return w3;
                }),
                TargetLost::How::crashed, "the process was killed by signal 9 (Killed)");
    // An exception is the end too.
    const TargetLost lost = loss(child([](uint32_t) -> uint32_t {
        std::signal(SIGABRT, SIG_DFL);
        throw 1;
    }));
    EXPECT_STREQ(lost.what(), "the process was killed by signal 6 (Aborted)");
}

TEST_F(ChildTest, Exits) {
    for (const int status : {0, 3, 255}) {
        expect_loss(child([=](uint32_t) -> uint32_t { _exit(status); }), TargetLost::How::crashed,
                    fmt::format("the process exited with status {}", status));
    }
}

TEST_F(ChildTest, DiesAtTheStart) {
    expect_loss(start_child([]() -> Perform { _exit(7); }, TargetRole::sp, patient), TargetLost::How::crashed,
                "the process exited with status 7");
}

TEST_F(ChildTest, DiesWhileIdle) {
    const Link link = child([](uint32_t) { return static_cast<uint32_t>(getpid()); });
    const auto pid = static_cast<pid_t>(ask(link));
    kill(pid, SIGTERM);
    EXPECT_TRUE(ends(pid));
    expect_loss(link, TargetLost::How::crashed, "the process was killed by signal 15 (Terminated)");
}

/// What it answered before it died is taken, and the command after that is the one that it died of. Whether the child
/// sends each reply at once or many together makes no difference.
TEST_F(ChildTest, WhatItAnsweredBeforeIsTaken) {
    const std::vector<std::function<void()>> ways = {[] { _exit(3); }, [] { raise(SIGKILL); }, [] { pause(); },
                                                     [] {
                                                         for (int fd = 0; fd < 1024; ++fd) {
                                                             close(fd);
                                                         }
                                                     }};
    for (const auto& end : ways) {
        const Link link = child(
            [&end](uint32_t w3) {
                if (w3 == 5) {
                    end();
                }
                return w3;
            },
            100ms);
        say(link, Hello{});
        std::vector<Command> commands;
        for (uint32_t i = 0; i < 8; ++i) {
            commands.push_back(call(i));
        }
        std::vector<uint32_t> taken;
        EXPECT_THROW(
            link(commands, {}, [&](Reply&& reply) { taken.push_back(std::get<Response>(reply.result).words[W3]); }),
            TargetLost);
        EXPECT_EQ(taken, (std::vector<uint32_t>{0, 1, 2, 3, 4}));
    }
}

TEST_F(ChildTest, Hangs) {
    const std::vector<std::function<void()>> ways = {[] { sleep(1000); }, [] { raise(SIGSTOP); },
                                                     [] {
                                                         for (volatile int spin = 1; spin != 0;) {
                                                         }
                                                     },
                                                     [] {
                                                         sigset_t all;
                                                         sigfillset(&all);
                                                         sigprocmask(SIG_BLOCK, &all, nullptr);
                                                         sleep(1000);
                                                     }};
    for (const auto& hang : ways) {
        const Link link = child(
            [&hang](uint32_t w3) {
                hang();
                return w3;
            },
            50ms);
        expect_loss(link, TargetLost::How::hung, "no answer within 0.05 s of the target's own time (--timeout)");
    }
}

TEST_F(ChildTest, DoesNotReadWhatItIsSent) {
    const Link link = child([](uint32_t) { return static_cast<uint32_t>(getpid()); }, 200ms);
    kill(static_cast<pid_t>(ask(link)), SIGSTOP);
    const std::vector<Command> much(8, Write{1, 0, std::vector<uint8_t>(most_bytes, 1)});
    try {
        link(much, {}, [](Reply&&) {});
        FAIL();
    } catch (const TargetLost& lost) {
        EXPECT_EQ(lost.how, TargetLost::How::hung);
    }
}

TEST_F(ChildTest, ClosesAllDescriptors) {
    const Link link = child(
        [](uint32_t w3) {
            for (int fd = 0; fd < 1024; ++fd) {
                close(fd);
            }
            return w3;
        },
        300ms);
    say(link, Hello{});
    try {
        link(std::vector<Command>{call(1), call(2)}, {}, [](Reply&&) {});
        FAIL();
    } catch (const TargetLost& lost) {
        EXPECT_EQ(lost.how, TargetLost::How::crashed);
        EXPECT_STREQ(lost.what(), "the process lives, but has closed its connection to the runner");
    }
}

// --- what is around it -----------------------------------------------------------------------------------------------

TEST_F(ChildTest, PrintsToStandardError) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    EXPECT_EQ(ask(child([](uint32_t) -> uint32_t {
                  std::puts("< ok");
                  std::fflush(stdout);
                  return std::getchar() == EOF ? 1 : 0; // standard input is empty
              })),
              1u);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "< ok\n");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST_F(ChildTest, NothingThatItStartedIsLeft) {
    // In its process group, blocking what can be blocked, holding the connection open.
    const auto start_another = [](uint32_t) {
        const pid_t pid = fork();
        if (pid == 0) {
            sigset_t all;
            sigfillset(&all);
            sigprocmask(SIG_BLOCK, &all, nullptr);
            for (;;) {
                pause();
            }
        }
        return static_cast<uint32_t>(pid);
    };
    pid_t left = 0;
    {
        const Link link = child(start_another);
        left = static_cast<pid_t>(ask(link));
    }
    EXPECT_TRUE(ends(left));

    const Link link = child([&](uint32_t w3) {
        if (w3 != 0) {
            _exit(3);
        }
        return start_another(w3);
    });
    left = static_cast<pid_t>(ask(link));
    const TargetLost lost = loss(link, call(1));
    EXPECT_STREQ(lost.what(), "the process exited with status 3");
    EXPECT_TRUE(ends(left));
}

TEST_F(ChildTest, AForkThatReturnsDoesNotAnswer) {
    const Link link = child([](uint32_t w3) {
        if (w3 == 1) {
            const pid_t pid = fork();
            if (pid != 0) {
                waitpid(pid, nullptr, 0);
            }
        }
        return w3;
    });
    EXPECT_EQ(ask(link, 1), 1u);
    EXPECT_EQ(ask(link, 2), 2u);
}

/// Starts a runner in a process of its own; it says the ids of its target and of what that started, both busy.
std::pair<pid_t, pid_t> start_runner(pid_t& runner) {
    int ids[2];
    EXPECT_EQ(pipe(ids), 0);
    runner = fork();
    if (runner == 0) {
        const Link link = child([&ids](uint32_t) -> uint32_t {
            const pid_t other = fork();
            if (other != 0) {
                const std::string reply = fmt::format("{} {}\n", getpid(), other);
                [[maybe_unused]] const ssize_t size = write(ids[1], reply.data(), reply.size());
            }
            for (;;) {
                pause();
            }
        });
        ask(link);
        _exit(0);
    }
    close(ids[1]);
    FILE* const file = fdopen(ids[0], "r");
    std::pair<pid_t, pid_t> started = {};
    EXPECT_EQ(std::fscanf(file, "%d %d", &started.first, &started.second), 2);
    std::fclose(file);
    return started;
}

TEST_F(ChildTest, EndsWithTheRunner) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGKILL}) {
        pid_t runner = 0;
        const auto [target, other] = start_runner(runner);
        kill(runner, signal);
        int status = 0;
        waitpid(runner, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == signal) << "signal " << signal;
        EXPECT_TRUE(ends(target)) << "signal " << signal;
        if (signal == SIGKILL) {
            kill(other, SIGKILL); // a runner that is killed so can do nothing
        }
        EXPECT_TRUE(ends(other)) << "signal " << signal;
    }
}

TEST_F(ChildTest, IsSeenToEndWhereThatIsIgnored) {
    signal(SIGCHLD, SIG_IGN); // as a parent can hand it down
    expect_loss(child([](uint32_t) -> uint32_t { _exit(3); }), TargetLost::How::crashed,
                "the process exited with status 3");
}

TEST_F(ChildTest, TwoAtATime) {
    const Link first = child([](uint32_t) { return 1u; });
    {
        const Link second = child([](uint32_t) { return 2u; });
        EXPECT_EQ(ask(second), 2u);
    }
    EXPECT_EQ(ask(first), 1u);
}

} // namespace
} // namespace tsrpc::conformance
