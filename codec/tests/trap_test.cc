// SPDX-License-Identifier: BSD-3-Clause
//
// The hook for firmware's own panic, here a throw, in both codecs.

#include <gtest/gtest.h>

namespace {

struct Panic {};

int calls = 0;
int returns = 0; // how often the hook returns before it throws

void panic() {
    ++calls;
    if (returns-- == 0) {
        throw Panic{};
    }
}

} // namespace

#define TSRPC_TRAP() panic()
#include "tsrpc/codec.h"
#include "tsrpc/codec.hpp"

namespace tsrpc {
namespace {

/// A number that the compiler cannot know.
template <class T>
T opaque(T number) {
    asm volatile("" : "+m"(number));
    return number;
}

template <class Use>
void expect_panic(Use use) {
    calls = returns = 0;
    EXPECT_THROW(use(), Panic);
    EXPECT_EQ(calls, 1);
}

TEST(Trap, IsTheHook) {
    expect_panic([] { InterfaceId{opaque(uint8_t{0xff})}; });
    expect_panic([] { static_cast<void>(*unpack<GetVersionRequest>({{opaque(1u), 0, 0, 0, 0}})); });
    expect_panic([] { static_cast<void>(reject({{0x00ff0001, 0, 0, 0, 0}}, opaque(RpcStatus::success))); });
    expect_panic([] {
        Violations violations;
        for (size_t i = 0; i <= Layout::max_rows; ++i) {
            violations.add({Field::reserved, W7, Rule::res, 1});
        }
    });
}

TEST(Trap, IsTheHookInC) {
    expect_panic([] { tsrpc_pack_get_version_response({opaque(0u)}); });
    expect_panic([] { tsrpc_pack_service_info_response({0, opaque(uint8_t{0xff})}); });
    expect_panic([] { tsrpc_reject({{0x00ff0001, 0, 0, 0, 0}}, opaque(0)); });
}

TEST(Trap, DoesNotGoOnAfterAHookThatReturns) {
    calls = 0;
    returns = 3;
    EXPECT_THROW(ProtocolVersion{opaque(0u)}, Panic);
    EXPECT_EQ(calls, 4);
    calls = 0;
    returns = 3;
    EXPECT_THROW(tsrpc_pack_get_version_response({opaque(0u)}), Panic);
    EXPECT_EQ(calls, 4);
}

} // namespace
} // namespace tsrpc
