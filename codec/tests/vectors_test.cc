// SPDX-License-Identifier: BSD-3-Clause
//
// The codec against every golden vector of the file named on the command line.

#include "messages.hpp"
#include "printers.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace tsrpc::tests {
namespace {

using nlohmann::json;

uint32_t to_word(const std::string& hex) { return static_cast<uint32_t>(std::stoul(hex, nullptr, 16)); }

Registers to_registers(const json& words) {
    Registers registers = {};
    for (size_t i = 0; i < register_count; ++i) {
        registers.words[i] = to_word(words.at(i).get<std::string>());
    }
    return registers;
}

std::string to_hex(uint64_t number, int digits) {
    std::ostringstream out;
    out << std::hex << std::setfill('0') << std::setw(digits) << number;
    return out.str();
}

/// A field as the vectors write it, from its bits.
json to_json(Field field, const Bits& bits) {
    switch (field) {
    case Field::service_uuid: return to_text(FromBits<Uuid>::from(bits)).text;
    case Field::memory_handle:
    case Field::memory_tag: return "0x" + to_hex(low_64(bits), 16);
    case Field::rpc_status: return static_cast<int32_t>(FromBits<RpcStatus>::from(bits));
    default: return low_64(bits);
    }
}

json to_json(const Fields& fields) {
    json out = json::object();
    for (const auto& [field, bits] : fields) {
        out[name(field)] = to_json(field, bits);
    }
    return out;
}

/// The fields of a table's frame, bit by bit.
Fields fields_by_table(const Layout& layout, const Registers& words) {
    Fields fields;
    for (const Row& row : layout) {
        for (unsigned bit = 0; is_value_row(row) && bit < row.width; ++bit) {
            fields[row.field][row.part + bit] = words[row.reg] >> (row.lsb + bit) & 1;
        }
    }
    return fields;
}

json to_json(const Violations& violations) {
    json out = json::array();
    for (const Violation& violation : violations) {
        out.push_back(
            {{"rule", name(violation.rule)}, {"register", name(violation.reg)}, {"bits", to_hex(violation.bits, 8)}});
    }
    return out;
}

json vectors; // what `main` read

struct Vector {
    explicit Vector(const json& from)
        : id{from.at("id")}, is_request{from.at("direction") == "request"}, words{to_registers(from.at("registers"))},
          request{to_registers(from.contains("request") ? from.at("request") : from.at("registers"))},
          inspection{is_request                 ? inspect_request(words)
                     : from.contains("request") ? inspect_response(words, request)
                                                : inspect_response(words)},
          json{from} {}

    std::string id;
    bool is_request;
    Registers words;
    Registers request;
    Inspection inspection;
    const nlohmann::json& json;
};

std::vector<Vector> all() { return {vectors.begin(), vectors.end()}; }

TEST(Vectors, AreThere) { EXPECT_GE(all().size(), 400u); }

TEST(Vectors, InspectionSaysTheSame) {
    for (const Vector& vector : all()) {
        EXPECT_EQ(name(vector.inspection.message), vector.json.at("message")) << vector.id;
        EXPECT_EQ(name(vector.inspection.direction), vector.json.at("direction")) << vector.id;
        EXPECT_EQ(vector.inspection.valid(), vector.json.at("valid")) << vector.id;
        EXPECT_EQ(to_json(vector.inspection.violations), vector.json.at("violations")) << vector.id;
    }
}

TEST(Vectors, TablesLocateTheFields) {
    for (const Vector& vector : all()) {
        const Layout* layout = vector.inspection.layout;
        ASSERT_EQ(layout == nullptr, vector.json.at("message") == "unknown") << vector.id;
        if (layout != nullptr) {
            EXPECT_EQ(to_json(fields_by_table(*layout, vector.words)), vector.json.at("fields")) << vector.id;
        }
    }
}

/// Calls `f` with the Type of the vector's message, if it has one.
template <class F>
void with_type(const Vector& vector, F f) {
    for_each_message([&](auto type) {
        if (&layout_of<typename decltype(type)::type> == vector.inspection.layout) {
            f(type);
        }
    });
}

TEST(Vectors, StrictUnpackingTakesTheValidOnes) {
    for (const Vector& vector : all()) {
        with_type(vector, [&](auto type) {
            const auto message = unpack<typename decltype(type)::type>(vector.words, vector.request);
            EXPECT_EQ(static_cast<bool>(message), vector.json.at("valid")) << vector.id;
            EXPECT_EQ(to_json(message.violations()), vector.json.at("violations")) << vector.id;
            if (message) {
                EXPECT_EQ(to_json(fields_of(*message)), vector.json.at("fields")) << vector.id;
            }
        });
    }
}

/// The fields as a message type holds them: interface id 0xff, which means nothing in a SERVICE_INFO response after an
/// RPC error, reads as 0.
json held(const Vector& vector) {
    json fields = vector.json.at("fields");
    if (vector.inspection.message == Message::service_info && fields.value("rpc_status", 0) != 0 &&
        fields.at("interface_id") == 0xff) {
        fields["interface_id"] = 0;
    }
    return fields;
}

/// The values that no message type can hold keep a lenient receiver from reading, and nothing else does.
bool can_be_held(const json& fields) {
    return fields.value("interface_id", 0) != 0xff && fields.value("version", 1u) != 0;
}

TEST(Vectors, LenientUnpackingReadsAll) {
    for (const Vector& vector : all()) {
        with_type(vector, [&](auto type) {
            const auto message = unpack_lenient<typename decltype(type)::type>(vector.words);
            ASSERT_EQ(static_cast<bool>(message), can_be_held(held(vector))) << vector.id;
            if (message) {
                EXPECT_EQ(to_json(fields_of(*message)), held(vector)) << vector.id;
            }
        });
    }
}

TEST(Vectors, OtherMessagesDoNotUnpack) {
    for (const Vector& vector : all()) {
        for_each_message([&](auto type) {
            using M = typename decltype(type)::type;
            if (layout_of<M>.direction == vector.inspection.direction && &layout_of<M> != vector.inspection.layout) {
                EXPECT_FALSE(unpack<M>(vector.words, vector.request))
                    << vector.id << ": " << name(layout_of<M>.message);
            }
        });
    }
}

TEST(Vectors, ValidOnesPackToThemselves) {
    for (const Vector& vector : all()) {
        with_type(vector, [&](auto type) {
            const auto message = unpack<typename decltype(type)::type>(vector.words, vector.request);
            if (message && message.violations().empty()) {
                EXPECT_EQ(pack(*message), vector.words) << vector.id;
            }
        });
    }
}

} // namespace
} // namespace tsrpc::tests

int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    if (argc != 2) {
        std::cerr << "usage: vectors_test VECTORS.json\n";
        return 2;
    }
    std::ifstream file{argv[1]};
    tsrpc::tests::vectors = nlohmann::json::parse(file).at("vectors");
    return RUN_ALL_TESTS();
}
