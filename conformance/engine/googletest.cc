// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/googletest.hpp"

#include "conformance/engine/execute.hpp"
#include "conformance/engine/interrupted.hpp"
#include "conformance/engine/quiet.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <exception>
#include <optional>

namespace tsrpc::conformance {
namespace {

/// What all tests of the run share.
struct Context {
    SuiteRun& run;
    const GoogleTestRun& around;
    size_t count = 0;          ///< of tests that ran
    std::exception_ptr thrown; ///< by `take`
    bool failed = false;       ///< a test did
    size_t selected = 0;       ///< by filter and shard, each repetition counted; 0: GoogleTest has not begun

    bool is_interrupted() const { return around.is_interrupted && around.is_interrupted(); }
    bool is_over() const { return thrown || (around.fail_fast && failed) || is_interrupted(); }
};

/// One line of an EXPECT_* or ASSERT_* that failed.
std::string expectation_text(const testing::TestPartResult& part) {
    std::string text =
        fmt::format("{}:{}: {}", part.file_name() ? part.file_name() : "?", part.line_number(), part.message());
    std::ranges::replace(text, '\n', ' ');
    return text;
}

/// What EXPECT_* found in the test's body fails it.
void add_expectations(const testing::TestResult& result, Outcome& outcome) {
    Findings failed;
    for (int i = 0; i < result.total_part_count(); ++i) {
        const testing::TestPartResult& part = result.GetTestPartResult(i);
        if (part.failed()) {
            const size_t last = outcome.trace.empty() ? 0 : outcome.trace.size() - 1;
            failed.push_back({outcome.requirement->id, Evidence::other, expectation_text(part), {}, last});
        }
    }
    if (failed.empty()) {
        return;
    }
    const bool decides = !is_failure(outcome.verdict);
    if (decides) {
        outcome.verdict = Verdict::fail;
        outcome.why = failed.front().detail;
    }
    outcome.findings.insert(decides ? outcome.findings.begin() : outcome.findings.end(), failed.begin(), failed.end());
}

size_t selected_count() {
    const int repetitions = testing::GTEST_FLAG(repeat);
    return static_cast<size_t>(testing::UnitTest::GetInstance()->test_to_run_count()) *
           (repetitions < 1 ? 1 : static_cast<size_t>(repetitions));
}

class SuiteTest : public testing::Test {
  public:
    SuiteTest(const Selected& selected, Context& context) : selected_(selected), context_(context) {}

    void TestBody() override {
        context_.selected = context_.selected == 0 ? selected_count() : context_.selected;
        std::optional<Outcome> outcome;
        if (!context_.is_over()) {
            outcome = run();
        }
        if (!outcome) {
            report_skipped("NOT RUN: the run ended before this test");
            return;
        }
        ++context_.count;
        record(*outcome);
        context_.failed = context_.failed || is_failure(outcome->verdict);
        try {
            context_.around.take(*outcome);
        } catch (...) {
            context_.thrown = std::current_exception();
        }
    }

  private:
    /// Nothing where the run was interrupted meanwhile.
    std::optional<Outcome> run() {
        const GoogleTestRun& around = context_.around;
        if (around.begin) {
            around.begin(*selected_.test.requirement, context_.count + 1, context_.selected);
        }
        take_printed(); // between the tests, of no test
        Outcome outcome;
        try {
            outcome = execute(selected_.test, context_.run);
        } catch (const Interrupted&) {
            return std::nullopt;
        }
        if (context_.is_interrupted()) {
            return std::nullopt;
        }
        outcome.printed = take_printed();
        if (selected_.required) {
            hold_to_requirement(outcome);
        }
        add_expectations(*testing::UnitTest::GetInstance()->current_test_info()->result(), outcome);
        if (selected_.known_failing) {
            hold_to_list(*selected_.known_failing, outcome);
        }
        return outcome;
    }

    std::string take_printed() { return context_.around.take_printed ? context_.around.take_printed() : ""; }

    void record(const Outcome& outcome) {
        if (is_failure(outcome.verdict)) {
            ADD_FAILURE_AT(selected_.test.file, selected_.test.line) << outcome.why;
        } else if (outcome.verdict != Verdict::pass) {
            report_skipped(outcome.why);
        }
    }

    /// GTEST_SKIP, which would name this line.
    void report_skipped(const std::string& why) {
        const auto& [requirement, body, file, line] = selected_.test;
        GTEST_MESSAGE_AT_(file, line, "", testing::TestPartResult::kSkip) << why;
    }

    const Selected& selected_;
    Context& context_;
};

/// GoogleTest's command line: a name and the flags. It prints its help for a flag that it does not know.
void init(std::vector<std::string> flags) {
    std::vector<char*> argv = {const_cast<char*>("tsrpc")};
    for (std::string& flag : flags) {
        argv.push_back(flag.data());
    }
    int argc = static_cast<int>(argv.size());
    argv.push_back(nullptr);
    const QuietStandardOutput quiet;
    testing::InitGoogleTest(&argc, argv.data());
    if (argc > 1) {
        throw GoogleTestError(
            fmt::format("'{}' is no flag of GoogleTest, or has a value that it does not take", argv[1]));
    }
}

GoogleTestCounts count(const Context& context) {
    return {selected_count(), context.count, testing::GTEST_FLAG(list_tests)};
}

} // namespace

GoogleTestCounts run_with_googletest(const std::vector<Selected>& tests, SuiteRun& run, const GoogleTestRun& around) {
    init(around.flags);
    testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
    delete listeners.Release(listeners.default_result_printer());
    Context context = {run, around, 0, {}, false, 0};
    for (size_t i = 0; i < around.times; ++i) {
        for (const Selected& selected : tests) {
            const Case& test = selected.test;
            testing::RegisterTest(std::string(area(*test.requirement)).c_str(),
                                  std::string(short_name(*test.requirement)).c_str(), nullptr, nullptr, test.file,
                                  test.line, [&]() -> testing::Test* { return new SuiteTest(selected, context); });
        }
    }
    // The outcomes say more than its status.
    [[maybe_unused]] const int status = RUN_ALL_TESTS();
    if (context.thrown) {
        std::rethrow_exception(context.thrown);
    }
    return count(context);
}

} // namespace tsrpc::conformance
