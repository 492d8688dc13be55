// SPDX-License-Identifier: BSD-3-Clause
//
// Whether an SP conforms is never a matter of the machine's load: slow SPs that live are waited for, and those that
// hang are found, while others take the CPUs.
#include "conformance/targets/attach.hpp"
#include "conformance/targets/tests/one_cpu.hpp"
#include "conformance/targets/tests/processes.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <mutex>
#include <thread>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;

/// A fraction of the default, so that it would be over soon.
constexpr auto timeout = 100ms;

// --- SPs -------------------------------------------------------------------------------------------------------------

void* create(const tsrpc_spmc* spmc) { return const_cast<tsrpc_spmc*>(spmc); }
void destroy(void*) {}

void echo(const uint32_t* request, uint32_t* response) { std::copy_n(request, register_count, response); }

void sleep_a_little(void*, uint16_t, const uint32_t* request, uint32_t* response) {
    usleep(1000);
    echo(request, response);
}

void print_much(void*, uint16_t, const uint32_t* request, uint32_t* response) {
    for (int line = 0; line < 5; ++line) {
        std::printf("line %d of many that this SP prints at each request\n", line);
        std::fprintf(stderr, "and line %d of those on the other stream\n", line);
    }
    std::fflush(stdout);
    echo(request, response);
}

/// Works for longer than --timeout, in CPU time, and sleeps in between.
void work_hard(void*, uint16_t, const uint32_t* request, uint32_t* response) {
    const auto cpu_time = [] {
        timespec now = {};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
        return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
    };
    const auto start = cpu_time();
    while (cpu_time() - start < timeout / 2) {
    }
    echo(request, response);
}

void hang_asleep(void*, uint16_t, const uint32_t*, uint32_t*) {
    for (;;) {
        pause();
    }
}

void hang_busy(void*, uint16_t, const uint32_t*, uint32_t*) {
    for (volatile int spin = 1; spin != 0;) {
    }
}

/// An SP whose own thread does the work.
struct Worker {
    std::mutex mutex;
    std::condition_variable changed;
    bool has_work = false;
    bool is_over = false;
    std::thread thread{[this] {
        std::unique_lock lock(mutex);
        while (!is_over) {
            changed.wait(lock, [this] { return has_work || is_over; });
            has_work = false;
            changed.notify_all();
        }
    }};

    void work() {
        std::unique_lock lock(mutex);
        has_work = true;
        changed.notify_all();
        changed.wait(lock, [this] { return !has_work; });
    }
    ~Worker() {
        {
            const std::lock_guard lock(mutex);
            is_over = true;
            changed.notify_all();
        }
        thread.join();
    }
};

void* create_worker(const tsrpc_spmc*) { return new Worker; }
void destroy_worker(void* sp) { delete static_cast<Worker*>(sp); }
void let_work(void* sp, uint16_t, const uint32_t* request, uint32_t* response) {
    static_cast<Worker*>(sp)->work();
    echo(request, response);
}

constexpr tsrpc_sp_plugin slow = {TSRPC_PLUGIN_ABI_VERSION, "slow", create, destroy, sleep_a_little};
constexpr tsrpc_sp_plugin chatty = {TSRPC_PLUGIN_ABI_VERSION, "chatty", create, destroy, print_much};
constexpr tsrpc_sp_plugin hard = {TSRPC_PLUGIN_ABI_VERSION, "hard", create, destroy, work_hard};
constexpr tsrpc_sp_plugin threaded = {TSRPC_PLUGIN_ABI_VERSION, "threaded", create_worker, destroy_worker, let_work};
constexpr tsrpc_sp_plugin asleep = {TSRPC_PLUGIN_ABI_VERSION, "asleep", create, destroy, hang_asleep};
constexpr tsrpc_sp_plugin busy = {TSRPC_PLUGIN_ABI_VERSION, "busy", create, destroy, hang_busy};

// --- runs ------------------------------------------------------------------------------------------------------------

/// Says so many calls in as few batches as can be; returns what went wrong.
std::string trouble(const tsrpc_sp_plugin& plugin, size_t count) {
    try {
        const Link link = attach([&]() -> const auto& { return plugin; }, {.timeout = timeout})();
        say(link, Hello{});
        size_t answered = 0;
        link(std::vector<Command>(count, Call{1, {}}), {}, [&answered](Reply&&) { ++answered; });
        return answered == count ? "" : "replies are missing";
    } catch (const std::exception& error) {
        return error.what();
    }
}

/// What the SPs print is of no interest.
class Quiet {
  public:
    Quiet() : before_(dup(STDERR_FILENO)) {
        const int null = open("/dev/null", O_WRONLY);
        dup2(null, STDERR_FILENO);
        close(null);
    }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;
    ~Quiet() {
        dup2(before_, STDERR_FILENO);
        close(before_);
    }

  private:
    int before_;
};

/// Runs a function in several processes at once; returns how many ended well.
int at_once(int count, const std::function<bool()>& run) {
    std::vector<pid_t> pids;
    for (int i = 0; i < count; ++i) {
        const pid_t pid = fork();
        if (pid == 0) {
            _exit(run() ? EXIT_SUCCESS : EXIT_FAILURE);
        }
        pids.push_back(pid);
    }
    int well = 0;
    for (const pid_t pid : pids) {
        int status = 0;
        waitpid(pid, &status, 0);
        well += WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
    }
    return well;
}

class UnderLoad : public testing::TestWithParam<bool> {
  protected:
    const std::optional<OneCpu> one_cpu = GetParam() ? std::optional<OneCpu>(std::in_place) : std::nullopt;
    const BusyProcesses others{20};
    const Quiet quiet;
};

INSTANTIATE_TEST_SUITE_P(On, UnderLoad, testing::Bool(),
                         [](const auto& way) { return way.param ? "OneCpu" : "AllCpus"; });

TEST_P(UnderLoad, SpsThatLiveAreWaitedFor) {
    const auto run = [] {
        std::string all;
        for (const auto& [plugin, count] : {std::pair(&slow, 20), {&chatty, 100}, {&threaded, 50}}) {
            const std::string why = trouble(*plugin, static_cast<size_t>(count));
            all += why.empty() ? "" : std::string(plugin->name) + ": " + why + '\n';
        }
        std::printf("%s", all.c_str());
        std::fflush(stdout);
        return all.empty();
    };
    EXPECT_EQ(at_once(4, run), 4);
}

TEST_P(UnderLoad, SpsThatWorkHardAreWaitedFor) { EXPECT_EQ(trouble(hard, 2), ""); }

TEST_P(UnderLoad, SpsThatHangAreFound) {
    EXPECT_EQ(trouble(asleep, 1), "no answer within 0.1 s of the target's own time (--timeout)");
    EXPECT_EQ(trouble(busy, 1), "no answer within 0.1 s of the target's own time (--timeout)");
}

} // namespace
} // namespace tsrpc::conformance
