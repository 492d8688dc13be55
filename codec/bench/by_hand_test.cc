// SPDX-License-Identifier: BSD-3-Clause
//
// What is measured must do the same: by hand and by the codec, the same verdicts, fields and registers.

#include "codec/tests/frames.hpp"
#include "functions.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tsrpc {
namespace {

by_hand::Frame to_frame(const Registers& words) { return {{words[W3], words[W4], words[W5], words[W6], words[W7]}}; }

template <class M, class Hand>
struct Functions {
    void (*pack)(const M*, Registers*);
    void (*pack_by_hand)(const Hand*, by_hand::Frame*);
    bool (*strict)(const Registers*, const Registers*, M*);
    bool (*strict_by_hand)(const by_hand::Frame*, const by_hand::Frame*, Hand*);
    bool (*lenient)(const Registers*, M*);
    bool (*lenient_by_hand)(const by_hand::Frame*, Hand*);
    bool (*check)(const Registers*, const Registers*);
    bool (*check_by_hand)(const by_hand::Frame*, const by_hand::Frame*);
};

template <class M, class Hand>
void expect_same(const Functions<M, Hand>& functions) {
    const Registers words = tests::any_frame<M>();
    const Registers request = tests::near(words); // which a response then echoes, or nearly
    const by_hand::Frame words_by_hand = to_frame(words);
    const by_hand::Frame request_by_hand = to_frame(request);
    M message = tests::any_message<M>();
    Hand message_by_hand = {};

    const auto expect_same_registers = [&] {
        Registers packed = {};
        by_hand::Frame packed_by_hand = {};
        functions.pack(&message, &packed);
        functions.pack_by_hand(&message_by_hand, &packed_by_hand);
        RC_ASSERT(packed == Registers::from(packed_by_hand.w));
    };
    const bool strict = functions.strict(&words, &request, &message);
    RC_ASSERT(strict == functions.strict_by_hand(&words_by_hand, &request_by_hand, &message_by_hand));
    RC_ASSERT(strict == functions.check(&words, &request));
    RC_ASSERT(strict == functions.check_by_hand(&words_by_hand, &request_by_hand));
    if (strict) {
        expect_same_registers();
    }
    const bool lenient = functions.lenient(&words, &message);
    RC_ASSERT(lenient == functions.lenient_by_hand(&words_by_hand, &message_by_hand));
    if (lenient) {
        expect_same_registers();
    }
    RC_CLASSIFY(strict, "accepted by both forms");
    RC_CLASSIFY(lenient && !strict, "accepted by the lenient form");
}

#define BENCH_TEST(name, type)                                                                                         \
    RC_GTEST_PROP(ByHand, type, ()) {                                                                                  \
        expect_same<tsrpc::type, by_hand::type>(                                                                       \
            {name##_pack_by_codec, name##_pack_by_hand, name##_strict_by_codec, name##_strict_by_hand,                 \
             name##_lenient_by_codec, name##_lenient_by_hand, name##_check_by_codec, name##_check_by_hand});           \
    }
BENCH_EACH_MESSAGE(BENCH_TEST)

} // namespace
} // namespace tsrpc
