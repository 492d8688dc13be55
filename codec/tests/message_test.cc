// SPDX-License-Identifier: BSD-3-Clause
//
// Message types: equality, and refusing requests.

#include "messages.hpp"
#include "printers.hpp"

#include <gtest/gtest.h>

namespace tsrpc::tests {
namespace {

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

TEST(Reject, EchoesTheRequestWithoutItsFlags) {
    const Registers refused = {{0x00fe1234, 0xfffffff8, 0, 0, 0}};
    EXPECT_EQ(reject({{0xfffe1234, 1, 2, 3, 4}}, RpcStatus::resource_failure), refused);
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
