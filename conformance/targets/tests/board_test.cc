// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/board/board.hpp"

#include "conformance/protocol/lines.hpp"
#include "conformance/reference/sp_plugin.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tsrpc::conformance {
namespace {

/// What a board answers, as a line.
class BoardTest : public testing::Test {
  protected:
    static std::string answer(const Link& link, const std::string& command) {
        const Reply reply = say(link, parse_command(command));
        EXPECT_TRUE(reply.events.empty()) << command;
        return to_line(reply.result);
    }
    std::string firmware(const std::string& command) { return answer(firmware_, command); }
    std::string driver(const std::string& command) { return answer(driver_, command); }

    void SetUp() override {
        firmware("> hello 2");
        driver("> hello 2");
    }

    const Link firmware_ = board_in_process(reference_sp_plugin(), BoardKind::firmware);
    const Link driver_ = board_in_process(reference_sp_plugin(), BoardKind::driver);
};

TEST_F(BoardTest, HelloComesFirst) {
    const Link link = board_in_process(reference_sp_plugin(), BoardKind::firmware);
    EXPECT_THROW(answer(link, "> bye"), LineError);
    EXPECT_THROW(answer(link, "> hello 1"), LineError);
    answer(link, "> hello 2");
    EXPECT_EQ(answer(link, "> bye"), "< ok");
    EXPECT_THROW(answer(link, "> share 0002 1000 0"), LineError);
}

TEST_F(BoardTest, ItsSpLivesOn) {
    const std::string shared = firmware("> share 0002 1000 0");
    const std::string handle = shared.substr(5);
    EXPECT_EQ(firmware("> bye"), "< ok");
    firmware("> hello 2");
    EXPECT_EQ(firmware("> read " + handle + " 0 1"), "< ok 00");
    EXPECT_EQ(firmware("> reclaim 0002 " + handle), "< ok");
    EXPECT_EQ(firmware("> reclaim 0002 " + handle), "< ffa -2");
}

TEST_F(BoardTest, WhatItCannotDoChangesNothing) {
    for (const char* command : {"> reset", "> refuse retrieve -6 1", "> share 0001 1000 0", "> share 0002 1000 0 12",
                                "> call 0001 00ff0000 0 0 0 0"}) {
        EXPECT_TRUE(firmware(command).starts_with("< cannot ")) << command;
    }
    EXPECT_EQ(firmware("> call 0002 01ff0000 0 0 0 0"), "< ok 00ff0000 00000001 00000000 00000000 00000000");
}

TEST_F(BoardTest, ADriverSendsItsUsersCallsAlone) {
    const std::string find = "> call 0000 00ff0003 3e7c0a5f 1b4b642d d3e1589c 42f0b9a6";
    EXPECT_TRUE(driver("> call 0000 00410000 ffffffff ffffffff 0 0").starts_with("< cannot ")); // no session
    EXPECT_EQ(driver(find), "< ok 00ff0003 00000000 00000041 00000000 00000000");
    EXPECT_EQ(driver("> call 0000 00410000 ffffffff ffffffff 0 0"),
              "< ok 00410000 00000000 00000000 00000000 00000000");
    const std::string handle = driver("> share 0000 1000 0").substr(5, 16);
    const std::string words = handle.substr(8) + " " + handle.substr(0, 8);
    for (const std::string& command :
         {std::string("> call 0000 00ff0000 0 0 0 0"), "> call 0000 00ff0001 " + words + " 0 0",
          "> call 0000 00ff0002 " + words + " 0 0", "> call 0000 00420000 " + words + " 0 0",
          "> call 0000 01410000 " + words + " 0 0", "> call 0000 40410000 " + words + " 0 0",
          "> call 0000 00410000 " + words + " 0 1", "> call 0000 00410000 " + words + " 1001 0",
          std::string("> call 0000 00410000 12 0 0 0"), std::string("> share 0000 1000 1"),
          std::string("> call 0000 01ff0003 3e7c0a5f 1b4b642d d3e1589c 42f0b9a6"),
          std::string("> call 0001 00ff0003 3e7c0a5f 1b4b642d d3e1589c 42f0b9a6")}) {
        EXPECT_TRUE(driver(command).starts_with("< cannot ")) << command;
    }
    EXPECT_EQ(driver("> call 0000 00410001 " + words + " 1000 0"), "< ok 00410001 00000000 00000000 00001000 00000000");
    EXPECT_EQ(driver("> reclaim 0000 " + handle), "< ok");
    EXPECT_EQ(driver("> reclaim 0000 " + handle), "< ffa -2");
    EXPECT_TRUE(driver("> call 0000 00410001 " + words + " 1000 0").starts_with("< cannot "));
}

/// Where the SP takes no more, the driver has nothing shared.
TEST_F(BoardTest, ADriverTakesBackWhatIsNotRetrieved) {
    std::string last;
    int count = 0;
    for (std::string reply; !reply.starts_with("< ffa"); ++count) {
        last = reply;
        reply = driver("> share 0000 1000 0");
        ASSERT_LT(count, 1000);
    }
    EXPECT_EQ(driver("> reclaim 0000 " + last.substr(5, 16)), "< ok");
    EXPECT_TRUE(driver("> share 0000 1000 0").ends_with(" retrieved"));
}

} // namespace
} // namespace tsrpc::conformance
