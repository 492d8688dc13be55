// SPDX-License-Identifier: BSD-3-Clause
//
// What one test says to its target: batches, the trace, targets that cannot or are lost.
#include "conformance/engine/tests/fake_target.hpp"

#include "tsrpc/plugin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace tsrpc::conformance {
namespace {

using testing::ElementsAre;

class Conversation : public testing::Test {
  protected:
    /// What say() throws, by its text.
    template <class Error>
    std::optional<std::string> error_of(conformance::Test& test, std::span<const Command> commands) {
        try {
            test.say(commands, [](const Said&, size_t) {});
        } catch (const Error& error) {
            return error.what();
        }
        return std::nullopt;
    }

    FakeTarget target;
    SuiteRun run = target.run();
};

TEST_F(Conversation, BeginsWithHello) {
    target.greeting.own_id = 0x8003;
    const conformance::Test test(requirement(own_must), run);
    EXPECT_EQ(test.target(), target.greeting);
    EXPECT_THAT(test.trace(), ElementsAre(Said{Hello{}, {}, Reply{{}, target.greeting}}));
    EXPECT_EQ(target.starts, 1u);
    EXPECT_THAT(test.findings(), testing::IsEmpty());
}

TEST_F(Conversation, SaysABatchAtOnceAndHearsEachReplyInOrder) {
    target.answer = [](const Command& command, const Grant&) {
        return Reply{{}, Response{std::get<Call>(command).request}};
    };
    conformance::Test test(requirement(own_must), run);
    const Command commands[] = {some_call(1), some_call(2), some_call(3)};
    std::vector<std::pair<Said, size_t>> heard;
    test.say(commands, [&](const Said& said, size_t index) {
        heard.emplace_back(said, index);
        EXPECT_EQ(test.trace().at(index), said) << "the reply is in the trace when it is heard";
    });
    EXPECT_THAT(target.heard.back(), testing::ElementsAreArray(commands));
    ASSERT_EQ(heard.size(), 3u);
    for (uint32_t i = 0; i < 3; ++i) {
        EXPECT_EQ(heard[i].second, i + 1);
        EXPECT_EQ(heard[i].first, (Said{commands[i], {}, Reply{{}, Response{{{i + 1, 0, 0, 0, 0}}}}}));
    }
    EXPECT_EQ(test.trace().size(), 4u);
}

TEST_F(Conversation, SaysNothingForNoCommands) {
    conformance::Test test(requirement(own_must), run);
    test.say({}, [](const Said&, size_t) { ADD_FAILURE(); });
    EXPECT_EQ(target.heard.size(), 1u);
    EXPECT_EQ(test.trace().size(), 1u);
}

TEST_F(Conversation, CannotIsUnreachableAfterAllIsHeard) {
    target.answer = [](const Command& command, const Grant&) {
        return command == some_call(2) ? Reply{{}, Cannot{"no such sender"}} : Reply{{}, Ok{}};
    };
    conformance::Test test(requirement(own_must), run);
    const Command commands[] = {some_call(1), some_call(2), some_call(3)};
    EXPECT_EQ(error_of<Unreachable>(test, commands), "no such sender");
    ASSERT_EQ(test.trace().size(), 4u);
    EXPECT_EQ(test.trace().back().reply, (Reply{{}, Ok{}}));
}

TEST_F(Conversation, TheFirstCannotSaysWhyAndAnEmptyOneTooIsAReason) {
    target.answer = [](const Command& command, const Grant&) {
        return Reply{{}, Cannot{command == some_call(1) ? "" : "later"}};
    };
    conformance::Test test(requirement(own_must), run);
    const Command commands[] = {some_call(1), some_call(2)};
    EXPECT_EQ(error_of<Unreachable>(test, commands), "the target cannot express it");
}

TEST_F(Conversation, ALostTargetLeavesWhatArrivedAndTheFatalCommandLast) {
    target.answer = [](const Command& command, const Grant&) {
        if (command == some_call(3)) {
            throw TargetLost(TargetLost::How::crashed, "was killed");
        }
        return Reply{{}, Ok{}};
    };
    conformance::Test test(requirement(own_must), run);
    const Command commands[] = {some_call(1), some_call(2), some_call(3), some_call(4)};
    EXPECT_EQ(error_of<TargetLost>(test, commands), "was killed");
    EXPECT_THAT(test.trace(), ElementsAre(testing::_, Said{some_call(1), {}, Reply{{}, Ok{}}},
                                          Said{some_call(2), {}, Reply{{}, Ok{}}}, Said{some_call(3), {}, {}}));
    EXPECT_THAT(run.hangs, testing::IsEmpty());
}

/// A target that hangs on GET_VERSION, and on Reset.
class Hanging : public Conversation {
  protected:
    Hanging() {
        target.answer = [](const Command& command, const Grant&) {
            if (command == get_version || std::holds_alternative<Reset>(command)) {
                throw TargetLost(TargetLost::How::hung, "is silent");
            }
            return Reply{{}, Ok{}};
        };
    }

    static inline const Command get_version = Call{1, pack(GetVersionRequest{})};
    static inline const Command service_info = Call{1, pack(ServiceInfoRequest{Uuid{}})};
};

TEST_F(Hanging, WhatTwoTestsHungOnIsNotSentAnyMore) {
    const Command commands[] = {service_info, get_version};
    for (int i = 0; i < 2; ++i) {
        conformance::Test test(requirement(own_must), run);
        EXPECT_EQ(error_of<TargetLost>(test, commands), "is silent");
    }
    conformance::Test test(requirement(own_must), run);
    EXPECT_EQ(error_of<NotRun>(test, commands),
              "2 tests hung on a get_version request: those that need it are not run");
    EXPECT_EQ(test.trace().size(), 1u) << "nothing of the batch is said";
    EXPECT_EQ(error_of<NotRun>(test, {&service_info, 1}), std::nullopt) << "what else there is goes on";
}

TEST_F(Hanging, HangsCountByTheKindOfCommand) {
    const Command reset = Reset{};
    for (const Command& command : {get_version, reset, get_version}) {
        conformance::Test test(requirement(own_must), run);
        EXPECT_TRUE(error_of<TargetLost>(test, {&command, 1}));
    }
    EXPECT_EQ(run.hangs, (std::map<std::string, unsigned>{{"a get_version request", 2}, {"reset", 1}}));
    conformance::Test test(requirement(own_must), run);
    EXPECT_TRUE(error_of<TargetLost>(test, {&reset, 1})) << "one more is tried";
}

TEST_F(Conversation, CrashesAndGarbageAreNoHangs) {
    for (const auto how : {TargetLost::How::crashed, TargetLost::How::garbled}) {
        target.answer = [how](const Command&, const Grant&) -> Reply { throw TargetLost(how, "gone"); };
        for (int i = 0; i < 3; ++i) {
            conformance::Test test(requirement(own_must), run);
            const Command command = some_call();
            EXPECT_EQ(error_of<TargetLost>(test, {&command, 1}), "gone");
        }
    }
}

TEST(KindOf, IsTheMessageOfARequestAndElseTheCommand) {
    EXPECT_EQ(kind_of(Call{1, pack(RelinquishMemRequest{no_memory})}), "a relinquish_mem request");
    EXPECT_EQ(kind_of(some_call(0x00ff1234)), "a unknown request");
    EXPECT_EQ(kind_of(Reclaim{1, 2}), "reclaim");
}

TEST_F(Conversation, AsksAndWhatTheyGetAreInTheTrace) {
    const Ask ask = FfaReclaim{7};
    target.answer = [ask](const Command&, const Grant& grant) {
        grant(ask);
        return Reply{{}, Ok{}};
    };
    conformance::Test test(requirement(own_must), run);
    const Command command = Close{1};
    test.say(
        {&command, 1}, [](const Said&, size_t) {}, [](const Ask&) -> Granted { return Ok{}; });
    EXPECT_EQ(test.trace().back().asked, (std::vector<Asked>{{ask, Ok{}}}));
    say(test, command);
    EXPECT_EQ(test.trace().back().asked, (std::vector<Asked>{{ask, FfaError{TSRPC_FFA_NOT_SUPPORTED}}}))
        << "who expects no asks grants none";
}

TEST_F(Conversation, ARestartIsAFreshTargetAfterTheOldOneIsGone) {
    conformance::Test test(requirement(own_must), run);
    run.start = [this, start = target.start()] {
        EXPECT_EQ(target.alive, 0u) << "one lives at a time";
        return start();
    };
    say(test, some_call());
    test.find(finding(other_must));
    test.note("a note");
    test.restart();
    EXPECT_EQ(target.starts, 2u);
    EXPECT_EQ(test.trace().size(), 1u);
    EXPECT_THAT(test.findings(), testing::IsEmpty());
    EXPECT_FALSE(test.found_now());
    EXPECT_THAT(test.notes(), ElementsAre("a note"));
}

TEST_F(Conversation, ForgettingLeavesHello) {
    conformance::Test test(requirement(own_must), run);
    say(test, some_call());
    test.find(finding(other_must));
    test.forget();
    EXPECT_EQ(target.starts, 1u);
    EXPECT_EQ(test.trace().size(), 1u);
    EXPECT_THAT(test.findings(), testing::IsEmpty());
    EXPECT_FALSE(test.found_now());
}

TEST_F(Conversation, WhatIsDoneAsideLeavesNoTrace) {
    conformance::Test test(requirement(own_must), run);
    say(test, some_call());
    test.find(finding(other_must));
    test.note("before");
    const Trace before = test.trace();
    test.aside([&] {
        EXPECT_THAT(test.trace(), testing::IsEmpty());
        EXPECT_FALSE(test.found_now());
        say(test, some_call(2));
        test.find(finding(own_must));
        test.note("aside");
    });
    EXPECT_EQ(test.trace(), before);
    ASSERT_EQ(test.findings().size(), 1u);
    EXPECT_EQ(test.findings().front().requirement, other_must);
    EXPECT_TRUE(test.found_now());
    EXPECT_THAT(test.notes(), ElementsAre("before"));
}

} // namespace
} // namespace tsrpc::conformance
