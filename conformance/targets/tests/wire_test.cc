// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/wire.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tsrpc::conformance {
namespace {

using Bytes = std::vector<uint8_t>;

template <class T>
T read_hex(std::string_view line) {
    WireReader reader(line);
    const T value = reader.hex<T>();
    reader.end();
    return value;
}

Bytes read_bytes(std::string_view line) {
    WireReader reader(line);
    Bytes bytes = reader.bytes();
    reader.end();
    return bytes;
}

TEST(Wire, WordsAreSeparatedByOneSpace) {
    WireReader reader("share 0001 ff");
    EXPECT_EQ(reader.word(), "share");
    EXPECT_EQ(reader.hex<uint16_t>(), 1);
    EXPECT_EQ(reader.rest(), "ff");
    EXPECT_THROW(reader.end(), WireError);
    EXPECT_EQ(reader.hex<uint64_t>(), 0xff);
    EXPECT_NO_THROW(reader.end());
    EXPECT_THROW(reader.word(), WireError);

    EXPECT_THROW(WireReader(" 1").word(), WireError);
    for (const std::string_view line : {"1  2", "1 ", "1 2 ", "1"}) {
        const auto read_two = [line] {
            WireReader two(line);
            two.word();
            two.word();
            two.end();
        };
        EXPECT_THROW(read_two(), WireError) << line;
    }
}

TEST(Wire, HexadecimalNumbersKeepToTheirWidth) {
    EXPECT_EQ(read_hex<uint16_t>("ffff"), 0xffff);
    EXPECT_EQ(read_hex<uint16_t>("00000ABC"), 0xabc);
    EXPECT_EQ(read_hex<uint64_t>("ffffffffffffffff"), UINT64_MAX);
    for (const std::string_view line : {"", " ", "10000", "g", "0x1", "-1", "+1", "1g", "1 2", "1\n", "1\r"}) {
        EXPECT_THROW(read_hex<uint16_t>(line), WireError) << line;
    }
    EXPECT_THROW(read_hex<uint64_t>("10000000000000000"), WireError);
}

TEST(Wire, ErrorCodesAreDecimal) {
    EXPECT_EQ(WireReader("-6").decimal(), -6);
    EXPECT_EQ(WireReader("-2147483648").decimal(), INT32_MIN);
    for (const std::string_view line : {"", "-", "a", "-2147483649", "1.5", "--1"}) {
        EXPECT_THROW(WireReader(line).decimal(), WireError) << line;
    }
}

TEST(Wire, BytesAreTwoDigitsEach) {
    EXPECT_EQ(read_bytes("00fF10"), (Bytes{0x00, 0xff, 0x10}));
    EXPECT_EQ(read_bytes("-"), Bytes{});
    for (const std::string_view line : {"", "0", "000", "0g", "+1", "-1", "0x", "--"}) {
        EXPECT_THROW(read_bytes(line), WireError) << line;
    }
}

TEST(Wire, TextBecomesPrintable) {
    EXPECT_EQ(printable("a\nb\x1b[31m\x7f \xc3\xa4"), "a?b?[31m? \xc3\xa4");
    EXPECT_EQ(excerpt(std::string(80, 'a')), std::string(80, 'a'));
    EXPECT_EQ(excerpt(std::string(81, 'a')), std::string(80, 'a') + "...");
}

RC_GTEST_PROP(Wire, NumbersAndBytesComeBack, (uint64_t wide, uint16_t narrow, int32_t error, Bytes bytes)) {
    const std::string line = fmt::format("{:016x} {:x} {} {} free text", wide, narrow, error, wire_bytes(bytes));
    WireReader reader(line);
    RC_ASSERT(reader.hex<uint64_t>() == wide);
    RC_ASSERT(reader.hex<uint16_t>() == narrow);
    RC_ASSERT(reader.decimal() == error);
    RC_ASSERT(reader.bytes() == bytes);
    RC_ASSERT(reader.rest() == "free text");
}

RC_GTEST_PROP(Wire, GarbageIsRefusedOrRead, (const std::string& line)) {
    const auto survives = [&line](auto read) {
        try {
            WireReader reader(line);
            read(reader);
        } catch (const WireError& error) {
            RC_ASSERT(std::string_view(error.what()).find('\n') == std::string_view::npos);
        }
    };
    survives([](WireReader& reader) { reader.word(); });
    survives([](WireReader& reader) { reader.hex<uint16_t>(); });
    survives([](WireReader& reader) { reader.hex<uint64_t>(); });
    survives([](WireReader& reader) { reader.decimal(); });
    survives([](WireReader& reader) { reader.bytes(); });
}

} // namespace
} // namespace tsrpc::conformance
