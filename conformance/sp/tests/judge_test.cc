// SPDX-License-Identifier: BSD-3-Clause
//
// The judge, requirement by requirement: one exchange that breaks it and is blamed for it, one that breaks nothing.
#include "conformance/sp/judge.hpp"

#include "conformance/sp/tests/judge_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <ostream>
#include <set>
#include <string>

namespace tsrpc::conformance {

/// For GoogleTest, which finds it by its argument: not in the unnamed namespace.
static void PrintTo(const JudgeRow& row, std::ostream* out) { *out << row.name; }
static void PrintTo(const Finding& finding, std::ostream* out) {
    *out << finding.requirement << ": " << finding.detail;
}

namespace {

std::vector<JudgeRow> all_rows() {
    std::vector<JudgeRow> rows;
    for (const auto& some :
         {frame_rows(), spmc_rows(), management_rows(), call_rows(), memory_rows(), profile_rows()}) {
        rows.insert(rows.end(), some.begin(), some.end());
    }
    return rows;
}

class Judge : public testing::TestWithParam<JudgeRow> {
  protected:
    static SpState before() {
        SpState state = told::after(GetParam().before);
        GetParam().known(state);
        return state;
    }
};

TEST_P(Judge, BlamesWhatIsBroken) {
    const Findings findings = judge(before(), GetParam().wrong);
    EXPECT_FALSE(findings.empty());
    EXPECT_THAT(findings, testing::Each(testing::Field(&Finding::requirement, GetParam().requirement)));
}

TEST_P(Judge, IsSilentOnWhatIsRight) { EXPECT_THAT(judge(before(), GetParam().right), testing::IsEmpty()); }

TEST_P(Judge, IsSilentOnWhatCameBefore) {
    SpState state = next({}, told::hello());
    for (const Said& said : GetParam().before) {
        EXPECT_THAT(judge(state, said), testing::IsEmpty());
        state = next(std::move(state), said);
    }
}

TEST_P(Judge, SaysWhatIsWrongInOneLineAndWhichBits) {
    for (const Finding& finding : judge(before(), GetParam().wrong)) {
        EXPECT_NE(finding.detail, "");
        EXPECT_EQ(finding.detail.find('\n'), std::string::npos);
        if (finding.wrong) {
            const auto& [reg, mask, expected, seen] = *finding.wrong;
            EXPECT_EQ(finding.evidence, Evidence::bits);
            EXPECT_EQ(expected & ~mask, 0u);
            EXPECT_EQ(seen, std::get<Response>(GetParam().wrong.reply->result).words[reg]);
        }
    }
}

TEST_P(Judge, BlamesNobodyWhereTheTargetWasLost) {
    Said lost = GetParam().wrong;
    lost.reply.reset();
    EXPECT_THAT(judge(before(), lost), testing::IsEmpty());
}

std::string row_name(const testing::TestParamInfo<JudgeRow>& row) {
    std::string text = std::to_string(row.index) + " " + std::string(row.param.requirement);
    std::ranges::replace_if(
        text, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return text;
}

INSTANTIATE_TEST_SUITE_P(Row, Judge, testing::ValuesIn(all_rows()), row_name);

/// The requirements that a source of the judge names.
std::set<std::string> requirements_of(const std::string& path) {
    std::ifstream stream(path);
    EXPECT_TRUE(stream) << path;
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    std::set<std::string> ids;
    for (const Requirement& row : catalogue()) {
        if (text.find('"' + std::string(row.id) + '"') != text.npos) {
            ids.emplace(row.id);
        }
    }
    return ids;
}

TEST(JudgeRows, AreThereForEveryRequirementThatTheJudgeKnows) {
    std::set<std::string> tested;
    for (const JudgeRow& row : all_rows()) {
        tested.emplace(row.requirement);
    }
    for (const char* source :
         {"judge.cc", "judge_frame.cc", "judge_spmc.cc", "judge_answer.cc", "expect.cc", "services.cc"}) {
        const std::set<std::string> known = requirements_of(std::string("conformance/sp/") + source);
        EXPECT_FALSE(known.empty()) << source;
        for (const std::string& id : known) {
            EXPECT_TRUE(tested.contains(id)) << id << " of " << source;
        }
    }
}

// --- what the judge must leave open

TEST(JudgeLeavesOpen, WhatIsAnsweredToWordsThatVersion1DoesNotDefine) {
    const SpState state = told::after(told::holding());
    for (const uint32_t bit : {24u, 29u, 30u, 31u}) {
        Registers request = pack(GetVersionRequest{});
        request.words[W3] |= uint32_t{1} << bit;
        const Said strange = told::asked(told::a, request, {7, 7, 7, 7}, {told::relinquishes(told::a)});
        EXPECT_THAT(judge(state, strange), testing::IsEmpty()) << bit;
    }
    Registers reserved = pack(GetVersionRequest{});
    reserved.words[W4] = 1;
    EXPECT_THAT(judge(state, told::asked(told::a, reserved, {2, 0, 0, 0})), testing::IsEmpty());
}

TEST(JudgeLeavesOpen, WhatASecondRetrieveDoes) {
    const SpState state = told::after(told::holding());
    for (const Said& second : {
             told::retrieved(told::a),
             told::retrieve(told::a, {}, {}),
             told::retrieve(told::a, told::refused(RpcStatus::transport_layer),
                            {told::retrieves(told::a, told::handle, TSRPC_FFA_DENIED)}),
             told::retrieve(told::a, told::refused(RpcStatus::not_found), {}),
         }) {
        EXPECT_THAT(judge(state, second), testing::IsEmpty());
    }
}

TEST(JudgeLeavesOpen, HowManyRegionsAnSpTakes) {
    using namespace told;
    const SpState state = after({share(a), retrieved(a), share(a, other_handle)});
    EXPECT_THAT(judge(state, retrieve(a, refused(RpcStatus::not_found), {}, other_handle)), testing::IsEmpty());
    const SpState large = after({share(a, handle, 2)});
    EXPECT_THAT(judge(large, retrieve(a, refused(RpcStatus::resource_failure), {})), testing::IsEmpty());
}

TEST(JudgeLeavesOpen, WhatAServiceThatItDoesNotKnowAnswers) {
    using namespace told;
    const SpState state = after(holding());
    const ServiceCallRequest unknown = request(9, 3, handle, 0x55);
    for (const Rest& rest : {Rest{0, 0xffffffff, page}, Rest{}, refused(RpcStatus::invalid_value),
                             refused(RpcStatus::internal), refused(RpcStatus::resource_failure)}) {
        EXPECT_THAT(judge(state, call(a, unknown, rest)), testing::IsEmpty());
    }
}

TEST(JudgeLeavesOpen, ContentsThatNobodyKnows) {
    using namespace told;
    const SpState state = after(holding() + std::vector{call(a, request(9, 0, handle, 0x55), {0, 0, 1})});
    EXPECT_THAT(judge(state, read({1, 2, 3})), testing::IsEmpty());
    EXPECT_THAT(judge(state, read({1, 2, 3}, other_handle)), testing::IsEmpty());
}

} // namespace
} // namespace tsrpc::conformance
