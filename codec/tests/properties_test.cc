// SPDX-License-Identifier: BSD-3-Clause
//
// What holds for every message and for any five words.

#include "frames.hpp"
#include "typed_tests.hpp"

namespace tsrpc::tests {
namespace {

/// Whether the frame of a table unpacks into a message that packs into the frame.
bool packs_to_itself(const Layout& layout, const Registers& words) {
    bool packs = false;
    for_each_message([&](auto type) {
        using M = typename decltype(type)::type;
        if (&layout_of<M> == &layout) {
            const auto unpacked = unpack_any<M>(words);
            packs = unpacked && pack(*unpacked) == words;
        }
    });
    return packs;
}

/// How many message types of a direction the words unpack into.
int count_unpacking(Direction direction, const Registers& words) {
    int count = 0;
    for_each_message([&](auto type) {
        using M = typename decltype(type)::type;
        if (layout_of<M>.direction == direction) {
            count += static_cast<bool>(unpack_any<M>(words));
        }
    });
    return count;
}

template <class M>
class Codec : public ::testing::Test {};
TYPED_TEST_SUITE(Codec, GtestMessageTypes, );

template <class M>
class Frames : public ::testing::Test {};
TYPED_TEST_SUITE(Frames, GtestMessageTypes, );

TYPED_TEST(Codec, EveryMessageSurvivesARoundTrip) {
    EXPECT_TRUE(rc::check([] {
        const auto message = any_message<TypeParam>();
        const Registers words = pack(message);
        RC_LOG() << words << '\n';
        const auto strict = unpack_any<TypeParam>(words, words);
        RC_ASSERT(static_cast<bool>(strict));
        RC_ASSERT(*strict == message);
        RC_ASSERT(strict.violations().empty());
        const auto lenient = unpack_lenient<TypeParam>(words);
        RC_ASSERT(static_cast<bool>(lenient));
        RC_ASSERT(*lenient == message);
    }));
}

TYPED_TEST(Codec, EveryMessageIsFoundAgainByItsWords) {
    EXPECT_TRUE(rc::check([] {
        const Registers words = valid_frame<TypeParam>();
        const Layout& layout = layout_of<TypeParam>;
        const Inspection inspection =
            layout.direction == Direction::request ? inspect_request(words) : inspect_response(words);
        RC_ASSERT(inspection.layout == &layout);
        RC_ASSERT(inspection.message == layout.message);
        RC_ASSERT(inspection.direction == layout.direction);
        RC_ASSERT(inspection.violations.empty());
    }));
}

/// Strict unpacking is the table's verdict, on any words and with any request to echo.
TYPED_TEST(Frames, UnpackAcceptsWhatItsTableDoes) {
    EXPECT_TRUE(rc::check([] {
        const Registers words = any_frame<TypeParam>();
        const Registers request = *rc::gen::inRange(0, 3) == 0 ? near(words) : words;
        RC_LOG() << words << " to " << request << '\n';
        const Violations violations = check(layout_of<TypeParam>, words, request);
        const auto unpacked = unpack_any<TypeParam>(words, request);
        RC_ASSERT(static_cast<bool>(unpacked) == violations.valid());
        RC_ASSERT(unpacked.violations().size() == violations.size());
        for (size_t i = 0; i < violations.size(); ++i) {
            RC_ASSERT(unpacked.violations()[i] == violations[i]);
        }
    }));
}

/// Violations lie within their row, name bits, come in order, and no row comes twice.
TYPED_TEST(Frames, ViolationsAreInOrder) {
    EXPECT_TRUE(rc::check([] {
        const Violations violations = check(layout_of<TypeParam>, any_frame<TypeParam>(), any_frame<TypeParam>());
        auto row = layout_of<TypeParam>.begin(); // a pointer, but in the single file
        for (const Violation& violation : violations) {
            RC_ASSERT(violation.bits != 0u);
            while (row != layout_of<TypeParam>.end() &&
                   ((*row).reg != violation.reg || (violation.bits & ~mask(*row)) != 0u)) {
                ++row;
            }
            RC_ASSERT((row != layout_of<TypeParam>.end()));
            RC_ASSERT((*row).field == violation.field);
            ++row;
        }
    }));
}

/// Whether a value of a row means nothing in these words: the interface id of a SERVICE_INFO response with an RPC
/// error.
bool means_nothing(const Layout& layout, const Row& row, const Registers& words) {
    return layout.message == Message::service_info && row.field == Field::interface_id && words[W4] != 0;
}

/// Lenient unpacking refuses only what names another message, and values that no message can hold and that mean
/// something.
TYPED_TEST(Frames, LenientOverlooksEverythingElse) {
    EXPECT_TRUE(rc::check([] {
        const Registers words = any_frame<TypeParam>();
        RC_LOG() << words << '\n';
        const Layout& layout = layout_of<TypeParam>;
        bool expected = true;
        for (const Row& row : layout) {
            const int64_t bits = (words[row.reg] & mask(row)) >> row.lsb;
            if (layout.direction == Direction::request && row.rule == Rule::fixed &&
                (row.field == Field::opcode || row.field == Field::interface_id)) {
                expected = expected && bits == row.constant;
            }
            if (is_value_row(row) && !means_nothing(layout, row, words)) {
                expected = expected && bits != excluded(row.field);
            }
        }
        const auto lenient = unpack_lenient<TypeParam>(words);
        RC_ASSERT(static_cast<bool>(lenient) == expected);
    }));
}

TYPED_TEST(Frames, WhatStrictAcceptsLenientReadsTheSame) {
    EXPECT_TRUE(rc::check([] {
        const Registers words = any_frame<TypeParam>();
        RC_LOG() << words << '\n';
        const auto strict = unpack_any<TypeParam>(words);
        if (strict) {
            const auto lenient = unpack_lenient<TypeParam>(words);
            RC_ASSERT(static_cast<bool>(lenient));
            RC_ASSERT(*strict == *lenient);
        }
    }));
}

/// Members are the fields that the table locates; what no message can hold reads as 0 where it means nothing.
TYPED_TEST(Frames, MembersAreTheTablesFields) {
    EXPECT_TRUE(rc::check([] {
        const Registers words = any_frame<TypeParam>();
        RC_LOG() << words << '\n';
        if (const auto lenient = unpack_lenient<TypeParam>(words)) {
            for (const auto& [field, bits] : fields_of(*lenient)) {
                const uint64_t value = field_value(layout_of<TypeParam>, field, words);
                const bool can_be_held = excluded(field) == any || value != static_cast<uint64_t>(excluded(field));
                RC_ASSERT(low_64(bits) == (can_be_held ? value : 0));
            }
        }
    }));
}

/// Every single-bit change of a valid frame is another valid frame, of this message or another, or is reported.
TYPED_TEST(Frames, NoBitIsWithoutMeaning) {
    EXPECT_TRUE(rc::check([] {
        const Registers valid = valid_frame<TypeParam>();
        const bool request = layout_of<TypeParam>.direction == Direction::request;
        for (int bit = 0; bit < 160; ++bit) {
            const Registers words = flip(valid, bit);
            const Inspection inspection = request ? inspect_request(words) : inspect_response(words, valid);
            if (!inspection.violations.empty()) {
                continue;
            }
            RC_LOG() << words << ", bit " << bit << " flipped\n";
            RC_ASSERT(packs_to_itself(*inspection.layout, words));
        }
    }));
}

/// What inspection calls valid, exactly one message type unpacks; what it does not, none of that message.
TYPED_TEST(Frames, InspectionAndUnpackingAgree) {
    EXPECT_TRUE(rc::check([] {
        const Registers words = any_frame<TypeParam>();
        RC_LOG() << words << '\n';
        for (const Inspection& inspection : {inspect_request(words), inspect_response(words)}) {
            RC_ASSERT(count_unpacking(inspection.direction, words) == int{inspection.valid()});
        }
    }));
}

TEST(RpcStatusProperties, AnyValueSurvives) {
    EXPECT_TRUE(rc::check([] {
        const auto status = static_cast<RpcStatus>(static_cast<int32_t>(*word()));
        const Registers words = pack(ServiceInfoResponse{status, InterfaceId{9}});
        RC_ASSERT(words[W4] == static_cast<uint32_t>(status));
        RC_ASSERT((*unpack_without_request<ServiceInfoResponse>(words)).rpc_status == status);
        RC_ASSERT((*unpack_without_request<RetrieveMemResponse>(pack(RetrieveMemResponse{status}))).rpc_status ==
                  status);
        RC_ASSERT((*unpack_without_request<RelinquishMemResponse>(pack(RelinquishMemResponse{status}))).rpc_status ==
                  status);
    }));
}

TEST(ClassifyProperties, LooksAtTheLow24BitsOnly) {
    EXPECT_TRUE(rc::check([] {
        const Registers words = any_words();
        Registers other = any_words();
        other.words[0] = (other.words[0] & 0xff000000) | (words.words[0] & 0x00ffffff);
        RC_ASSERT(classify(words) == classify(other));
    }));
}

} // namespace
} // namespace tsrpc::tests
