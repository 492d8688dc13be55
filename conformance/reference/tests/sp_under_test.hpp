// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_TESTS_SP_UNDER_TEST_HPP
#define TSRPC_CONFORMANCE_REFERENCE_TESTS_SP_UNDER_TEST_HPP

#include "conformance/reference/hosted_sp.hpp"
#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tsrpc {

/// An SP spoken to in messages.
class SpUnderTest {
  public:
    explicit SpUnderTest(const tsrpc_sp_plugin& plugin) : sp_{plugin} {}

    Registers send(uint16_t sender_id, const Registers& request) { return sp_.direct_request(sender_id, request); }

    /// The answer to a message; anything that breaks a rule, a SHOULD included, is a failure.
    template <class Response, class Request>
    Response ask(uint16_t sender_id, const Request& request) {
        const Registers words = pack(request);
        const Registers answer = send(sender_id, words);
        const auto response = unpack<Response>(answer, words);
        EXPECT_TRUE(response.violations().empty()) << testing::PrintToString(answer.words);
        if (!response) {
            throw std::runtime_error("malformed response");
        }
        return *response;
    }

    RpcStatus retrieve(uint16_t sender_id, uint64_t handle, uint64_t tag = 0) {
        return ask<RetrieveMemResponse>(sender_id, RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{tag}}).rpc_status;
    }
    RpcStatus relinquish(uint16_t sender_id, uint64_t handle) {
        return ask<RelinquishMemResponse>(sender_id, RelinquishMemRequest{MemoryHandle{handle}}).rpc_status;
    }
    ServiceInfoResponse service_info(uint16_t sender_id, const Uuid& uuid) {
        return ask<ServiceInfoResponse>(sender_id, ServiceInfoRequest{uuid});
    }

    Spmc& spmc() { return sp_.spmc(); }

  private:
    HostedSp sp_;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_TESTS_SP_UNDER_TEST_HPP
