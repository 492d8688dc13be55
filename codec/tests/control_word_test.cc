// SPDX-License-Identifier: BSD-3-Clause
//
// All 2^32 control words, through classification and both forms of unpacking, against expressions written from ABI 2
// alone: no mask, shift or constant of the codec's stands on the other side.

#include "tsrpc/codec.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace tsrpc {
namespace {

/// Calls `agrees` with every control word and shows the first that it says no to. The sum instead of an early exit is
/// what lets compilers take several words at a time.
template <class Agrees>
void expect_everywhere(Agrees agrees) {
    constexpr uint32_t block_size = 1u << 16;
    uint32_t block = 0;
    do {
        uint32_t wrong = 0;
        for (uint32_t i = 0; i < block_size; ++i) {
            wrong += !agrees(block + i);
        }
        for (uint32_t i = 0; wrong != 0 && i < block_size; ++i) {
            ASSERT_TRUE(agrees(block + i)) << "W3 = 0x" << std::hex << block + i;
        }
        block += block_size;
    } while (block != 0);
}

// The frame with this control word and other words that suit every message.
constexpr Registers zeros_after(uint32_t word) { return {{word, 0, 0, 0, 0}}; }
constexpr Registers one_after(uint32_t word) { return {{word, 1, 0, 0, 0}}; }

// ABI 2: bits 31..24 are 0, 23..16 the interface id, 0xff for management; 15..0 the opcode. ABI 3: the opcodes.
constexpr bool is_call(uint32_t word) { return word / 0x10000 % 0x100 != 255; }

TEST(ControlWord, Classify) {
    expect_everywhere([](uint32_t word) {
        const uint32_t opcode = word % 0x10000;
        const Message expected = is_call(word) ? Message::service_call
                                 : opcode == 0 ? Message::get_version
                                 : opcode == 1 ? Message::retrieve_mem
                                 : opcode == 2 ? Message::relinquish_mem
                                 : opcode == 3 ? Message::service_info
                                               : Message::unknown;
        return classify(zeros_after(word)) == expected;
    });
}

TEST(ControlWord, StrictManagementRequests) {
    expect_everywhere([](uint32_t word) {
        const Registers words = zeros_after(word);
        return (bool{unpack<GetVersionRequest>(words)} == (word == 0x00ff0000)) &&
               (bool{unpack<RetrieveMemRequest>(words)} == (word == 0x00ff0001)) &&
               (bool{unpack<RelinquishMemRequest>(words)} == (word == 0x00ff0002)) &&
               (bool{unpack<ServiceInfoRequest>(words)} == (word == 0x00ff0003));
    });
}

TEST(ControlWord, LenientManagementRequests) {
    expect_everywhere([](uint32_t word) {
        const Registers words = zeros_after(word);
        const uint32_t low = word % 0x1000000;
        return (bool{unpack_lenient<GetVersionRequest>(words)} == (low == 0xff0000)) &&
               (bool{unpack_lenient<RetrieveMemRequest>(words)} == (low == 0xff0001)) &&
               (bool{unpack_lenient<RelinquishMemRequest>(words)} == (low == 0xff0002)) &&
               (bool{unpack_lenient<ServiceInfoRequest>(words)} == (low == 0xff0003));
    });
}

TEST(ControlWord, StrictManagementResponses) {
    expect_everywhere([](uint32_t word) {
        const Registers words = one_after(word);
        return (bool{unpack<GetVersionResponse>(words, AnswerTo{zeros_after(0x00ff0000)})} == (word == 0x00ff0000)) &&
               (bool{unpack<RetrieveMemResponse>(words, AnswerTo{zeros_after(0x00ff0001)})} == (word == 0x00ff0001)) &&
               (bool{unpack<RelinquishMemResponse>(words, AnswerTo{zeros_after(0x00ff0002)})} ==
                (word == 0x00ff0002)) &&
               (bool{unpack<ServiceInfoResponse>(words, AnswerTo{zeros_after(0x00ff0003)})} == (word == 0x00ff0003));
    });
}

TEST(ControlWord, LenientManagementResponsesTakeAny) {
    expect_everywhere([](uint32_t word) {
        const Registers words = one_after(word);
        return bool{unpack_lenient<GetVersionResponse>(words)} && bool{unpack_lenient<RetrieveMemResponse>(words)} &&
               bool{unpack_lenient<RelinquishMemResponse>(words)} && bool{unpack_lenient<ServiceInfoResponse>(words)};
    });
}

/// Both forms: what is accepted, and the interface id and opcode that come out.
TEST(ControlWord, ServiceCallRequests) {
    expect_everywhere([](uint32_t word) {
        const auto strict = unpack<ServiceCallRequest>(zeros_after(word));
        const auto lenient = unpack_lenient<ServiceCallRequest>(zeros_after(word));
        const bool read = !lenient || ((*lenient).interface_id.value() == word / 0x10000 % 0x100 &&
                                       (*lenient).opcode.value() == word % 0x10000);
        const bool packed = !strict || pack(*strict)[W3] == word;
        return (bool{strict} == (is_call(word) && (word < 0x1000000))) && (bool{lenient} == is_call(word)) && read &&
               packed;
    });
}

/// Strict responses want the request's own word back; lenient ones any that a call can have.
TEST(ControlWord, ServiceCallResponses) {
    expect_everywhere([](uint32_t word) {
        const auto strict = unpack<ServiceCallResponse>(zeros_after(word), AnswerTo{zeros_after(0x00a51234)});
        const auto lenient = unpack_lenient<ServiceCallResponse>(zeros_after(word));
        return (bool{strict} == (word == 0x00a51234)) && (bool{lenient} == is_call(word));
    });
}

/// The tables' verdict takes too long for all of them: here are all 2^24 interface ids and opcodes without flags, and
/// each of the 256 values of the upper byte beside ids and opcodes of every kind.
TEST(ControlWord, Inspect) {
    const auto agrees = [](uint32_t word) {
        const uint32_t high = word / 0x1000000;
        const bool unknown = !is_call(word) && word % 0x10000 > 3;
        const size_t broken = size_t{unknown} + (high % 0x40 != 0) + (high / 0x40 % 2 != 0) + (high / 0x80 != 0);
        const Inspection request = inspect_request(zeros_after(word));
        const Inspection response = inspect_response(one_after(word));
        return request.violations.size() == broken && response.violations.size() == broken;
    };
    for (uint32_t word = 0; word < 0x1000000; ++word) {
        ASSERT_TRUE(agrees(word)) << std::hex << word;
    }
    for (uint32_t high = 0; high < 0x100; ++high) {
        for (const uint32_t low :
             {0x000000u, 0xfeffffu, 0x030102u, 0xff0000u, 0xff0001u, 0xff0002u, 0xff0003u, 0xff0004u, 0xffffffu}) {
            ASSERT_TRUE(agrees(high << 24 | low)) << std::hex << (high << 24 | low);
        }
    }
}

} // namespace
} // namespace tsrpc
