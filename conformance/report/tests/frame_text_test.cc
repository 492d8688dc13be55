// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/frame_text.hpp"

#include "conformance/report/field_value.hpp"
#include "conformance/report/row_text.hpp"
#include "conformance/report/service_name.hpp"
#include "tsrpc/names.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace tsrpc::report {
namespace {

using namespace tsrpc::literals;

Registers registers(std::string_view text) { return parse_registers(text).value(); }

std::string summary_of_request(std::string_view text) {
    return summary(inspect_request(registers(text)), registers(text));
}
std::string summary_of_response(std::string_view text) {
    return summary(inspect_response(registers(text)), registers(text));
}

/// Every violation's line.
std::vector<std::string> descriptions(const Inspection& inspection, const Registers& words, const Registers& request) {
    std::vector<std::string> lines;
    for (const Violation& violation : inspection.violations) {
        lines.push_back(describe(violation, inspection, words, request).c_str());
    }
    return lines;
}
std::vector<std::string> descriptions_of_request(std::string_view text) {
    const Registers words = registers(text);
    return descriptions(inspect_request(words), words, words);
}
std::vector<std::string> descriptions_of_response(std::string_view text, std::string_view request) {
    const Registers words = registers(text);
    return descriptions(inspect_response(words, registers(request)), words, registers(request));
}

using Lines = std::vector<std::string>;

TEST(ToHex, PrintsFiveWordsOfEightDigits) {
    EXPECT_EQ(to_hex({{0x00ff0000, 0, 0xffffffff, 0x12, 0xABCDEF01}}), "00ff0000 00000000 ffffffff 00000012 abcdef01");
}

TEST(ParseRegisters, ReadsWhatToHexPrints) {
    const Registers words = {{0x00ff0003, 0xd552dfd9, 0xb24ba216, 0x6dd2a49a, 0xc0e8843b}};
    EXPECT_EQ(parse_registers(to_hex(words)), words);
}

TEST(ParseRegisters, TakesPrefixesCaseShortWordsAndAnyWhiteSpace) {
    EXPECT_EQ(parse_registers("\t 0x00FF0000\r\n0Xab  1\v0\f0xffffffff \n"),
              (Registers{{0x00ff0000, 0xab, 1, 0, 0xffffffff}}));
}

TEST(ParseRegisters, RefusesAnythingElse) {
    for (const char* text :
         {"", " ", "1 2 3 4", "1 2 3 4 5 6", "1 2 3 4 g", "1 2 3 4 0x", "1 2 3 4 123456789", "1 2 3 4 000000001",
          "1 2 3 4 -5", "1 2 3 4 +5", "1 2 3 4 0x-5", "1 2 3 4 0x0x5", "1,2,3,4,5", "1 2 3 4 5,", "> 1 2 3 4 5"}) {
        EXPECT_FALSE(parse_registers(text)) << '"' << text << '"';
    }
    EXPECT_FALSE(parse_registers(std::string_view{"1 2 3 4 5\0", 10}));
}

TEST(BitsName, NamesRangesBitsAndRegisters) {
    EXPECT_STREQ(bits_name(W5, 8, 24).c_str(), "W5[31:8]");
    EXPECT_STREQ(bits_name(W3, 30, 1).c_str(), "W3[30]");
    EXPECT_STREQ(bits_name(W3, 0, 16).c_str(), "W3[15:0]");
    EXPECT_STREQ(bits_name(W4, 0, 32).c_str(), "W4");
}

TEST(RowLabel, NamesTheParts) {
    const Layout& retrieve = layouts::retrieve_mem_request;
    EXPECT_STREQ(row_label(retrieve, retrieve.rows[0]).c_str(), "opcode");
    EXPECT_STREQ(row_label(retrieve, retrieve.rows[5]).c_str(), "memory_handle[31:0]");
    EXPECT_STREQ(row_label(retrieve, retrieve.rows[8]).c_str(), "memory_tag[63:32]");
    const Layout& info = layouts::service_info_request;
    EXPECT_STREQ(row_label(info, info.rows[8]).c_str(), "service_uuid bytes 12-15");
    const Layout& response = layouts::service_info_response;
    EXPECT_STREQ(row_label(response, response.rows[1]).c_str(), "interface_id");
    EXPECT_STREQ(row_label(response, response.rows[6]).c_str(), "interface_id");
    EXPECT_STREQ(row_label(response, response.rows[7]).c_str(), "reserved");
}

TEST(RuleText, GivesTheConstant) {
    const Layout& info = layouts::service_info_request;
    EXPECT_STREQ(rule_text(info.rows[0]).c_str(), "fixed 0x0003");
    EXPECT_STREQ(rule_text(info.rows[1]).c_str(), "fixed 0xff");
    EXPECT_STREQ(rule_text(info.rows[3]).c_str(), "fixed 0x0");
    EXPECT_STREQ(rule_text(info.rows[5]).c_str(), "value");
    const Layout& response = layouts::service_info_response;
    EXPECT_STREQ(rule_text(response.rows[0]).c_str(), "echo");
    EXPECT_STREQ(rule_text(response.rows[7]).c_str(), "RES");
    EXPECT_STREQ(rule_text(response.rows[8]).c_str(), "MBZ");
}

TEST(Summary, ListsEachMessagesFields) {
    EXPECT_EQ(summary_of_request("00ff0000 0 0 0 0"), "get_version request");
    EXPECT_EQ(summary_of_response("00ff0000 1 0 0 0"), "get_version response version=1");
    EXPECT_EQ(summary_of_request("00ff0001 76543210 fedcba98 5 80000000"),
              "retrieve_mem request memory_handle=0xfedcba9876543210 memory_tag=0x8000000000000005");
    EXPECT_EQ(summary_of_response("00ff0001 0 0 0 0"), "retrieve_mem response rpc_status=0 (SUCCESS)");
    EXPECT_EQ(summary_of_request("00ff0002 ffffffff ffffffff 0 0"),
              "relinquish_mem request memory_handle=0xffffffffffffffff (no memory)");
    EXPECT_EQ(summary_of_response("00ff0002 ffffff00 0 0 0"), "relinquish_mem response rpc_status=-256");
    EXPECT_EQ(summary_of_request("00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b"),
              "service_info request service_uuid=d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0 (PSA Crypto)");
    EXPECT_EQ(summary_of_request("00ff0003 6dbe33f0 3847c46c 44ddfd88 692b56ac"),
              "service_info request service_uuid=f033be6d-6cc4-4738-88fd-dd44ac562b69");
    EXPECT_EQ(summary_of_response("00ff0003 fffffffd 7 0 0"),
              "service_info response rpc_status=-3 (NOT_FOUND) interface_id=7");
    EXPECT_EQ(summary_of_request("00030102 00000012 00000000 00000010 00000005"),
              "service_call request interface_id=3 opcode=0x0102 memory_handle=0x0000000000000012 request_length=16 "
              "client_id=5");
    EXPECT_EQ(summary_of_response("00030102 00000000 ffffff7c 00000008 00000000"),
              "service_call response interface_id=3 opcode=0x0102 rpc_status=0 (SUCCESS) service_status=0xffffff7c "
              "response_length=8");
    EXPECT_EQ(summary_of_request("00ff0004 1 2 3 4"), "unknown request");
}

TEST(ServiceName, KnowsTheServicesOfTheAbiDocument) {
    EXPECT_STREQ(service_name("19ef70bf-2fbc-4309-bdd3-c290e993f650"_uuid), "RPMB");
    EXPECT_STREQ(service_name("33c75baf-ac6a-4fe4-8ac7-e9909bee2d17"_uuid), "Test runner");
    EXPECT_EQ(service_name("33c75baf-ac6a-4fe4-8ac7-e9909bee2d18"_uuid), nullptr);
}

TEST(Describe, ValidFramesHaveNothingToDescribe) {
    EXPECT_EQ(descriptions_of_request("00ff0000 0 0 0 0"), Lines{});
    EXPECT_EQ(descriptions_of_response("00030102 0 ffffff7c 8 0", "00030102 12 0 10 0"), Lines{});
}

TEST(Describe, FixedBits) {
    EXPECT_EQ(descriptions_of_request("e1030102 12 0 10 0"),
              (Lines{"W3[29:24] flags is 0x21; must be 0x00; bits 29,24 differ", "W3[30] sap_rc is 0x1; must be 0x0",
                     "W3[31] sap_err is 0x1; must be 0x0"}));
    EXPECT_EQ(descriptions_of_request("0e030102 12 0 10 0"),
              (Lines{"W3[29:24] flags is 0x0e; must be 0x00; bits 27:25 differ"}));
}

TEST(Describe, ReservedBits) {
    EXPECT_EQ(
        descriptions_of_request("00ff0002 0 0 80000001 ffffffff"),
        (Lines{"W6 reserved is 0x80000001; must be 0; bits 31,0 differ", "W7 reserved is 0xffffffff; must be 0"}));
    EXPECT_EQ(descriptions_of_response("00ff0003 0 00000105 0 0", "00ff0003 0 0 0 0"),
              (Lines{"W5[31:8] reserved is 0x000001; a careful sender sends 0 (SHOULD); bit 8 differs"}));
}

TEST(Describe, EchoedBits) {
    EXPECT_EQ(descriptions_of_response("00fe0004 0 0 0 0", "00ff0003 0 0 0 0"),
              (Lines{"W3[15:0] opcode is 0x0004; the request has 0x0003; bits 2:0 differ",
                     "W3[23:16] interface_id is 254; the request has 255 (management); bit 16 differs"}));
    EXPECT_EQ(descriptions_of_response("00050102 0 0 0 0", "00030102 12 0 0 0"),
              (Lines{"W3[23:16] interface_id is 5; the request has 3; bits 18:17 differ"}));
}

TEST(Describe, EchoOfARequestThatIsNotTheMessages) {
    const Registers words = registers("00ff0002 0 0 0 0");
    const Layout& layout = layouts::retrieve_mem_response;
    const Inspection inspection = {layout.message, layout.direction, &layout, check(layout, words, words)};
    EXPECT_EQ(descriptions(inspection, words, words),
              (Lines{"W3[15:0] opcode is 0x0002; must be 0x0001; bits 1:0 differ"}));
}

TEST(Describe, ValuesOutOfRange) {
    EXPECT_EQ(descriptions_of_response("00ff0000 0 0 0 0", "00ff0000 0 0 0 0"),
              (Lines{"W4 version is 0; versions start at 1"}));
    EXPECT_EQ(descriptions_of_response("00ff0003 0 ff 0 0", "00ff0003 0 0 0 0"),
              (Lines{"W5[7:0] interface_id is 255 (management); 255 is the management interface, never a service"}));
    EXPECT_EQ(descriptions_of_request("00030102 ffffffff ffffffff 10 0"),
              (Lines{"W6 request_length is 16; a doorbell has 0"}));
}

TEST(Describe, UnknownMessages) {
    EXPECT_EQ(descriptions_of_request("81ff0004 1 2 3 4"),
              (Lines{"W3[15:0] opcode is 0x0004; no management call has it",
                     "W3[29:24] flags is 0x01; must be 0x00; bit 24 differs", "W3[31] sap_err is 0x1; must be 0x0"}));
}

TEST(Explain, HasALineForEachRowAndMarksTheBroken) {
    const Registers words = registers("40030102 ffffffff ffffffff 00000010 00000000");
    EXPECT_EQ(explain(inspect_request(words), words, words),
              "service_call request interface_id=3 opcode=0x0102 memory_handle=0xffffffffffffffff (no memory) "
              "request_length=16 client_id=0\n"
              "  W3[15:0]  opcode                   0x0102           value\n"
              "  W3[23:16] interface_id             3                value\n"
              "  W3[29:24] flags                    0x00             fixed 0x00\n"
              "! W3[30]    sap_rc                   0x1              fixed 0x0: must be 0x0\n"
              "  W3[31]    sap_err                  0x0              fixed 0x0\n"
              "  W4        memory_handle[31:0]      0xffffffff       value\n"
              "  W5        memory_handle[63:32]     0xffffffff       value\n"
              "! W6        request_length           16               value: a doorbell has 0\n"
              "  W7        client_id                0                value\n");
}

TEST(Explain, Response) {
    const Registers request = registers("00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b");
    const Registers words = registers("00ff0001 fffffffd 00000100 00000000 00000000");
    EXPECT_EQ(explain(inspect_response(words, request), words, request),
              "service_info response rpc_status=-3 (NOT_FOUND) interface_id=0\n"
              "! W3[15:0]  opcode                   0x0001           echo: the request has 0x0003; bit 1 differs\n"
              "  W3[23:16] interface_id             255 (management) echo\n"
              "  W3[29:24] flags                    0x00             fixed 0x00\n"
              "  W3[30]    sap_rc                   0x0              fixed 0x0\n"
              "  W3[31]    sap_err                  0x0              fixed 0x0\n"
              "  W4        rpc_status               -3 (NOT_FOUND)   value\n"
              "  W5[7:0]   interface_id             0                value\n"
              "! W5[31:8]  reserved                 0x000001         RES: a careful sender sends 0 (SHOULD); bit 8 "
              "differs\n"
              "  W6        reserved                 0x00000000       MBZ\n"
              "  W7        reserved                 0x00000000       MBZ\n");
}

TEST(Explain, UnknownMessage) {
    const Registers words = registers("00ff0004 1 2 3 4");
    EXPECT_EQ(explain(inspect_request(words), words, words),
              "unknown request\n"
              "! W3[15:0]  opcode                   0x0004           fixed: no management call has it\n"
              "  W3[23:16] interface_id             255 (management) fixed 0xff\n"
              "  W3[29:24] flags                    0x00             fixed 0x00\n"
              "  W3[30]    sap_rc                   0x0              fixed 0x0\n"
              "  W3[31]    sap_err                  0x0              fixed 0x0\n"
              "  W4        not known                0x00000001\n"
              "  W5        not known                0x00000002\n"
              "  W6        not known                0x00000003\n"
              "  W7        not known                0x00000004\n");
}

TEST(Text, WritesNumbers) {
    constexpr int64_t lowest = std::numeric_limits<int64_t>::min();
    EXPECT_STREQ(Text().number(0).add(' ').number(-1).add(' ').number(10).c_str(), "0 -1 10");
    EXPECT_STREQ(Text().number(lowest).add(' ').number(std::numeric_limits<int64_t>::max()).c_str(),
                 "-9223372036854775808 9223372036854775807");
    EXPECT_STREQ(Text().hex(1, 1).add(' ').hex(0x2a, 6).add(' ').digits(0xabcd, 32).c_str(), "0x1 0x2a 0000abcd");
    EXPECT_STREQ(Text().hex(~uint64_t{0}, 64).c_str(), "0xffffffffffffffff");
}

TEST(TextDeathTest, EndsTheProgramWhereItIsFull) {
    const std::string full(Text::capacity, 'x');
    EXPECT_EQ(Text(full.c_str()).size(), full.size());
    EXPECT_DEATH(Text(full.c_str()).add('x'), "");
}

TEST(FieldValue, WritesWhatItReads) {
    const FieldValue pattern = {0x1122334455667788, 0x99aabbccddeeff00};
    for (const Layout* layout : layouts::all) {
        for (const Field field : carried_fields(*layout)) {
            Registers words = {};
            write_field(*layout, field, pattern, words);
            const unsigned width = width_of(*layout, field);
            const FieldValue expected = {width < 64 ? pattern.low & ((uint64_t{1} << width) - 1) : pattern.low,
                                         width > 64 ? pattern.high : 0};
            EXPECT_EQ(read_field(*layout, field, words), expected) << name(layout->message) << ' ' << name(field);
        }
    }
}

TEST(FieldValue, CarriedFieldsAreThoseWithoutAConstant) {
    const auto carried = [](const Layout& layout) {
        const Fields fields = carried_fields(layout);
        return std::vector(fields.begin(), fields.end());
    };
    EXPECT_EQ(carried(layouts::get_version_request), std::vector<Field>{});
    EXPECT_EQ(carried(layouts::service_info_response), (std::vector{Field::rpc_status, Field::interface_id}));
    EXPECT_EQ(carried(layouts::service_call_response),
              (std::vector{Field::interface_id, Field::opcode, Field::rpc_status, Field::service_status,
                           Field::response_length}));
}

} // namespace
} // namespace tsrpc::report
