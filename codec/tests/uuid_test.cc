// SPDX-License-Identifier: BSD-3-Clause
//
// UUIDs as text, as bytes and as words.

#include "tsrpc/codec.hpp"
#include "tsrpc/services.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace tsrpc {
namespace {

using namespace literals;

ParsedUuid parse(const std::string& text) { return parse_uuid(text.data(), text.size()); }

TEST(Uuid, EveryKnownTextSurvives) {
    for (const WellKnownService& service : well_known_services) {
        const ParsedUuid parsed = parse(service.uuid);
        ASSERT_TRUE(parsed.ok) << service.uuid;
        EXPECT_STREQ(to_text(parsed.uuid).text, service.uuid);
    }
}

TEST(Uuid, BytesAreInTheOrderOfTheDigits) {
    constexpr Uuid uuid = "00112233-4455-6677-8899-aabbccddeeff"_uuid;
    for (size_t i = 0; i < Uuid::size; ++i) {
        EXPECT_EQ(uuid.bytes[i], 0x11 * i);
    }
    EXPECT_EQ(pack(ServiceInfoRequest{uuid})[W4], 0x33221100u);
    EXPECT_EQ(pack(ServiceInfoRequest{uuid})[W7], 0xffeeddccu);
}

TEST(Uuid, EitherCaseIsReadLowerCaseIsWritten) {
    const ParsedUuid upper = parse("ABCDEFAB-CDEF-ABCD-EFAB-CDEFABCDEFAB");
    ASSERT_TRUE(upper.ok);
    EXPECT_STREQ(to_text(upper.uuid).text, "abcdefab-cdef-abcd-efab-cdefabcdefab");
}

TEST(Uuid, MovesAWordAtATime) {
    EXPECT_EQ(alignof(Uuid), 4u);
    EXPECT_EQ(sizeof(Uuid), 16u);
}

TEST(Uuid, DiffersInAnyByte) {
    const Uuid uuid = parse(TSRPC_PROTOCOL_UUID).uuid;
    EXPECT_TRUE(uuid == parse(TSRPC_PROTOCOL_UUID).uuid);
    for (size_t i = 0; i < Uuid::size; ++i) {
        Uuid other = uuid;
        other.bytes[i] ^= 1;
        EXPECT_TRUE(uuid != other) << i;
    }
}

/// Only a hexadecimal digit, or a hyphen where one belongs, may stand at each place: any other of the 256 characters is
/// refused, and then nothing is left of the UUID.
TEST(Uuid, EveryOtherCharacterIsRefusedEverywhere) {
    const std::string good = TSRPC_PROTOCOL_UUID;
    for (size_t i = 0; i < good.size(); ++i) {
        for (int c = 0; c < 256; ++c) {
            std::string text = good;
            text[i] = static_cast<char>(c);
            const bool expected = good[i] == '-' ? c == '-' : std::strchr("0123456789abcdefABCDEF", c) && c != 0;
            const ParsedUuid parsed = parse(text);
            ASSERT_EQ(parsed.ok, expected) << "character " << c << " at " << i;
            if (!expected) {
                ASSERT_TRUE(parsed.uuid == Uuid{});
            }
        }
    }
}

TEST(Uuid, EveryOtherLengthIsRefused) {
    const std::string good = TSRPC_PROTOCOL_UUID;
    for (size_t length = 0; length < good.size(); ++length) {
        EXPECT_FALSE(parse(good.substr(0, length)).ok) << length;
    }
    EXPECT_FALSE(parse(good + "0").ok);
    EXPECT_FALSE(parse("{" + good + "}").ok);
    EXPECT_FALSE(parse_uuid(nullptr, 0).ok);
}

TEST(UuidProperties, TextAndWordsSurviveARoundTrip) {
    EXPECT_TRUE(rc::check([](const std::array<uint8_t, Uuid::size>& bytes) {
        Uuid uuid = {};
        std::copy(bytes.begin(), bytes.end(), uuid.bytes);
        const ParsedUuid parsed = parse(to_text(uuid).text);
        RC_ASSERT(parsed.ok);
        RC_ASSERT(parsed.uuid == uuid);
        const Registers words = pack(ServiceInfoRequest{uuid});
        RC_ASSERT((*unpack<ServiceInfoRequest>(words)).service_uuid == uuid);
        for (size_t i = 0; i < Uuid::size; ++i) {
            RC_ASSERT((words.words[1 + i / 4] >> 8 * (i % 4) & 0xff) == uint32_t{bytes[i]});
        }
    }));
}

} // namespace
} // namespace tsrpc
