// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/frame_json.hpp"

#include "conformance/report/frame_text.hpp"
#include "tsrpc/names.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace tsrpc::report {
namespace {

Frame frame(Direction direction, std::string_view words) { return {direction, parse_registers(words).value()}; }
Frame request(std::string_view words) { return frame(Direction::request, words); }
Frame response(std::string_view words) { return frame(Direction::response, words); }

std::string decoded(const Frame& frame) {
    const Inspection inspection = frame.inspect();
    return frame_to_json(inspection, frame.words, frame.words, inspection.valid());
}

std::string encoded(std::string_view json) { return to_hex(frame_from_json(parse_json(json)).words); }

/// The error that encoding ends with.
std::string refusal(std::string_view json) {
    try {
        return "no error: " + encoded(json);
    } catch (const JsonError& error) {
        return error.what();
    }
}

TEST(FrameToJson, HasTheMessagesFieldsThenTheFindings) {
    EXPECT_EQ(decoded(request("00ff0000 0 0 0 0")),
              R"({"message":"get_version","direction":"request",)"
              R"("registers":["00ff0000","00000000","00000000","00000000","00000000"],"valid":true,"violations":[]})");
    EXPECT_EQ(
        decoded(response("00ff0003 fffffffd 101 0 0")),
        R"({"message":"service_info","direction":"response","rpc_status":-3,"interface_id":1,)"
        R"("registers":["00ff0003","fffffffd","00000101","00000000","00000000"],"valid":true,)"
        R"("violations":[{"rule":"RES","detail":"W5[31:8] reserved is 0x000001; a careful sender sends 0 (SHOULD); )"
        R"(bit 8 differs"}]})");
}

/// The fields of a decoded frame alone.
std::string fields(const Frame& frame) { return fields_to_json(frame.inspect(), frame.words).dump(); }

TEST(FieldsToJson, HaveTheTypesOfTheInterface) {
    EXPECT_EQ(fields(response("00ff0000 ffffffff 0 0 0")), R"({"version":4294967295})");
    EXPECT_EQ(fields(request("00ff0001 76543210 fedcba98 1 80000000")),
              R"({"memory_handle":"0xfedcba9876543210","memory_tag":"0x8000000000000001"})");
    EXPECT_EQ(fields(response("00ff0001 80000000 0 0 0")), R"({"rpc_status":-2147483648})");
    EXPECT_EQ(fields(request("00ff0002 12 0 0 0")), R"({"memory_handle":"0x0000000000000012"})");
    EXPECT_EQ(fields(response("00ff0002 7fffffff 0 0 0")), R"({"rpc_status":2147483647})");
    EXPECT_EQ(fields(request("00ff0003 6dbe33f0 3847c46c 44ddfd88 692b56ac")),
              R"({"service_uuid":"f033be6d-6cc4-4738-88fd-dd44ac562b69"})");
    EXPECT_EQ(fields(request("00030102 12 0 10 ffffffff")),
              R"({"interface_id":3,"opcode":258,"memory_handle":"0x0000000000000012","request_length":16,)"
              R"("client_id":4294967295})");
    EXPECT_EQ(fields(response("00030102 0 ffffff7c 8 0")),
              R"({"interface_id":3,"opcode":258,"rpc_status":0,"service_status":4294967164,"response_length":8})");
}

TEST(FieldsToJson, AreThereWhateverRulesTheFrameBreaks) {
    EXPECT_EQ(fields(response("c1ff0003 1 ff 1 1")), R"({"rpc_status":1,"interface_id":255})");
    EXPECT_EQ(fields(response("00ff0000 0 0 0 0")), R"({"version":0})");
}

TEST(FieldsToJson, UnknownMessagesHaveNone) { EXPECT_EQ(fields(request("00ff0004 1 2 3 4")), "{}"); }

TEST(FrameFromJson, EncodesEachMessage) {
    EXPECT_EQ(encoded(R"({"message":"get_version","direction":"request"})"),
              "00ff0000 00000000 00000000 00000000 00000000");
    EXPECT_EQ(encoded(R"({"direction":"response","version":1,"message":"get_version"})"),
              "00ff0000 00000001 00000000 00000000 00000000");
    EXPECT_EQ(encoded(R"({"message":"retrieve_mem","direction":"request","memory_handle":"0xfedcba9876543210",
                          "memory_tag":"0x0000000100000002"})"),
              "00ff0001 76543210 fedcba98 00000002 00000001");
    EXPECT_EQ(encoded(R"({"message":"relinquish_mem","direction":"response","rpc_status":-5})"),
              "00ff0002 fffffffb 00000000 00000000 00000000");
    EXPECT_EQ(encoded(R"({"message":"service_info","direction":"request",
                          "service_uuid":"D9DF52D5-16a2-4bb2-9aa4-d26d3b84e8c0"})"),
              "00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b");
    EXPECT_EQ(encoded(R"({"message":"service_info","direction":"response","rpc_status":0,"interface_id":254})"),
              "00ff0003 00000000 000000fe 00000000 00000000");
    EXPECT_EQ(encoded(R"({"message":"service_call","direction":"request","interface_id":0,"opcode":1,
                          "memory_handle":"0xffffffffffffffff","request_length":0,"client_id":0})"),
              "00000001 ffffffff ffffffff 00000000 00000000");
    EXPECT_EQ(encoded(R"({"message":"service_call","direction":"response","interface_id":3,"opcode":258,
                          "rpc_status":0,"service_status":4294967164,"response_length":8})"),
              "00030102 00000000 ffffff7c 00000008 00000000");
}

TEST(FrameFromJson, IgnoresWhatDecodingAdds) {
    EXPECT_EQ(encoded(R"({"message":"get_version","direction":"request","registers":7,"valid":0,"violations":{}})"),
              "00ff0000 00000000 00000000 00000000 00000000");
}

TEST(FrameFromJson, RefusesWhatIsNotAnObject) {
    EXPECT_EQ(refusal("[1]"), "the frame is [1]; expected a JSON object");
    EXPECT_EQ(refusal("null"), "the frame is null; expected a JSON object");
}

TEST(FrameFromJson, RefusesAWrongMessageOrDirection) {
    constexpr const char* messages = "expected one of \"get_version\", \"retrieve_mem\", \"relinquish_mem\", "
                                     "\"service_info\", \"service_call\"";
    EXPECT_EQ(refusal(R"({"direction":"request"})"), std::string("message is missing; ") + messages);
    EXPECT_EQ(refusal(R"({"message":"unknown","direction":"request"})"),
              std::string("message is \"unknown\"; ") + messages);
    EXPECT_EQ(refusal(R"({"message":3,"direction":"request"})"), std::string("message is 3; ") + messages);
    EXPECT_EQ(refusal(R"({"message":"get_version"})"),
              "direction is missing; expected one of \"request\", \"response\"");
    EXPECT_EQ(refusal(R"({"message":"get_version","direction":"up"})"),
              "direction is \"up\"; expected one of \"request\", \"response\"");
}

TEST(FrameFromJson, RefusesAMissingField) {
    EXPECT_EQ(refusal(R"({"message":"retrieve_mem","direction":"request","memory_handle":"0x0000000000000001"})"),
              "memory_tag is missing; expected an integer from 0 to 18446744073709551615");
    EXPECT_EQ(refusal(R"({"message":"service_info","direction":"response","rpc_status":0})"),
              "interface_id is missing; expected an integer from 0 to 254");
}

TEST(FrameFromJson, RefusesAnUnknownKey) {
    EXPECT_EQ(refusal(R"({"message":"get_version","direction":"response","version":1,"rpc_status":0})"),
              "\"rpc_status\" is not a key of a get_version response, which has message, direction, version");
    EXPECT_EQ(refusal(R"({"message":"get_version","direction":"request","interface_id":255})"),
              "\"interface_id\" is not a key of a get_version request, which has message, direction");
}

TEST(FrameFromJson, RefusesAKeyThatIsThereTwice) {
    EXPECT_EQ(refusal(R"({"message":"get_version","direction":"response","version":1,"version":2})"),
              "\"version\" is there twice; expected each key once");
}

std::string refusal_of_field(const char* message, const char* direction, const std::string& field) {
    return refusal("{\"message\":\"" + std::string(message) + "\",\"direction\":\"" + direction + "\"," + field + "}");
}

TEST(FrameFromJson, RefusesNumbersOutOfRange) {
    for (const char* number :
         {"0", "-1", "4294967296", "18446744073709551615", "99999999999999999999", "1.0", "\"0\"", "\"-1\"",
          "\"0x100000000\"", "\" 1\"", "\"1.0\"", "\"+1\"", "\"0x\"", "\"\"", "null", "true", "[1]"}) {
        std::string shown_number = number;
        if (shown_number == "99999999999999999999") {
            shown_number = "1e+20"; // beyond 64 bits JSON numbers are floating
        }
        EXPECT_EQ(refusal_of_field("get_version", "response", std::string("\"version\":") + number),
                  "version is " + shown_number + "; expected an integer from 1 to 4294967295");
    }
    for (const char* number : {"-2147483649", "4294967296", "\"-0x80000001\"", "18446744073709551613"}) {
        EXPECT_EQ(refusal_of_field("retrieve_mem", "response", std::string("\"rpc_status\":") + number),
                  std::string("rpc_status is ") + number + "; expected an integer from -2147483648 to 4294967295");
    }
    EXPECT_EQ(refusal_of_field("service_info", "response", R"("rpc_status":0,"interface_id":255)"),
              "interface_id is 255; expected an integer from 0 to 254");
    EXPECT_EQ(refusal_of_field("service_call", "response", R"("interface_id":255)"),
              "interface_id is 255; expected an integer from 0 to 254");
    EXPECT_EQ(refusal_of_field("service_call", "response", R"("interface_id":1,"opcode":65536)"),
              "opcode is 65536; expected an integer from 0 to 65535");
}

TEST(FrameFromJson, RefusesMalformedHandles) {
    for (const char* handle : {"\"\"", "\"0x\"", "\"00000000000000aa\"", "\"0x000000000000000g\"",
                               "\"0x-00000000000001\"", "\"0x10000000000000000\"", "-1", "\"-0x1\"", "1.5"}) {
        EXPECT_EQ(refusal_of_field("relinquish_mem", "request", std::string("\"memory_handle\":") + handle),
                  std::string("memory_handle is ") + handle + "; expected an integer from 0 to 18446744073709551615");
    }
}

TEST(FrameFromJson, TakesNumbersInAnyUsualForm) {
    const auto encode_field = [](const char* message, const char* direction, const std::string& field) {
        return encoded("{\"message\":\"" + std::string(message) + "\",\"direction\":\"" + direction + "\"," + field +
                       "}");
    };
    for (const char* handle : {"18", "\"18\"", "\"0x12\"", "\"0X12\"", "\"0x0000000000000012\"", "\"0018\""}) {
        EXPECT_EQ(encode_field("relinquish_mem", "request", std::string("\"memory_handle\":") + handle),
                  "00ff0002 00000012 00000000 00000000 00000000");
    }
    for (const char* handle : {"18446744073709551615", "\"0xFFFFFFFFFFFFFFFF\"", "\"18446744073709551615\""}) {
        EXPECT_EQ(encode_field("relinquish_mem", "request", std::string("\"memory_handle\":") + handle),
                  "00ff0002 ffffffff ffffffff 00000000 00000000");
    }
    for (const char* status : {"-3", "4294967293", "\"0xfffffffd\"", "\"-3\"", "\"-0x3\"", "\"4294967293\""}) {
        EXPECT_EQ(encode_field("retrieve_mem", "response", std::string("\"rpc_status\":") + status),
                  "00ff0001 fffffffd 00000000 00000000 00000000");
        EXPECT_EQ(
            encode_field("service_call", "response",
                         std::string("\"interface_id\":\"0x3\",\"opcode\":\"258\",\"rpc_status\":0,\"response_length\":"
                                     "\"0x8\",\"service_status\":") +
                             status),
            "00030102 00000000 fffffffd 00000008 00000000");
    }
    for (const char* uuid :
         {"d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0", "D9DF52D5-16A2-4BB2-9AA4-D26D3B84E8C0",
          "{d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0}", "urn:uuid:d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0"}) {
        EXPECT_EQ(encode_field("service_info", "request", "\"service_uuid\":\"" + std::string(uuid) + "\""),
                  "00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b");
    }
}

TEST(FrameFromJson, RefusesMalformedUuids) {
    for (const char* uuid : {"\"\"", "\"d9df52d516a24bb29aa4d26d3b84e8c0\"", "5",
                             "\"d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c\"", "\"{d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0\"",
                             "\"{}\"", "\"urn:uuid:\"", "\"d9df52d5-16a2-4bb2-9aa4-d26d3b84e8cg\""}) {
        EXPECT_EQ(refusal_of_field("service_info", "request", std::string("\"service_uuid\":") + uuid),
                  std::string("service_uuid is ") + uuid +
                      "; expected a UUID such as \"d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0\"");
    }
}

TEST(FrameFromJson, RefusesADoorbellWithALength) {
    EXPECT_EQ(refusal_of_field("service_call", "request",
                               R"("interface_id":0,"opcode":1,"memory_handle":"0xFFFFFFFFffffffff",
                                  "request_length":16,"client_id":0)"),
              "W6 request_length is 16; a doorbell has 0");
}

TEST(ParseJson, SaysWhereTheTextIsNotJson) {
    const std::string error = refusal("{\"message\":");
    EXPECT_EQ(error.find("not JSON: parse error at line 1, column 12"), 0U) << error;
    EXPECT_EQ(error.find('\n'), error.npos);
}

TEST(ParseJson, LooksForDoublesInEachObjectAlone) {
    EXPECT_NO_THROW(parse_json(R"([{"a":{"a":1}},{"a":2}])"));
    EXPECT_THROW(parse_json(R"([{"b":{"a":1,"c":{},"a":2}}])"), JsonError);
}

TEST(Shown, IsOneShortAsciiLine) {
    EXPECT_EQ(shown("a\n\x01\xff\"b"), R"("a\n\u0001\ufffd\"b")");
    EXPECT_EQ(shown(std::string(100, 'x')).size(), 63U);
}

/// Words whose control word often is that of a management call, and which are often 0.
rc::Gen<Frame> any_frame() {
    const auto word = rc::gen::oneOf(rc::gen::arbitrary<uint32_t>(), rc::gen::just(uint32_t{0}));
    const auto management = rc::gen::map(rc::gen::inRange<uint32_t>(0, 5), [](uint32_t op) { return 0x00ff0000 | op; });
    const auto service = rc::gen::map(rc::gen::arbitrary<uint32_t>(), [](uint32_t bits) { return bits & 0x00ffffff; });
    return rc::gen::map(
        rc::gen::tuple(rc::gen::arbitrary<bool>(), rc::gen::oneOf(management, service, word), word, word, word, word),
        [](const auto& t) {
            return Frame{std::get<0>(t) ? Direction::response : Direction::request,
                         {{std::get<1>(t), std::get<2>(t), std::get<3>(t), std::get<4>(t), std::get<5>(t)}}};
        });
}

RC_GTEST_PROP(FrameJson, EncodesWhatItDecodedOfAFrameThatBreaksNoRule, ()) {
    const Frame frame = *any_frame();
    const Inspection inspection = frame.inspect();
    RC_PRE(inspection.violations.empty());
    RC_TAG(name(inspection.message), name(inspection.direction));
    const Frame again = frame_from_json(parse_json(decoded(frame)));
    RC_ASSERT(again.direction == frame.direction);
    RC_ASSERT(to_hex(again.words) == to_hex(frame.words));
}

RC_GTEST_PROP(FrameJson, EveryFrameDecodesToItsOwnWordsAndFindings, ()) {
    const Frame frame = *any_frame();
    const Inspection inspection = frame.inspect();
    const Json json = parse_json(decoded(frame));
    std::string words;
    for (const Json& word : json["registers"]) {
        words += (words.empty() ? "" : " ") + word.get<std::string>();
    }
    RC_ASSERT(words == to_hex(frame.words));
    RC_ASSERT(json["valid"] == inspection.valid());
    RC_ASSERT(json["violations"].size() == inspection.violations.size());
}

} // namespace
} // namespace tsrpc::report
