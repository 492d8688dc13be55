// SPDX-License-Identifier: BSD-3-Clause
#include "other_version.hpp"

#include "tsrpc.hpp"

bool is_service_info_in_other_version(const uint32_t words[5]) {
    // Not inlined here, hence a symbol that the linker must tell from the other version's.
    tsrpc::Message (*const classify)(const tsrpc::Registers&) = tsrpc::v0_0_1::classify;
    return classify(tsrpc::Registers::from(words)) == tsrpc::Message::service_info;
}
