// SPDX-License-Identifier: BSD-3-Clause
//
// The codec against every golden vector of the file named on the command line.

#include "vectors.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace tsrpc::tests {
namespace {

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
            const auto message = unpack_any<typename decltype(type)::type>(vector.words, vector.request);
            EXPECT_EQ(static_cast<bool>(message), vector.json.at("valid")) << vector.id;
            EXPECT_EQ(to_json(message.violations()), vector.json.at("violations")) << vector.id;
            if (message) {
                EXPECT_EQ(to_json(fields_of(*message)), vector.json.at("fields")) << vector.id;
            }
        });
    }
}

TEST(Vectors, LenientUnpackingReadsAll) {
    for (const Vector& vector : all()) {
        with_type(vector, [&](auto type) {
            const auto message = unpack_lenient<typename decltype(type)::type>(vector.words);
            ASSERT_EQ(static_cast<bool>(message), can_be_held(held(vector.json))) << vector.id;
            if (message) {
                EXPECT_EQ(to_json(fields_of(*message)), held(vector.json)) << vector.id;
            }
        });
    }
}

TEST(Vectors, OtherMessagesDoNotUnpack) {
    for (const Vector& vector : all()) {
        for_each_message([&](auto type) {
            using M = typename decltype(type)::type;
            if (layout_of<M>.direction == vector.inspection.direction && &layout_of<M> != vector.inspection.layout) {
                EXPECT_FALSE(unpack_any<M>(vector.words, vector.request))
                    << vector.id << ": " << name(layout_of<M>.message);
            }
        });
    }
}

TEST(Vectors, ValidOnesPackToThemselves) {
    for (const Vector& vector : all()) {
        with_type(vector, [&](auto type) {
            const auto message = unpack_any<typename decltype(type)::type>(vector.words, vector.request);
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
