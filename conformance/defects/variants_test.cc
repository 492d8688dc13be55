// SPDX-License-Identifier: BSD-3-Clause
//
// The suite is silent on every conforming SP: nothing fails, nothing warns, and only what the SP lacks is skipped.
#include "conformance/defects/test_names.hpp"
#include "conformance/defects/variant.hpp"
#include "conformance/engine/execute.hpp"
#include "conformance/reference/services.hpp"
#include "conformance/sp/cases.hpp"
#include "conformance/targets/attach.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <string>

namespace tsrpc::conformance {

/// For GoogleTest, which finds it by its argument: not in the unnamed namespace.
static void PrintTo(const Variant& variant, std::ostream* out) { *out << variant.name; }

namespace {

/// Whether the set has the test's id, or its area as "area.*".
bool has(const std::set<std::string_view>& set, const Requirement& requirement) {
    return set.contains(requirement.id) || set.contains(fmt::format("{}.*", area(requirement)));
}

/// What the variant lets the suite say of it in that test.
bool is_allowed(const Variant& variant, const Outcome& outcome) {
    switch (outcome.verdict) {
    case Verdict::pass: return true;
    case Verdict::skip: return has(variant.skips, *outcome.requirement);
    case Verdict::warn: return has(variant.warns, *outcome.requirement);
    case Verdict::fail: return has(variant.fails, *outcome.requirement);
    default: return false;
    }
}

class Variants : public testing::TestWithParam<Variant> {};

SuiteRun run_on(const Variant& variant, const SuiteOptions& options = {}) {
    return {attach([&variant]() -> const tsrpc_sp_plugin& { return variant_sp_plugin(variant); },
                   AttachOptions{.in_process = true}),
            options,
            {},
            {},
            {}};
}

TEST_P(Variants, AreNotFaulted) {
    SuiteRun run = run_on(GetParam());
    std::set<std::string_view> passed;
    for (const Case& test : sp_cases()) {
        const Outcome outcome = execute(test, run);
        EXPECT_TRUE(is_allowed(GetParam(), outcome))
            << test.requirement->id << ": " << name(outcome.verdict) << " " << outcome.why << "\n"
            << (outcome.trace.size() < 200 ? to_text(outcome.trace) : "");
        if (outcome.verdict == Verdict::pass) {
            passed.insert(test.requirement->id);
        }
    }
    for (const std::set<std::string_view>& excused : {GetParam().skips, GetParam().warns, GetParam().fails}) {
        for (const std::string_view id : excused) { // what is excused for nothing
            EXPECT_FALSE(passed.contains(id)) << id << " passes";
        }
    }
}

using namespace literals;

constexpr Uuid echo_uuid = "51525300-0000-0000-0000-000000000000"_uuid;

/// A service that the suite does not know: its status is the opcode.
ServiceResult serve_opcode(const ServiceCall& call) {
    return {RpcStatus::success, ServiceStatus{call.request.opcode.value()}, ResponseLength{0}};
}

/// What the checksum service answers, and the other.
Profile profile() {
    const ProfileCall digits = {.name = "digits",
                                .opcode = checksum_opcode.value(),
                                .request = {'1', '2', '3', '4', '5', '6', '7', '8', '9'},
                                .response_length = 4,
                                .response = std::vector<uint8_t>{0x26, 0x39, 0xf4, 0xcb}};
    const ProfileCall zeros = {.name = "zeros",
                               .opcode = checksum_opcode.value(),
                               .request = std::vector<uint8_t>(9),
                               .response_length = 4,
                               .response = std::vector<uint8_t>{0xae, 0x14, 0x09, 0xe6}};
    const ProfileCall opcode = {.name = "opcode", .opcode = 0xfe12, .service_status = 0xfe12};
    const ProfileCall bell = {
        .name = "bell", .opcode = 0x8001, .doorbell = true, .service_status = 0x8001, .response_length = 0};
    return {{{checksum_service_uuid, {digits, zeros}}, {echo_uuid, {opcode, bell}}}};
}

/// The same SPs with other services than the test service, whose answers a profile says.
TEST_P(Variants, AreNotFaultedByAProfile) {
    const auto checksum = std::ranges::find(reference_services(), checksum_service_uuid, &Service::uuid);
    Variant variant = GetParam();
    variant.services = {*checksum, {echo_uuid, InterfaceId{0x21}, serve_opcode}};
    variant.services.front().interface_id = InterfaceId{0x33}; // which no boot moves to 0xff
    SuiteOptions options;
    options.profile = profile();
    options.sequences = 300;
    SuiteRun run = run_on(variant, options);
    size_t skipped = 0;
    for (const Case& test : sp_cases()) {
        const Outcome outcome = execute(test, run);
        skipped += outcome.verdict == Verdict::skip && !has(variant.skips, *test.requirement);
        EXPECT_TRUE(outcome.verdict == Verdict::skip || is_allowed(variant, outcome))
            << test.requirement->id << ": " << name(outcome.verdict) << " " << outcome.why << "\n"
            << (outcome.trace.size() < 200 ? to_text(outcome.trace) : "");
    }
    EXPECT_LE(skipped, 9u); // what the test service alone can show
}

INSTANTIATE_TEST_SUITE_P(Conforming, Variants, testing::ValuesIn(all_variants()), test_name<Variant>);

} // namespace
} // namespace tsrpc::conformance
