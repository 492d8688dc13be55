/* SPDX-License-Identifier: BSD-3-Clause */
/* docs/recipes.md, "UUIDs": prints them as text. */
#include "tsrpc.h"

#include <stdio.h>

/* Bytes are in the order of the text: 33c75baf-ac6a-4fe4-8ac7-e9909bee2d17. */
static const struct tsrpc_uuid own_service = {
    {0x33, 0xc7, 0x5b, 0xaf, 0xac, 0x6a, 0x4f, 0xe4, 0x8a, 0xc7, 0xe9, 0x90, 0x9b, 0xee, 0x2d, 0x17}};

/* One that the ABI names. False: the text is malformed. */
static int get_psa_crypto(struct tsrpc_uuid* uuid) {
    return tsrpc_parse_uuid(TSRPC_SERVICE_PSA_CRYPTO, sizeof TSRPC_SERVICE_PSA_CRYPTO - 1, uuid);
}

int main(void) {
    struct tsrpc_uuid psa_crypto;
    if (!get_psa_crypto(&psa_crypto)) {
        return 1;
    }
    puts(tsrpc_uuid_to_text(own_service).text);
    puts(tsrpc_uuid_to_text(psa_crypto).text);
    return 0;
}
