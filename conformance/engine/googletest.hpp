// SPDX-License-Identifier: BSD-3-Clause
//
// A suite as GoogleTest tests: filters, shards, shuffling, repetition and XML work as everyone knows them.
#ifndef TSRPC_CONFORMANCE_ENGINE_GOOGLETEST_HPP
#define TSRPC_CONFORMANCE_ENGINE_GOOGLETEST_HPP

#include "conformance/engine/selection.hpp"
#include "conformance/engine/suite_run.hpp"
#include "conformance/engine/verdict.hpp"

#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// What surrounds a run by GoogleTest.
struct GoogleTestRun {
    std::vector<std::string> flags; ///< "--gtest_...", as on a command line
    size_t times = 1;               ///< how often each test runs
    bool fail_fast = false;         ///< the first failure ends the run

    /// Is told of each test before it runs; `number` of `count`, from 1. May be empty.
    std::function<void(const Requirement& requirement, size_t number, size_t count)> begin;

    /// What the target has printed since this was called last. Empty: nobody knows.
    std::function<std::string()> take_printed;

    /// Whether the run is to end. What the test at hand came to is then not told. Empty: it never is.
    std::function<bool()> is_interrupted;

    /// Takes each outcome as it comes. When it throws, the run ends, and throws the same.
    std::function<void(const Outcome& outcome)> take;
};

/// How many of the tests ran.
struct GoogleTestCounts {
    size_t selected = 0; ///< by its filter and shard, each repetition counted
    size_t run = 0;      ///< less where the run ended early
    bool listed = false; ///< the tests were listed, and none was to run
};

/// A flag or environment variable of GoogleTest that cannot be meant; the message is a line that names it.
class GoogleTestError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws GoogleTestError for shard variables (GTEST_TOTAL_SHARDS, GTEST_SHARD_INDEX, GTEST_SHARD_STATUS_FILE, and
/// Bazel's, which begin with TEST_) that are not a number, lack the other, or name a shard that there is not;
/// GoogleTest itself would end the process. Makes Bazel's count where GoogleTest's are not set.
void check_googletest_environment();

/// The shard that this process runs, if there are several. Call it after `check_googletest_environment`.
std::optional<Shard> current_shard();

/// Runs the tests under the ids "area.name", each with the file and line where it stands. What is not a pass is to
/// GoogleTest a failure at that place, or a skip. What EXPECT_* and ASSERT_* of a test's body find fails it. Call it
/// once in a process, after `check_googletest_environment`. Throws GoogleTestError for an unknown flag.
GoogleTestCounts run_with_googletest(const std::vector<Selected>& tests, SuiteRun& run, const GoogleTestRun& around);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_GOOGLETEST_HPP
