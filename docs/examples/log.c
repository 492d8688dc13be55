/* SPDX-License-Identifier: BSD-3-Clause */
/* docs/recipes.md, "Decode a log": reads lines of "> W3 W4 W5 W6 W7" for requests, "<" for their responses. */
#include "tsrpc.h"

#include <inttypes.h>
#include <stdio.h>

/* What a frame is, and what is wrong with it. */
static void explain(struct tsrpc_inspection frame) {
    printf("%s %s: %s\n", tsrpc_message_name(frame.message), tsrpc_direction_name(frame.direction),
           frame.valid ? "valid" : "not valid");
    for (size_t i = 0; i < frame.violations.size; ++i) {
        const struct tsrpc_violation* const broken = &frame.violations.items[i];
        printf("  %s %s bits %08" PRIx32 ", %s: breaks rule %s\n", broken->rule == TSRPC_RULE_RES ? "SHOULD" : "MUST",
               tsrpc_register_name(broken->reg), broken->bits, tsrpc_field_name(broken->field),
               tsrpc_rule_name(broken->rule));
    }
}

/* `request` is the last one that was logged: a response is held against it. */
static void explain_line(const char* line, struct tsrpc_registers* request) {
    char mark;
    struct tsrpc_registers words;
    uint32_t* const w = words.words;
    if (sscanf(line, "%c %" SCNx32 " %" SCNx32 " %" SCNx32 " %" SCNx32 " %" SCNx32, &mark, &w[0], &w[1], &w[2], &w[3],
               &w[4]) != 6) {
        printf("not a frame: %s", line);
    } else if (mark == '<') {
        explain(tsrpc_inspect_response(words, *request));
    } else {
        explain(tsrpc_inspect_request(words));
        *request = words;
    }
}

int main(void) {
    struct tsrpc_registers request = {{0}};
    for (char line[80]; fgets(line, sizeof line, stdin) != NULL;) {
        explain_line(line, &request);
    }
    return 0;
}
