// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/protocol/words.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tsrpc::conformance {
namespace {

using Bytes = std::vector<uint8_t>;

template <class T>
T read_hex(std::string_view line) {
    WordReader reader(line);
    const T value = reader.hex<T>();
    reader.end();
    return value;
}

Bytes read_bytes(std::string_view line) {
    WordReader reader(line);
    Bytes bytes = reader.bytes();
    reader.end();
    return bytes;
}

TEST(Words, WordsAreSeparatedByOneSpace) {
    WordReader reader("share 0001 ff");
    EXPECT_EQ(reader.word(), "share");
    EXPECT_EQ(reader.hex<uint16_t>(), 1);
    EXPECT_EQ(reader.rest(), "ff");
    EXPECT_THROW(reader.end(), LineError);
    EXPECT_EQ(reader.hex<uint64_t>(), 0xff);
    EXPECT_NO_THROW(reader.end());
    EXPECT_THROW(reader.word(), LineError);

    EXPECT_THROW(WordReader(" 1").word(), LineError);
    for (const std::string_view line : {"1  2", "1 ", "1 2 ", "1"}) {
        const auto read_two = [line] {
            WordReader two(line);
            two.word();
            two.word();
            two.end();
        };
        EXPECT_THROW(read_two(), LineError) << line;
    }
}

TEST(Words, HexadecimalNumbersKeepToTheirWidth) {
    EXPECT_EQ(read_hex<uint16_t>("ffff"), 0xffff);
    EXPECT_EQ(read_hex<uint16_t>("00000ABC"), 0xabc);
    EXPECT_EQ(read_hex<uint64_t>("ffffffffffffffff"), UINT64_MAX);
    for (const std::string_view line : {"", " ", "10000", "g", "0x1", "-1", "+1", "1g", "1 2", "1\n", "1\r"}) {
        EXPECT_THROW(read_hex<uint16_t>(line), LineError) << line;
    }
    EXPECT_THROW(read_hex<uint64_t>("10000000000000000"), LineError);
}

TEST(Words, ErrorCodesAreDecimal) {
    EXPECT_EQ(WordReader("-6").decimal(), -6);
    EXPECT_EQ(WordReader("-2147483648").decimal(), INT32_MIN);
    for (const std::string_view line : {"", "-", "a", "-2147483649", "1.5", "--1"}) {
        EXPECT_THROW(WordReader(line).decimal(), LineError) << line;
    }
}

TEST(Words, BytesAreTwoDigitsEach) {
    EXPECT_EQ(read_bytes("00fF10"), (Bytes{0x00, 0xff, 0x10}));
    EXPECT_EQ(read_bytes("-"), Bytes{});
    for (const std::string_view line : {"", "0", "000", "0g", "+1", "-1", "0x", "--"}) {
        EXPECT_THROW(read_bytes(line), LineError) << line;
    }
}

TEST(Words, BytesCanBeRuns) {
    EXPECT_EQ(read_bytes("5a*3"), (Bytes{0x5a, 0x5a, 0x5a}));
    EXPECT_EQ(read_bytes("01+02*2+0304"), (Bytes{1, 2, 2, 3, 4}));
    EXPECT_EQ(read_bytes("00*0"), Bytes{});
    EXPECT_EQ(read_bytes("ff*40000").size(), 0x40000u);
    for (const std::string_view line : {"5a*", "*3", "5*3", "5a5a*3", "5a*x", "5a*-1", "5a*3*3", "5a*3+", "+5a*3",
                                        "01++02", "5a*10000001", "5a*ffffffffffffffffff", "-+01"}) {
        EXPECT_THROW(read_bytes(line), LineError) << line;
    }
    // Many runs in one line are no way around the limit.
    std::string line = "00*10000000";
    for (int i = 0; i < 4; ++i) {
        line += "+00*10000000";
    }
    EXPECT_THROW(read_bytes(line), LineError);
}

TEST(Words, LongRunsAreShortened) {
    EXPECT_EQ(short_bytes_text(Bytes{}), "-");
    EXPECT_EQ(short_bytes_text(Bytes(7, 0)), "00000000000000");
    EXPECT_EQ(short_bytes_text(Bytes(8, 0)), "00*8");
    EXPECT_EQ(short_bytes_text(Bytes(0x1000, 0xff)), "ff*1000");
    Bytes mixed = {1, 2};
    mixed.insert(mixed.end(), 9, 3);
    mixed.push_back(4);
    EXPECT_EQ(short_bytes_text(mixed), "0102+03*9+04");
    EXPECT_EQ(read_bytes("0102+03*9+04"), mixed);
}

TEST(Words, AreWritten) {
    const Bytes bytes(8, 1);
    EXPECT_EQ(WordWriter("> x").hex(0).hex(0xab, 4).hex(UINT64_MAX, 4).decimal(INT32_MIN).take(),
              "> x 0 00ab ffffffffffffffff -2147483648");
    EXPECT_EQ(WordWriter("x").bytes(bytes, BytesForm::plain).bytes(bytes, BytesForm::shortened).take(),
              "x 0101010101010101 01*8");
    EXPECT_EQ(WordWriter("x").registers({{0, 1, 2, 3, 0xffffffff}}).take(),
              "x 00000000 00000001 00000002 00000003 ffffffff");
    EXPECT_EQ(WordWriter("x").text("").take(), "x");
    EXPECT_EQ(WordWriter("x").word("y").text("two\nlines").take(), "x y two?lines");
}

TEST(Words, TextBecomesPrintable) {
    EXPECT_EQ(printable("a\nb\x1b[31m\x7f \xc3\xa4"), "a?b?[31m? \xc3\xa4");
    EXPECT_EQ(printable("\xe2\x82\xac \xf0\x9f\x98\x80"), "\xe2\x82\xac \xf0\x9f\x98\x80");
    // A lone byte, one too few, one too many ways to write '/', a surrogate, beyond the last character
    EXPECT_EQ(printable("\xff \xc3 \xe2\x82 \xc0\xaf \xe0\x80\xaf \xed\xa0\x80 \xf4\x90\x80\x80"),
              "? ? ?? ?? ??? ??? ????");
    EXPECT_EQ(excerpt(std::string(80, 'a')), std::string(80, 'a'));
    EXPECT_EQ(excerpt(std::string(81, 'a')), std::string(80, 'a') + "...");
}

RC_GTEST_PROP(Words, NumbersAndBytesComeBack, (uint64_t wide, uint16_t narrow, int32_t error, Bytes bytes)) {
    const auto form = *rc::gen::element(BytesForm::plain, BytesForm::shortened);
    const std::string line =
        WordWriter("x").hex(wide, 16).hex(narrow).decimal(error).bytes(bytes, form).text("free text").take();
    WordReader reader(line);
    RC_ASSERT(reader.word() == "x");
    RC_ASSERT(reader.hex<uint64_t>() == wide);
    RC_ASSERT(reader.hex<uint16_t>() == narrow);
    RC_ASSERT(reader.decimal() == error);
    RC_ASSERT(reader.bytes() == bytes);
    RC_ASSERT(reader.rest() == "free text");
}

RC_GTEST_PROP(Words, GarbageIsRefusedOrRead, (const std::string& line)) {
    const auto survives = [&line](auto read) {
        try {
            WordReader reader(line);
            read(reader);
        } catch (const LineError& error) {
            RC_ASSERT(std::string_view(error.what()).find('\n') == std::string_view::npos);
        }
    };
    survives([](WordReader& reader) { reader.word(); });
    survives([](WordReader& reader) { reader.hex<uint16_t>(); });
    survives([](WordReader& reader) { reader.hex<uint64_t>(); });
    survives([](WordReader& reader) { reader.decimal(); });
    survives([](WordReader& reader) { reader.bytes(); });
}

} // namespace
} // namespace tsrpc::conformance
