// SPDX-License-Identifier: BSD-3-Clause
//
// What is told of SPs that go wrong: those of plugins/bad_sp.c, attached as users attach theirs.
#include "conformance/protocol/lines.hpp"
#include "conformance/targets/attach.hpp"
#include "conformance/targets/crash_report.hpp"
#include "conformance/targets/crash_site.hpp"
#include "conformance/targets/exit_guard.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;

constexpr const char* plugin = "plugin:conformance/targets/tests/plugins/bad_sp.so";

/// Where a sanitizer handles the signal, it prints its report and exits with status 1.
constexpr const char* by_segv = "the process (was killed by signal 11 \\(Segmentation fault\\)|exited with status 1)";
constexpr const char* by_abort = "the process (was killed by signal 6 \\(Aborted\\)|exited with status 1)";

Link start(const char* how, std::chrono::milliseconds timeout = 60s) {
    setenv("BAD_SP", how, 1);
    return attach(plugin, TargetRole::sp, {.timeout = timeout})();
}

/// Has the SP retrieve and relinquish memory, after which it goes wrong, and takes leave.
std::string conversation(const Link& link) {
    constexpr uint64_t handle = 0x1200000034;
    try {
        const Command commands[] = {Hello{},
                                    Share{1, 0x1000, 0, handle},
                                    Call{1, pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{0}})},
                                    Call{1, pack(RelinquishMemRequest{MemoryHandle{handle}})},
                                    Call{1, pack(GetVersionRequest{})},
                                    Bye{}};
        for (const Command& command : commands) {
            say(link, command);
        }
    } catch (const TargetLost& lost) {
        return lost.what();
    } catch (const TargetUnreachable& error) {
        return std::string("unreachable: ") + error.what();
    }
    return "all went well";
}

std::string end_of(const char* how) { return conversation(start(how)); }

void expect_end(const char* how, const std::string& pattern) {
    const std::string end = end_of(how);
    EXPECT_TRUE(testing::internal::RE::FullMatch(end, testing::internal::RE(pattern))) << how << ": " << end;
}

TEST(Crash, SaysWhereItWasAndWhatLiesThere) {
    const std::string segv = by_segv;
    expect_end("create_crashes", segv + " in create at address 0x0: near null");
    expect_end("segv", segv + " in direct_request at address 0x0: near null");
    expect_end("destroy_crashes", segv + " in destroy at address 0x0: near null");
    expect_end("late_touch", segv + " in direct_request at address 0x[0-9a-f]+000: 0 bytes into region 0x1200000034, "
                                    "which was relinquished");
    expect_end("overrun", segv + " in direct_request at address 0x[0-9a-f]+000: 0 bytes past the end of region "
                                 "0x1200000034, which was relinquished");
    expect_end("jumps", segv + " in direct_request.*");
    expect_end("overflows_stack", segv + " in direct_request at address 0x[0-9a-f]+");
}

TEST(Crash, SaysWhatEndedIt) {
    const std::string abort = by_abort;
    expect_end("abort", abort + " in direct_request");
    expect_end("smash", abort + " in direct_request");
    expect_end("exit", "the process exited with status 0 in direct_request");
    expect_end("overruns_response", abort + ": the SP wrote beyond the five words of response\\[\\]");
    expect_end("closes_all", "the process lives, but has closed its connection to the runner");
}

TEST(Crash, HangsAreTold) {
    for (const char* how : {"hangs", "spins", "asks_forever", "stops", "blocks_signals", "forks_and_hangs",
                            "create_hangs", "destroy_hangs"}) {
        EXPECT_EQ(conversation(start(how, 100ms)), "no answer within 0.1 s of the target's own time (--timeout)")
            << how;
    }
}

TEST(Crash, WhatIsOddButNoCrash) {
    for (const char* how : {"", "prints", "forks", "fork_returns", "garbage", "reserved_set", "no_test_service"}) {
        EXPECT_EQ(end_of(how), "all went well") << how;
    }
}

TEST(Crash, PluginsThatCannotBeLoadedSayWhatToDo) {
    EXPECT_EQ(end_of("create_null"), "unreachable: create() returned NULL: it must return an SP; what it prints is on "
                                     "standard error");
    const auto expect_unreachable = [](const std::string& end, const std::string& why) {
        EXPECT_TRUE(end.starts_with("unreachable: plugin '") && end.find(why) != std::string::npos) << end;
    };
    expect_unreachable(end_of("null_table"), "tsrpc_get_sp_plugin() returned NULL");
    expect_unreachable(end_of("other_version"), "has plugin ABI version 2, this runner has 1");
    expect_unreachable(end_of("no_functions"), "one of create, destroy and direct_request is NULL");
    const auto end_of_file = [](const std::string& file, TargetRole role) {
        return conversation(attach("plugin:" + file, role, {})());
    };
    expect_unreachable(end_of_file("conformance/targets/tests/plugins/no_symbol.so", TargetRole::sp),
                       "has no symbol tsrpc_get_sp_plugin");
    expect_unreachable(end_of_file("conformance/targets/tests/plugins/bad_sp.so", TargetRole::caller),
                       "has no symbol tsrpc_get_caller_plugin: export it with C linkage (tsrpc/plugin.h); it has "
                       "tsrpc_get_sp_plugin, of the other role");
    EXPECT_NE(end_of_file("/etc/passwd", TargetRole::sp).find("cannot load plugin"), std::string::npos);
    EXPECT_NE(end_of_file("nowhere.so", TargetRole::sp).find("cannot read plugin 'nowhere.so': No such file"),
              std::string::npos);
}

// --- in this process -------------------------------------------------------------------------------------------------

std::string in_process(const char* how) {
    setenv("BAD_SP", how, 1);
    return conversation(attach(plugin, TargetRole::sp, {.in_process = true})());
}

using CrashInProcess = testing::Test;

TEST(CrashInProcessDeathTest, IsReportedOnStandardError) {
    EXPECT_DEATH(
        {
            report_crashes(STDERR_FILENO);
            in_process("segv");
        },
        "! fault 11 direct_request 0 near null");
}

TEST(CrashInProcessDeathTest, ExitDoesNotLookLikeSuccess) {
    for (const char* const function : {"exit", "_exit", "_Exit"}) {
        EXPECT_EXIT(
            {
                const ExitGuard guard;
                in_process(function);
            },
            testing::ExitedWithCode(1),
            std::string("tsrpc: the plugin called ") + function + "\\(0\\) in direct_request and ended the run");
    }
    // Of a thread, between two functions.
    EXPECT_EXIT(
        {
            const ExitGuard guard;
            std::exit(0);
        },
        testing::ExitedWithCode(1), "tsrpc: the plugin called exit\\(0\\) and ended the run");
    // The runner's own exit is its own, and so is that of a child.
    EXPECT_EXIT(
        {
            { const ExitGuard guard; }
            in_process("");
            std::exit(0);
        },
        testing::ExitedWithCode(0), "");
    EXPECT_EXIT(
        {
            const ExitGuard guard;
            const pid_t child = fork();
            if (child == 0) {
                _exit(0);
            }
            int status = -1;
            waitpid(child, &status, 0);
            raise(status == 0 ? SIGUSR1 : SIGUSR2);
        },
        testing::KilledBySignal(SIGUSR1), "");
}

TEST(CrashInProcess, WordsBeyondTheResponseAreALoss) {
    EXPECT_EQ(in_process("overruns_response"), "the SP wrote beyond the five words of response[]");
}

} // namespace
} // namespace tsrpc::conformance
