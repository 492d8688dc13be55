// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/own_time.hpp"

#include "conformance/targets/tests/one_cpu.hpp"
#include "conformance/targets/tests/processes.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <utility>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;
using Clock = std::chrono::steady_clock;

/// A child that leads a process group, doing something until this ends.
class Group {
  public:
    explicit Group(const std::function<void()>& run) : leader_(fork()) {
        if (leader_ == 0) {
            setpgid(0, 0);
            run();
            _exit(0);
        }
        setpgid(leader_, leader_);
    }
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;
    ~Group() {
        kill(-leader_, SIGKILL);
        waitpid(leader_, nullptr, 0);
    }
    pid_t leader() const { return leader_; }

  private:
    pid_t leader_;
};

void sleep_for_ever() {
    for (;;) {
        pause();
    }
}

void spin_for_ever() {
    for (volatile int spin = 1; spin != 0;) {
    }
}

void wait_for_state(pid_t pid, char state) {
    while (state_of(pid) != state) {
        std::this_thread::sleep_for(1ms);
    }
}

struct Times {
    nanoseconds own{};
    nanoseconds passed{};
};

/// Looks every 50 ms, as a link does, until one of the two reaches its limit.
Times measure(OwnTime& own_time, nanoseconds most_own, nanoseconds most_passed) {
    own_time.of(0ns);
    Times times;
    auto last = Clock::now();
    while (times.own < most_own && times.passed < most_passed) {
        std::this_thread::sleep_for(50ms);
        const nanoseconds passed = Clock::now() - std::exchange(last, Clock::now());
        const nanoseconds own = own_time.of(passed);
        EXPECT_GE(own, 0ns);
        EXPECT_LE(own, passed);
        times.own += own;
        times.passed += passed;
    }
    return times;
}

TEST(OwnTime, SleepIsOnesOwn) {
    const Group group(sleep_for_ever);
    wait_for_state(group.leader(), 'S');
    OwnTime own_time(group.leader());
    own_time.of(0ns);
    EXPECT_EQ(own_time.of(50ms), 50ms);
    EXPECT_EQ(own_time.of(1h), 1h);
}

TEST(OwnTime, SoIsBeingStopped) {
    const Group group([] { raise(SIGSTOP); });
    wait_for_state(group.leader(), 'T');
    OwnTime own_time(group.leader());
    own_time.of(0ns);
    EXPECT_EQ(own_time.of(50ms), 50ms);
}

TEST(OwnTime, SoIsRunning) {
    const Group group(spin_for_ever);
    OwnTime own_time(group.leader());
    EXPECT_GE(measure(own_time, 200ms, 1h).own, 200ms);
}

TEST(OwnTime, WaitingForACpuIsNot) {
    const OneCpu one_cpu;
    const BusyProcesses busy(20);
    for (const auto& run : {std::function<void()>(spin_for_ever), std::function<void()>([] {
                                std::thread([] { spin_for_ever(); }).detach();
                                sleep_for_ever();
                            })}) {
        const Group group(run);
        OwnTime own_time(group.leader());
        const Times times = measure(own_time, 1h, 2s);
        EXPECT_LT(times.own, times.passed / 2);
    }
}

TEST(OwnTime, ChildrenCountToo) {
    const OneCpu one_cpu;
    const BusyProcesses busy(20);
    const Group group([] {
        if (fork() == 0) {
            spin_for_ever();
        }
        sleep_for_ever();
    });
    wait_for_state(group.leader(), 'S');
    OwnTime own_time(group.leader());
    const Times times = measure(own_time, 1h, 2s);
    EXPECT_LT(times.own, times.passed / 2);
}

TEST(OwnTime, ShortSleepsAreNoWayOut) {
    const Group group([] {
        for (;;) {
            usleep(1000);
        }
    });
    OwnTime own_time(group.leader());
    EXPECT_GE(measure(own_time, 200ms, 1h).own, 200ms);
}

TEST(OwnTime, NobodyIsThere) {
    pid_t gone = 0;
    {
        const Group group(sleep_for_ever);
        gone = group.leader();
    }
    OwnTime own_time(gone);
    own_time.of(0ns);
    EXPECT_EQ(own_time.of(50ms), 50ms);
}

} // namespace
} // namespace tsrpc::conformance
