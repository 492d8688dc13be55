// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/report_json.hpp"

#include "conformance/report/tests/reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tsrpc::conformance {
namespace {

using nlohmann::json;

std::string error_of(const json& report) {
    try {
        parse_report(report.dump());
    } catch (const ReportError& error) {
        return error.what();
    }
    return "no error";
}

json sample() {
    Outcome known = outcome("version.any_sender", Verdict::known_fail, "seen");
    known.unlisted = Verdict::fail;
    known.known_failing = "ticket 1";
    Report report = report_of({reserved_is_set(), known, outcome("call.request_payload", Verdict::pass)});
    report.shard = Shard{1, 3};
    return json::parse(to_json(report));
}

TEST(ReportJson, SaysWhatTheRunWas) {
    const json report = sample();
    EXPECT_EQ(report["format"], "tsrpc-report-1");
    EXPECT_EQ(report["selected"], 3);
    EXPECT_EQ(report["shard"], json({{"index", 1}, {"total", 3}}));
    EXPECT_EQ(report["verdicts"], json({{"PASS", 1}, {"FAIL", 1}, {"KNOWN FAIL", 1}}));
    EXPECT_EQ(report["conforms"], false);
    EXPECT_EQ(report["results"][1]["known_failing"], "ticket 1");
    EXPECT_FALSE(report["results"][2].contains("console"));
}

TEST(ReportJson, HasTheFrameWithItsWrongBits) {
    const json frame = sample()["results"][0]["frame"];
    EXPECT_EQ(frame["registers"], json({"00ff0000", "00000001", "00000010", "00000000", "00000000"}));
    EXPECT_EQ(frame["direction"], "response");
    EXPECT_EQ(frame["exchange"], 1);
    for (const json& row : frame["rows"]) {
        EXPECT_EQ(row.value("wrong", 0), row["register"] == "W5" ? 0x10 : 0) << row;
        EXPECT_EQ(row.contains("reason"), row["register"] == "W5") << row;
    }
}

TEST(ReportJson, HasTheTraceUpToWhatShowsTheFailure) {
    const json trace = sample()["results"][0]["trace"];
    ASSERT_EQ(trace.size(), 4u);
    EXPECT_EQ(trace[0]["to"], "target");
    EXPECT_EQ(trace[2], json({{"exchange", 1},
                              {"from", "caller"},
                              {"to", "endpoint"},
                              {"line", "> call 0001 00ff0000 00000000 00000000 00000000 00000000"},
                              {"says", "get_version request"}}));
    EXPECT_EQ(trace[3]["from"], "endpoint");
}

TEST(ReportJson, LeavesOutTheMiddleOfALongTrace) {
    Outcome lost = outcome("version.answer", Verdict::crashed, "lost");
    lost.trace.assign(5000, answered(version_request, version_response));
    lost.trace.push_back(unanswered(version_request));
    const ReportedResult result = reported(lost, somewhere);
    EXPECT_EQ(result.trace.size() + result.left_out, 10002u);
    EXPECT_LE(result.trace.size(), 120u);
    EXPECT_EQ(result.trace[7].exchange, 3u);
    EXPECT_EQ(result.trace.back().line, "# no reply: the target was lost here");
}

TEST(ReportJson, IsReadAsItWasWritten) {
    const std::string text = sample().dump();
    const std::string again = to_json(parse_report(text));
    EXPECT_EQ(json::parse(again), json::parse(text));
}

TEST(ReportJson, HoldsWhatIsNoUnicode) {
    Outcome odd = outcome("version.answer", Verdict::fail, "\xff\"\n");
    EXPECT_NO_THROW(parse_report(to_json(report_of({odd}))));
}

TEST(ReportJson, SaysWhichKeyIsWrong) {
    const auto changed = [](const char* pointer, const json& value) {
        json report = sample();
        report[json::json_pointer(pointer)] = value;
        return error_of(report);
    };
    EXPECT_EQ(changed("/format", "tsrpc-report-2"), "format is \"tsrpc-report-2\"; expected \"tsrpc-report-1\"");
    EXPECT_EQ(changed("/seed", -1), "seed is -1; expected a whole number from 0 to 18446744073709551615");
    EXPECT_EQ(changed("/complete", 1), "complete is 1; expected true or false");
    EXPECT_EQ(changed("/tool", 1), "tool is 1; expected a string");
    EXPECT_EQ(changed("/seconds", "1"), "seconds is \"1\"; expected a number");
    EXPECT_EQ(changed("/results", 1), "results is 1; expected a list");
    EXPECT_EQ(changed("/shard", 1), "shard is 1; expected an object");
    EXPECT_EQ(changed("/results/1/verdict", "FINE"),
              "results[1].verdict is \"FINE\"; expected a verdict such as \"PASS\" or \"FAIL\"");
    EXPECT_EQ(changed("/results/0/frame/registers", json({"1", "2"})),
              "results[0].frame.registers is [\"1\",\"2\"]; expected five strings of eight hexadecimal digits");
    EXPECT_EQ(changed("/results/0/frame/rows/0/register", "W8"),
              "results[0].frame.rows[0].register is \"W8\"; expected a register from \"W3\" to \"W7\"");
    EXPECT_EQ(changed("/results/0/frame/direction", "up"),
              "results[0].frame.direction is \"up\"; expected \"request\" or \"response\"");
    EXPECT_EQ(changed("/results/0/frame/rows/0/lsb", 256),
              "results[0].frame.rows[0].lsb is 256; expected a whole number from 0 to 255");
    json without = sample();
    without["results"][2].erase("verdict");
    EXPECT_EQ(error_of(without), "results[2].verdict is missing");
    EXPECT_EQ(error_of(json::array()), "the report is []; expected an object");
    EXPECT_THROW(parse_report("<xml>"), ReportError);
}

TEST(ReportJson, KeysOfLaterVersionsAreIgnored) {
    json report = sample();
    report["new"] = 1;
    EXPECT_EQ(error_of(report), "no error");
}

} // namespace
} // namespace tsrpc::conformance
