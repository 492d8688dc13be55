// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/json_writer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tsrpc::report {
namespace {

TEST(JsonWriter, PutsCommasAndQuotes) {
    char buffer[100];
    JsonWriter out(buffer, sizeof buffer);
    out.open_object().key("a").string("x\"\\").key("b").open_array().number(-1).number(2).open_object().close_object();
    out.null().boolean(true).close_array().key("c").open_array().close_array().close_object();
    EXPECT_EQ(std::string(buffer, out.size()), R"({"a":"x\"\\","b":[-1,2,{},null,true],"c":[]})");
}

TEST(JsonWriterDeathTest, EndsTheProgramWhereTheBufferIsFull) {
    char buffer[4];
    EXPECT_EQ(JsonWriter(buffer, sizeof buffer).string("12").size(), 4u);
    EXPECT_DEATH(JsonWriter(buffer, sizeof buffer).string("123"), "");
}

} // namespace
} // namespace tsrpc::report
