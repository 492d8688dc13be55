// SPDX-License-Identifier: BSD-3-Clause
//
// Names go into JSON, vectors and documents: their spelling is part of the interface.

#include "tsrpc/names.hpp"

#include <gtest/gtest.h>

namespace tsrpc {
namespace {

template <class T, size_t N>
void expect_names(const char* const (&expected)[N]) {
    for (size_t i = 0; i < N; ++i) {
        EXPECT_STREQ(name(static_cast<T>(i)), expected[i]);
        for (size_t j = 0; j < i; ++j) {
            EXPECT_STRNE(name(static_cast<T>(i)), name(static_cast<T>(j)));
        }
    }
}

TEST(Names, Registers) { expect_names<Register>({"W3", "W4", "W5", "W6", "W7", "unknown"}); }

TEST(Names, Messages) {
    expect_names<Message>({"get_version", "retrieve_mem", "relinquish_mem", "service_info", "service_call", "unknown"});
}

TEST(Names, Directions) { expect_names<Direction>({"request", "response"}); }

TEST(Names, Fields) {
    expect_names<Field>({"opcode", "interface_id", "flags", "sap_rc", "sap_err", "version", "memory_handle",
                         "memory_tag", "service_uuid", "request_length", "client_id", "rpc_status", "service_status",
                         "response_length", "reserved"});
}

TEST(Names, Rules) { expect_names<Rule>({"value", "fixed", "MBZ", "RES", "echo"}); }

static_assert(name(W7)[1] == '7', "names are constants too");

} // namespace
} // namespace tsrpc
