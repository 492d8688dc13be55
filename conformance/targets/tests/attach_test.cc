// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/attach.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tsrpc::conformance {
namespace {

constexpr Registers get_version = {{0x00ff0000, 0, 0, 0, 0}};
constexpr Registers version_1 = {{0x00ff0000, 1, 0, 0, 0}};

class Attach : public testing::TestWithParam<bool> {
  protected:
    AttachOptions options{.in_process = GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Ways, Attach, testing::Bool(),
                         [](const auto& way) { return way.param ? "InProcess" : "Child"; });

TEST_P(Attach, TheReferenceSp) {
    const Link link = attach("reference", TargetRole::sp, options)();
    const Reply hello = say(link, Hello{});
    ASSERT_TRUE(std::holds_alternative<Greeting>(hello.result));
    EXPECT_EQ(std::get<Greeting>(hello.result).name, "reference");
    EXPECT_EQ(say(link, Call{1, get_version}).result, Result(Response{version_1}));
}

TEST_P(Attach, TheReferenceCaller) {
    const Link link = attach("reference", TargetRole::caller, options)();
    int asks = 0;
    const Grant grant = [&](const Ask& ask) -> Granted {
        ++asks;
        if (std::holds_alternative<PartitionIds>(ask)) {
            return Ids{{0x8003}};
        }
        return Response{version_1};
    };
    Reply reply;
    const Command hello = Hello{};
    link({&hello, 1}, grant, [&](Reply&& said) { reply = std::move(said); });
    EXPECT_TRUE(std::holds_alternative<Greeting>(reply.result));
    EXPECT_EQ(asks, 2);
}

TEST_P(Attach, OtherNamesAreRefused) {
    for (const char* target : {"", "referenc", "plugin:", "plugin", "exec:", "tcp:localhost:1"}) {
        EXPECT_THROW(attach(target, TargetRole::sp, options), std::invalid_argument) << target;
    }
}

} // namespace
} // namespace tsrpc::conformance
