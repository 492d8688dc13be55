// SPDX-License-Identifier: BSD-3-Clause
//
// What the host of callers sees of them beside their results: outputs written too early, two callers at once, pages
// that are not theirs to use.
#include "conformance/targets/caller_host.hpp"

#include "conformance/protocol/words.hpp"
#include "conformance/targets/attach.hpp"
#include "tsrpc/test_service.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

namespace tsrpc::conformance {
namespace {

constexpr uint64_t handle = 0x1200000034;

/// What the caller under test does wrong.
enum class Bad { nothing, writes_early, uses_first_ffa, uses_pages_again, frees_pages };

Bad bad = Bad::nothing;
const tsrpc_ffa* first_ffa = nullptr; ///< that a caller was given

/// A caller of one memory, which it shares and has relinquished, and no more.
struct Little {
    const tsrpc_ffa* ffa;
    void* pages = nullptr;

    int32_t request(uint32_t opcode) const {
        const uint32_t words[5] = {0x00ff0000 | opcode, static_cast<uint32_t>(handle),
                                   static_cast<uint32_t>(handle >> 32), 0, 0};
        uint32_t response[5] = {};
        const int32_t error = ffa->direct_request(ffa->ctx, 0x8001, words, response);
        return error != 0 ? error : static_cast<int32_t>(response[1]);
    }
};

Little& little(void* caller) { return *static_cast<Little*>(caller); }

const tsrpc_caller_plugin& plugin() {
    static constexpr tsrpc_caller_plugin plugin = {
        TSRPC_PLUGIN_ABI_VERSION,
        "little",
        [](const tsrpc_ffa* ffa) -> void* {
            first_ffa = first_ffa == nullptr ? ffa : first_ffa;
            return new Little{bad == Bad::uses_first_ffa ? first_ffa : ffa};
        },
        [](void* caller) {
            std::free(little(caller).pages);
            delete &little(caller);
        },
        [](void* caller, uint16_t, const uint8_t*, uint32_t* session) {
            *session = bad == Bad::writes_early ? 1 : *session;
            const int32_t error = little(caller).request(0);
            *session = error == 0 ? 1 : *session;
            return error;
        },
        [](void*, uint32_t) { return 0; },
        [](void* caller, uint32_t, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
            Little& self = little(caller);
            uint64_t shared = 0;
            self.pages = self.pages != nullptr ? self.pages : std::aligned_alloc(TSRPC_PAGE_SIZE, size);
            std::memset(self.pages, 0, size);
            *memory = 1;
            *base = self.pages;
            *actual_size = size;
            return self.ffa->mem_share(self.ffa->ctx, 0x8001, self.pages, size, &shared);
        },
        [](void* caller, uint32_t) {
            Little& self = little(caller);
            std::memset(self.pages, 0xa5, TSRPC_PAGE_SIZE); // what frees memory may clear it
            const int32_t error = self.request(2);
            if (bad == Bad::frees_pages || (error == 0 && self.ffa->mem_reclaim(self.ffa->ctx, handle) == 0)) {
                std::free(self.pages);
                self.pages = nullptr;
            }
            self.pages = bad == Bad::uses_pages_again ? self.pages : nullptr;
            return error;
        },
        [](void*, uint32_t, uint16_t, uint32_t, uint32_t, uint32_t*, uint32_t*) { return -1; }};
    return plugin;
}

/// The response with SUCCESS and 0 in all else.
Registers success(const Registers& request) {
    return {{request[W3] & (TSRPC_CONTROL_INTERFACE_ID_MASK | TSRPC_CONTROL_OPCODE_MASK), 0, 0, 0, 0}};
}

/// Grants everything but what the endpoint is to relinquish while it `keeps` it.
Grant granting(bool keeps) {
    return [keeps](const Ask& ask) -> Granted {
        if (const auto* const send = std::get_if<Send>(&ask)) {
            const bool refuses = keeps && classify(send->request) == Message::relinquish_mem;
            return Response{refuses ? reject(send->request, RpcStatus::internal) : success(send->request)};
        }
        return std::holds_alternative<FfaShare>(ask) ? Granted(Shared{handle}) : Granted(Ok{});
    };
}

class CallerHosted : public testing::Test {
  protected:
    ~CallerHosted() override {
        bad = Bad::nothing;
        first_ffa = nullptr;
    }

    Result say(const Command& command, const Grant& grant = granting(false)) {
        return host.perform(command, grant).result;
    }

    CallerHost host{plugin()};
};

TEST_F(CallerHosted, OutputsOfAFailureAreLookedAt) {
    const Grant refuse = [](const Ask&) { return FfaError{TSRPC_FFA_DENIED}; };
    say(Hello{});
    EXPECT_EQ(say(Open{}), Result(Opened{1}));
    EXPECT_EQ(say(Open{}, refuse), Result(Failed{TSRPC_FFA_DENIED, false}));
    EXPECT_EQ(say(Invoke{}), Result(Failed{-1, false}));
    bad = Bad::writes_early;
    EXPECT_EQ(say(Open{}), Result(Opened{1}));
    EXPECT_EQ(say(Open{}, refuse), Result(Failed{TSRPC_FFA_DENIED, true}));
}

TEST_F(CallerHosted, TwoCallersHaveMemoriesOfTheirOwn) {
    say(Hello{});
    say(Alloc{1, TSRPC_PAGE_SIZE});
    say(Store{1, 0, {0xa1}});
    EXPECT_EQ(say(Select{1}), Result(Ok{}));
    EXPECT_THROW(say(Load{1, 0, 1}), LineError);
    say(Alloc{1, TSRPC_PAGE_SIZE});
    say(Store{1, 0, {0xb2}});
    EXPECT_EQ(say(Select{0}), Result(Ok{}));
    EXPECT_EQ(say(Load{1, 0, 1}), Result(Bytes{{0xa1}}));
    EXPECT_EQ(say(Bye{}), Result(Ok{}));
    EXPECT_EQ(say(Select{1}), Result(Ok{}));
    EXPECT_EQ(say(Load{1, 0, 1}), Result(Bytes{{0xb2}}));
    EXPECT_EQ(say(Free{1}), Result(Ok{}));
    EXPECT_EQ(say(Bye{}), Result(Ok{}));
    EXPECT_THROW(say(Select{0}), LineError) << "nobody lives";
}

TEST_F(CallerHosted, AnotherCallersFfaIsNotToBeUsed) {
    bad = Bad::uses_first_ffa;
    say(Hello{});
    say(Open{});
    say(Select{1});
    try {
        say(Open{});
        FAIL() << "which is not seen";
    } catch (const TargetLost& lost) {
        EXPECT_STREQ(lost.what(), "the caller called a function of another caller's tsrpc_ffa");
    }
}

TEST_F(CallerHosted, WhatTheEndpointHasIsNotToBeFreed) {
    bad = Bad::frees_pages;
    say(Hello{});
    say(Alloc{1, TSRPC_PAGE_SIZE});
    EXPECT_EQ(say(Free{1}), Result(Ok{})) << "the endpoint gave it back";
    say(Alloc{1, TSRPC_PAGE_SIZE});
    try {
        say(Free{1}, granting(true));
        FAIL() << "which is not seen";
    } catch (const TargetLost& lost) {
        EXPECT_STREQ(lost.what(), "the caller freed the memory shared as 0x0000001200000034, which the endpoint or "
                                  "FF-A did not give back");
    }
}

/// In a process of its own, which dies of it.
std::string use_pages_again(bool endpoint_keeps_them) {
    bad = Bad::uses_pages_again;
    const Link link = attach([]() -> const tsrpc_caller_plugin& { return plugin(); }, AttachOptions{})();
    bad = Bad::nothing;
    const Grant grant = granting(endpoint_keeps_them);
    try {
        for (const Command& command : {Command(Hello{}), Command(Alloc{1, TSRPC_PAGE_SIZE}), Command(Free{1}),
                                       Command(Free{1}), Command(Alloc{1, TSRPC_PAGE_SIZE})}) {
            if (!endpoint_keeps_them && std::holds_alternative<Free>(command)) {
                continue;
            }
            link({&command, 1}, grant, [](Reply&&) {});
        }
    } catch (const TargetLost& lost) {
        return lost.what();
    }
    return "all went well";
}

TEST(WithheldPages, AreNotTheCallersToWriteTo) {
    const std::string end = use_pages_again(true);
    // Where a sanitizer handles the signal, it prints its report and exits with status 1.
    EXPECT_TRUE(testing::internal::RE::FullMatch(
        end,
        testing::internal::RE("the process (was killed by signal 11 \\(Segmentation fault\\)|exited with status 1) "
                              "in alloc_memory at address 0x[0-9a-f]+000: 0 bytes into the memory shared as "
                              "0x1200000034, which the endpoint or FF-A did not give back")))
        << end;
    EXPECT_EQ(use_pages_again(false), "all went well");
}

} // namespace
} // namespace tsrpc::conformance
