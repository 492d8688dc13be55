// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/child.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;

/// Much more than a loaded machine needs.
constexpr auto patient = 60s;

Connection child(std::function<std::string(std::string_view)> answer, std::chrono::milliseconds timeout = patient) {
    return start_child([answer] { return answer; }, timeout);
}

TargetLost loss(const Connection& connection, std::string_view line = "line") {
    try {
        const std::string reply = connection(line);
        return {TargetLost::How::garbled, "not lost, but answered: " + reply};
    } catch (const TargetLost& lost) {
        return lost;
    }
}

void expect_loss(const Connection& connection, TargetLost::How how, const std::string& why) {
    const TargetLost lost = loss(connection);
    EXPECT_EQ(lost.how, how);
    EXPECT_EQ(std::string(lost.what()), why);
    EXPECT_EQ(std::string(loss(connection).what()), "the process is gone");
}

/// Whether the process ends, by itself or as what it was: children of others are reaped by init.
bool ends(pid_t pid) {
    const auto state = [pid] {
        std::ifstream file(fmt::format("/proc/{}/stat", pid));
        std::string line;
        std::getline(file, line);
        const size_t name_end = line.rfind(") ");
        return name_end == line.npos ? 'X' : line[name_end + 2];
    };
    for (int i = 0; i < 6000; ++i) {
        const char now = state();
        if (now == 'X' || now == 'Z') {
            return true;
        }
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

bool has_children() { return waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD; }

pid_t number(const std::string& text) { return static_cast<pid_t>(std::stol(text)); }

class ChildTest : public testing::Test {
  protected:
    ~ChildTest() override { EXPECT_FALSE(has_children()) << "a child or a zombie is left"; }
};

TEST_F(ChildTest, AnswersLineByLine) {
    int count = 0;
    const Connection connection = child(
        [&count](std::string_view line) { return fmt::format("event {}\nok {} {}", line, ++count, line == "x"); });
    EXPECT_EQ(connection("x"), "event x\nok 1 true");
    EXPECT_EQ(connection("a\nb\nx"), "event a\nok 2 false\nevent b\nok 3 false\nevent x\nok 4 true");
    EXPECT_EQ(count, 0); // it counts in the child
}

TEST_F(ChildTest, MostLinesAtOnce) {
    const Connection connection = child([](std::string_view line) { return std::string(line); });
    std::string lines;
    for (size_t i = 0; i < most_lines; ++i) {
        lines += (i ? "\n" : "") + std::string(100, 'a');
    }
    EXPECT_EQ(connection(lines), lines);
}

TEST_F(ChildTest, LongLines) {
    const Connection connection = child([](std::string_view line) { return std::string(line); });
    const std::string line(2 * most_bytes + 100, 'a');
    EXPECT_EQ(connection(line), line);
}

TEST_F(ChildTest, DiesOfASignal) {
    expect_loss(child([](std::string_view) -> std::string {
                    signal(SIGSEGV, SIG_DFL); // a sanitizer's handler would exit
                    raise(SIGSEGV);
                    return "";
                }),
                TargetLost::How::crashed, "the process was killed by signal 11 (Segmentation fault)");
    expect_loss(child([](std::string_view) -> std::string {
                    signal(SIGABRT, SIG_DFL);
                    throw 1;
                }),
                TargetLost::How::crashed, "the process was killed by signal 6 (Aborted)");
}

TEST_F(ChildTest, Exits) {
    for (const int status : {0, 3, 255}) {
        expect_loss(child([=](std::string_view) -> std::string { _exit(status); }), TargetLost::How::crashed,
                    fmt::format("the process exited with status {}", status));
    }
}

TEST_F(ChildTest, DiesAtTheStart) {
    expect_loss(start_child([]() -> Answer { _exit(7); }, patient), TargetLost::How::crashed,
                "the process exited with status 7");
}

TEST_F(ChildTest, DiesWhileIdle) {
    const Connection connection = child([](std::string_view) { return std::to_string(getpid()); });
    const pid_t pid = number(connection("who"));
    kill(pid, SIGTERM);
    EXPECT_TRUE(ends(pid));
    expect_loss(connection, TargetLost::How::crashed, "the process was killed by signal 15 (Terminated)");
}

TEST_F(ChildTest, DiesInTheMiddleOfAReply) {
    expect_loss(child([](std::string_view line) -> std::string {
                    if (line == "line") {
                        _exit(5);
                    }
                    return "";
                }),
                TargetLost::How::crashed, "the process exited with status 5");
}

TEST_F(ChildTest, Hangs) {
    for (const auto& hang : std::initializer_list<void (*)()>{
             [] { sleep(1000); },
             [] { raise(SIGSTOP); },
             [] {
                 for (volatile int spin = 1; spin != 0;) {
                 }
             },
             [] {
                 sigset_t all;
                 sigfillset(&all);
                 sigprocmask(SIG_BLOCK, &all, nullptr);
                 sleep(1000);
             },
         }) {
        expect_loss(child(
                        [hang](std::string_view) -> std::string {
                            hang();
                            return "";
                        },
                        50ms),
                    TargetLost::How::hung, "no answer within 50 ms");
    }
}

TEST_F(ChildTest, DoesNotReadWhatItIsSent) {
    const Connection connection = child([](std::string_view) { return std::to_string(getpid()); }, 200ms);
    kill(number(connection("who")), SIGSTOP);
    const TargetLost lost = loss(connection, std::string(size_t{1} << 24, 'a'));
    EXPECT_EQ(lost.how, TargetLost::How::hung);
}

TEST_F(ChildTest, SaysHalfALine) {
    EXPECT_EQ(child([](std::string_view) { return "event a\nok"; })("x"), "event a\nok");
    // The descriptor of the connection is the one that is neither standard nor opened since.
    expect_loss(child(
                    [](std::string_view) -> std::string {
                        for (int fd = 3; fd < 64; ++fd) {
                            [[maybe_unused]] const ssize_t size = ::write(fd, "ok", 2);
                        }
                        sleep(1000);
                        return "";
                    },
                    100ms),
                TargetLost::How::hung, "no answer within 100 ms");
}

TEST_F(ChildTest, EndlessRepliesAreCutOff) {
    expect_loss(child([](std::string_view) {
                    std::string events;
                    for (size_t i = 0; i <= most_events; ++i) {
                        events += "event x\n";
                    }
                    return events + "ok";
                }),
                TargetLost::How::garbled, "a reply of more than 4096 events");
    expect_loss(child([](std::string_view) { return std::string(size_t{3} << 20, 'a'); }), TargetLost::How::garbled,
                "a line of more than 1048576 bytes");
}

TEST_F(ChildTest, ClosesAllDescriptors) {
    expect_loss(child(
                    [](std::string_view) -> std::string {
                        for (int fd = 0; fd < 1024; ++fd) {
                            close(fd);
                        }
                        return "ok";
                    },
                    300ms),
                TargetLost::How::crashed,
                "the process closed the connection to the runner, a file descriptor that is not its own");
}

TEST_F(ChildTest, PrintsToStandardError) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    EXPECT_EQ(child([](std::string_view) -> std::string {
                  std::puts("printed");
                  std::fflush(stdout);
                  return std::getchar() == EOF ? "ok" : "standard input is not empty";
              })("line"),
              "ok");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "printed\n");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST_F(ChildTest, NothingThatItStartedIsLeft) {
    // In its process group, blocking what can be blocked, holding the connection open.
    const auto start_another = [](std::string_view) -> std::string {
        const pid_t pid = fork();
        if (pid == 0) {
            sigset_t all;
            sigfillset(&all);
            sigprocmask(SIG_BLOCK, &all, nullptr);
            for (;;) {
                pause();
            }
        }
        return std::to_string(pid);
    };
    pid_t left = 0;
    {
        const Connection connection = child(start_another);
        left = number(connection("start"));
    }
    EXPECT_TRUE(ends(left));

    const Connection connection = child(
        [&](std::string_view line) -> std::string {
            if (line != "start") {
                _exit(3);
            }
            return start_another(line);
        },
        500ms);
    left = number(connection("start"));
    expect_loss(connection, TargetLost::How::crashed, "the process exited with status 3");
    EXPECT_TRUE(ends(left));
}

TEST_F(ChildTest, AForkThatReturnsDoesNotAnswer) {
    const Connection connection = child([](std::string_view line) -> std::string {
        if (line == "fork") {
            const pid_t pid = fork();
            if (pid != 0) {
                waitpid(pid, nullptr, 0);
            }
        }
        return std::string(line);
    });
    EXPECT_EQ(connection("fork"), "fork");
    EXPECT_EQ(connection("after"), "after");
}

/// Reads the ids of a runner's target and of what that started; both are busy and hear of nothing.
std::pair<pid_t, pid_t> start_runner(pid_t& runner) {
    int ids[2];
    EXPECT_EQ(pipe(ids), 0);
    runner = fork();
    if (runner == 0) {
        const Connection connection = child([&ids](std::string_view) -> std::string {
            const pid_t other = fork();
            if (other != 0) {
                const std::string reply = fmt::format("{} {}\n", getpid(), other);
                [[maybe_unused]] const ssize_t size = write(ids[1], reply.data(), reply.size());
            }
            for (;;) {
                pause();
            }
        });
        connection("start");
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
    expect_loss(child([](std::string_view) -> std::string { _exit(3); }), TargetLost::How::crashed,
                "the process exited with status 3");
}

TEST_F(ChildTest, TwoAtATime) {
    const Connection first = child([](std::string_view) { return "first"; });
    {
        const Connection second = child([](std::string_view) { return "second"; });
        EXPECT_EQ(second("x"), "second");
    }
    EXPECT_EQ(first("x"), "first");
}

} // namespace
} // namespace tsrpc::conformance
