// SPDX-License-Identifier: BSD-3-Clause
//
// The verdict of one test, for all that can become of it.
#include "conformance/engine/execute.hpp"

#include "conformance/engine/tests/fake_target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <stdexcept>

namespace tsrpc::conformance {

/// For GoogleTest, which finds it by its argument: not in the unnamed namespace.
static void PrintTo(Verdict verdict, std::ostream* out) { *out << name(verdict); }

namespace {

using Body = std::function<void(Test& test)>;

Outcome run_body(const Body& body, SuiteOptions options = {}, std::string_view id = own_must) {
    FakeTarget target;
    SuiteRun run = target.run(std::move(options));
    return execute({&requirement(id), body, __FILE__, __LINE__}, run);
}

const SuiteOptions strict = with(&SuiteOptions::strict, true);

/// A body that finds these requirements broken, one after the other.
Body finds(std::vector<std::string_view> ids) {
    return [ids](Test& test) {
        for (const std::string_view id : ids) {
            say(test, some_call());
            test.find(finding(id, "broken: " + std::string(id)));
        }
    };
}

Body finds_all_levels(const std::vector<std::string_view>& ids) {
    return [body = finds(ids)](Test& test) {
        test.count_all_levels();
        body(test);
    };
}

/// A body that finds something, if `id` is not empty, and then throws.
template <class Error>
Body throws(Error error, std::string_view id = {}) {
    return [error, id](Test& test) {
        if (!id.empty()) {
            test.find(finding(id));
        }
        throw error;
    };
}

TEST(Execute, PassesWhereNothingIsFound) {
    const Outcome outcome = run_body([](auto& test) { say(test, some_call()); });
    EXPECT_EQ(outcome.verdict, Verdict::pass);
    EXPECT_EQ(outcome.requirement, &requirement(own_must));
    EXPECT_EQ(outcome.why, "");
    EXPECT_EQ(outcome.blamed(), nullptr);
    EXPECT_EQ(outcome.trace.size(), 2u);
    EXPECT_GE(outcome.seconds, 0);
}

TEST(Execute, FailsForEveryMust) {
    for (const std::string_view id : {own_must, other_must}) {
        const Outcome outcome = run_body(finds({id}));
        EXPECT_EQ(outcome.verdict, Verdict::fail);
        EXPECT_EQ(outcome.blamed(), &requirement(id));
        EXPECT_EQ(outcome.why, "broken: " + std::string(id));
    }
}

TEST(Execute, CountsAShouldOnlyInItsOwnTest) {
    EXPECT_EQ(run_body(finds({own_should}), {}, own_should).verdict, Verdict::warn);
    const Outcome other = run_body(finds({other_should}));
    EXPECT_EQ(other.verdict, Verdict::pass);
    EXPECT_THAT(other.findings, testing::IsEmpty());
}

TEST(Execute, CountsEveryShouldInATestOfNoSingleRequirement) {
    EXPECT_EQ(run_body(finds_all_levels({other_should})).verdict, Verdict::warn);
    EXPECT_EQ(run_body(finds_all_levels({other_should}), strict).verdict, Verdict::fail);
}

TEST(Execute, StrictMakesAShouldFail) {
    EXPECT_EQ(run_body(finds({own_should}), strict, own_should).verdict, Verdict::fail);
    EXPECT_EQ(run_body(finds({other_should}), strict).verdict, Verdict::pass) << "another test's is that test's";
}

TEST(Execute, BlamesWhatFailsBeforeWhatWarns) {
    const Outcome outcome = run_body(finds({own_should, other_must, own_must}), {}, own_should);
    EXPECT_EQ(outcome.verdict, Verdict::fail);
    EXPECT_EQ(outcome.blamed(), &requirement(other_must));
    ASSERT_EQ(outcome.findings.size(), 3u);
    EXPECT_EQ(outcome.findings[1].requirement, own_must);
    EXPECT_EQ(outcome.findings[2].requirement, own_should);
}

TEST(Execute, TakesARequirementThatTheCatalogueLacksForAMust) {
    EXPECT_EQ(run_body(finds({"no.such"})).verdict, Verdict::fail);
}

TEST(Execute, ToleratesWhatIsKnown) {
    const Outcome outcome = run_body(finds({other_must}), knowing(other_must));
    EXPECT_EQ(outcome.verdict, Verdict::pass);
    ASSERT_EQ(outcome.tolerated.size(), 1u);
    EXPECT_EQ(outcome.tolerated.front().requirement, other_must);
}

TEST(Execute, WarnsWhereWhatIsKnownEndsTheTest) {
    const Outcome outcome = run_body(
        [](auto& test) {
            finds({other_must})(test);
            test.require(false, "it goes no further");
        },
        knowing(other_must));
    EXPECT_EQ(outcome.verdict, Verdict::warn);
    EXPECT_THAT(outcome.findings, testing::IsEmpty());
    EXPECT_EQ(outcome.why, std::string(other_must) + " is known: the test ends there");
}

TEST(Execute, WarnsWhereAnothersShouldEndsTheTest) {
    const Body body = [](auto& test) {
        finds({other_should})(test);
        test.require(false, "it goes no further");
    };
    for (const SuiteOptions& options : {SuiteOptions{}, strict}) {
        const Outcome outcome = run_body(body, options);
        EXPECT_EQ(outcome.verdict, options.strict ? Verdict::fail : Verdict::warn);
        EXPECT_EQ(outcome.why, "broken: " + std::string(other_should));
        EXPECT_EQ(outcome.blamed()->id, other_should);
    }
}

TEST(Execute, FailsWhereWhatIsRequiredDoesNotHold) {
    const Outcome outcome = run_body([](auto& test) { test.require(false, "wrong"); });
    EXPECT_EQ(outcome.verdict, Verdict::fail);
    EXPECT_EQ(outcome.why, "wrong");
    EXPECT_EQ(outcome.blamed(), &requirement(own_must));
}

TEST(Execute, TellsTheWaysATestCanEndEarlyApart) {
    const auto expect = [](const Body& body, Verdict verdict) {
        const Outcome outcome = run_body(body);
        EXPECT_EQ(outcome.verdict, verdict);
        EXPECT_EQ(outcome.why, "why");
    };
    expect(throws(Skipped("why")), Verdict::skip);
    expect(throws(Unreachable("why")), Verdict::unreachable);
    expect(throws(NotRun("why")), Verdict::not_run);
    expect(throws(std::runtime_error("why")), Verdict::error);
    expect(throws(TargetLost(TargetLost::How::crashed, "why")), Verdict::crashed);
    expect(throws(TargetLost(TargetLost::How::hung, "why")), Verdict::hung);
    expect(throws(TargetLost(TargetLost::How::garbled, "why")), Verdict::error);
}

TEST(Execute, DoesNotExcuseWhatWasFoundBefore) {
    for (const Body& body :
         {throws(Skipped("why"), own_must), throws(Unreachable("why"), own_must), throws(NotRun("why"), own_must)}) {
        EXPECT_EQ(run_body(body).verdict, Verdict::fail);
    }
    EXPECT_EQ(run_body(throws(std::runtime_error("why"), own_must)).verdict, Verdict::error)
        << "what the runner got wrong may be what was found";
}

TEST(Execute, KeepsWhatWasFoundBeforeACrash) {
    const Outcome outcome = run_body(throws(TargetLost(TargetLost::How::crashed, "was killed"), other_must));
    EXPECT_EQ(outcome.verdict, Verdict::crashed);
    EXPECT_EQ(outcome.why, "was killed");
    ASSERT_EQ(outcome.findings.size(), 1u);
    EXPECT_EQ(outcome.findings.front().requirement, other_must);
}

TEST(Execute, KeepsNotes) {
    EXPECT_THAT(run_body([](auto& test) { test.note("seen"); }).notes, testing::ElementsAre("seen"));
}

TEST(Execute, SaysThatTheTargetDoesNotStart) {
    const auto expect = [](const auto& error, Verdict verdict) {
        SuiteRun run{[&error]() -> Link { throw error; }, SuiteOptions{}, {}, {}, {}};
        const Outcome outcome = execute({&requirement(own_must), [](auto&) { FAIL(); }, __FILE__, __LINE__}, run);
        EXPECT_EQ(outcome.verdict, verdict);
        EXPECT_EQ(outcome.why, "starting the target: why");
        EXPECT_THAT(outcome.trace, testing::IsEmpty());
    };
    expect(TargetLost(TargetLost::How::crashed, "why"), Verdict::crashed);
    expect(TargetLost(TargetLost::How::hung, "why"), Verdict::hung);
    expect(TargetLost(TargetLost::How::garbled, "why"), Verdict::error);
    expect(TargetUnreachable("why"), Verdict::error);
}

TEST(Execute, DoesNotStartATargetThatHungOnHelloTwice) {
    SuiteRun run{[]() -> Link {
                     return [](std::span<const Command>, const Grant&, const TakeReply&) {
                         throw TargetLost(TargetLost::How::hung, "is silent");
                     };
                 },
                 SuiteOptions{},
                 {},
                 {},
                 {}};
    const Case test = {&requirement(own_must), [](auto&) { FAIL(); }, __FILE__, __LINE__};
    EXPECT_EQ(execute(test, run).verdict, Verdict::hung);
    EXPECT_EQ(execute(test, run).verdict, Verdict::hung);
    const Outcome third = execute(test, run);
    EXPECT_EQ(third.verdict, Verdict::not_run);
    EXPECT_EQ(third.why, "2 tests hung on hello: those that need it are not run");
}

} // namespace
} // namespace tsrpc::conformance
