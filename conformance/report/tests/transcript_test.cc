// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/transcript.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

constexpr Registers version_request = {{0x00ff0000, 0, 0, 0, 0}};
constexpr Registers version_response = {{0x00ff0000, 1, 0, 0, 0}};
constexpr Registers relinquish_request = {{0x00ff0002, 0x12, 0x34, 0, 0}};

Transcript answered(const Registers& request, const Registers& response, std::vector<SpmcEvent> events = {}) {
    Transcript transcript;
    transcript.add({0x0001, request, std::nullopt, {}});
    transcript.complete(response, std::move(events));
    return transcript;
}

TEST(Transcript, OfNothingSaysNothing) {
    EXPECT_EQ(Transcript().frames(), "");
    EXPECT_EQ(Transcript().explanation(), "");
}

TEST(Transcript, ShowsFramesAndWhatTheSpmcWasAsked) {
    const Transcript transcript = answered(
        relinquish_request, {{0x00ff0002, 0, 0, 0, 0}},
        {{SpmcOperation::retrieve, 0x0001, 0x3400000012, 7, -6}, {SpmcOperation::relinquish, 0, 0x3400000012, 0, 0}});
    EXPECT_EQ(
        transcript.frames(),
        "frames, sender > W3 W4 W5 W6 W7 and < the answer:\n"
        "  0x0001 > 00ff0002 00000012 00000034 00000000 00000000  relinquish_mem request "
        "memory_handle=0x0000003400000012\n"
        "           SPMC: retrieve for 0x0001 handle 0x0000003400000012 tag 0x0000000000000007: "
        "refused with FF-A error -6\n"
        "           SPMC: relinquish handle 0x0000003400000012: done\n"
        "         < 00ff0002 00000000 00000000 00000000 00000000  relinquish_mem response rpc_status=0 (SUCCESS)\n");
    EXPECT_EQ(transcript.explanation(), "");
}

TEST(Transcript, ShowsThatAnAnswerIsMissing) {
    Transcript transcript = answered(version_request, version_response);
    transcript.add({0xffff, version_request, std::nullopt, {}});
    EXPECT_EQ(transcript.frames(),
              "frames, sender > W3 W4 W5 W6 W7 and < the answer:\n"
              "  0x0001 > 00ff0000 00000000 00000000 00000000 00000000  get_version request\n"
              "         < 00ff0000 00000001 00000000 00000000 00000000  get_version response version=1\n"
              "  0xffff > 00ff0000 00000000 00000000 00000000 00000000  get_version request\n"
              "         < no answer\n");
    EXPECT_EQ(transcript.explanation(), "");
}

TEST(Transcript, ExplainsTheRowsThatTheLastResponseBreaks) {
    const Transcript transcript = answered(relinquish_request, {{0x00ff0102, 0xfffffffd, 0x80, 0, 0}});
    EXPECT_EQ(
        transcript.explanation(),
        "         ! W3[15:0]  opcode                   0x0102           echo: the request has 0x0002; bit 8 differs\n"
        "         ! W5        reserved                 0x00000080       MBZ: must be 0; bit 7 differs\n");
}

TEST(Transcript, OfAnUnknownMessageNothingIsExplained) {
    EXPECT_EQ(answered({{0x00ff7777, 0, 0, 0, 0}}, {{0x00ff7777, 0xfffffffe, 1, 2, 3}}).explanation(), "");
}

TEST(Transcript, KeepsTheLastFrames) {
    Transcript transcript;
    for (uint32_t i = 0; i < 1000; ++i) {
        transcript.add({static_cast<uint16_t>(i), version_request, version_response, {}});
    }
    const std::string text = transcript.frames();
    EXPECT_EQ(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')), 2 + 2 * Transcript::kept);
    EXPECT_NE(text.find("\n  ... 988 exchanges before these\n  0x03dc > "), text.npos) << text;
    EXPECT_NE(text.find("\n  0x03e7 > "), text.npos);
    transcript.clear();
    EXPECT_EQ(transcript.frames(), "");
}

} // namespace
} // namespace tsrpc::conformance
