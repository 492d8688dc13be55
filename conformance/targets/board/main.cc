// SPDX-License-Identifier: BSD-3-Clause
//
// A simulated board on standard input and output: board KIND PLUGIN [uart]
//
// KIND is firmware or driver; PLUGIN is "reference" or a shared object. With "uart" it is a serial line: what is
// received is echoed, lines end in CR LF, and the kernel says something from time to time.
#include "conformance/protocol/lines.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "conformance/targets/board/board.hpp"
#include "conformance/targets/crash_report.hpp"
#include "conformance/targets/line_server.hpp"
#include "conformance/targets/plugin_loader.hpp"

#include <cstdio>
#include <exception>
#include <string_view>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

/// A reply with what a serial line adds before it.
Reply perform_on_uart(Board& board, LineStream& stream, const Command& command) {
    stream.put(to_line(command) + '\r'); // the echo
    static unsigned count = 0;
    if (++count % 7 == 0) {
        stream.put("[   12.345678] random: crng init done\r");
        stream.put("\xff\xfe\x01> ca");
    }
    return board.perform(command);
}

int run(BoardKind kind, const tsrpc_sp_plugin& plugin, bool is_uart) {
    report_crashes(STDOUT_FILENO);
    Board board(plugin, kind);
    LineStream stream(STDIN_FILENO, STDOUT_FILENO);
    stream.put("NOTICE:  BL31: v2.12.0");
    stream.put("INFO:    SPMC: 1 partition");
    stream.put(ready_line);
    stream.flush();
    serve(stream, [&](const Command& command, const Grant&) {
        return is_uart ? perform_on_uart(board, stream, command) : board.perform(command);
    });
    return 0;
}

} // namespace
} // namespace tsrpc::conformance

int main(int argc, char** argv) {
    using namespace tsrpc::conformance;
    const std::string_view kind = argc > 1 ? argv[1] : "";
    if (argc < 3 || (kind != "firmware" && kind != "driver")) {
        std::fprintf(stderr, "usage: board firmware|driver reference|PLUGIN.so [uart]\n");
        return 2;
    }
    try {
        const std::string_view plugin = argv[2];
        return run(kind == "firmware" ? BoardKind::firmware : BoardKind::driver,
                   plugin == "reference" ? tsrpc::reference_sp_plugin() : load_sp_plugin(argv[2]),
                   argc > 3 && std::string_view(argv[3]) == "uart");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "board: %s\n", error.what());
        return 3;
    }
}
