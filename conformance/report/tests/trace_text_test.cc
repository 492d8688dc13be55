// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/trace_text.hpp"

#include "conformance/report/tests/outcomes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

constexpr Registers relinquish_request = {{0x00ff0002, 0x12, 0x34, 0, 0}};

Findings with_bits(size_t step, const WrongBits& wrong) {
    return {{"memory.relinquish", Evidence::bits, "wrong", wrong, step}};
}

TEST(TraceText, OfNothingSaysNothing) { EXPECT_EQ(trace_text(Trace{}), ""); }

TEST(TraceText, SaysWhatEachFrameIs) {
    EXPECT_EQ(trace_text(answered(relinquish_request, {{0x00ff0002, 0, 0, 0, 0}},
                                  {{SpmcOperation::retrieve, 1, 0x3400000012, 7, -6},
                                   {SpmcOperation::relinquish, 0, 0x3400000012, 0, 0}})),
              "> call 0001 00ff0002 00000012 00000034 00000000 00000000  # relinquish_mem request "
              "memory_handle=0x0000003400000012\n"
              "! retrieve 0001 0000003400000012 0000000000000007 -6\n"
              "! relinquish 0000003400000012 0\n"
              "< ok 00ff0002 00000000 00000000 00000000 00000000  # relinquish_mem response rpc_status=0 (SUCCESS)\n");
}

TEST(TraceText, ReadsAResponseAsTheAnswerToItsRequest) {
    EXPECT_EQ(trace_text(answered(version_request, {{0x00030102, 1, 0, 0, 0}})),
              "> call 0001 00ff0000 00000000 00000000 00000000 00000000  # get_version request\n"
              "< ok 00030102 00000001 00000000 00000000 00000000  # get_version response version=1\n");
}

TEST(TraceText, ShowsWhatACallerAsks) {
    const Said said = {Invoke{1, 2, 0, 0},
                       {{Send{0x8001, version_request}, Response{version_response}}, {FfaReclaim{0x12}, FfaError{-2}}},
                       Reply{{}, Failed{1}}};
    EXPECT_EQ(trace_text(said), "> invoke 1 0002 0 0\n"
                                "? send 8001 00ff0000 00000000 00000000 00000000 00000000  # get_version request\n"
                                "= ok 00ff0000 00000001 00000000 00000000 00000000  # get_version response version=1\n"
                                "? reclaim 0000000000000012\n"
                                "= ffa -2\n"
                                "< failed 1\n");
}

TEST(TraceText, SaysWhereTheTargetWasLost) {
    EXPECT_EQ(trace_text(unanswered(version_request)),
              "> call 0001 00ff0000 00000000 00000000 00000000 00000000  # get_version request\n"
              "# no reply: the target was lost here\n");
}

TEST(TraceText, CutsLongBytes) {
    std::vector<uint8_t> bytes(1000);
    for (size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<uint8_t>(i);
    }
    for (const Said& said : {Said{Write{1, 0, bytes}, {}, Reply{{}, Ok{}}}, Said{Store{1, 0, bytes}, {}, {}},
                             Said{Read{1, 0, 1000}, {}, Reply{{}, Bytes{bytes}}}}) {
        const std::string text = trace_text(said);
        EXPECT_NE(text.find("...  # 1000 bytes\n"), text.npos) << text;
        EXPECT_LT(text.size(), 240u);
    }
    EXPECT_EQ(trace_text(Said{Write{1, 0, std::vector<uint8_t>(1000)}, {}, Reply{{}, Ok{}}}),
              "> write 0000000000000001 0 00*3e8\n< ok\n");
}

TEST(TraceText, LeavesOutTheMiddleOfALongTrace) {
    Trace trace = {{Hello{}, {}, Reply{{}, Greeting{}}}};
    for (uint16_t i = 0; i < 1000; ++i) {
        trace.push_back({Call{i, version_request}, {}, Reply{{}, Response{version_response}}});
    }
    trace.insert(trace.begin() + 500, 3, Said{Share{1, 4096, 0, 5}, {}, Reply{{}, Shared{5}}});
    const std::string text = trace_text(trace, {2, 4});
    EXPECT_EQ(std::ranges::count(text, '\n'), 2 * 6 + 1);
    EXPECT_TRUE(text.starts_with("> hello 2\n"));
    EXPECT_NE(text.find("\n# 998 exchanges left out: 995 call, 3 share\n> call 03e4 "), text.npos) << text;
    EXPECT_NE(text.find("\n> call 03e7 "), text.npos);
    EXPECT_EQ(trace_text(std::span(trace).first(6), {2, 4}).find("left out"), text.npos);
    EXPECT_NE(trace_text(std::span(trace).first(7), {2, 4}).find("# 1 exchange left out: 1 call\n"), text.npos);
}

TEST(TraceText, OfAFindingEndsWhereItShows) {
    const Trace trace = {answered(version_request, version_response), unanswered(relinquish_request)};
    EXPECT_EQ(trace_text(trace, {finding("version.answer", Evidence::status, "", 0)}), trace_text(trace[0]));
    EXPECT_EQ(trace_text(trace, {finding("version.answer", Evidence::status, "", 1)}), trace_text(trace));
    EXPECT_EQ(trace_text(trace, {finding("version.answer", Evidence::status, "", 9)}), trace_text(trace));
}

TEST(TraceText, ExplainsTheBitsOfAFinding) {
    const Trace trace = {answered(relinquish_request, {{0x00ff0102, 0xfffffffd, 0x80, 0, 0}})};
    EXPECT_EQ(trace_text(trace, with_bits(0, {W5, 0xffffffff, 0, 0x80})),
              trace_text(trace) +
                  "# ! W5        reserved                 0x00000080       MBZ: must be 0; bit 7 differs\n");
    EXPECT_EQ(trace_text(trace, with_bits(0, {W3, 0x00ffffff, 0x00ff0002, 0x00ff0102})),
              trace_text(trace) +
                  "# ! W3[15:0]  opcode                   0x0102           echo: the request has 0x0002; "
                  "bit 8 differs\n");
}

TEST(TraceText, ExplainsAllFindingsOfTheExchange) {
    const Trace trace = {answered(relinquish_request, {{0x00ff0102, 0, 0x80, 0, 1}}), unanswered(relinquish_request)};
    Findings findings = with_bits(0, {W5, 0xffffffff, 0, 0x80});
    findings.push_back(with_bits(1, {W6, 0xffffffff, 0, 0}).front());
    findings.push_back(with_bits(0, {W7, 0xffffffff, 0, 1}).front());
    findings.push_back(finding("version.answer", Evidence::status, "", 0));
    EXPECT_EQ(trace_text(trace, findings),
              trace_text(trace[0]) +
                  "# ! W5        reserved                 0x00000080       MBZ: must be 0; bit 7 differs\n"
                  "# ! W7        reserved                 0x00000001       MBZ: must be 0; bit 0 differs\n");
    EXPECT_EQ(trace_text(trace, Findings{}), trace_text(trace));
}

TEST(TraceText, SaysWhatWasExpectedWhereNoRuleOfTheTableIsBroken) {
    const Trace trace = {answered(version_request, {{0x00ff0000, 2, 0, 0, 0}})};
    EXPECT_EQ(trace_text(trace, with_bits(0, {W4, 0xffffffff, 1, 2})),
              trace_text(trace) + "# ! W4        version                  2                value: expected 1\n");
}

TEST(TraceText, ExplainsBitsOfAnUnknownMessage) {
    const Trace trace = {answered({{0x00ff7777, 0, 0, 0, 0}}, {{0x00ff7777, 0xfffffffe, 1, 0, 0}})};
    EXPECT_EQ(trace_text(trace, with_bits(0, {W5, 0xffffffff, 0, 1})),
              trace_text(trace) + "# ! W5        not known                0x00000001: expected 0x00000000\n");
}

TEST(TraceText, ExplainsTheRequestWhereThatIsTheLastFrame) {
    Registers request = version_request;
    request.words[W7] = 1;
    const std::string row = "# ! W7        reserved                 0x00000001       MBZ: must be 0; bit 0 differs\n";
    const Trace lost = {unanswered(request)};
    EXPECT_EQ(trace_text(lost, with_bits(0, {W7, 0xffffffff, 0, 1})), trace_text(lost) + row);
    const Trace asked = {{Close{1}, {{Send{0x8001, request}, Response{version_response}}}, Reply{{}, Ok{}}}};
    EXPECT_EQ(trace_text(asked, with_bits(0, {W7, 0xffffffff, 0, 1})), trace_text(asked) + row);
}

TEST(TraceText, ExplainsNothingWithoutAFrame) {
    const Trace trace = {{Reset{}, {}, Reply{{}, Ok{}}}};
    EXPECT_EQ(trace_text(trace, with_bits(0, {W7, 0xffffffff, 0, 1})), "> reset\n< ok\n");
}

} // namespace
} // namespace tsrpc::conformance
