// SPDX-License-Identifier: BSD-3-Clause
//
// Message types: equality, and refusing requests.

#include "messages.hpp"
#include "printers.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <type_traits>

namespace tsrpc::tests {
namespace {

template <class M>
constexpr bool is_written_out =
    !std::is_default_constructible_v<M> && std::is_trivially_copyable_v<M> && std::is_standard_layout_v<M>;

static_assert(std::is_default_constructible_v<GetVersionRequest>, "has no fields");
static_assert(is_written_out<GetVersionResponse>);
static_assert(is_written_out<RetrieveMemRequest> && is_written_out<RetrieveMemResponse>);
static_assert(is_written_out<RelinquishMemRequest> && is_written_out<RelinquishMemResponse>);
static_assert(is_written_out<ServiceInfoRequest> && is_written_out<ServiceInfoResponse>);
static_assert(is_written_out<ServiceCallRequest> && is_written_out<ServiceCallResponse>);

static_assert(!std::is_convertible_v<RpcStatus, RetrieveMemResponse>, "a status is no message");
static_assert(!std::is_convertible_v<Uuid, ServiceInfoRequest>);
static_assert(offsetof(ServiceInfoResponse, rpc_status) == 0, "in the order of the ABI");
static_assert(sizeof(ServiceInfoResponse) == 8);

TEST(Message, EqualOnlyIfEveryFieldIs) {
    for_each_message([](auto type) {
        using M = typename decltype(type)::type;
        Fields fields;
        for (const Row& row : layout_of<M>) {
            if (is_value_row(row)) {
                fields[row.field] = Bits{2};
            }
        }
        EXPECT_TRUE(make<M>(fields) == make<M>(fields));
        EXPECT_FALSE(make<M>(fields) != make<M>(fields));
        for (const auto& [field, bits] : fields) {
            Fields other = fields;
            other[field] = Bits{6};
            EXPECT_FALSE(make<M>(fields) == make<M>(other));
            EXPECT_TRUE(make<M>(fields) != make<M>(other));
        }
    });
}

/// A response is held to its request, which is a message or its registers; alone it may answer any.
TEST(Unpack, TakesTheRequestAsMessageOrAsRegisters) {
    const ServiceCallRequest request{InterfaceId{7}, Opcode{8}, no_memory, RequestLength{0}, ClientId{0}};
    const Registers response =
        pack(ServiceCallResponse{InterfaceId{7}, Opcode{8}, RpcStatus::success, ServiceStatus{9}, ResponseLength{0}});
    Registers other = response;
    other.words[W3] ^= 1;
    EXPECT_TRUE(unpack<ServiceCallResponse>(response, request));
    EXPECT_TRUE(unpack<ServiceCallResponse>(response, AnswerTo{pack(request)}));
    EXPECT_FALSE(unpack<ServiceCallResponse>(other, request));
    EXPECT_FALSE(unpack<ServiceCallResponse>(other, AnswerTo{pack(request)}));
    EXPECT_TRUE(unpack_without_request<ServiceCallResponse>(other));
    EXPECT_EQ(unpack<ServiceCallResponse>(other, request).violations()[0],
              (Violation{Field::opcode, W3, Rule::echo, 1}));
}

TEST(Reject, EchoesTheRequestWithoutItsFlags) {
    const Registers refused = {{0x00fe1234, 0xfffffff8, 0, 0, 0}};
    EXPECT_EQ(reject({{0xfffe1234, 1, 2, 3, 4}}, RpcStatus::resource_failure), refused);
}

TEST(Reject, AnswersGetVersionWhichHasNoStatus) {
    const Registers request = {{0xc1ff0000, 1, 2, 3, 4}};
    EXPECT_EQ(reject(request, RpcStatus::invalid_value), pack(GetVersionResponse{ProtocolVersion{1}}));
    EXPECT_EQ(reject({{0x00fe0000, 0, 0, 0, 0}}, RpcStatus::internal)[W4], 0xffffffffu) << "another interface";
}

TEST(Reject, IsTheResponseThatEveryRequestExpects) {
    const Registers requests[] = {
        pack(RetrieveMemRequest{MemoryHandle{1}, MemoryTag{2}}),
        pack(RelinquishMemRequest{MemoryHandle{1}}),
        pack(ServiceInfoRequest{Uuid{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}}}),
        pack(ServiceCallRequest{InterfaceId{7}, Opcode{8}, MemoryHandle{9}, RequestLength{10}, ClientId{11}}),
    };
    for (const Registers& request : requests) {
        const Inspection inspection = inspect_response(reject(request, RpcStatus{-77}), request);
        EXPECT_TRUE(inspection.violations.empty()) << request << ": " << inspection.violations;
        EXPECT_EQ(field_value(*inspection.layout, Field::rpc_status, reject(request, RpcStatus{-77})), 0xffffffb3u);
    }
}

} // namespace
} // namespace tsrpc::tests
