// SPDX-License-Identifier: BSD-3-Clause
//
// A suite of one test a way to end, run by GoogleTest: prints each outcome as "VERDICT id|why" and what the run says of
// itself. Arguments are GoogleTest's flags, and words for what the environment of a run can do: "require", "throw",
// "fail-fast", "twice", "begin", "list", and "interrupt" and "die", in the second test.
#include "conformance/engine/googletest.hpp"
#include "conformance/engine/interrupted.hpp"
#include "conformance/engine/test.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace tsrpc::conformance {
namespace {

constexpr Registers version_request = {{0x00ff0000, 0, 0, 0, 0}};

/// Answers as an SP that crashes on what is no GET_VERSION.
Link start() {
    return [](std::span<const Command> commands, const Grant&, const TakeReply& take) {
        for (const Command& command : commands) {
            const auto* const call = std::get_if<Call>(&command);
            if (call != nullptr && call->request != version_request) {
                throw TargetLost(TargetLost::How::crashed, "it died");
            }
            take({{}, call != nullptr ? Result(Response{{{0x00ff0000, 1, 0, 0, 0}}}) : Result(Greeting{})});
        }
    };
}

void say(Test& test, const Registers& request) {
    const Command command = Call{1, request};
    test.say({&command, 1}, [](const Said&, size_t) {});
}

Case make(std::string_view id, std::function<void(Test&)> body, int line) {
    return {find_requirement(id), std::move(body), "sample/suite.cc", line};
}

std::vector<Case> cases() {
    return {
        make(
            "version.answer", [](Test& test) { say(test, version_request); }, 1),
        make(
            "version.reserved_zero", [](Test& test) { test.require(false, "it is broken"); }, 2),
        make(
            "version.any_sender", [](Test&) { throw Skipped("there is none"); }, 3),
        make(
            "version.always_available", [](Test&) { throw Unreachable("no way"); }, 4),
        make(
            "control.echo_opcode", [](Test& test) { say(test, {}); }, 5),
        make(
            "control.flags_zero", [](Test&) { EXPECT_EQ(1 + 1, 3); }, 6),
        make(
            "control.sap_zero",
            [](Test& test) {
                EXPECT_TRUE(false) << "of the first";
                EXPECT_TRUE(false) << "of the second";
                test.require(false, "it is broken too");
            },
            7),
        make(
            "management.status_defined", [](Test& test) { test.require(false, "it is odd"); }, 8),
    };
}

/// Of these one passes, one fails, one crashes and one is skipped.
std::vector<KnownFailing> list() {
    return parse_known_failing("version.answer of old\nversion.reserved_zero ticket 1\ncontrol.echo_opcode ticket 2\n"
                               "version.any_sender ticket 3\n",
                               "list.txt", cases());
}

int run(const std::vector<std::string>& arguments) {
    const auto has = [&](std::string_view word) { return std::ranges::find(arguments, word) != arguments.end(); };
    SuiteRun run{start, {}, {}, {}, {}};
    run.options.seed = 5;
    GoogleTestRun around;
    std::ranges::copy_if(arguments, std::back_inserter(around.flags),
                         [](const auto& a) { return a.starts_with("--"); });
    around.take = [&](const Outcome& outcome) {
        fmt::print("{} {}|{}\n", name(outcome.verdict), outcome.requirement->id, outcome.why);
        if (has("begin")) {
            fmt::print("{}\n", outcome.printed);
        }
        for (const Finding& finding : outcome.findings) {
            fmt::print("  {}: {}\n", finding.requirement, finding.detail);
        }
        if (has("throw")) {
            throw std::runtime_error("no more outcomes are taken");
        }
    };
    around.fail_fast = has("fail-fast");
    around.times = has("twice") ? 2 : 1;
    size_t begun = 0;
    around.begin = [&](const Requirement& requirement, size_t number, size_t count) {
        begun = number;
        if (has("begin")) {
            fmt::print("{}/{} {}\n", number, count, requirement.id);
        }
    };
    around.is_interrupted = [&] { return has("interrupt") && begun == 2; };
    run.start = [&] {
        if (has("die") && begun == 2) {
            throw Interrupted{};
        }
        return start();
    };
    around.take_printed = [&, calls = 0]() mutable { return fmt::format("printed {}", ++calls); };
    check_googletest_environment();
    const std::vector<Selected> tests = select(cases(), {{}, {}, {has("require") ? "*" : "version.answer"}},
                                               has("list") ? list() : std::vector<KnownFailing>());
    const GoogleTestCounts counts = run_with_googletest(tests, run, around);
    fmt::print("{} selected, {} run{}{}\n", counts.selected, counts.run, counts.listed ? ", listed" : "",
               current_shard() ? ", a shard" : "");
    return 0;
}

} // namespace
} // namespace tsrpc::conformance

int main(int argc, char** argv) {
    try {
        return tsrpc::conformance::run({argv + 1, argv + argc});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
