// SPDX-License-Identifier: BSD-3-Clause
//
// The front doors against the functions behind them: `serve` against unpacking as each request in turn, `transact`
// against packing and unpacking.

#include "frames.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace tsrpc::tests {
namespace {

/// SUCCESS of every other number.
RpcStatus status_of(uint64_t number) { return RpcStatus{static_cast<int32_t>(number % 2 * number)}; }

/// Responds with what the request has, so that no two requests have the same response, and counts.
struct Handler {
    int calls = 0;

    RetrieveMemResponse operator()(const RetrieveMemRequest& request) {
        ++calls;
        return {status_of(request.memory_handle.value() ^ request.memory_tag.value())};
    }
    RelinquishMemResponse operator()(const RelinquishMemRequest& request) {
        ++calls;
        return {status_of(~request.memory_handle.value())};
    }
    ServiceInfoResponse operator()(const ServiceInfoRequest& request) {
        ++calls;
        return {status_of(request.service_uuid.bytes[0]),
                InterfaceId{static_cast<uint8_t>(request.service_uuid.bytes[15] & 0x7f)}};
    }
    ServiceCallResponse operator()(const ServiceCallRequest& request) {
        ++calls;
        return {request.interface_id, request.opcode, status_of(request.memory_handle.value()),
                ServiceStatus{request.client_id.value()}, ResponseLength{request.request_length.value()}};
    }
};

template <class Request>
void expect_response(std::optional<Registers>& expected, const Unpacked<Request>& request, Handler& handler) {
    if (request) {
        const auto response = handler(*request);
        expected =
            response.rpc_status == RpcStatus::success ? pack(response) : reject(request.words(), response.rpc_status);
    }
}

/// What an endpoint answers that tries one request after the other.
Registers answer_by_trial(const Registers& words, Handler& handler, bool lenient) {
    if (classify(words) == Message::get_version) {
        return pack(GetVersionResponse{ProtocolVersion{1}});
    }
    std::optional<Registers> response;
    const auto try_as = [&](auto request) {
        using Request = typename decltype(request)::type;
        expect_response(response, lenient ? unpack_lenient<Request>(words) : unpack<Request>(words), handler);
    };
    try_as(Type<RetrieveMemRequest>{});
    try_as(Type<RelinquishMemRequest>{});
    try_as(Type<ServiceInfoRequest>{});
    try_as(Type<ServiceCallRequest>{});
    return response.value_or(reject(words, RpcStatus::invalid_value));
}

Registers any_request_frame() {
    switch (*rc::gen::inRange(0, 6)) {
    case 0: return any_frame<GetVersionRequest>();
    case 1: return any_frame<RetrieveMemRequest>();
    case 2: return any_frame<RelinquishMemRequest>();
    case 3: return any_frame<ServiceInfoRequest>();
    case 4: return any_frame<ServiceCallRequest>();
    default: return {{0x00ff0000 | (*word() & 0xffff), *word(), *word(), *word(), *word()}};
    }
}

RC_GTEST_PROP(Serve, AnswersAsTryingEachRequestDoes, ()) {
    const Registers words = any_request_frame();
    Handler served;
    Handler tried;
    RC_ASSERT(serve(words, served) == answer_by_trial(words, tried, false));
    RC_ASSERT(served.calls == tried.calls);
    RC_ASSERT(serve_lenient(words, served) == answer_by_trial(words, tried, true));
    RC_ASSERT(served.calls == tried.calls);
}

/// An endpoint that does nothing and says the wrong ids.
struct Confused {
    constexpr RetrieveMemResponse operator()(const RetrieveMemRequest&) const { return {RpcStatus::success}; }
    constexpr RelinquishMemResponse operator()(const RelinquishMemRequest& request) const {
        return reject(request, RpcStatus::not_found);
    }
    constexpr ServiceInfoResponse operator()(const ServiceInfoRequest& request) const {
        return reject(request, RpcStatus::not_found);
    }
    constexpr ServiceCallResponse operator()(const ServiceCallRequest&) const {
        return {InterfaceId{9}, Opcode{9}, RpcStatus::success, ServiceStatus{1}, ResponseLength{2}};
    }
};

static_assert(serve(pack(GetVersionRequest{}), Confused{}) == pack(GetVersionResponse{ProtocolVersion{1}}));
static_assert(serve({{0x00ff0000, 0, 0, 0, 1}}, Confused{}) == Registers{{0x00ff0000, 1, 0, 0, 0}}, "never refused");
static_assert(serve({{0xffff0004, 1, 2, 3, 4}}, Confused{}) == Registers{{0x00ff0004, 0xfffffffe, 0, 0, 0}});
static_assert(serve({{0x01ff0001, 1, 0, 0, 0}}, Confused{}) == Registers{{0x00ff0001, 0xfffffffe, 0, 0, 0}});
static_assert(serve_lenient({{0x01ff0001, 1, 0, 0, 0}}, Confused{}) == Registers{{0x00ff0001, 0, 0, 0, 0}});
static_assert(serve({{0x00ff0002, 1, 0, 0, 0}}, Confused{}) == Registers{{0x00ff0002, 0xfffffffd, 0, 0, 0}});
static_assert(serve({{0x00030102, 0, 0, 0, 0}}, Confused{}) == Registers{{0x00030102, 0, 1, 2, 0}},
              "interface id and opcode are the request's");

TEST(Serve, RejectsAMessageAsItsRegisters) {
    const Uuid uuid{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};
    const auto expect_same = [](const auto& request) {
        EXPECT_EQ(pack(reject(request, RpcStatus{-77})), reject(pack(request), RpcStatus{-77}));
    };
    expect_same(RetrieveMemRequest{MemoryHandle{1}, MemoryTag{2}});
    expect_same(RelinquishMemRequest{MemoryHandle{1}});
    expect_same(ServiceInfoRequest{uuid});
    expect_same(ServiceCallRequest{InterfaceId{7}, Opcode{8}, MemoryHandle{9}, RequestLength{10}, ClientId{11}});
}

RC_GTEST_PROP(Transact, HoldsTheResponseToItsRequest, ()) {
    const auto expect_same = [](auto type) {
        using Request = typename decltype(type)::type;
        using Response = typename Request::Response;
        const Request request = any_message<Request>();
        Registers answer = *rc::gen::arbitrary<bool>() ? any_frame<Response>() : valid_frame<Response>();
        if (*rc::gen::arbitrary<bool>()) {
            answer.words[W3] = pack(request)[W3];
        }
        Registers sent = {};
        const Unpacked<Response> response = transact(
            [&](Registers& words) {
                sent = words;
                words = answer;
                return true;
            },
            request);
        const Unpacked<Response> expected = unpack<Response>(answer, request);
        RC_ASSERT(sent == pack(request));
        RC_ASSERT(response.words() == answer);
        RC_ASSERT(response.request() == pack(request));
        RC_ASSERT(bool{response} == bool{expected});
        RC_ASSERT(response.violations().size() == expected.violations().size());
        if (response) {
            RC_ASSERT(*response == *expected);
        }
    };
    for_each_message(expect_same, RequestTypes{});
}

TEST(Transact, HasNoMessageAndNoViolationsWithoutAResponse) {
    const auto response = transact(
        [](Registers& words) {
            words = {{0x00ff0001, 0, 0, 0, 0}}; // which would be a good one
            return false;
        },
        RetrieveMemRequest{MemoryHandle{1}, MemoryTag{0}});
    EXPECT_FALSE(response);
    EXPECT_TRUE(response.violations().empty());
    EXPECT_DEATH(static_cast<void>(*response), "");
    const auto nothing = transact([](Registers&) { return false; }, GetVersionRequest{});
    EXPECT_TRUE(nothing.violations().empty()) << nothing.violations();
}

constexpr auto retrieved = transact(
    [](Registers& words) {
        return (words = {{words[W3], 7, 0, 0, 0}}, true);
    },
    RetrieveMemRequest{MemoryHandle{1}, MemoryTag{0}});
static_assert(retrieved->rpc_status == RpcStatus{7});

/// The endpoint at the other end of the caller.
TEST(FrontDoors, Meet) {
    Handler handler;
    const auto response =
        transact([&](Registers& words) { return (words = serve(words, handler), true); },
                 ServiceCallRequest{InterfaceId{3}, Opcode{4}, MemoryHandle{4}, RequestLength{6}, ClientId{7}});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->rpc_status, RpcStatus::success);
    EXPECT_EQ(response->service_status, ServiceStatus{7});
    EXPECT_EQ(response->response_length, ResponseLength{6});
}

} // namespace
} // namespace tsrpc::tests
