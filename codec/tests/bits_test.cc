// SPDX-License-Identifier: BSD-3-Clause
//
// Packing and unpacking against the layout tables, for every message type, row by row and bit by bit.

#include "printers.hpp"
#include "typed_tests.hpp"

namespace tsrpc::tests {
namespace {

/// The fields of a table, each with all its bits clear.
Fields empty_fields(const Layout& layout) {
    Fields fields;
    for (const Row& row : layout) {
        if (is_value_row(row)) {
            fields[row.field] = {};
        }
    }
    return fields;
}

/// The words of a frame by its table alone, a bit at a time.
Registers place(const Layout& layout, const Fields& fields) {
    Registers words = {};
    for (const Row& row : layout) {
        for (unsigned bit = 0; bit < row.width; ++bit) {
            const bool set = is_value_row(row) ? fields.at(row.field)[row.part + bit] : row.constant >> bit & 1;
            words.words[row.reg] |= uint32_t{set} << (row.lsb + bit);
        }
    }
    return words;
}

/// A message's fields with nothing special about them: no two bytes alike, no value excluded, no doorbell.
Fields distinct_fields(const Layout& layout) {
    Fields fields = empty_fields(layout);
    unsigned byte = 0x21;
    for (auto& [field, bits] : fields) {
        for (unsigned i = 0; i < 16; ++i) {
            bits |= Bits{byte} << 8 * i;
            byte = byte * 5 % 251;
        }
    }
    return fields;
}

/// The width of a field in a table.
unsigned width(const Layout& layout, Field field) {
    unsigned width = 0;
    for (const Row& row : layout) {
        if (row.field == field && is_value_row(row)) {
            width += row.width;
        }
    }
    return width;
}

Fields cut_to_width(const Layout& layout, Fields fields) {
    for (auto& [field, bits] : fields) {
        bits = bits << (128 - width(layout, field)) >> (128 - width(layout, field));
    }
    return fields;
}

/// Packing gives what the table says, and unpacking either way gives it back.
template <class M>
void expect_placed(const Fields& fields) {
    const Registers expected = place(layout_of<M>, fields);
    EXPECT_EQ(pack(make<M>(fields)), expected);
    const auto strict = unpack_any<M>(expected, expected);
    ASSERT_TRUE(strict) << expected << ": " << strict.violations();
    EXPECT_EQ(fields_of(*strict), cut_to_width(layout_of<M>, fields)) << expected;
    const auto lenient = unpack_lenient<M>(expected);
    ASSERT_TRUE(lenient) << expected;
    EXPECT_EQ(fields_of(*lenient), cut_to_width(layout_of<M>, fields)) << expected;
}

template <class M>
class BitsTest : public ::testing::Test {};
TYPED_TEST_SUITE(BitsTest, GtestMessageTypes, );

TYPED_TEST(BitsTest, CodecUsesTheTableOfItsMessage) { EXPECT_EQ(&TypeParam::Codec::layout, &layout_of<TypeParam>); }

TYPED_TEST(BitsTest, DistinctBytesLandWhereTheTableSays) {
    expect_placed<TypeParam>(distinct_fields(layout_of<TypeParam>));
}

TYPED_TEST(BitsTest, EachBitOfEachFieldAlone) {
    const Layout& layout = layout_of<TypeParam>;
    for (const auto& [field, none] : empty_fields(layout)) {
        for (unsigned bit = 0; bit < width(layout, field); ++bit) {
            Fields fields = empty_fields(layout);
            fields[field].set(bit);
            if (fields.count(Field::version) && field != Field::version) {
                fields[Field::version].set(0);
            }
            expect_placed<TypeParam>(fields);
        }
    }
}

TYPED_TEST(BitsTest, EachBitOfEachFieldMissing) {
    const Layout& layout = layout_of<TypeParam>;
    for (const auto& [field, none] : empty_fields(layout)) {
        for (unsigned bit = 0; bit < width(layout, field); ++bit) {
            Fields fields = distinct_fields(layout);
            fields[field] = cut_to_width(layout, {{field, ~Bits{}}})[field].reset(bit);
            expect_placed<TypeParam>(fields);
        }
    }
}

/// Every row that carries no value: each of its bits, flipped alone, is reported by its rule and position.
TYPED_TEST(BitsTest, EachBitThatCarriesNoValueIsReported) {
    const Layout& layout = layout_of<TypeParam>;
    const Registers valid = place(layout, distinct_fields(layout));
    for (const Row& row : layout) {
        for (unsigned bit = row.lsb; row.rule != Rule::value && bit < unsigned{row.lsb} + row.width; ++bit) {
            Registers words = valid;
            words.words[row.reg] ^= uint32_t{1} << bit;

            const auto strict = unpack_any<TypeParam>(words, valid);
            EXPECT_EQ(static_cast<bool>(strict), row.rule == Rule::res) << words;
            ASSERT_EQ(strict.violations().size(), 1u) << words << ": " << strict.violations();
            const Violation expected = {row.field, row.reg, row.rule, uint32_t{1} << bit};
            EXPECT_EQ(strict.violations()[0], expected) << strict.violations()[0];

            const bool names_the_message = layout.direction == Direction::request &&
                                           (row.field == Field::opcode || row.field == Field::interface_id);
            EXPECT_EQ(static_cast<bool>(unpack_lenient<TypeParam>(words)), !names_the_message) << words;
        }
    }
}

/// What the lenient form reads does not depend on the bits that carry no value.
TYPED_TEST(BitsTest, LenientReadsPastEveryOtherBit) {
    const Layout& layout = layout_of<TypeParam>;
    const Fields fields = distinct_fields(layout);
    Registers words = place(layout, fields);
    for (const Row& row : layout) {
        if (!is_value_row(row) && !(row.rule == Rule::fixed && row.constant != 0) && row.field != Field::opcode) {
            words.words[row.reg] |= mask(row);
        }
    }
    const auto lenient = unpack_lenient<TypeParam>(words);
    ASSERT_TRUE(lenient) << words;
    EXPECT_EQ(fields_of(*lenient), cut_to_width(layout, fields));
}

TYPED_TEST(BitsTest, FieldValueReadsWhatTheTableLocates) {
    const Layout& layout = layout_of<TypeParam>;
    const Fields fields = cut_to_width(layout, distinct_fields(layout));
    const Registers words = place(layout, fields);
    for (const auto& [field, bits] : fields) {
        EXPECT_TRUE(has_field(layout, field));
        EXPECT_EQ(field_value(layout, field, words), low_64(bits)) << words;
    }
}

} // namespace
} // namespace tsrpc::tests
