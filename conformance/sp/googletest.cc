// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/googletest.hpp"

#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

class SpTest : public testing::Test {
  public:
    explicit SpTest(std::function<Result()> run) : run_(std::move(run)) {}

    void TestBody() override {
        const Result result = run_();
        RecordProperty("verdict", std::string(name(result.verdict)));
        RecordProperty("level", std::string(name(result.requirement->level)));
        RecordProperty("requirement", std::string(result.requirement->sentence));
        if (is_failure(result.verdict)) {
            ADD_FAILURE() << name(result.verdict) << ": " << result.text;
        } else if (result.verdict != Verdict::pass) {
            GTEST_SKIP() << name(result.verdict) << ": " << result.text;
        }
    }

  private:
    std::function<Result()> run_;
};

/// GoogleTest's command line: a name and the flags.
void init(std::vector<std::string> flags) {
    std::vector<char*> argv = {const_cast<char*>("tsrpc")};
    for (std::string& flag : flags) {
        argv.push_back(flag.data());
    }
    int argc = static_cast<int>(argv.size());
    argv.push_back(nullptr);
    testing::InitGoogleTest(&argc, argv.data());
}

} // namespace

Tally run_with_googletest(const std::vector<Case>& cases, const StartTarget& start, const SuiteOptions& options,
                          std::vector<std::string> flags, const TakeResult& take) {
    init(std::move(flags));
    testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
    delete listeners.Release(listeners.default_result_printer());
    Tally tally;
    for (const Case& test : cases) {
        const auto run = [&] {
            Result result = execute(test, start, options);
            tally.add(result.verdict);
            take(result);
            return result;
        };
        testing::RegisterTest(std::string(area(*test.requirement)).c_str(),
                              std::string(short_name(*test.requirement)).c_str(), nullptr, nullptr, __FILE__, __LINE__,
                              [run]() -> testing::Test* { return new SpTest(run); });
    }
    // The tally says more than its status.
    [[maybe_unused]] const int status = RUN_ALL_TESTS();
    const auto selected = static_cast<size_t>(testing::UnitTest::GetInstance()->test_to_run_count());
    if (tally.total() < selected && !testing::GTEST_FLAG(list_tests)) {
        tally.add(Verdict::not_run, selected - tally.total());
    }
    return tally;
}

} // namespace tsrpc::conformance
