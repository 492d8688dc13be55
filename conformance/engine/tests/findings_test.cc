// SPDX-License-Identifier: BSD-3-Clause
//
// What a test keeps of what it finds, and when a requirement of its own ends it.
#include "conformance/engine/tests/fake_target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

class FindingsOfATest : public testing::Test {
  protected:
    static std::vector<std::string_view> ids(const Findings& findings) {
        std::vector<std::string_view> all;
        for (const Finding& one : findings) {
            all.push_back(one.requirement);
        }
        return all;
    }

    FakeTarget target;
    SuiteRun run = target.run(knowing(other_should));
    conformance::Test test{requirement(own_must), run};
};

TEST_F(FindingsOfATest, TheFirstOfEachRequirementIsKept) {
    say(test, some_call(1));
    test.find(finding(other_must, "first"));
    test.find(finding(own_should));
    say(test, some_call(2));
    test.find(finding(other_must, "second"));
    EXPECT_EQ(ids(test.findings()), (std::vector{other_must, own_should}));
    EXPECT_EQ(test.findings().front().detail, "first");
    EXPECT_EQ(test.findings().front().step, 1u);
}

TEST_F(FindingsOfATest, WhatIsKnownIsKeptAside) {
    test.find(finding(other_should));
    EXPECT_THAT(test.findings(), testing::IsEmpty());
    EXPECT_EQ(ids(test.tolerated()), std::vector{other_should});
}

TEST_F(FindingsOfATest, FoundNowIsOfTheLastExchangeAlone) {
    EXPECT_FALSE(test.found_now());
    for (const std::string_view id : {other_must, other_should}) { // the second is tolerated
        for (int i = 0; i < 2; ++i) {                              // also where it was found before
            say(test, some_call());
            EXPECT_FALSE(test.found_now());
            test.find(finding(id));
            EXPECT_TRUE(test.found_now());
        }
    }
    say(test, some_call());
    EXPECT_FALSE(test.found_now());
}

TEST_F(FindingsOfATest, WhatIsRequiredAndHoldsIsNothing) {
    test.require(true, "fine");
    test.require(true, finding(other_must));
    EXPECT_THAT(test.findings(), testing::IsEmpty());
}

TEST_F(FindingsOfATest, WhatIsRequiredAndDoesNotHoldEndsTheTest) {
    EXPECT_THROW(test.require(false, "wrong"), Stopped);
    EXPECT_EQ(ids(test.findings()), std::vector{own_must});
    EXPECT_EQ(test.findings().front().detail, "wrong");
}

TEST_F(FindingsOfATest, AnotherRequirementCanBeTheOneThatDoesNotHold) {
    EXPECT_THROW(test.require(false, finding(other_must)), Stopped);
    EXPECT_EQ(ids(test.findings()), std::vector{other_must});
}

TEST_F(FindingsOfATest, WhatWasFoundInTheLastExchangeSaysWhy) {
    say(test, some_call());
    test.find(finding(other_must));
    EXPECT_THROW(test.require(false, "and so it does not work"), Stopped);
    EXPECT_EQ(ids(test.findings()), std::vector{other_must});
}

TEST_F(FindingsOfATest, WhatIsToleratedSaysWhyToo) {
    say(test, some_call());
    test.find(finding(other_should));
    EXPECT_THROW(test.require(false, "and so it does not work"), Stopped);
    EXPECT_THAT(test.findings(), testing::IsEmpty());
}

TEST_F(FindingsOfATest, WhatWasFoundEarlierDoesNot) {
    say(test, some_call());
    test.find(finding(other_must));
    say(test, some_call());
    EXPECT_THROW(test.require(false, "wrong"), Stopped);
    EXPECT_EQ(ids(test.findings()), (std::vector{other_must, own_must}));
}

} // namespace
} // namespace tsrpc::conformance
