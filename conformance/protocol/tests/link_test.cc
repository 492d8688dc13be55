// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/protocol/link.hpp"

#include "tsrpc/plugin.h"

#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

TEST(Link, SaysOneCommand) {
    const Link link = [](std::span<const Command> commands, const Grant& grant, const TakeReply& take) {
        ASSERT_EQ(commands.size(), 1u);
        EXPECT_EQ(commands[0], Command(Close{3}));
        EXPECT_EQ(grant(FfaReclaim{1}), Granted(FfaError{TSRPC_FFA_NOT_SUPPORTED}));
        take({{}, Failed{22}});
    };
    EXPECT_EQ(say(link, Close{3}).result, Result(Failed{22}));
}

} // namespace
} // namespace tsrpc::conformance
