// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/protocol/lines.hpp"

#include "conformance/protocol/fault.hpp"
#include "conformance/protocol/tests/arbitrary.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tsrpc::conformance {
namespace {

using namespace literals;

constexpr Uuid uuid = "f033be6d-6cc4-4738-88fd-dd44ac562b69"_uuid;
constexpr Registers words = {{0x00ff0001, 0x34, 0x12, 5, 0xffffffff}};

template <class Parse>
std::string error_of(Parse parse) {
    try {
        parse();
    } catch (const LineError& error) {
        return error.what();
    }
    return "no error";
}

// --- each kind of line, as docs/target-protocol.md has it ------------------------------------------------------------

TEST(Lines, EachCommand) {
    const struct {
        Command command;
        const char* line;
    } rows[] = {
        {Hello{}, "> hello 2"},
        {Reset{}, "> reset"},
        {Bye{}, "> bye"},
        {Read{0xfedcba9876543210, 0xffe, 2}, "> read fedcba9876543210 ffe 2"},
        {Write{1, 0, {0xa1, 0xb2}}, "> write 0000000000000001 0 a1b2"},
        {Write{1, 0, {}}, "> write 0000000000000001 0 -"},
        {Call{1, words}, "> call 0001 00ff0001 00000034 00000012 00000005 ffffffff"},
        {Share{1, 0x2000, 5, {}}, "> share 0001 2000 0000000000000005"},
        {Share{0xffff, 0x1000, 0, 0x12}, "> share ffff 1000 0000000000000000 0000000000000012"},
        {Reclaim{1, 0x12}, "> reclaim 0001 0000000000000012"},
        {Refuse{SpmcOperation::retrieve, -6, 1}, "> refuse retrieve -6 1"},
        {Refuse{SpmcOperation::relinquish, -4, 0x10}, "> refuse relinquish -4 10"},
        {Select{1}, "> select 1"},
        {Open{0x8003, uuid}, "> open 8003 f033be6d-6cc4-4738-88fd-dd44ac562b69"},
        {Close{7}, "> close 7"},
        {Alloc{7, 0x1001}, "> alloc 7 1001"},
        {Free{0x1f}, "> free 1f"},
        {Invoke{7, 0x102, 1, 0x10}, "> invoke 7 0102 1 10"},
        {Load{1, 2, 3}, "> load 1 2 3"},
        {Store{1, 2, {0xff}}, "> store 1 2 ff"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(to_line(row.command), row.line);
        EXPECT_EQ(parse_command(row.line), row.command) << row.line;
        EXPECT_EQ(kind_of(row.line), LineKind::command) << row.line;
        EXPECT_EQ(std::string(row.line).substr(2, name(row.command).size()), name(row.command));
        EXPECT_TRUE(is_command_name(name(row.command)));
    }
}

TEST(Lines, EachResult) {
    Greeting greeting{2, TargetRole::sp, 0x8003, {}, true, true, true, true, true, true, 1, 128, "my SP"};
    const Greeting board{2, TargetRole::caller, 1, {1, 0x8001}, false, false, false, false, false, false, 2, 1, ""};
    const struct {
        Command command;
        Result result;
        const char* line;
    } rows[] = {
        {Reset{}, Ok{}, "< ok"},
        {Hello{}, greeting,
         "< ok 2 sp 8003 senders=any words=any handles=runner memory reset events refuse ahead=80 name=my SP"},
        {Hello{}, board, "< ok 2 caller 0001 senders=0001,8001 words=services handles=target callers=2 ahead=1 name="},
        {Call{1, words}, Response{words}, "< ok 00ff0001 00000034 00000012 00000005 ffffffff"},
        {Share{}, Shared{0x12}, "< ok 0000000000000012"},
        {Share{}, Shared{0x12, true}, "< ok 0000000000000012 retrieved"},
        {Read{0, 0, 2}, Bytes{{0xa1, 0xb2}}, "< ok a1b2"},
        {Load{0, 0, 0}, Bytes{}, "< ok -"},
        {Open{}, Opened{0}, "< ok 0"},
        {Alloc{}, Allocated{1, 0x7f0000001000, 0x1000}, "< ok 1 7f0000001000 1000"},
        {Invoke{}, Invoked{0xffffff7c, 8}, "< ok ffffff7c 8"},
        {Reclaim{}, FfaError{-6}, "< ffa -6"},
        {Close{}, Failed{22}, "< failed 22"},
        {Open{}, Failed{-1, true}, "< failed -1 wrote"},
        {Reset{}, Cannot{"no power switch"}, "< cannot no power switch"},
        {Reset{}, Cannot{}, "< cannot"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(to_line(row.result), row.line);
        EXPECT_EQ(parse_result(row.command, row.line), row.result) << row.line;
        EXPECT_EQ(kind_of(row.line), LineKind::reply) << row.line;
    }
}

TEST(Lines, EachEvent) {
    const SpmcEvent retrieve{SpmcOperation::retrieve, 2, 0x12, 5, -6};
    const SpmcEvent relinquish{SpmcOperation::relinquish, 0, 0x12, 0, 0};
    EXPECT_EQ(to_line(retrieve), "! retrieve 0002 0000000000000012 0000000000000005 -6");
    EXPECT_EQ(to_line(relinquish), "! relinquish 0000000000000012 0");
    for (const SpmcEvent& event : {retrieve, relinquish}) {
        EXPECT_EQ(parse_event(to_line(event)), event);
        EXPECT_EQ(kind_of(to_line(event)), LineKind::event);
    }
}

TEST(Lines, EachAsk) {
    const struct {
        Ask ask;
        const char* line;
        Granted granted;
        const char* granted_line;
    } rows[] = {
        {PartitionIds{uuid, 0x10}, "? partitions f033be6d-6cc4-4738-88fd-dd44ac562b69 10", Ids{{0x8001, 2}},
         "= ok 8001 0002"},
        {PartitionIds{uuid, 0}, "? partitions f033be6d-6cc4-4738-88fd-dd44ac562b69 0", Ids{}, "= ok"},
        {Send{0x8001, words}, "? send 8001 00ff0001 00000034 00000012 00000005 ffffffff", Response{words},
         "= ok 00ff0001 00000034 00000012 00000005 ffffffff"},
        {FfaShare{0x8001, 0x7f0000001000, 0x2000}, "? share 8001 7f0000001000 2000", Shared{0x12},
         "= ok 0000000000000012"},
        {FfaReclaim{0x12}, "? reclaim 0000000000000012", Ok{}, "= ok"},
        {FfaReclaim{0x12}, "? reclaim 0000000000000012", FfaError{-6}, "= ffa -6"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(to_line(row.ask), row.line);
        EXPECT_EQ(parse_ask(row.line), row.ask) << row.line;
        EXPECT_EQ(kind_of(row.line), LineKind::ask) << row.line;
        EXPECT_EQ(to_line(row.granted), row.granted_line);
        EXPECT_EQ(parse_granted(row.ask, row.granted_line), row.granted) << row.granted_line;
        EXPECT_EQ(kind_of(row.granted_line), LineKind::granted) << row.granted_line;
    }
}

TEST(Lines, BytesAreShortenedForPeople) {
    const std::vector<uint8_t> page(0x1000, 0x5a);
    EXPECT_EQ(to_line(Command(Write{1, 0, page}), BytesForm::shortened), "> write 0000000000000001 0 5a*1000");
    EXPECT_EQ(to_line(Result(Bytes{page}), BytesForm::shortened), "< ok 5a*1000");
    EXPECT_EQ(parse_command("> write 1 0 5a*1000"), Command(Write{1, 0, page}));
    EXPECT_EQ(parse_result(Read{1, 0, 0x1000}, "< ok 5a*1000"), Result(Bytes{page}));
}

// --- what is not such a line -----------------------------------------------------------------------------------------

TEST(Lines, EverythingElseIsNoise) {
    for (const char* line : {"",
                             " ",
                             ">",
                             "> ",
                             "<",
                             "< ",
                             "!",
                             "! ",
                             "> frobnicate",
                             ">call 0001",
                             " > bye",
                             "< okay",
                             "! retrieved",
                             "! ready now",
                             "!ready",
                             "? ask",
                             "= yes",
                             "= failed 1",
                             "$ ok",
                             "[    0.000000] Booting Linux",
                             "U-Boot 2024.01",
                             "login: ",
                             "\xff\xfe",
                             "<ok",
                             "> \t"}) {
        EXPECT_EQ(kind_of(line), LineKind::noise) << line;
    }
    EXPECT_EQ(kind_of("! ready"), LineKind::ready);
    EXPECT_EQ(kind_of(ready_line), LineKind::ready);
    EXPECT_EQ(kind_of("! fault 11 create 0 near null"), LineKind::noise);
}

TEST(Lines, WrongCommands) {
    for (const char* line : {"",
                             "hello 2",
                             ">hello 2",
                             "< hello 2",
                             "> hello",
                             "> hello 2 2",
                             "> hello two",
                             "> hello 100000000",
                             "> HELLO 2",
                             "> reset now",
                             "> call 0001 0 0 0 0",
                             "> call 0001 0 0 0 0 0 0",
                             "> call 0001 0 0 0 0 0 ",
                             "> call  0001 0 0 0 0 0",
                             "> call 10000 0 0 0 0 0",
                             "> call 0001 0x0 0 0 0 0",
                             "> share 0001 1000",
                             "> share 0001 1000 0 7 8",
                             "> write 1 0",
                             "> write 1 0 1",
                             "> write 1 0 11 11",
                             "> refuse share -6 1",
                             "> refuse retrieve 0 1",
                             "> refuse retrieve 6 1",
                             "> refuse retrieve -6",
                             "> open 8003 5f0a7c3e",
                             "> invoke 0 10000 0 0",
                             "> frobnicate"}) {
        const std::string error = error_of([line] { parse_command(line); });
        EXPECT_NE(error, "no error") << line;
        EXPECT_EQ(error.find('\n'), std::string::npos) << line;
    }
}

TEST(Lines, WrongResults) {
    const Command call = Call{1, words};
    for (const char* line :
         {"", "ok", "< ", "< okay", "< ok", "< ok 1 2 3 4", "< ok 1 2 3 4 5 6", "< ok 1 2 3 4 x", "< ok  1 2 3 4 5",
          "< ffa", "< ffa 0", "< ffa 6", "< ffa -6 -6", "< failed", "< failed 0", "< failed x", "> ok 1 2 3 4 5"}) {
        EXPECT_NE(error_of([&] { parse_result(call, line); }), "no error") << line;
    }
    EXPECT_NE(error_of([] { parse_result(Reset{}, "< ok now"); }), "no error");
    EXPECT_EQ(error_of([] { parse_result(Read{0, 0, 2}, "< ok 01"); }), "1 bytes, 2 were asked for");
    EXPECT_NE(error_of([] { parse_result(Share{}, "< ok 12 relinquished"); }), "no error");
    for (const char* line : {"< ok 2", "< ok 2 sp", "< ok 2 board 8003", "< ok two sp 8003", "< ok 2 sp 18003",
                             "< ok 2 sp 8003 senders=", "< ok 2 sp 8003 senders=1,", "< ok 2 sp 8003 senders=10000",
                             "< ok 2 sp 8003 senders=1x", "< ok 2 sp 8003 words=all", "< ok 2 sp 8003 handles=mine",
                             "< ok 2 sp 8003 ahead=many", "< ok 2 sp 8003  memory"}) {
        EXPECT_NE(error_of([&] { parse_result(Hello{}, line); }), "no error") << line;
    }
}

TEST(Lines, GreetingsCanHoldWhatIsNew) {
    const Result result =
        parse_result(Hello{}, "< ok 2 sp 8003 colour=red memory fast memoryless ahead=0 name=a memory");
    const auto& greeting = std::get<Greeting>(result);
    EXPECT_TRUE(greeting.has_memory);
    EXPECT_FALSE(greeting.can_reset);
    EXPECT_EQ(greeting.ahead, 1u);
    EXPECT_EQ(greeting.name, "a memory");
    Greeting least;
    least.version = 2;
    least.own_id = 0x8003;
    EXPECT_EQ(parse_result(Hello{}, "< ok 2 sp 8003"), Result(least));
    EXPECT_EQ(std::get<Greeting>(parse_result(Hello{}, "< ok 2 sp 8003 name=a\x1b[31mb")).name, "a?[31mb");
}

TEST(Lines, ErrorsAreTheTargets) {
    EXPECT_EQ(error_line("two\nlines"), "< error two?lines");
    EXPECT_EQ(kind_of(error_line("")), LineKind::reply);
    try {
        parse_result(Reset{}, "< error no such memory");
        FAIL();
    } catch (const TargetError& error) {
        EXPECT_STREQ(error.what(), "no such memory");
    }
}

TEST(Lines, Faults) {
    const auto fault = parse_fault("! fault 11 direct_request 7f0000001000 0 bytes past the end of region 0x12");
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->signal, 11);
    EXPECT_EQ(describe(*fault), " in direct_request at address 0x7f0000001000: 0 bytes past the end of region 0x12");
    EXPECT_EQ(describe(parse_fault("! fault 0 create -").value()), " in create");
    EXPECT_EQ(describe(parse_fault("! fault 6 - - stack smashed").value()), ": stack smashed");
    for (const char* line : {"! fault", "! fault 11", "! fault 11 create", "! fault x create -", "! faults 11 create -",
                             "fault 11 create -", "! fault 11 create x"}) {
        EXPECT_FALSE(parse_fault(line)) << line;
    }
}

// --- everything ------------------------------------------------------------------------------------------------------

RC_GTEST_PROP(Lines, EverythingComesBack, ()) {
    Command command = gen::command();
    const Result result = gen::result(command);
    for (const BytesForm form : {BytesForm::plain, BytesForm::shortened}) {
        RC_ASSERT(parse_command(to_line(command, form)) == command);
        RC_ASSERT(kind_of(to_line(command, form)) == LineKind::command);
        RC_ASSERT(parse_result(command, to_line(result, form)) == result);
        RC_ASSERT(kind_of(to_line(result, form)) == LineKind::reply);
    }
    const SpmcEvent event = gen::event();
    RC_ASSERT(parse_event(to_line(event)) == event);
    const Ask ask = gen::ask();
    RC_ASSERT(parse_ask(to_line(ask)) == ask);
    const Granted granted = gen::granted(ask);
    RC_ASSERT(parse_granted(ask, to_line(granted)) == granted);
}

RC_GTEST_PROP(Lines, GarbageIsRefusedOrRead, ()) {
    const auto mark = *rc::gen::element<std::string>("", "> ", "< ", "! ", "? ", "= ", "< ok ", "> write ", "> call ");
    const std::string line = mark + gen::any<std::string>();
    const auto survives = [](auto parse) {
        try {
            parse();
        } catch (const LineError& error) {
            RC_ASSERT(std::string_view(error.what()).find('\n') == std::string_view::npos);
        } catch (const TargetError& error) {
            RC_ASSERT(std::string_view(error.what()).find('\n') == std::string_view::npos);
        }
    };
    kind_of(line);
    parse_fault(line);
    survives([&] { parse_command(line); });
    survives([&] { parse_result(gen::command(), line); });
    survives([&] { parse_event(line); });
    survives([&] { parse_ask(line); });
    survives([&] { parse_granted(gen::ask(), line); });
}

} // namespace
} // namespace tsrpc::conformance
