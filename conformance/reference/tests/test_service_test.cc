// SPDX-License-Identifier: BSD-3-Clause
#include "tsrpc/test_service.h"

#include "conformance/reference/tests/headers.h"
#include "tsrpc/abi.h"
#include "tsrpc/codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace {

using Bytes = std::vector<uint8_t>;

struct Outcome {
    int32_t rpc_status;
    uint32_t service_status;
    uint32_t response_length;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

void PrintTo(const Outcome& outcome, std::ostream* out) {
    *out << "rpc status " << outcome.rpc_status << ", service status " << outcome.service_status << ", "
         << outcome.response_length << " bytes";
}

constexpr Outcome refused = {TSRPC_RPC_INVALID_VALUE, TSRPC_TEST_SERVICE_POISON, TSRPC_TEST_SERVICE_POISON};

constexpr uint16_t nops[] = {TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_NOP_LAST};
constexpr uint16_t need_no_buffer[] = {TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_ECHO, TSRPC_TEST_SERVICE_NOP_LAST};
constexpr uint16_t need_buffer[] = {TSRPC_TEST_SERVICE_DESCRIBE, TSRPC_TEST_SERVICE_STATUS, TSRPC_TEST_SERVICE_FILL};
const std::set<uint16_t> opcodes = {TSRPC_TEST_SERVICE_NOP,    TSRPC_TEST_SERVICE_ECHO, TSRPC_TEST_SERVICE_DESCRIBE,
                                    TSRPC_TEST_SERVICE_STATUS, TSRPC_TEST_SERVICE_FILL, TSRPC_TEST_SERVICE_NOP_LAST};

using Implementation = decltype(&test_service_call_c11);

Outcome call(Implementation implementation, uint16_t opcode, Bytes& buffer, uint32_t request_length) {
    const tsrpc_test_service_request request = {
        .sender_id = 0x8765,
        .interface_id = 0xa9,
        .instance = 1,
        .opcode = opcode,
        .client_id = 0xfedcba98,
        .request_length = request_length,
        .buffer = buffer.empty() ? nullptr : buffer.data(),
        .buffer_size = buffer.size(),
    };
    Outcome outcome = {0, 0xdeadbeef, 0xdeadbeef};
    outcome.rpc_status = implementation(&request, &outcome.service_status, &outcome.response_length);
    return outcome;
}

/// A buffer that begins with `request`, the rest counting up so that no two neighbours are alike.
Bytes buffer_with(size_t size, const Bytes& request) {
    Bytes buffer(size);
    for (size_t i = 0; i < size; ++i) {
        buffer[i] = i < request.size() ? request[i] : static_cast<uint8_t>(0x80 + i);
    }
    return buffer;
}

class TestService : public testing::TestWithParam<Implementation> {
  protected:
    Outcome call(uint16_t opcode, Bytes& buffer, uint32_t request_length) const {
        return ::call(GetParam(), opcode, buffer, request_length);
    }

    void expect_refused(uint16_t opcode, const Bytes& before, uint32_t request_length) const {
        Bytes buffer = before;
        EXPECT_EQ(call(opcode, buffer, request_length), refused) << "opcode " << opcode;
        EXPECT_EQ(buffer, before) << "opcode " << opcode;
    }

    void expect_unchanged(uint16_t opcode, const Bytes& before, uint32_t request_length, const Outcome& expected) {
        Bytes buffer = before;
        EXPECT_EQ(call(opcode, buffer, request_length), expected);
        EXPECT_EQ(buffer, before);
    }
};

INSTANTIATE_TEST_SUITE_P(C11, TestService, testing::Values(test_service_call_c11));
INSTANTIATE_TEST_SUITE_P(Cpp17, TestService, testing::Values(test_service_call_cpp17));

TEST(TestServiceUuid, BytesAreThoseOfTheText) {
    using namespace tsrpc;
    EXPECT_STREQ(to_text(Uuid{TSRPC_TEST_SERVICE_UUID_BYTES}).text, TSRPC_TEST_SERVICE_UUID);
    EXPECT_STREQ(to_text(Uuid{TSRPC_TEST_SERVICE_TWIN_UUID_BYTES}).text, TSRPC_TEST_SERVICE_TWIN_UUID);
    EXPECT_THAT(test_service_uuids_c11[0], testing::ElementsAreArray(Uuid{TSRPC_TEST_SERVICE_UUID_BYTES}.bytes));
    EXPECT_THAT(test_service_uuids_c11[1], testing::ElementsAreArray(Uuid{TSRPC_TEST_SERVICE_TWIN_UUID_BYTES}.bytes));
}

TEST_P(TestService, NopsTakeAnyRequest) {
    for (const uint16_t opcode : nops) {
        for (const uint32_t length : {0u, 1u, 64u, 65u, UINT32_MAX}) {
            expect_unchanged(opcode, buffer_with(64, {}), length, {0, 0, 0});
        }
    }
}

TEST_P(TestService, EchoLeavesTheRequestAsTheResponse) {
    for (const uint32_t length : {0u, 1u, 63u, 64u}) {
        expect_unchanged(TSRPC_TEST_SERVICE_ECHO, buffer_with(64, {}), length, {0, 0, length});
    }
    expect_refused(TSRPC_TEST_SERVICE_ECHO, buffer_with(64, {}), 65);
    expect_refused(TSRPC_TEST_SERVICE_ECHO, buffer_with(64, {}), UINT32_MAX);
}

TEST_P(TestService, DescribeTellsTheCall) {
    for (const uint32_t length : {0u, 3u, 20u}) {
        Bytes buffer = buffer_with(20, {});
        EXPECT_EQ(call(TSRPC_TEST_SERVICE_DESCRIBE, buffer, length), (Outcome{0, 0, 16}));
        EXPECT_EQ(buffer, buffer_with(20, {0x65, 0x87, 0x02, 0x00, 0x98, 0xba, 0xdc, 0xfe, static_cast<uint8_t>(length),
                                           0, 0, 0, 0xa9, 0x01, 0x00, 0x00}));
    }
}

TEST_P(TestService, DescribeNeeds16BytesOfBuffer) {
    expect_refused(TSRPC_TEST_SERVICE_DESCRIBE, buffer_with(15, {}), 16);
    Bytes buffer = buffer_with(16, {});
    EXPECT_EQ(call(TSRPC_TEST_SERVICE_DESCRIBE, buffer, 0), (Outcome{0, 0, 16}));
}

TEST_P(TestService, DescribeTellsEveryByteOfTheRequestLength) {
    Bytes buffer(16);
    EXPECT_EQ(call(TSRPC_TEST_SERVICE_DESCRIBE, buffer, 0x01020304), (Outcome{0, 0, 16}));
    EXPECT_EQ(Bytes(&buffer[8], &buffer[12]), (Bytes{0x04, 0x03, 0x02, 0x01}));
}

TEST_P(TestService, StatusIsLittleEndian) {
    const Bytes buffer = buffer_with(64, {0x7c, 0xfe, 0xfd, 0xff});
    expect_unchanged(TSRPC_TEST_SERVICE_STATUS, buffer, 4, {0, 0xfffdfe7c, 0});
    expect_unchanged(TSRPC_TEST_SERVICE_STATUS, buffer, 64, {0, 0xfffdfe7c, 0});
    expect_refused(TSRPC_TEST_SERVICE_STATUS, buffer, 3);
    expect_refused(TSRPC_TEST_SERVICE_STATUS, buffer, 0);
    expect_refused(TSRPC_TEST_SERVICE_STATUS, buffer_with(3, {}), 4);
}

TEST_P(TestService, FillWritesWhatItSaysAndNoMore) {
    for (const uint8_t length : Bytes{0, 1, 4, 5, 63, 64}) {
        const Bytes before = buffer_with(64, {length, 0, 0, 0, 0x5a});
        Bytes expected = before;
        std::fill_n(expected.begin(), length, uint8_t{0x5a});
        for (const uint32_t request_length : {5u, 6u, 64u}) {
            Bytes buffer = before;
            EXPECT_EQ(call(TSRPC_TEST_SERVICE_FILL, buffer, request_length), (Outcome{0, 0, length}));
            EXPECT_EQ(buffer, expected);
        }
    }
}

TEST_P(TestService, FillRefusesWhatDoesNotFit) {
    expect_refused(TSRPC_TEST_SERVICE_FILL, buffer_with(64, {1, 0, 0, 0, 0x5a}), 4);
    expect_refused(TSRPC_TEST_SERVICE_FILL, buffer_with(64, {65, 0, 0, 0, 0x5a}), 66);
    expect_refused(TSRPC_TEST_SERVICE_FILL, buffer_with(4, {1, 0, 0, 0}), 5);
    for (const Bytes& length : {Bytes{1, 1, 0, 0}, Bytes{1, 0, 1, 0}, Bytes{1, 0, 0, 1}, Bytes{1, 0, 0, 0x80}}) {
        expect_refused(TSRPC_TEST_SERVICE_FILL, buffer_with(64, length), 5);
    }
}

TEST_P(TestService, DoorbellHasNoBuffer) {
    for (const uint16_t opcode : need_no_buffer) {
        expect_unchanged(opcode, {}, 0, {0, 0, 0});
    }
    expect_refused(TSRPC_TEST_SERVICE_ECHO, {}, 1);
    for (const uint16_t opcode : need_buffer) {
        expect_refused(opcode, {}, 0);
        expect_refused(opcode, {}, 16);
    }
}

TEST_P(TestService, EveryOtherOpcodeIsRefused) {
    for (uint32_t opcode = 0; opcode <= UINT16_MAX; ++opcode) {
        if (!opcodes.contains(static_cast<uint16_t>(opcode))) {
            expect_refused(static_cast<uint16_t>(opcode), buffer_with(16, {}), 16);
        }
    }
}

RC_GTEST_PROP(TestServiceProperty, RefusalsTouchNothingAndResponsesFit, (Bytes before)) {
    const auto opcode =
        *rc::gen::weightedOneOf<uint16_t>({{8, rc::gen::elementOf(opcodes)}, {1, rc::gen::arbitrary<uint16_t>()}});
    const auto request_length = *rc::gen::inRange<uint32_t>(0, static_cast<uint32_t>(before.size()) + 8);
    // Fitting lengths are rare among any 32 bits.
    if (before.size() >= 5 && *rc::gen::arbitrary<bool>()) {
        before[1] = before[2] = before[3] = 0;
    }
    for (const Implementation implementation : {test_service_call_c11, test_service_call_cpp17}) {
        Bytes buffer = before;
        const Outcome outcome = call(implementation, opcode, buffer, request_length);
        if (outcome.rpc_status != 0) {
            RC_ASSERT(outcome == refused);
            RC_ASSERT(buffer == before);
        } else {
            RC_ASSERT(outcome.response_length <= buffer.size());
            RC_ASSERT(std::equal(buffer.begin() + outcome.response_length, buffer.end(),
                                 before.begin() + outcome.response_length));
        }
    }
}

} // namespace
