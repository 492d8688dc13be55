// SPDX-License-Identifier: BSD-3-Clause
//
// The codec behind c_codec.h against every golden vector of the file named on the command line.

#include "c_codec.h"

#include "codec/tests/vectors.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>

namespace tsrpc::tests {
namespace {

json vectors; // what `main` read

struct Vector {
    explicit Vector(const json& from)
        : id{from.at("id")}, words{to_registers(from.at("registers"))},
          request{to_registers(from.contains("request") ? from.at("request") : from.at("registers"))},
          inspection{from.at("direction") == "request" ? c_inspect_request(words.words)
                                                       : c_inspect_response(words.words, request.words)},
          strict{c_unpack(inspection.message, inspection.direction, words.words, request.words)},
          lenient{c_unpack_lenient(inspection.message, inspection.direction, words.words)}, json{from} {}

    bool is_unknown() const { return json.at("message") == "unknown"; }

    std::string id;
    Registers words;
    Registers request;
    c_inspection inspection;
    c_unpacked strict;
    c_unpacked lenient;
    const nlohmann::json& json;
};

std::vector<Vector> all() { return {vectors.begin(), vectors.end()}; }

json to_json(const c_violations& violations) {
    Violations out;
    for (size_t i = 0; i < violations.size; ++i) {
        const auto& [field, reg, rule, bits] = violations.items[i];
        out.add({static_cast<Field>(field), static_cast<Register>(reg), static_cast<Rule>(rule), bits});
    }
    return tests::to_json(out);
}

/// The fields of a vector's message as they were unpacked.
json fields(const Vector& vector, const c_unpacked& unpacked) {
    Fields fields;
    for (const auto& [name_of_field, value] : vector.json.at("fields").items()) {
        for (int field = 0; field < C_FIELDS; ++field) {
            if (name(static_cast<Field>(field)) == name_of_field) {
                fields[static_cast<Field>(field)] =
                    Bits{unpacked.fields[field][1]} << 64 | Bits{unpacked.fields[field][0]};
            }
        }
    }
    return tests::to_json(fields);
}

TEST(CodecVectors, AreThere) { EXPECT_GE(all().size(), 400u); }

TEST(CodecVectors, InspectionSaysTheSame) {
    for (const Vector& vector : all()) {
        EXPECT_EQ(name(static_cast<Message>(vector.inspection.message)), vector.json.at("message")) << vector.id;
        EXPECT_EQ(name(static_cast<Direction>(vector.inspection.direction)), vector.json.at("direction")) << vector.id;
        EXPECT_EQ(vector.inspection.valid != 0, vector.json.at("valid")) << vector.id;
        EXPECT_EQ(to_json(vector.inspection.violations), vector.json.at("violations")) << vector.id;
    }
}

TEST(CodecVectors, StrictUnpackingTakesTheValidOnes) {
    for (const Vector& vector : all()) {
        ASSERT_EQ(vector.strict.ok != 0, vector.json.at("valid")) << vector.id;
        if (vector.strict.ok) {
            EXPECT_EQ(fields(vector, vector.strict), vector.json.at("fields")) << vector.id;
        }
    }
}

TEST(CodecVectors, LenientUnpackingReadsAll) {
    for (const Vector& vector : all()) {
        const json expected = held(vector.json);
        ASSERT_EQ(vector.lenient.ok != 0, !vector.is_unknown() && can_be_held(expected)) << vector.id;
        if (vector.lenient.ok) {
            EXPECT_EQ(fields(vector, vector.lenient), expected) << vector.id;
        }
    }
}

TEST(CodecVectors, ValidOnesPackToThemselves) {
    for (const Vector& vector : all()) {
        if (vector.json.at("violations").empty()) {
            EXPECT_EQ(Registers::from(vector.strict.packed), vector.words) << vector.id;
        }
    }
}

} // namespace
} // namespace tsrpc::tests

int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    if (argc != 2) {
        std::cerr << "usage: c_vectors_test VECTORS.json\n";
        return 2;
    }
    std::ifstream file{argv[1]};
    tsrpc::tests::vectors = nlohmann::json::parse(file).at("vectors");
    return RUN_ALL_TESTS();
}
