/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether five words are a SERVICE_INFO request, by the version of tsrpc.h that this is compiled with. */
#include "tsrpc.h"

int IS_SERVICE_INFO(const uint32_t words[5]);

int IS_SERVICE_INFO(const uint32_t words[5]) {
    enum tsrpc_message (*const classify)(struct tsrpc_registers) = tsrpc_classify;
    return classify(tsrpc_registers_from(words)) == TSRPC_MESSAGE_SERVICE_INFO;
}
