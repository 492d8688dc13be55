// SPDX-License-Identifier: BSD-3-Clause
//
// docs/recipes.md, "UUIDs": prints them as text.
#include "tsrpc.hpp"

#include <cstdio>

namespace {

using namespace tsrpc::literals;

constexpr tsrpc::Uuid own_service = "33c75baf-ac6a-4fe4-8ac7-e9909bee2d17"_uuid;
constexpr tsrpc::Uuid psa_crypto = TSRPC_SERVICE_PSA_CRYPTO ""_uuid; // one that the ABI names
static_assert(psa_crypto.bytes[0] == 0xd9, "bytes are in the order of the text");

} // namespace

int main() {
    std::puts(tsrpc::to_text(own_service).text);
    std::puts(tsrpc::to_text(psa_crypto).text);
}
