// SPDX-License-Identifier: BSD-3-Clause
//
// docs/recipes.md, "Decode a log": reads lines of "> W3 W4 W5 W6 W7" for requests, "<" for their responses.
#include "tsrpc.hpp"

#include <cinttypes>
#include <cstdio>

namespace {

/// What a frame is, and what is wrong with it.
void explain(const tsrpc::Inspection& frame) {
    std::printf("%s %s: %s\n", tsrpc::name(frame.message), tsrpc::name(frame.direction),
                frame.valid() ? "valid" : "not valid");
    for (const tsrpc::Violation& broken : frame.violations) {
        std::printf("  %s %s bits %08" PRIx32 ", %s: breaks rule %s\n", broken.is_must() ? "MUST" : "SHOULD",
                    tsrpc::name(broken.reg), broken.bits, tsrpc::name(broken.field), tsrpc::name(broken.rule));
    }
}

/// `request` is the last one that was logged: a response is held against it.
void explain_line(const char* line, tsrpc::Registers& request) {
    char mark = 0;
    tsrpc::Registers words = {};
    uint32_t* const w = words.words;
    if (std::sscanf(line, "%c %" SCNx32 " %" SCNx32 " %" SCNx32 " %" SCNx32 " %" SCNx32, &mark, &w[0], &w[1], &w[2],
                    &w[3], &w[4]) != 6) {
        std::printf("not a frame: %s", line);
    } else if (mark == '<') {
        explain(tsrpc::inspect_response(words, request));
    } else {
        explain(tsrpc::inspect_request(words));
        request = words;
    }
}

} // namespace

int main() {
    tsrpc::Registers request = {};
    for (char line[80]; std::fgets(line, sizeof line, stdin) != nullptr;) {
        explain_line(line, request);
    }
}
