// SPDX-License-Identifier: BSD-3-Clause
//
// What inspection says of frames that break rules, case by case. The golden vectors have many more.

#include "printers.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tsrpc {
namespace {

std::vector<Violation> list(const Violations& violations) { return {violations.begin(), violations.end()}; }

using List = std::vector<Violation>;

TEST(Inspect, AMessageIsFoundByInterfaceIdAndOpcodeAlone) {
    EXPECT_EQ(classify({{0xffff0003, 1, 2, 3, 4}}), Message::service_info);
    EXPECT_EQ(classify({{0x00ff0004, 0, 0, 0, 0}}), Message::unknown);
    EXPECT_EQ(classify({{0x00ffffff, 0, 0, 0, 0}}), Message::unknown);
    EXPECT_EQ(classify({{0x00fe0000, 0, 0, 0, 0}}), Message::service_call);
    EXPECT_EQ(classify({{0x00000000, 0, 0, 0, 0}}), Message::service_call);
}

TEST(Inspect, EveryBrokenRowIsListedInOrder) {
    const Inspection inspection = inspect_request({{0xc5ff0002, 1, 2, 3, 4}});
    EXPECT_FALSE(inspection.valid());
    EXPECT_EQ(list(inspection.violations), (List{{Field::flags, W3, Rule::fixed, 0x05000000},
                                                 {Field::sap_rc, W3, Rule::fixed, 0x40000000},
                                                 {Field::sap_err, W3, Rule::fixed, 0x80000000},
                                                 {Field::reserved, W6, Rule::mbz, 3},
                                                 {Field::reserved, W7, Rule::mbz, 4}}));
}

TEST(Inspect, ReservedBitsWithoutMbzBreakAShould) {
    const Inspection info = inspect_response({{0x00ff0003, 0, 0x101, 0, 0}});
    EXPECT_TRUE(info.valid());
    EXPECT_EQ(list(info.violations), (List{{Field::reserved, W5, Rule::res, 0x100}}));
    const Inspection call = inspect_response({{0x00010002, 0, 0, 0, 0x80000000}});
    EXPECT_TRUE(call.valid());
    EXPECT_EQ(list(call.violations), (List{{Field::reserved, W7, Rule::res, 0x80000000}}));
}

TEST(Inspect, ARequestOfNoMessageShowsItsControlWordOnly) {
    const Inspection inspection = inspect_request({{0x41ff1234, 1, 2, 3, 4}});
    EXPECT_EQ(inspection.message, Message::unknown);
    EXPECT_EQ(inspection.layout, nullptr);
    EXPECT_FALSE(inspection.valid());
    EXPECT_EQ(list(inspection.violations), (List{{Field::opcode, W3, Rule::fixed, 0x0000ffff},
                                                 {Field::flags, W3, Rule::fixed, 0x01000000},
                                                 {Field::sap_rc, W3, Rule::fixed, 0x40000000}}));
}

TEST(Inspect, AResponseIsWhatItsRequestAskedFor) {
    const Registers request = {{0x00ff0003, 0, 0, 0, 0}};
    const Inspection inspection = inspect_response({{0x00030102, 0, 0, 0, 0}}, request);
    EXPECT_EQ(inspection.message, Message::service_info);
    EXPECT_EQ(inspection.direction, Direction::response);
    EXPECT_EQ(list(inspection.violations),
              (List{{Field::opcode, W3, Rule::echo, 0x00000101}, {Field::interface_id, W3, Rule::echo, 0x00fc0000}}));
}

TEST(Inspect, AResponseToARequestOfNoMessage) {
    const Inspection inspection = inspect_response({{0x00ff1234, 0xfffffffe, 0, 0, 0}}, {{0x00ff1234, 0, 0, 0, 0}});
    EXPECT_EQ(inspection.message, Message::unknown);
    EXPECT_FALSE(inspection.valid());
    // Nothing is known of what it should echo.
    EXPECT_EQ(list(inspect_response({{0x81030102, 0, 0, 0, 0}}, {{0x00ff1234, 0, 0, 0, 0}}).violations),
              (List{{Field::opcode, W3, Rule::fixed, 0x0000ffff},
                    {Field::flags, W3, Rule::fixed, 0x01000000},
                    {Field::sap_err, W3, Rule::fixed, 0x80000000}}));
}

TEST(Inspect, ManagementResponsesEchoTheirOpcodeEvenIfTheRequestIsWrong) {
    // The flags of the request are not echoed, its opcode and interface id are.
    EXPECT_TRUE(inspect_response({{0x00ff0001, 0, 0, 0, 0}}, {{0xffff0001, 1, 0, 0, 0}}).valid());
    EXPECT_FALSE(inspect_response({{0xffff0001, 0, 0, 0, 0}}, {{0xffff0001, 1, 0, 0, 0}}).valid());
}

TEST(Inspect, ValuesThatNoFieldHas) {
    EXPECT_EQ(list(inspect_response({{0x00ff0000, 0, 0, 0, 0}}).violations),
              (List{{Field::version, W4, Rule::value, 0xffffffff}}));
    EXPECT_EQ(list(inspect_response({{0x00ff0003, 0xfffffffd, 0xff, 0, 0}}).violations),
              (List{{Field::interface_id, W5, Rule::value, 0xff}}));
    EXPECT_EQ(list(inspect_request({{0x00010002, 0xffffffff, 0xffffffff, 1, 0}}).violations),
              (List{{Field::request_length, W6, Rule::value, 0xffffffff}}));
}

TEST(Inspect, ADoorbellIsAHandleOfAllOnesAndNothingLess) {
    EXPECT_TRUE(inspect_request({{0x00010002, 0xffffffff, 0xffffffff, 0, 7}}).valid());
    EXPECT_TRUE(inspect_request({{0x00010002, 0xfffffffe, 0xffffffff, 1, 0}}).valid());
    EXPECT_TRUE(inspect_request({{0x00010002, 0xffffffff, 0x7fffffff, 1, 0}}).valid());
}

TEST(Unpack, SaysWhyThereIsNoMessage) {
    const auto version = unpack_without_request<GetVersionResponse>({{0x00ff0000, 0, 1, 0, 0}});
    EXPECT_FALSE(version);
    EXPECT_EQ(list(version.violations()),
              (List{{Field::version, W4, Rule::value, 0xffffffff}, {Field::reserved, W5, Rule::mbz, 1}}));
}

TEST(Unpack, TheManagementInterfaceIsNeverAService) {
    const Registers management = {{0x00ff0001, 0, 0, 0, 0}};
    EXPECT_EQ(list(unpack<ServiceCallRequest>(management).violations()),
              (List{{Field::interface_id, W3, Rule::value, 0x00ff0000}}));
    EXPECT_FALSE(unpack_lenient<ServiceCallRequest>(management));
    EXPECT_EQ(list(unpack<ServiceCallResponse>(management, AnswerTo{management}).violations()),
              (List{{Field::interface_id, W3, Rule::value, 0x00ff0000}}));
    EXPECT_FALSE(unpack_lenient<ServiceCallResponse>(management));
}

/// The interface id of a SERVICE_INFO response means nothing after an RPC error, so that lenient receivers take any.
TEST(Unpack, LenientTakesAnErrorWithTheManagementInterfacesId) {
    for (const uint32_t status : {0xfffffffdu, 0xffffffffu, 1u, 0x80000000u}) {
        for (const uint32_t w5 : {0xffu, 0x1ffu, 0xffffffffu}) {
            const Registers response = {{0x00ff0003, status, w5, 0, 0}};
            EXPECT_FALSE(unpack_without_request<ServiceInfoResponse>(response)) << response;
            const auto lenient = unpack_lenient<ServiceInfoResponse>(response);
            ASSERT_TRUE(lenient) << response;
            EXPECT_EQ((*lenient).rpc_status, static_cast<RpcStatus>(status)) << response;
            EXPECT_EQ((*lenient).interface_id, InterfaceId{0}) << response;
            EXPECT_EQ(list(lenient.violations()), list(inspect_response(response).violations)) << response;
        }
    }
    EXPECT_FALSE(unpack_lenient<ServiceInfoResponse>({{0x00ff0003, 0, 0xff, 0, 0}}));
    EXPECT_FALSE(unpack_lenient<ServiceInfoResponse>({{0x00ff0003, 0, 0x1ff, 0, 0}}));
    const auto other = unpack_lenient<ServiceInfoResponse>({{0x00ff0003, 0xfffffffd, 0xfe, 0, 0}});
    ASSERT_TRUE(other);
    EXPECT_EQ((*other).interface_id, InterfaceId{0xfe});
}

TEST(Unpack, StrictIsHeldToTheEchoLenientIsNot) {
    const Registers request = {{0x00030102, 0, 0, 0, 0}};
    const Registers response = {{0x00030103, 0, 0, 0, 0}};
    EXPECT_FALSE(unpack<ServiceCallResponse>(response, AnswerTo{request}));
    EXPECT_TRUE(unpack_without_request<ServiceCallResponse>(response));
    EXPECT_TRUE(unpack_lenient<ServiceCallResponse>(response));
    // The lenient form still tells what it overlooked.
    EXPECT_EQ(unpack_lenient<GetVersionRequest>({{0x01ff0000, 0, 0, 0, 0}}).violations().size(), 1u);
}

TEST(Unpack, AnErrorWithAServiceStatusIsStillAMessage) {
    EXPECT_TRUE(unpack_without_request<ServiceCallResponse>({{0x00010002, 0xfffffffe, 5, 6, 0}}));
}

} // namespace
} // namespace tsrpc
