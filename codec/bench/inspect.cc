// SPDX-License-Identifier: BSD-3-Clause
//
// Inspection as firmware uses it, the result on its stack: how much that is, and what tables it takes.
#ifdef SINGLE_FILE
#include "tsrpc.hpp"
#else
#include "tsrpc/codec.hpp"
#endif

extern "C" {

bool request_is_valid(const tsrpc::Registers* words);
bool response_is_valid(const tsrpc::Registers* words, const tsrpc::Registers* request);
uint32_t broken_bits(const tsrpc::Registers* words);

bool request_is_valid(const tsrpc::Registers* words) { return tsrpc::inspect_request(*words).valid(); }
bool response_is_valid(const tsrpc::Registers* words, const tsrpc::Registers* request) {
    return tsrpc::inspect_response(*words, *request).valid();
}
uint32_t broken_bits(const tsrpc::Registers* words) {
    uint32_t bits = 0;
    for (const tsrpc::Violation& broken : tsrpc::unpack<tsrpc::ServiceCallRequest>(*words).violations()) {
        bits |= broken.bits;
    }
    return bits;
}

} // extern "C"
