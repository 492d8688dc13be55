// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/trace_file.hpp"

#include "conformance/report/tests/outcomes.hpp"

#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

const TraceOrigin origin = {"tsrpc 1.2.3", "plugin:odd\nname.so", 7, Effort::quick};

TEST(TraceFile, SaysWhereItIsFromAndWhatWasFound) {
    Outcome failed = broken("version.answer", {finding("version.answer", Evidence::bits, "the version is 2", 0),
                                               finding("version.reserved_zero", Evidence::bits, "W5 is 1", 1)});
    failed.trace = {answered(version_request, {{0x00ff0000, 2, 0, 0, 0}}),
                    answered(version_request, {{0x00ff0000, 1, 1, 0, 0}})};
    const std::string text = trace_file_text(failed, origin);
    EXPECT_EQ(text, "# tsrpc 1.2.3\n"
                    "# test: version.answer\n"
                    "# target: plugin:odd?name.so\n"
                    "# seed: 7\n"
                    "# effort: quick\n"
                    "# verdict: FAIL\n"
                    "# finding: version.answer (MUST): the version is 2\n"
                    "# finding: version.reserved_zero (MUST): W5 is 1\n"
                    "> call 0001 00ff0000 00000000 00000000 00000000 00000000\n"
                    "< ok 00ff0000 00000002 00000000 00000000 00000000\n"
                    "# here: version.answer\n"
                    "> call 0001 00ff0000 00000000 00000000 00000000 00000000\n"
                    "< ok 00ff0000 00000001 00000001 00000000 00000000\n"
                    "# here: version.reserved_zero\n");
    EXPECT_EQ(parse_trace(text), failed.trace);
}

TEST(TraceFile, SaysHowTheTargetWasLost) {
    Outcome lost = outcome("version.answer", Verdict::hung, "no answer\nat all");
    lost.trace = {unanswered(version_request)};
    const std::string text = trace_file_text(lost, origin);
    EXPECT_NE(text.find("# verdict: HUNG\n# why: no answer?at all\n> call "), text.npos) << text;
    EXPECT_TRUE(text.ends_with("\n# no reply: the target was lost here\n")) << text;
    EXPECT_EQ(parse_trace(text), lost.trace);
}

TEST(TraceFile, KeepsAllOfALongTrace) {
    Outcome failed = broken("version.answer", {finding("version.answer", Evidence::other, "odd", 1)});
    std::vector<uint8_t> bytes(4096);
    for (size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<uint8_t>(i * i);
    }
    failed.trace.assign(2000, answered(version_request, version_response));
    failed.trace.push_back({Write{1, 2, bytes}, {}, Reply{{}, Ok{}}});
    EXPECT_EQ(parse_trace(trace_file_text(failed, origin)), failed.trace);
}

} // namespace
} // namespace tsrpc::conformance
